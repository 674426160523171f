"""The sample programme is what its README says."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reverse_mentoring.store.content import catalogue
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import table

SAMPLE = Path(__file__).parents[2] / "sample_data"
COHORTS = ("2025-autumn", "2026-spring", "2026-autumn")
HOURS = {"Europe/Zurich": 1, "Europe/Paris": 1, "America/New_York": -5, "Asia/Kolkata": 5.5}


def text(path: Path) -> pd.DataFrame:
    """A file of the sample as text."""
    if path.suffix == ".xlsx":
        return pd.read_excel(path, dtype=str, keep_default_na=False, engine="calamine")
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def cohort(name: str, kind: str) -> pd.DataFrame:
    """One table of one cohort as text."""
    found = sorted((SAMPLE / "input" / name).glob(f"{kind}.*"))
    return text(found[0])


def with_role(name: str, roster: pd.DataFrame) -> pd.DataFrame:
    """The sign-ups with the role that the level gives where none is named."""
    people = cohort(name, "signups")
    level = people["person_id"].map(roster["level"])
    return people.assign(role=people["role"].mask(people["role"] == "", np.where(level < "L5", "mentor", "mentee")))


def files(folder: Path) -> dict[str, bytes]:
    """What was generated: every file but the scripts and the page about them."""
    found = [folder / "programme.toml", *folder.glob("input/**/*.*"), *folder.glob("messy/**/*.*")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_script_writes_the_committed_files_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the script again gets exactly the files that are kept."""
    monkeypatch.syspath_prepend(str(SAMPLE))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    from make_sample import write_sample

    write_sample(tmp_path)

    written, kept = files(tmp_path), files(SAMPLE)
    assert sorted(written) == sorted(kept)
    assert [name for name in kept if written[name] != kept[name]] == []


def test_the_sample_is_small() -> None:
    """The sample fits into a repository."""
    assert sum(map(len, files(SAMPLE).values())) < 2_000_000


@pytest.mark.parametrize("name", COHORTS)
def test_columns_and_choices_are_those_declared(name: str) -> None:
    """Every file of the sample is one of our tables and uses its own words."""
    for path in sorted((SAMPLE / "input" / name).iterdir()):
        declared, frame = table(path.stem), text(path)
        columns = {column.name: column for column in declared.columns}
        keys = [key for key in declared.key if key in frame]

        assert set(frame) <= set(columns)
        assert not frame.duplicated(keys).any()
        for column in frame:
            if columns[column].choices:
                assert set(frame[column]) <= {"", *columns[column].choices}
            if columns[column].high is not None:
                assert pd.to_numeric(frame[column]).dropna().between(columns[column].low, columns[column].high).all()


def test_settings_are_valid_and_cover_levels_sites_and_cohorts(settings: Settings, roster: pd.DataFrame) -> None:
    """programme.toml knows every level and site of the roster and every cohort."""
    assert (
        set(roster["level"]) == set(settings.mentor_levels) | set(settings.mentee_levels) == set(settings.level_order)
    )
    assert set(roster["site"]) == set(settings.site_countries)
    assert set(settings.cohorts) == set(COHORTS)
    assert all(settings.cohort(name).start for name in COHORTS)


def test_the_company_is_one_tree_of_about_240_people(roster: pd.DataFrame, above: pd.DataFrame) -> None:
    """One person at the top, everybody else below somebody, teams of a usual size, no name or address twice."""
    top = roster[roster["manager_id"] == ""]
    teams = roster[~roster["team"].str.contains("Leadership|Executive")].groupby("team").size()

    assert 230 <= len(roster) <= 250
    assert len(top) == 1
    assert above[top["person_id"].iloc[0]].drop(top["person_id"]).all()
    assert teams.between(4, 9).all()
    assert roster["name"].is_unique
    assert roster["email"].is_unique
    assert roster["email"].str.fullmatch(r"[a-z.-]+@helvia\.example").all()
    assert "007" in roster.index


def test_no_line_runs_in_a_circle(above: pd.DataFrame) -> None:
    """Nobody stands above himself or herself, dotted lines included."""
    assert not np.diag(above).any()


def test_names_come_in_several_scripts(roster: pd.DataFrame) -> None:
    """Latin with accents, Greek, Cyrillic, Arabic, Devanagari, Telugu, Han and Hangul at least once each."""
    blocks = {"é", "Ł", "Ε", "Ю", "م", "प", "ల", "李", "김"}

    assert blocks <= set("".join(roster["name"]))


@pytest.mark.parametrize(
    ("name", "mentors", "mentees"), [("2025-autumn", 22, 22), ("2026-spring", 33, 32), ("2026-autumn", 45, 40)]
)
def test_cohorts_have_the_size_they_should(name: str, mentors: int, mentees: int, roster: pd.DataFrame) -> None:
    """So many mentors and mentees signed up, all of them known and on the side that their level says."""
    people = with_role(name, roster)
    junior = people["person_id"].map(roster["level"]) < "L5"

    assert people["role"].value_counts().to_dict() == {"mentor": mentors, "mentee": mentees}
    assert ((people["role"] == "mentor") == junior).all()


def test_nobody_in_the_forming_cohort_has_left_or_is_in_the_running_one(roster: pd.DataFrame) -> None:
    """People take part in one cohort at a time, and while they are here."""
    forming = cohort("2026-autumn", "signups")["person_id"]

    assert not forming.isin(cohort("2026-spring", "signups")["person_id"]).any()
    assert (roster.loc[forming, "left_date"] == "").all()


@pytest.mark.parametrize("name", COHORTS)
def test_only_known_topics_are_rated_and_never_a_sensitive_one(name: str, settings: Settings) -> None:
    """Ratings are about the topics that the cohort was asked about; sensitive topics are never rated."""
    known, topics = catalogue().set_index("topic_id"), set(cohort(name, "ratings")["topic_id"])

    assert topics == set(settings.cohort(name).topics)
    assert 8 <= len(topics) <= 10
    assert topics - set(known.index) == ({"lab_robots"} if name == "2026-autumn" else set())
    assert not known.loc[sorted(topics & set(known.index)), "sensitive"].any()


def test_topic_names_of_the_form_are_those_of_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form shows the names that the workbook uses."""
    monkeypatch.syspath_prepend(str(SAMPLE))
    from cohorts import OWN_TOPIC, TOPIC_NAMES

    known = dict(zip(catalogue()["topic_id"], catalogue()["name"], strict=True)) | {"lab_robots": OWN_TOPIC["name"]}
    assert {topic: known[topic] for topic in TOPIC_NAMES} == TOPIC_NAMES


def answers(roster: pd.DataFrame) -> pd.DataFrame:
    """Ratings of the forming cohort with numbers and roles."""
    given = cohort("2026-autumn", "ratings")
    people = with_role("2026-autumn", roster).set_index("person_id")
    numbers = {column: pd.to_numeric(given[column]) for column in ("importance", "proficiency")}
    return given.assign(**numbers, role=given["person_id"].map(people["role"]))


def test_juniors_are_ahead_where_they_should_be_and_only_there(roster: pd.DataFrame) -> None:
    """A clear lead in assistants, platforms and expectations, none in the rules; spread in between."""
    level = answers(roster).groupby(["topic_id", "role"])["proficiency"].mean().unstack()
    lead = level["mentor"] - level["mentee"]

    assert (lead[["ai_assistants", "social_platforms", "gen_expectations"]] > 0.75).all()
    assert lead["current_regulation"] < 0
    assert lead[["hybrid_work", "data_dashboards", "everyday_inclusion"]].between(-0.3, 0.8).all()


def test_about_one_in_eight_is_silent_and_some_answers_are_missing(roster: pd.DataFrame) -> None:
    """12 % of the people gave no answer; among those who did, a few are incomplete."""
    given, people = answers(roster), with_role("2026-autumn", roster)
    topics = given.groupby("person_id").size()

    assert given["person_id"].nunique() == len(people) - round(0.12 * len(people))
    assert 5 <= (topics < 10).sum() <= 40


def test_one_topic_is_a_bottleneck(roster: pd.DataFrame) -> None:
    """Many need to automate their own work, three can teach it."""
    given = answers(roster).query("topic_id == 'low_code'")
    need = given[(given["importance"] >= 4) & (given["proficiency"] <= 3) & (given["want"] == "yes")]

    assert len(need) >= 10
    assert ((given["proficiency"] >= 4) & (given["give"] == "yes") & (given["role"] == "mentor")).sum() == 3


def test_some_can_be_taught_by_nobody(roster: pd.DataFrame, above: pd.DataFrame) -> None:
    """The chief stands above every mentor; two need only what juniors of their own department teach."""
    given, people = answers(roster), with_role("2026-autumn", roster)
    mentors = people.loc[people["role"] == "mentor", "person_id"]
    need = given[(given["importance"] >= 4) & (given["proficiency"] <= 3) & (given["want"] == "yes")]
    only_rules = need.groupby("person_id")["topic_id"].agg(set).map(lambda topics: topics == {"current_regulation"})
    teach = given[(given["proficiency"] >= 4) & (given["give"] == "yes") & (given["topic_id"] == "current_regulation")]
    homes = roster.loc[only_rules.index[only_rules], "department"]

    assert above.loc[mentors, roster.index[roster["manager_id"] == ""][0]].all()
    assert len(homes) >= 2
    assert set(homes) == set(roster.loc[teach["person_id"], "department"]) == {"Regulatory and Quality"}


def test_some_decline_pause_or_take_two() -> None:
    """Sign-ups are not all alike."""
    people = cohort("2026-autumn", "signups")

    assert people["consent"].value_counts().to_dict() == {"yes": 81, "no": 4}
    assert people["capacity"].value_counts().to_dict() == {"1": 72, "": 6, "2": 5, "0": 2}
    assert (people["role"] == "").sum() == 4


def hours(person: pd.Series) -> tuple[float, float]:
    """Start and end of a working day, in hours of Greenwich."""
    first, last = (int(part[:2]) + int(part[3:]) / 60 for part in (person["availability"] or "09:00-17:00").split("-"))
    return first - HOURS[person["time_zone"]], last - HOURS[person["time_zone"]]


@pytest.mark.parametrize("name", ["2025-autumn", "2026-spring"])
def test_no_pair_breaks_a_rule(name: str, roster: pd.DataFrame, above: pd.DataFrame) -> None:
    """Lines at any depth, team, department, former managers, levels, language, hours and topics all hold."""
    people = roster.drop(columns="person_id").join(cohort(name, "signups").set_index("person_id"), how="inner")
    for pair in cohort(name, "pairs").itertuples():
        mentor, mentee = people.loc[pair.mentor_id], people.loc[pair.mentee_id]
        tongues = [set(each.split("; ")) for each in (mentor["languages"], mentee["languages"]) if each]
        (one, end), (other, last) = hours(mentor), hours(mentee)

        assert not above.loc[pair.mentor_id, pair.mentee_id]
        assert not above.loc[pair.mentee_id, pair.mentor_id]
        assert mentor["team"] != mentee["team"]
        assert mentor["department"] != mentee["department"]
        assert pair.mentee_id not in mentor["former_manager_ids"].split("; ")
        assert int(mentee["level"][1]) - int(mentor["level"][1]) >= 2
        assert len(tongues) < 2 or tongues[0] & tongues[1]
        assert min(end, last) - max(one, other) >= 2
        assert mentor["consent"] == mentee["consent"] == "yes"
        assert pair.topics


def test_the_running_cohort_lives_and_has_its_troubles(roster: pd.DataFrame) -> None:
    """Most sessions were held; two pairs fizzle, one never started, one ended, one mentor left; two speak up."""
    pairs, held, pulses = (cohort("2026-spring", kind) for kind in ("pairs", "sessions", "pulses"))
    status = held.groupby(["mentor_id", "mentee_id"])["status"].agg(list)
    left = pairs.loc[pairs["state"] == "left", "mentor_id"]

    assert pairs["state"].value_counts().to_dict() == {"active": 29, "ended": 1, "left": 1}
    assert 0.8 <= (held["status"] == "held").mean() <= 0.9
    assert held["planned_on"].min() >= "2026-05-04"
    assert held[["planned_on", "held_on"]].max().max() <= "2026-11-01"
    assert status.map(lambda each: each[-2:] == ["missed", "missed"]).sum() == 2
    assert status.map(lambda each: not {"held", "moved"} & set(each)).sum() == 1
    assert pulses["say"].isin(["1", "2"]).sum() == 1
    assert (pulses["call"] == "yes").sum() == 1
    assert (roster.loc[left, "left_date"] == pairs.loc[pairs["state"] == "left", "ended"].to_numpy()).all()


def test_the_closed_cohort_is_over() -> None:
    """Every pair has an end, fourteen of twenty the planned one, and their goals rose."""
    pairs, goals = cohort("2025-autumn", "pairs"), cohort("2025-autumn", "goals")
    level = goals.assign(level=goals["level"].astype(int)).sort_values("reviewed_on")
    level = level.groupby(["mentor_id", "number", "who"])["level"].agg(["first", "last"])

    assert pairs["state"].value_counts().to_dict() == {
        "completed": 14, "completed early": 2, "ended": 2, "withdrawn": 1, "left": 1,
    }  # fmt: skip
    assert (pairs["ended"] > pairs["started"]).all()
    assert (pairs["ended"] < "2026-11-01").all()
    assert level["last"].mean() > level["first"].mean() + 1
