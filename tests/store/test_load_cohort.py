"""A cohort is put together from vault, settings and catalogue."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.content import catalogue
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.settings import CohortSettings, Settings
from reverse_mentoring.words.tables import ROSTER, SIGNUPS
from vault_samples import NOW, made

SETTINGS = Settings(mentor_levels=("P1", "P2"), mentee_levels=("D1", "P2"))
TODAY = dt.date(2026, 9, 1)
ROSTER_ROWS = {
    "person_id": ["ana", "ben", "cem", "dov", "eva"],
    "name": ["Ana", "Ben", "Cem", "Dov", "Eva"],
    "level": ["P1", "P1", "D1", "P2", "D1"],
    "left_date": [None, pd.Timestamp("2026-09-01"), None, None, pd.Timestamp("2026-09-02")],
    "languages": [("en", "de"), (), (), (), ()],
}


@pytest.fixture(name="vault")
def _vault(tmp_path: Path) -> Vault:
    vault = open_vault(tmp_path / "programme.db", now=NOW)
    vault.store({"": {"roster": made("roster", **ROSTER_ROWS)}}, now=NOW)
    return vault


def _rated(*people: str) -> pd.DataFrame:
    return made("ratings", person_id=list(people), topic_id=["own"] * len(people), proficiency=[3] * len(people))


def test_without_sign_ups_everybody_who_rated_takes_part(vault: Vault) -> None:
    """Roles come from the level; who has left, whose level says nothing or both, or who is silent stays out."""
    vault.store({"autumn": {"ratings": _rated("ana", "ben", "cem", "dov", "eva", "foreign")}}, now=NOW)

    cohort = load_cohort(vault, "autumn", SETTINGS, TODAY)

    people = cohort.participants
    assert people[["person_id", "role"]].to_numpy().tolist() == [
        ["ana", "mentor"],
        ["cem", "mentee"],
        ["eva", "mentee"],
    ]
    assert people["capacity"].tolist() == [1, 1, 1]
    assert people["languages"].tolist() == [("en", "de"), (), ()]
    assert not cohort.asked_for_consent


def test_row_without_an_answer_is_no_rating(vault: Vault) -> None:
    """Somebody whose form came back empty was not asked to take part."""
    silent = made("ratings", person_id=["ana"], topic_id=["own"])
    vault.store({"autumn": {"ratings": silent}}, now=NOW)

    assert load_cohort(vault, "autumn", SETTINGS, TODAY).participants.empty


def test_sign_ups_decide_who_takes_part_and_as_what(vault: Vault) -> None:
    """A role that was given wins over the level, else the level decides; raters who did not sign up stay out."""
    signups = made(
        "signups",
        person_id=["dov", "cem", "ana", "foreign", "ghost"],
        role=["mentor", "", "mentee", "mentor", ""],
        capacity=[2, None, 0, None, None],
        consent=[True, False, None, True, True],
    )
    vault.store({"autumn": {"signups": signups, "ratings": _rated("eva")}}, now=NOW)

    cohort = load_cohort(vault, "autumn", SETTINGS, TODAY)

    people = cohort.participants.set_index("person_id")
    assert people["role"].to_dict() == {"ana": "mentee", "cem": "mentee", "dov": "mentor", "foreign": "mentor"}
    assert people["capacity"].to_dict() == {"ana": 0, "cem": 1, "dov": 2, "foreign": 1}
    assert people["consent"].isna().to_dict() == {"ana": True, "cem": False, "dov": False, "foreign": False}
    assert cohort.asked_for_consent


def test_participants_have_the_columns_and_dtypes_of_both_tables(vault: Vault) -> None:
    """Sign-up columns first, then the roster's; the same with nobody in it."""
    vault.store({"autumn": {"ratings": _rated("ana")}, "empty": {}}, now=NOW)
    declared = pd.concat([SIGNUPS.empty(), ROSTER.empty().drop(columns="person_id")], axis=1)

    for name in ("autumn", "empty"):
        people = load_cohort(vault, name, SETTINGS, TODAY).participants
        assert_frame_equal(people.iloc[:0], declared)


def test_topics_are_those_that_occur_in_own_words_first(vault: Vault) -> None:
    """From ratings, tallies, pairs, goals and settings; own name, else the catalogue's, else the id itself."""
    known, other = catalogue()["topic_id"].tolist()[:2]
    names = ["Our topic", "Unused", "In our words"]
    own = made("topics", topic_id=["own", "unused", other], name=names, sensitive=[True, None, None])
    tallies = made("tallies", topic_id=[known], role=["mentor"], level=[3], count=[4])
    pairs = made("pairs", mentor_id=["ana"], mentee_id=["cem"], topics=[(other,)])
    cohort_tables = {"ratings": _rated("ana"), "tallies": tallies, "pairs": pairs}
    vault.store({"": {"topics": own}, "autumn": cohort_tables}, now=NOW)
    settings = Settings(cohorts={"autumn": CohortSettings(topics=("nowhere_named",))})

    topics = load_cohort(vault, "autumn", settings, TODAY).topics

    assert dict(zip(topics["topic_id"], topics["name"], strict=True)) == {
        "own": "Our topic",
        known: catalogue()["name"].tolist()[0],
        other: "In our words",
        "nowhere_named": "nowhere_named",
    }
    assert topics["topic_id"].is_monotonic_increasing
    assert topics.set_index("topic_id")["sensitive"].to_dict()["own"]
    assert topics["sensitive"].dtype == "boolean"
    assert topics["sensitive"].notna().all()


def test_cohort_that_does_not_exist_is_refused_with_those_that_do(vault: Vault) -> None:
    """Nobody gets an empty cohort for a slip of the pen."""
    vault.store({"2026-autumn": {}, "2025-autumn": {}}, now=NOW)

    with pytest.raises(Refused, match=r"“2026-autmn”.*2025-autumn, 2026-autumn"):
        load_cohort(vault, "2026-autmn", SETTINGS, TODAY)
