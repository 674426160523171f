"""The sample programme through the batch: every file, the columns promised, twice the same bytes."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from command_line import AS_OF, COMMAND, broken_rules, rows, said

pytestmark = pytest.mark.slow
SAMPLE = Path(__file__).parents[2] / "sample_data"
COLUMNS = {
    "pairs.csv": ["mentor_id", "mentee_id", "fit", "topics", "state", "reason"],
    "unmatched.csv": ["person_id", "role", "reason", "remedy"],
    "topics.csv": ["topic_id", "need", "teachers", "reach", "advantage", "advantage_low", "advantage_high", "verdict"],
}
FILES = {
    *(f"{step}.{form}" for step in ("01_gap_analysis", "02_matching", "03_agreements", "04_review")
      for form in ("ipynb", "html")),
    "gap_report.docx", "pairs.xlsx", "pairs.csv", "unmatched.csv", "proof.json", "mail_merge.csv", "attention.xlsx",
    "topics.csv", "review.csv", "review_forms.xlsx", "manifest.json", "announcement.docx", "signup_form.txt",
    "questionnaire.xlsx", "xlsform.xlsx", "reminders.csv", "signoffs.xlsx", "agreements.zip", "facilitator_pack.docx",
}  # fmt: skip


@dataclass(frozen=True)
class Twice:
    """The sample run with a bad fourth cohort, then the cohort being formed once more."""

    first: "subprocess.CompletedProcess[str]"
    results: Path
    again: Path
    programme: Path


def run(programme: Path, results: Path, *cohorts: str) -> "subprocess.CompletedProcess[str]":
    command = [*COMMAND, "run", *cohorts, "--programme", str(programme), "--results", str(results), *AS_OF]
    return subprocess.run([*command, "--jobs", "2"], capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    folder = tmp_path_factory.mktemp("sample")
    programme = folder / "programme"
    said("new", programme, "--sample")
    shutil.copytree(SAMPLE / "messy" / "mistakes", programme / "input" / "bad-cohort")
    first = run(programme, folder / "out", "--all")
    run(programme, folder / "again", "2026-autumn")
    return Twice(first, folder / "out", folder / "again", programme)


def test_the_bad_cohort_is_listed_and_the_others_are_done(twice: Twice) -> None:
    """Exit code 2 with all twelve places; three cohorts with their files."""
    problems = [line for line in twice.first.stderr.splitlines() if line.startswith("✗ bad-cohort/")]

    assert twice.first.returncode == 2
    assert len(problems) == 12
    assert sorted(each.parent.name for each in twice.results.glob("*/manifest.json")) == [
        "2025-autumn", "2026-autumn", "2026-spring",
    ]  # fmt: skip
    assert "bad-cohort: nothing written" in twice.first.stdout


def test_every_promised_file_is_there(twice: Twice) -> None:
    """For the cohort being formed: pages, lists, and an agreement and a calendar for each pair."""
    folder = twice.results / "2026-autumn"
    pairs = {f"{row['mentor_id']}_{row['mentee_id']}" for row in rows(folder / "pairs.csv")}

    assert {path.name for path in folder.iterdir() if path.is_file()} == FILES
    assert {path.stem for path in (folder / "agreements").glob("*.docx")} == pairs
    assert {path.stem for path in (folder / "calendar").glob("*.ics")} == pairs | {"programme"}
    assert len(pairs) > 20


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_tables_have_the_promised_columns(twice: Twice, name: str) -> None:
    """And at least one row."""
    table = rows(twice.results / "2026-autumn" / name)

    assert list(table[0]) == COLUMNS[name]


def test_no_pair_breaks_a_rule(twice: Twice) -> None:
    """Checked against the roster by an own walk up the tree."""
    people = rows(SAMPLE / "input" / "roster.csv")
    pairs = [(row["mentor_id"], row["mentee_id"]) for row in rows(twice.results / "2026-autumn" / "pairs.csv")]

    assert broken_rules(people, pairs) == []


def test_a_second_run_writes_the_same_bytes(twice: Twice) -> None:
    """All files, the executed notebooks and their pages included."""
    one, other = twice.results / "2026-autumn", twice.again / "2026-autumn"
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())

    assert names == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert [str(name) for name in names if (one / name).read_bytes() != (other / name).read_bytes()] == []


def test_no_name_of_the_sample_is_said_or_stands_in_a_file_name(twice: Twice) -> None:
    """Streams, file names and manifests, against all 240 names and addresses."""
    manifests = "".join(path.read_text("utf-8") for path in twice.results.glob("*/manifest.json"))
    files = " ".join(path.as_posix() for path in twice.results.rglob("*"))
    quoted = [line for line in twice.first.stderr.splitlines() if line.startswith("✗ ")]
    streams = twice.first.stdout + "\n".join(line for line in twice.first.stderr.splitlines() if line not in quoted)
    imported = said("import", "--cohort", "2026-autumn", "--programme", twice.programme).output

    for person in rows(SAMPLE / "input" / "roster.csv"):
        for private in (person["name"], person["email"].partition("@")[0]):
            assert not private or private not in streams + imported + files + manifests, person["person_id"]


def test_pages_open_without_internet(twice: Twice) -> None:
    """No page names an address from which anything would be loaded."""
    for path in (twice.results / "2026-autumn").glob("*.html"):
        text = path.read_text("utf-8")
        assert "<script" not in text
        assert not [word for word in ('src="http', 'href="http', "url(http", "@import") if word in text]


def test_the_manifest_of_a_closed_cohort_has_no_pairs_to_propose(twice: Twice) -> None:
    """All is decided; nothing is broken."""
    manifest = json.loads((twice.results / "2025-autumn" / "manifest.json").read_text("utf-8"))

    assert manifest["decided"] is True
    assert manifest["broken"] == []
