"""“person export”: everything about one person, without what belongs to others."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from command_line import said
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.choices import AgreementChoices, MatchingChoices, Note, ReviewChoices
from reverse_mentoring.words.papers import Side
from reverse_mentoring.words.reviewing import Ending, Entry
from vault_samples import NOW, made

PAIR = {"mentor_id": "H0001", "mentee_id": "H0002"}
DAY = pd.Timestamp("2026-05-01")


@pytest.fixture(name="home", scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ana teaches Bo; both answered, wished and wrote, each with words of their own."""
    home = tmp_path_factory.mktemp("programme")
    (home / "programme.toml").write_text("", "utf-8")
    both = {"mentor_id": ["H0001"] * 2, "mentee_id": ["H0002"] * 2, "who": ["mentor", "mentee"]}
    vault = open_vault(home / "programme.db", now=NOW)
    vault.store({
        "": {"roster": made("roster", person_id=["H0001", "H0002"], name=["Ana Ferrer", "Bo Lindt"],
                            manager_id=["", "H0001"])},
        "autumn": {
            "pairs": made("pairs", mentor_id=["H0001"], mentee_id=["H0002"], state=["active"]),
            "preferences": made("preferences", person_id=["H0001", "H0002"], other_id=["H0002", "H0001"],
                                rank=["1", "no"]),
            "closings": made("closings", **both, answered_on=[DAY] * 2, changed=["ANA-WORDS", "BO-WORDS"]),
            "sessions": made("sessions", mentor_id=["H0001"] * 2, mentee_id=["H0002"] * 2, number=[1, 2],
                             planned_on=[DAY] * 2, status=["cancelled"] * 2, cancelled_by=["mentor", "mentee"]),
            "focus_notes": made("focus_notes", group=["g"], held_on=[DAY], theme=["t"], kind=["idea"],
                                note=["Ask Ana Ferrer."]),
        },
    }, now=NOW)  # fmt: skip
    ids = (("H0001", "H0002"),)
    matching = MatchingChoices(final=ids, vetoes=ids, declined=ids, capacity={"H0001": 2},
                               notes=(Note(**PAIR, text="NOTE-WORDS"),))  # fmt: skip
    sides = (Side(**PAIR, who="mentor", gain="ANA-GAIN"), Side(**PAIR, who="mentee", gain="BO-GAIN"))
    typed = Entry(table="pulses", values={**PAIR, "who": "mentee", "answered_on": "2026-05-02", "worth": 1})
    review = ReviewChoices(
        endings=(Ending(**PAIR, state="ended", on=NOW.date(), reason="REASON-WORDS"),), entries=(typed,)
    )
    for step, choices in (("matching", matching), ("agreements", AgreementChoices(sides=sides)), ("review", review)):
        vault.save_choices("autumn", step, choices, expected_version=0, now=NOW)
    return home


def exported(home: Path, person: str, to: Path) -> tuple[str, dict[str, Any]]:
    """The page and the bundle."""
    result = said("person", "export", person, "--programme", home, "--to", to)
    assert result.exit_code == 0, result.output
    return (to / f"person_{person}.html").read_text("utf-8"), json.loads(
        (to / f"person_{person}.json").read_text("utf-8")
    )


def values(bundle: dict[str, Any], table: str) -> list[dict[str, str]]:
    """The records of a table as field → value."""
    found = [each for each in bundle["records"] if each["table"] == table]
    return [{field["name"]: field["value"] for field in each["fields"]} for each in found]


def test_everything_of_ones_own_is_there(home: Path, tmp_path: Path) -> None:
    """Rows, sides, decisions with since when, and where others' rows name the person; each value with its label."""
    _, bundle = exported(home, "H0001", tmp_path)

    assert values(bundle, "closings")[0]["changed"] == "ANA-WORDS"
    assert values(bundle, "choices: agreements, sides")[0]["gain"] == "ANA-GAIN"
    assert values(bundle, "choices: matching, capacity")[0]["places"] == "2"
    assert values(bundle, "choices: matching, final")[0]["still holds"] == "yes"
    assert values(bundle, "choices: review, endings")[0]["state"] == "ended"
    assert bundle["mentions"] == [
        "roster: 1 row of others name this person as manager_id",
        "other rows and saved versions in whose texts the name, the id or the address stands: 1",
    ]
    labels = {field["name"]: field["who_sees"] for each in bundle["records"] if each["table"] == "roster"
              for field in each["fields"]}  # fmt: skip
    assert labels == {"person_id": "facilitator only", "name": "the pair and the facilitator"}


@pytest.mark.parametrize(
    "theirs", ["BO-WORDS", "BO-GAIN", "NOTE-WORDS", "REASON-WORDS", "Bo Lindt", "vetoes", "declined", "2026-05-02"]
)
def test_what_belongs_to_others_is_left_out(home: Path, tmp_path: Path, theirs: str) -> None:
    """The partner's answers and wishes, the facilitator's words, who asked for somebody else."""
    page, bundle = exported(home, "H0001", tmp_path)

    assert theirs not in page
    assert theirs not in json.dumps(bundle, ensure_ascii=False)


def test_nobody_learns_who_cancelled_or_refused(home: Path, tmp_path: Path) -> None:
    """Of two cancelled sessions the own one says so; a “no” of the partner is no record."""
    _, bundle = exported(home, "H0001", tmp_path)

    assert [row.get("cancelled_by", "") for row in values(bundle, "sessions")] == ["mentor", ""]
    assert [row["rank"] for row in values(bundle, "preferences")] == ["1"]


def test_page_and_bundle_say_the_same(home: Path, tmp_path: Path) -> None:
    """Every value of the bundle stands on the page, and why something is left out on both."""
    page, bundle = exported(home, "H0002", tmp_path)

    for record in bundle["records"]:
        assert all(field["value"] in page for field in record["fields"])
    assert all(sentence.split("(")[0] in page for sentence in bundle["left_out"])
    assert "BO-WORDS" in page
    assert "ANA-WORDS" not in page


def test_files_are_for_the_owner_only_and_named_by_id(home: Path) -> None:
    """By default in exports/ of the programme, where an erasure finds them."""
    assert said("person", "export", "H0001", "--programme", home).exit_code == 0
    paths = sorted((home / "exports").iterdir())

    assert [path.name for path in paths] == ["person_H0001.html", "person_H0001.json"]
    assert os.name != "posix" or {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}


def test_somebody_unknown_is_refused(home: Path) -> None:
    """No empty page for a mistyped id."""
    result = said("person", "export", "H9999", "--programme", home)

    assert result.exit_code == 1
    assert "The vault holds nothing about this id." in result.output
