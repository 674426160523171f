"""200 planted words about one person, through input, choices and papers: after the erasure none is anywhere."""

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from command_line import said
from planted import _unpacked, holding, said_in
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.databases import database
from reverse_mentoring.store.schema import METADATA
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import AgreementChoices, Choices, MatchingChoices, Note, ReviewChoices
from reverse_mentoring.words.papers import GoalPlan, Override, Side
from reverse_mentoring.words.reviewing import Ending, Entry, Insight
from reverse_mentoring.words.tables import TABLES
from vault_samples import NOW

pytestmark = pytest.mark.slow
COHORT, ID, PARTNER = "2026-spring", "H0096", "H0269"
PAIR = {"mentor_id": ID, "mentee_id": PARTNER}
MARK = "Qzx"
"""Every planted word begins with it, and nothing else does."""


@dataclass
class Seeds:
    """Hands out words, each once."""

    given: list[str] = field(default_factory=list)

    def word(self) -> str:
        self.given.append(f"{MARK}{len(self.given):03d}vt")
        return self.given[-1]

    def sentence(self) -> str:
        return f"On {self.word()} and {self.word()} we agree."


def in_the_input(home: Path, seeds: Seeds) -> None:
    """Into every text column of every row about the person, as if people had written it."""
    texts = {each.name: [c.name for c in each.columns if c.kind in ("text", "texts")] for each in TABLES}
    wanted = {"availability", "rank", "hour", "measure", "time_zone", "languages", "level"}
    for path in [home / "input" / "roster.csv", *sorted((home / "input" / COHORT).glob("*.csv"))]:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        for row in rows:
            places = [header.index(name) for name in header if name in ("person_id", "mentor_id", "mentee_id")]
            if ID in [row[place] for place in places]:
                for name in set(texts.get(path.stem, ())) & set(header) - wanted:
                    mail = f"{seeds.word()}@x.example" if name == "email" else ""
                    row[header.index(name)] = mail or (seeds.sentence() if name != "name" else f"{seeds.word()} Quill")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])


def in_the_choices(seeds: Seeds, number: int) -> Iterator[tuple[str, Choices]]:
    """One version of each step with notes, reasons, sides, goals, typed answers and an insight of the pair."""
    allowed = {"same_team": f"Because {ID} is {seeds.word()}"}
    yield "matching", MatchingChoices(notes=(Note(**PAIR, text=seeds.sentence()),), allowed=allowed)
    yield "agreements", AgreementChoices(
        sides=(Side(**PAIR, who="mentor", gain=seeds.sentence(), offer=seeds.word(), limits=seeds.word()),),
        goals=(GoalPlan(**PAIR, number=1, goal=seeds.sentence(), hoped=seeds.word(), more=seeds.word()),),
        overrides=(Override(**PAIR, reason=seeds.sentence()),), off_limits=f"{ID} says {seeds.word()}. Pay.",
    )  # fmt: skip
    wording = seeds.sentence()
    both = {"mentor": wording, "mentee": wording}
    closing = {**PAIR, "who": "mentor", "answered_on": "2026-10-01", "changed": seeds.sentence()}
    yield "review", ReviewChoices(
        entries=(Entry(table="closings", values=closing),),
        endings=(Ending(**PAIR, state="ended", on=NOW.date(), reason=seeds.sentence()),) if number == 1 else (),
        insights=(Insight(**PAIR, number=9, wording=wording, released=both, owner=seeds.word(), action=seeds.word()),),
        lessons=(f"{ID} told us {seeds.word()}. Book early.",),
    )  # fmt: skip


def about_others(path: Path, *words: str) -> dict[str, list[str]]:
    """Every row of the vault in which none of these words stands, by table; without the log, which grows."""
    with database(path).read.begin() as connection:
        rows = {t.name: list(map(repr, connection.execute(sa.select(t)))) for t in METADATA.sorted_tables}
    return {name: sorted(row for row in found if not any(word in row for word in words))
            for name, found in rows.items() if name not in ("audit", "choices")}  # fmt: skip


def planted_in(folder: Path, seeds: Seeds) -> set[str]:
    """Which of the words stand somewhere below this folder."""
    parts = (part for path in folder.rglob("*") if path.is_file() for part in _unpacked(path.read_bytes()))
    pattern = re.compile(rf"{MARK}\d+vt".encode())
    return {word.decode() for part in parts for word in pattern.findall(part)} & set(seeds.given)


@pytest.fixture(name="planted", scope="module")
def _planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seeds]:
    """The sample with the words in it, run into results of its own, exported, copied."""
    folder, seeds = tmp_path_factory.mktemp("planted"), Seeds()
    home = sample_programme(folder / "home").folder
    in_the_input(home, seeds)
    assert said("import", "--programme", home).exit_code == 0
    vault = open_vault(home / "programme.db")
    for number in range(1, 8):
        for step, choices in in_the_choices(seeds, number):
            version = vault.choices(COHORT, step).version
            vault.save_choices(COHORT, step, choices, expected_version=version, now=NOW)
    assert said("run", COHORT, "--programme", home, "--results", folder / "out").exit_code in (0, 3)
    assert said("person", "export", ID, "--programme", home).exit_code == 0
    vault.backup(home / "copy.db")
    shutil.copytree(folder / "out" / COHORT, home / "runs" / COHORT / "2026-11-01")
    return folder, seeds


def test_no_planted_word_is_left(planted: tuple[Path, Seeds]) -> None:
    """200 words were there; the erasure leaves none, whichever way it is packed, and no byte about others changes."""
    folder, seeds = planted
    home = folder / "home"
    mine = (ID, *seeds.given)
    before, rows = len(planted_in(folder, seeds)), about_others(home / "programme.db", *mine)
    choices = Vault(home / "programme.db").choices(COHORT, "review").choices
    result = said("person", "erase", ID, "--programme", home, "--results", folder / "out", "--yes")

    assert before == len(seeds.given) >= 200
    assert result.exit_code == 0, result.output
    assert holding(folder, MARK) == set()
    assert holding(folder, ID) == set()
    assert about_others(home / "programme.db", ID) == rows
    kept = Vault(home / "programme.db").choices(COHORT, "review").choices
    assert isinstance(choices, ReviewChoices)
    assert kept == ReviewChoices(lessons=("[erased] Book early.",))


def test_the_rest_is_whole(planted: tuple[Path, Seeds]) -> None:
    """The input is read as the vault has it, and the cohort runs again without the pair."""
    folder, _ = planted
    home = folder / "home"
    result = said("run", COHORT, "--programme", home, "--results", folder / "out")

    assert "28 pairs" in result.output
    assert "Nothing has changed." in said("import", "--programme", home).output
    assert not any(said_in(path.read_bytes(), ID) for path in (folder / "out").rglob("*") if path.is_file())
