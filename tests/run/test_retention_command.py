"""“retention”: what is kept too long is shown by cohort and table, then deleted; the rest and the pages stay."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner

from command_line import said
from reverse_mentoring.decide.review.keeping import ANSWERS, Term, end_of, terms
from reverse_mentoring.run.commands import main
from reverse_mentoring.run.doctor import findings
from reverse_mentoring.store.person_rows import about_columns
from reverse_mentoring.store.programme import Programme, find
from reverse_mentoring.store.schema import DATA
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.choices import AgreementChoices, MatchingChoices, ReviewChoices
from reverse_mentoring.words.papers import Side
from reverse_mentoring.words.reviewing import Entry
from reverse_mentoring.words.settings import RetentionSettings, RhythmSettings, Settings
from reverse_mentoring.words.tables import TABLES, table
from reverse_mentoring.workbook.opening import NOTEBOOKS
from review_cohorts import cohort as cohort_with
from review_pages import COHORT, SETTINGS, review_programme
from vault_samples import NOW

NOTEBOOK_FOLDER = Path(__file__).parents[2] / "workbook"
END = dt.date(2027, 3, 2)
PAIR = {"mentor_id": "M1", "mentee_id": "N1"}
Folder = Callable[[str], Programme]


@pytest.fixture(name="on")
def _on(tmp_path: Path) -> Folder:
    """The small programme as it is on a day, with choices, input files and papers."""
    folder = review_programme(tmp_path / "programme")
    vault = open_vault(folder / "programme.db")
    sides = (Side(**PAIR, who="mentor", gain="more"),)
    typed = [Entry(table="pulses", values={**PAIR, "who": "mentee", "answered_on": "2026-04-01", "worth": 3}),
             Entry(table="sessions", values={**PAIR, "number": 7, "planned_on": "2026-07-06"})]  # fmt: skip
    made = (("matching", MatchingChoices(final=(("M1", "N1"),))), ("matching", MatchingChoices(final=(("M2", "N2"),))),
            ("agreements", AgreementChoices(sides=sides)),
            ("review", ReviewChoices(entries=tuple(typed), lessons=("Book early.",))))  # fmt: skip
    for step, choices in made:
        vault.save_choices(COHORT, step, choices, expected_version=vault.choices(COHORT, step).version, now=NOW)
    for name in ("pulses", "ratings", "pairs", "topics"):
        path = folder / "input" / COHORT / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        vault.tables(COHORT)[name].to_csv(path, index=False)
    (folder / "runs" / COHORT / "2026-06-18").mkdir(parents=True)
    (folder / "runs" / COHORT / "2026-06-18" / "pairs.csv").write_text("mentor_id\nM1\n", "utf-8")

    def as_of(day: str) -> Programme:
        (folder / "programme.toml").write_text(f"as_of = {day}\n{SETTINGS}", encoding="utf-8")
        return find(folder)

    return as_of


def kept(programme: Programme) -> set[str]:
    """The tables of the cohort in which rows are left."""
    return {name for name, frame in Vault(programme.vault).tables(COHORT).items() if len(frame)}


def test_a_cohort_is_over_when_the_last_of_it_is() -> None:
    """Planned end, last session or end of the last pair, whichever is later; unknown where nothing tells."""
    settings, rhythm = Settings(), RhythmSettings(months=12)
    day = dt.date(2026, 3, 2)
    pair = {**PAIR, "started": day, "state": "active"}
    session = {**PAIR, "number": 1, "planned_on": dt.date(2027, 6, 1), "status": "held"}
    planned, longer = (cohort_with({"pairs": [pair], "sessions": rows}, settings=settings) for rows in ([], [session]))

    assert end_of(planned, rhythm) == END
    assert end_of(longer, rhythm) == dt.date(2027, 6, 1)
    assert end_of(cohort_with({"pairs": [{**pair, "ended": dt.date(2027, 9, 1)}]}), rhythm) == dt.date(2027, 9, 1)
    assert end_of(cohort_with({}), rhythm) is None


def test_months_of_nought_mean_for_ever() -> None:
    """Six and twelve months after the end unless programme.toml says otherwise."""
    assert terms(END, RetentionSettings()) == (
        Term("answers", dt.date(2027, 9, 2)), Term("pairs", dt.date(2028, 3, 2)))  # fmt: skip
    assert terms(END, RetentionSettings(answers_months=0, pairs_months=0)) == ()


def test_every_table_about_people_has_a_term() -> None:
    """Answers are named; any other table that is linked to persons goes with the pairs, also a new one."""
    about = {each.name for each in TABLES if about_columns(DATA[each.name])}

    assert set(ANSWERS) < about
    assert about - set(ANSWERS) >= {"roster", "signups", "pairs", "sessions", "goals", "training", "signoffs"}


def test_nothing_is_due_before_its_day(on: Folder) -> None:
    """The day before: nothing, and the doctor is content."""
    programme = on("2027-09-01")

    assert said("retention", "--programme", programme.folder).output == "Nothing is kept too long.\n"
    assert all(finding.fine for finding in findings(programme))


def test_answers_go_first(on: Folder) -> None:
    """Shown with counts, then gone: rows, typed rows, sides in every version, input files; pairs and lessons stay."""
    programme = on("2027-09-02")
    before = kept(programme)
    result = said("retention", "--programme", programme.folder, "--yes")

    assert f"{COHORT}: single answers, wishes and sides, to go since 2 September 2027" in result.output
    assert "  pulses: 36 rows" in result.output
    assert f"  input/{COHORT}/pulses.csv: deleted" in result.output
    assert kept(programme) == before - set(ANSWERS)
    vault = Vault(programme.vault)
    review = vault.choices(COHORT, "review").choices
    assert isinstance(review, ReviewChoices)
    assert [entry.table for entry in review.entries] == ["sessions"]
    assert vault.choices(COHORT, "agreements").choices == AgreementChoices()
    assert vault.choices(COHORT, "matching").choices == MatchingChoices(final=(("M2", "N2"),))
    assert {path.name for path in (programme.input / COHORT).iterdir()} == {"pairs.csv", "topics.csv"}
    assert vault.log("retention")[0][0] == COHORT
    assert vault.check_audit() == []
    assert "Nothing is kept too long." in said("retention", "--programme", programme.folder).output


def test_then_pairs_papers_and_history(on: Folder) -> None:
    """Nobody of the cohort is left in the vault or in the programme folder; what it learned stays."""
    programme = on("2028-03-02")
    assert said("retention", "--programme", programme.folder, "--yes").exit_code == 0

    vault = Vault(programme.vault)
    assert kept(programme) == {"topics"}
    assert vault.history(COHORT, "matching")["version"].tolist() == [2]
    assert vault.choices(COHORT, "matching").choices == MatchingChoices(final=())
    assert vault.choices(COHORT, "review").choices == ReviewChoices(lessons=("Book early.",))
    assert not (programme.runs / COHORT).exists()
    assert b"M1" not in programme.vault.read_bytes()
    undone = vault.undo(COHORT, "matching", now=NOW)
    assert undone is not None
    assert undone.version == 0


def test_the_doctor_reminds(on: Folder) -> None:
    """One line with the remedy, as long as something is overdue."""
    found = [finding.sentence for finding in findings(on("2027-09-02")) if not finding.fine]

    assert [each for each in found if "retention" in each] == [
        f"Data of {COHORT} are kept longer than [retention] says. Run: reverse-mentoring retention"
    ]


def test_no_is_no(on: Folder) -> None:
    """Without a yes nothing is deleted."""
    programme = on("2028-03-02")
    before = kept(programme)

    result = CliRunner().invoke(main, ["retention", "--programme", str(programme.folder)], input="n\n")
    assert "Nothing was deleted." in result.output
    assert kept(programme) == before
    assert (programme.runs / COHORT).exists()


def test_the_roster_of_the_company_waits_for_the_last_cohort(on: Folder) -> None:
    """It goes when every cohort is over for long, also one that is only planned."""
    programme = on("2028-03-02")
    roster = pd.DataFrame({"person_id": ["X1"], "name": ["Xenia"]})
    vault = Vault(programme.vault)
    vault.store({"": {"roster": roster}}, now=NOW)
    text = programme.settings_file.read_text("utf-8")
    programme.settings_file.write_text(f"{text}[cohorts.2028-spring]\nstart = 2028-05-01\n", "utf-8")

    assert "The company" not in said("retention", "--programme", programme.folder).output
    programme.settings_file.write_text(text, "utf-8")
    assert "The company: names" in said("retention", "--programme", programme.folder, "--yes").output
    assert len(vault.tables("")["roster"]) == 0


def test_a_workbook_with_other_tables_is_named(on: Folder) -> None:
    """A file of which only a part is due stays, and the preview says whose it is."""
    programme = on("2027-09-02")
    with pd.ExcelWriter(programme.input / COHORT / "all.xlsx", engine="xlsxwriter") as book:
        for name in ("pulses", "pairs"):
            pd.DataFrame(columns=list(table(name).column_names)).to_excel(book, sheet_name=name, index=False)
    result = said("retention", "--programme", programme.folder, "--yes")

    assert f"  input/{COHORT}/all.xlsx: yours, it holds other tables too" in result.output
    assert (programme.input / COHORT / "all.xlsx").exists()


@pytest.mark.slow
@pytest.mark.parametrize("step", NOTEBOOKS)
def test_every_page_opens_afterwards(on: Folder, step: str) -> None:
    """The four notebooks run for a cohort of which everything is gone, as for one in which nothing is recorded yet."""
    programme = on("2028-03-02")
    said("retention", "--programme", programme.folder, "--yes")
    notebook = nbformat.read(NOTEBOOK_FOLDER / NOTEBOOKS[step][0], as_version=4)
    known: dict[str, object] = {}
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        exec(compile(cell.source, NOTEBOOKS[step][0], "exec"), known)
        if "parameters" in cell.metadata.get("tags", []):
            known |= {"programme": str(programme.folder), "cohort": COHORT}

    assert known["cohort"] == COHORT
