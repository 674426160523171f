"""All papers of all pairs: what is written, what LibreOffice makes of it, and how long it takes."""

import time
import zipfile
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pandas as pd
import pytest

from agreement_samples import AS_OF, cohort_of, material, pair, person
from office_reader import needs_libreoffice, printed, squeezed
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.decide.agreements.versions import text_difference
from reverse_mentoring.decide.agreements.wording import long_date
from reverse_mentoring.present.packs import SUMMARY_CLAUSES, amendment_file, close_out_file
from reverse_mentoring.present.pair_papers import write_amendments, write_papers, write_zip
from reverse_mentoring.present.spreadsheets import xlsx_file
from reverse_mentoring.store.content import languages, messages
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import GoalPlan, Side

NAMES = ("Tom & Jerry <b>", "O'Brien-Łuczak", "مريم الحسن", "王小明")
IDS = {"mentor_id": "M0", "mentee_id": "E0"}
WRITTEN = AgreementChoices(
    sides=(Side(**IDS, who="mentor", weeks_between=2), Side(**IDS, who="mentee", weeks_between=4)),
    goals=(
        GoalPlan(**IDS, number=1, goal="Write the weekly report with an assistant", due=AS_OF, weight=2,
                 much_less="no report", less="one report", hoped="four in a row", more="eight", much_more="ten"),
    ),
)  # fmt: skip


def _cohort(count: int = 2) -> Cohort:
    """So many pairs; everybody has one of the difficult names."""
    mentors = [person(f"M{at}", "mentor", NAMES[at % 4]) for at in range(count)]
    return cohort_of(*mentors, *(person(f"E{at}", "mentee", NAMES[(at + 1) % 4]) for at in range(count)))


def _agreements(cohort: Cohort, count: int = 2, *, language: str = "en") -> tuple[Agreement, ...]:
    pairs = [pair(f"M{at}", f"E{at}", "belonging") for at in range(count)]
    return agreements(cohort, pairs, WRITTEN, material=material(language))


def _words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_every_pair_gets_its_papers_and_what_is_handed_out_is_in_the_zip(tmp_path: Path) -> None:
    """Agreement and summary per pair, two blank papers; the facilitator's pack and lists stay out. Ids only."""
    cohort, told = _cohort(), []

    written = write_papers(
        tmp_path / "out", _agreements(cohort), cohort=cohort, words=messages(), progress=lambda *at: told.append(at)
    )

    names = [path.relative_to(tmp_path / "out").as_posix() for path in written.paths]
    assert names == [
        "agreements/M0_E0.docx", "summaries/M0_E0.docx", "agreements/M1_E1.docx", "summaries/M1_E1.docx",
        "papers/amendment.docx", "papers/close_out.docx", "facilitator_pack.docx",
    ]  # fmt: skip
    others = [tmp_path / "out" / name for name in ("calendar/M0_E0.ics", "calendar/programme.ics", "signoffs.xlsx")]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_text("BEGIN")
    with zipfile.ZipFile(write_zip(tmp_path / "out", [*written.paths, *others])) as archive:
        assert archive.namelist() == sorted([*names[:-1], "calendar/M0_E0.ics"])
        assert archive.read(names[0]) == written.paths[0].read_bytes()
    assert told == [(1, 2), (2, 2)]
    assert written.problems == ()


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in a file tells when or where it was written; the ZIP neither."""
    cohort, runs = _cohort(), []
    for each in "ab":
        written = write_papers(tmp_path / each, _agreements(cohort), cohort=cohort, words=messages()).paths
        runs.append([*written, write_zip(tmp_path / each, written)])

    assert [path.read_bytes() for path in runs[0]] == [path.read_bytes() for path in runs[1]]


def test_the_summary_holds_what_one_needs_in_a_hurry(tmp_path: Path) -> None:
    """The goal, first and last day, and the ground rules for stopping and keeping quiet."""
    cohort = _cohort()
    (agreement, _) = _agreements(cohort)
    write_papers(tmp_path, [agreement], cohort=cohort, words=messages())

    words = _words(tmp_path / "summaries" / "M0_E0.docx")
    for clause in agreement.clauses:
        assert (clause.text in words) == (clause.clause_id in SUMMARY_CLAUSES)
    assert "Write the weekly report with an assistant" in words
    assert f"{agreement.sessions[-1].start:%H:%M}" in words


def test_both_read_their_own_hour(tmp_path: Path) -> None:
    """Agreement and summary of a mentor in Basel and a mentee in Boston give the hour of both."""
    cohort = cohort_of(person("M0", "mentor"), person("E0", "mentee", site="Boston"))
    (agreement,) = agreements(cohort, [pair("M0", "E0", "belonging")], AgreementChoices(), material=material())
    write_papers(tmp_path, [agreement], cohort=cohort, words=messages())

    first = agreement.sessions[0].start
    there = f"{first.astimezone(ZoneInfo('America/New_York')):%H:%M} in Boston"
    assert f"{first:%H:%M} ({there})" in _words(tmp_path / "summaries" / "M0_E0.docx")
    assert _words(tmp_path / "agreements" / "M0_E0.docx").count(" in Boston") >= len(agreement.sessions)


def test_the_pack_says_what_is_open_for_each_pair(tmp_path: Path) -> None:
    """Marked as restricted; with the agenda of every session."""
    cohort = _cohort()
    drafts = _agreements(cohort)
    write_papers(tmp_path, drafts, cohort=cohort, words=messages())

    words = _words(tmp_path / "facilitator_pack.docx")
    assert "Restricted" in words
    assert "0 of 2 agreements are agreed or signed" in words
    for draft in drafts:
        assert all(point in words for point in (draft.mentor_name, draft.mentee_name, *draft.missing))
    assert all(session.agenda in words for session in drafts[0].sessions)


def test_no_pairs_give_empty_papers(tmp_path: Path) -> None:
    """A cohort that has nobody yet gets the blank papers and a pack that says so."""
    cohort = _cohort()

    written = write_papers(tmp_path, (), cohort=cohort, words=messages())

    assert [path.name for path in written.paths] == [
        "amendment.docx",
        "close_out.docx",
        "facilitator_pack.docx",
    ]
    assert "0 of 0 agreements" in _words(tmp_path / "facilitator_pack.docx")


def test_a_change_stands_with_its_old_and_new_words(tmp_path: Path) -> None:
    """What text_difference finds is what the two sign."""
    cohort = _cohort()
    (agreement, _) = _agreements(cohort)
    changes = text_difference([("Voluntary", "Both take part.")], [("Voluntary", "Both take part gladly.")])

    (tmp_path / "a.docx").write_bytes(amendment_file(agreement, cohort, words=messages(), changes=changes))

    words = _words(tmp_path / "a.docx")
    assert all(
        wanted in words for wanted in ("Voluntary", "Both take part.", "Both take part gladly.", *agreement.topics)
    )


def test_the_close_out_asks_for_levels_and_for_no_reason(tmp_path: Path) -> None:
    """Each level of each goal can be ticked."""
    cohort = _cohort()
    (agreement, _) = _agreements(cohort)
    (tmp_path / "c.docx").write_bytes(close_out_file(agreement, cohort, words=messages()))

    words = _words(tmp_path / "c.docx")
    for level in ("no report", "one report", "four in a row", "eight", "ten"):
        assert f"☐ {level}" in words
    assert "neither asked nor recorded" in words


def test_difficult_names_survive_in_a_spreadsheet(tmp_path: Path) -> None:
    """The rows for the covering letters hold each name as it is."""
    xlsx_file(tmp_path / "n.xlsx", {"Names": pd.DataFrame({"name": NAMES})})

    sheet = openpyxl.load_workbook(tmp_path / "n.xlsx")["Names"]
    assert [cell.value for cell in sheet["A"]] == ["name", *NAMES]


def test_later_papers_are_for_those_who_need_them(tmp_path: Path) -> None:
    """The close-out of pairs that have agreed; the change of a pair whose text is another one now."""
    cohort = _cohort()
    first, second = _agreements(cohort)
    agreed = replace(second, state="agreed")
    changes = {first.ids: text_difference([("Voluntary", "Both take part.")], [("Voluntary", "Both do.")])}

    written = write_papers(tmp_path, [first, agreed], cohort=cohort, words=messages()).paths
    written += write_amendments(tmp_path, changes, [first, agreed], cohort=cohort, words=messages())

    later = {path.name for path in written if path.parent.name == "papers"} - {"amendment.docx", "close_out.docx"}
    assert later == {"M1_E1_close_out.docx", "M0_E0_amendment.docx"}
    assert agreed.mentor_name in _words(tmp_path / "papers" / "M1_E1_close_out.docx")
    assert "Both take part." in _words(tmp_path / "papers" / "M0_E0_amendment.docx")


def test_blank_papers_have_no_dashes_for_what_nobody_knows(tmp_path: Path) -> None:
    """The footer of an empty paper tells the day and the cohort, not a version and a state that it has not."""
    cohort = _cohort()
    write_papers(tmp_path, (), cohort=cohort, words=messages())

    for name in ("amendment", "close_out"):
        document = docx.Document(str(tmp_path / "papers" / f"{name}.docx"))
        footer = document.sections[0].footer.paragraphs[0].text
        assert footer.startswith(f"{long_date(AS_OF, words=messages())} · 2026-autumn · page ")


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_libreoffice_prints_every_word(tmp_path: Path, language: str) -> None:
    """Opened and printed: all clauses, goals, sessions and names are on the pages, and no placeholder is left."""
    cohort = _cohort()
    (agreement, _) = _agreements(cohort, language=language)
    written = write_papers(tmp_path, [agreement], cohort=cohort, words=messages(language))

    pages = printed(written.paths[0], tmp_path)
    text = "".join(pages)
    shown = [clause.text for clause in agreement.clauses]
    shown += [each for session in agreement.sessions for each in (session.title, session.before_mentor, session.output)]
    shown += [agreement.goals[0].goal, "four in a row", *agreement.missing, agreement.differences[0].sentence]
    assert [wanted for wanted in shown if squeezed(wanted) not in text] == []
    assert not any(left in text for left in ("{{", "}}", "{%", "None", "label."))
    assert len(pages) in (2, 3)
    assert [page for page in pages if squeezed(agreement.mentor_name) not in page] == []


@needs_libreoffice
@pytest.mark.slow
def test_libreoffice_opens_every_small_paper(tmp_path: Path) -> None:
    """Each is one page; the pack of two pairs too."""
    cohort = _cohort()
    written = write_papers(tmp_path, _agreements(cohort), cohort=cohort, words=messages())

    for path in (*written.paths[1:2], *written.paths[4:7]):
        (page,) = printed(path, tmp_path)
        assert "{" not in page


@pytest.mark.slow
def test_five_hundred_pairs_take_less_than_half_a_minute(tmp_path: Path) -> None:
    """The bar is a minute for everything; half of it is left for calendars and a slower machine."""
    cohort = _cohort(500)
    drafts = _agreements(cohort, 500)

    start = time.process_time()
    written = write_papers(tmp_path, drafts, cohort=cohort, words=messages())

    assert len(written.paths) == 1003
    assert time.process_time() - start < 30
