"""Who volunteers for a sensitive topic: kept only where the programme says so, and only while the consent holds."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import small_cohorts
from input_folders import BY_LEVEL, RATINGS, ROSTER, read, sentences, written
from reverse_mentoring.decide.launch.recruitment import candidates
from reverse_mentoring.decide.launch.volunteers import consents_in_force, offered, volunteers
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.importing import read_input, store_input
from reverse_mentoring.store.programme import Programme, set_up
from reverse_mentoring.store.settings_file import commented_toml
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import NeedSettings, Settings
from reverse_mentoring.words.tables import CONSENTS
from reverse_mentoring.workbook.gap_analysis import GapAnalysis
from reverse_mentoring.workbook.gap_results import volunteers_page
from reverse_mentoring.workbook.opening import open_cohort
from vault_samples import NOW, made

CONSENTED = """
person_id | topic_id          | consented_on | withdrawn_on
J1        | disability_access | 2026-08-01   |
J2        | disability_access | 2026-08-01   | 2026-09-10
"""
ALLOWED = BY_LEVEL.model_copy(update={"special_topics": True})
HELD = """
consented_on withdrawn_on | on 2026-11-01
2026-11-01   .            | holds
2026-10-31   .            | holds
2026-11-02   .            | does not
2026-10-01   2026-11-02   | holds
2026-10-01   2026-11-01   | does not
2026-10-01   2026-10-15   | does not
2026-11-02   2026-12-01   | does not
"""


def programme(folder: Path, *, special_topics: bool) -> Programme:
    """A programme with one cohort of four people, two of whom volunteer."""
    made_here = set_up(folder)
    (made_here.input / "autumn").mkdir()
    written(made_here.input / "autumn", roster=ROSTER, ratings=RATINGS, consents=CONSENTED)
    allow(made_here, special_topics=special_topics)
    return made_here


def allow(where: Programme, *, special_topics: bool) -> None:
    """Switches it in programme.toml."""
    chosen = BY_LEVEL.model_copy(update={"special_topics": special_topics})
    where.settings_file.write_text(commented_toml(chosen), "utf-8")


def stored(where: Programme) -> pd.DataFrame:
    """The consents in the vault after an import."""
    vault = open_vault(where.vault, now=NOW)
    store_input(read_input(where, vault, ["autumn"]), vault, now=NOW)
    return vault.tables("autumn")["consents"]


def test_off_by_default() -> None:
    """A new programme does not keep consents, and its programme.toml explains the key."""
    assert not Settings().special_topics
    assert "\n#special_topics = false" in commented_toml(Settings())


def test_file_is_not_opened_while_it_is_off(tmp_path: Path) -> None:
    """A note says why and how to switch it on; whatever stands in the file, there is no problem and no table."""
    reading = read(tmp_path, ratings=RATINGS, consents="rubbish\n\x00")

    assert "consents" not in reading.tables
    assert sentences(reading) == []
    [note] = [note for note in reading.notes if note.startswith("consents.csv")]
    assert "special_topics = true" in note


def test_file_is_read_when_it_is_on(tmp_path: Path) -> None:
    """Topics by name or id; dates as dates."""
    found = read(tmp_path, ALLOWED, ratings=RATINGS, consents=CONSENTED).tables["consents"]

    assert found["person_id"].tolist() == ["J1", "J2"]
    assert found["consented_on"].dt.strftime("%m-%d").tolist() == ["08-01", "08-01"]


def test_mistakes_in_a_consent_are_problems(tmp_path: Path) -> None:
    """A day is needed, the topic must be a sensitive one, and nothing is taken back before it was given."""
    wrong = """
    person_id | topic_id          | consented_on | withdrawn_on
    J1        | disability_access |              |
    J2        | ai_assistants     | 2026-08-01   |
    J2        | neurodiversity    | 2026-08-01   | 2026-07-01
    """
    said = sentences(read(tmp_path, ALLOWED, ratings=RATINGS, consents=wrong))

    assert [what for what in ("row 2", "“ai_assistants” is no sensitive topic", "is before consented_on")
            if not any(what in problem for problem in said)] == []  # fmt: skip
    assert len(said) == 3


def test_switching_it_off_removes_what_was_stored(tmp_path: Path) -> None:
    """With the next import the rows are gone from the vault; switched on again they come back from the file."""
    here = programme(tmp_path / "p", special_topics=True)
    counts = [len(stored(here))]
    for special_topics in (False, True):
        allow(here, special_topics=special_topics)
        counts.append(len(stored(here)))

    assert counts == [2, 0, 2]


def test_only_consents_in_force_are_loaded(tmp_path: Path) -> None:
    """A consent taken back has no effect from that day on; switched off, nothing is loaded even before an import."""
    here = programme(tmp_path / "p", special_topics=True)
    stored(here)
    vault = open_vault(here.vault, now=NOW)

    def people(day: str, chosen: Settings) -> list[str]:
        return load_cohort(vault, "autumn", chosen, dt.date.fromisoformat(day)).consents["person_id"].tolist()

    assert people("2026-09-09", ALLOWED) == ["J1", "J2"]
    assert people("2026-09-10", ALLOWED) == ["J1"]
    assert people("2026-09-09", BY_LEVEL) == []


@pytest.mark.parametrize("line", HELD.strip().splitlines()[1:], ids=lambda line: line.split("|")[0].strip())
def test_days_on_which_a_consent_holds(line: str) -> None:
    """From the day it is given to the day before it is taken back."""
    days, said = line.split("|")
    given_on, back = (None if day == "." else pd.Timestamp(day) for day in days.split())
    rows = made("consents", person_id=["a"], topic_id=["t"], consented_on=[given_on], withdrawn_on=[back])

    assert len(consents_in_force(rows, dt.date(2026, 11, 1))) == (said.strip() == "holds")


def cohort(consents: pd.DataFrame) -> Cohort:
    """Mentors a, b (declined) and c, and a mentee s; consents as given."""
    signups = [
        {"person_id": person, "role": "mentee" if person == "s" else "mentor", "consent": person != "b"}
        for person in "abcs"
    ]
    roster = [{"person_id": person, "name": f"Name {person}", "level": "G2"} for person in "abcs"]
    return small_cohorts.cohort_of(Settings(), roster=roster, signups=signups, consents=consents.to_dict("records"))


@settings(deadline=None, max_examples=30)
@given(st.sets(st.tuples(st.sampled_from("abcsx"), st.sampled_from(["t", "u"]))))
def test_nobody_is_offered_without_a_consent(given_by: set[tuple[str, str]]) -> None:
    """Volunteers are mentors who take part and consented for that very topic; mentees, strangers, decliners never."""
    rows = made("consents", person_id=[person for person, _ in given_by], topic_id=[topic for _, topic in given_by],
                consented_on=[pd.Timestamp("2026-01-01")] * len(given_by))  # fmt: skip
    here = cohort(rows if given_by else CONSENTS.empty())

    for topic in ("t", "u"):
        assert volunteers(here, topic) == [person for person in "ac" if (person, topic) in given_by]
        assert candidates(here, topic, NeedSettings()).empty or all(about != topic for _, about in given_by)
    assert set(offered(here)) == {topic for person, topic in given_by if person in "ac"}


def test_sensitive_topic_has_no_candidates_who_did_not_offer() -> None:
    """Recruitment names mentors for an ordinary topic, and nobody for the same topic once it is sensitive."""
    ordinary = cohort(CONSENTS.empty())
    sensitive = cohort(made("consents", person_id=["s"], topic_id=["t"], consented_on=[pd.Timestamp("2026-01-01")]))

    assert candidates(ordinary, "t", NeedSettings())["person_id"].tolist() == ["a", "c"]
    assert candidates(sensitive, "t", NeedSettings()).empty


def test_page_names_those_who_consented_and_nobody_else() -> None:
    """With the topic's name; without consents there is no heading either."""
    rows = made("consents", person_id=["a"], topic_id=["disability_access"], consented_on=[pd.Timestamp("2026-01-01")])
    page, nothing = volunteers_page(cohort(rows)), volunteers_page(cohort(CONSENTS.empty()))

    assert "Name a" in page
    assert "Name c" not in page
    assert "disability_access" not in page
    assert "sensitive" not in nothing


def test_volunteers_are_on_screen_and_in_no_printed_page(tmp_path: Path) -> None:
    """The facilitator reads them live; the executed notebook and its HTML page, and the room's face, hold none."""
    here = programme(tmp_path / "p", special_topics=True)
    signed = "person_id | role | consent\nJ1 | mentor | yes\nJ2 | mentor | yes\nS1 | mentee | yes"
    written(here.input / "autumn", signups=signed)
    stored(here)
    opened = open_cohort(str(here.folder), "autumn", "2026-09-01")
    view, room = GapAnalysis(opened).recruitment(), GapAnalysis(replace(opened, room=True)).recruitment()
    told = "Who may be asked about a sensitive topic"

    assert told in shown(view)
    assert told not in str(view.printed()) + shown(room) + str(room.printed())


def shown(view: Any) -> str:
    """Everything that the widgets show."""
    own = [view.value] if isinstance(view, widgets.HTML) else []  # noqa: TID251 — looked at, not made
    return "".join([*own, *map(shown, getattr(view, "children", ()))])


def test_offers_without_a_date_do_not_become_consents(tmp_path: Path) -> None:
    """The column of older sign-ups goes with the change of form: no consent is made of it, and its bytes are gone."""
    path = tmp_path / "programme.db"
    vault = open_vault(path, now=NOW)
    vault.store({"autumn": {"signups": made("signups", person_id=["J1"])}}, now=NOW)
    with database(path).write.begin() as connection:
        for step in ("DROP TABLE consents",
                     "ALTER TABLE signups ADD COLUMN offers_sensitive_topics TEXT NOT NULL DEFAULT '[]'",
                     "UPDATE signups SET offers_sensitive_topics = '[\"disability_access\"]'",
                     "DROP TABLE taken_in", "UPDATE meta SET schema_version = 4"):  # fmt: skip
            connection.exec_driver_sql(step)
    changed = open_vault(path, now=NOW)

    assert changed.tables("autumn")["consents"].empty
    assert b"disability_access" not in b"".join(each.read_bytes() for each in tmp_path.glob("programme.db*"))
