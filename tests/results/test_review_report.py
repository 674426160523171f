"""The papers of the review: two pages without names, one page of lessons, and the restricted list."""

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office_reader import needs_libreoffice, printed, squeezed
from reverse_mentoring.present.attention_file import ATTENTION, RESTRICTED, attention_file, private_sheet
from reverse_mentoring.present.criteria_picture import Strip
from reverse_mentoring.present.documents import TEMPLATES
from reverse_mentoring.present.lessons_page import Changed, LessonsContent, lessons_page
from reverse_mentoring.present.lessons_page_template import lessons_template
from reverse_mentoring.present.review_charts import goal_levels_chart
from reverse_mentoring.present.review_report import (
    Figure,
    Judged,
    Learned,
    Outside,
    ReportContent,
    Seen,
    Shown,
    review_report,
)
from reverse_mentoring.present.review_report_template import review_report_template
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.reviewing import Action
from reverse_mentoring.words.settings import Settings
from small_cohorts import cohort_of

WHY = "Even if all 4 who did not answer were counted against it, 11 of 32 reach the 25 % that was promised."
LEARN = Strip("Learn a tool", "met", "share", 11 / 28, 0.23, 0.58, 28, promised=0.25)
MET = Judged(
    "25 % learn <one> tool & use it", "met", "11 of 28 mentees (39 %).", WHY, ("4 have not answered.",), 28, LEARN
)
OPEN = Judged(
    "Mentors stay", "cannot tell", "23 of 24 are still here, 61 of 72 others.", "The interval holds 0.", (), 24
)
LEVELS = pd.DataFrame({"level": [-2, -1, 0, 1, 2], "goals": [4, 9, 31, 18, 5]})
CONTENT = ReportContent(
    "24 of 28 pairs completed; one goal of two is met",
    summary=("142 of 160 sessions due were held.",),
    figures=(Figure("Pairs completed", "24", "of 28", "4 ended", 28), Figure("Fewest", "999", "of 3", "three", 3)),
    charter=("Locked on 3 March 2026.",),
    criteria=(MET, OPEN),
    exploratory=(Seen("Sessions held", "142 of 160 sessions due", 160), Seen("Of four", "888 of them", 4)),
    beside_earlier=("18 of 24 pairs completed last time; the difference may be chance.",),
    outside=(Outside("Leeds 2022", "25 of 26 pairs completed.", "Short programme."),),
    learned=(Learned("The video has no captions.", "Caption it", "done on 20 May 2027"),),
    lessons=("Fixed hours helped.",),
    method=("k of n comes first.",),
)  # fmt: skip


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    """Two people in one pair; the mentee had a disadvantage, the mentor asked for a call."""
    ids = {"mentor_id": "M1", "mentee_id": "E1"}
    people = [{"person_id": "M1", "name": "Ana =Planted"}, {"person_id": "E1", "name": "Ben Tokenov"}]
    day = dt.date(2026, 10, 1)
    return cohort_of(
        settings=Settings(organisation="Helvia & Söhne"),
        roster=people,
        signups=[{"person_id": "M1", "role": "mentor"}, {"person_id": "E1", "role": "mentee"}],
        closings=[{**ids, "who": "mentee", "answered_on": day, "disadvantage": True,
                   "which_disadvantage": "Worked late for it"},
                  {**ids, "who": "mentor", "answered_on": day, "disadvantage": False}],
        pulses=[{**ids, "who": "mentor", "answered_on": day + dt.timedelta(5), "call": True}],
    )  # fmt: skip


def text(path: Path) -> str:
    """The XML of the text of a Word file."""
    with zipfile.ZipFile(path) as packed:
        return packed.read("word/document.xml").decode()


def report(folder: Path, cohort: Cohort, content: ReportContent = CONTENT, *, name: str = "report.docx") -> Path:
    review_report(folder / name, content, cohort)
    return folder / name


def test_report_says_each_part_of_its_content(tmp_path: Path, cohort: Cohort) -> None:
    """Headline, figures, verdicts in words with why, what else was seen, benchmarks with caveat, what was learned."""
    words = text(report(tmp_path, cohort))
    must = ("24 of 28 pairs completed; one goal", "Locked on 3 March", "25 % learn &lt;one&gt; tool &amp; use it",
            "✓ Met", "? Cannot tell", WHY, "The interval holds 0.", "promised by nobody", "142 of 160 sessions due",
            "the difference may be chance", "Not a target. Short programme.", "no captions", "done on 20 May 2027",
            "Fixed hours helped.", "k of n comes first.", "Helvia &amp; Söhne")  # fmt: skip

    assert [sentence for sentence in must if sentence not in words] == []


def test_report_shows_no_figure_of_too_few(tmp_path: Path, cohort: Cohort) -> None:
    """Figure, exploratory row, goal and picture of three or four people give way to a word about it."""
    few = Judged("Rare", "met", "777 of 4 did", "777 of 4", (), 4, replace(LEARN, value=0.77, n=4))
    chart = Shown("Picture of three", goal_levels_chart(LEVELS), "", 3)
    words = text(report(tmp_path, cohort, replace(CONTENT, criteria=(few,), pictures=(chart,))))

    assert not any(said in words for said in ("777", "888", "999", "Picture of three", "<pic:pic"))
    assert "Fewer than 5 people are behind this figure" in words
    assert "too few to show" in words
    assert "Not shown, of fewer than 5 people: 1." in words


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 4), st.integers(5, 9))
def test_too_few_is_below_the_groups_size_and_nothing_else(tmp_path: Path, few: int, enough: int) -> None:
    """A row of group_at_least people is shown, one of fewer is not."""
    rows = (Seen("Few", "said by few", few), Seen("Enough", "said by enough", enough))
    words = text(report(tmp_path, cohort_of(), ReportContent("H", exploratory=rows)))

    assert "said by enough" in words
    assert "said by few" not in words


def test_names_in_free_text_are_left_out(tmp_path: Path, cohort: Cohort) -> None:
    """In an insight, its action, a lesson and a goal; in the page of lessons too."""
    named = replace(
        CONTENT,
        learned=(Learned("Ben Tokenov cannot hear the video.", "Ask Tokenov", "open"),),
        lessons=("Tokenov was patient.",),
        criteria=(replace(OPEN, goal="Tokenov learns"),),
    )
    lessons_page(tmp_path / "lessons.docx", LessonsContent("H", ("Tokenov was patient.",), ("As did Tokenov",)), cohort)

    for path in (report(tmp_path, cohort, named), tmp_path / "lessons.docx"):
        assert "Tokenov" not in text(path)
        assert "left out, because it seems to name somebody" in text(path)


@pytest.mark.slow
def test_same_content_gives_the_same_papers(tmp_path: Path, cohort: Cohort) -> None:
    """Byte for byte, pictures too."""
    content = replace(CONTENT, pictures=(Shown("Goals", goal_levels_chart(LEVELS)),))
    one, two = (report(tmp_path, cohort, content, name=name) for name in ("a.docx", "b.docx"))

    assert one.read_bytes() == two.read_bytes()
    assert text(one).count("<pic:pic") == 2
    assert 'descr="Goals. much less (−2): 4' in text(one)


def test_report_of_nothing_is_still_a_report(tmp_path: Path, cohort: Cohort) -> None:
    """Before the first session and without a charter."""
    words = text(report(tmp_path, cohort, ReportContent("No pairs are decided yet.")))

    assert "nothing can be called a success or failure" in words
    assert "Also seen" not in words


def test_lessons_page_says_what_changes_and_who_comes_first(tmp_path: Path, cohort: Cohort) -> None:
    """Accepted or not, what stays, and no exact count of a small group."""
    changes = (Changed("Weeks", "3", "4", "17 of 25 pairs", True), Changed("Months", "9", "12", "no", False))
    content = LessonsContent("Meet less often", changes=changes, unchanged=1,
                             carry_over=(("unmatched", 6), ("new partner", 2), ("nobody", 0)))  # fmt: skip
    lessons_page(tmp_path / "lessons.docx", content, cohort)
    words = text(tmp_path / "lessons.docx")

    for said in (">accepted<", "not accepted", "1 thing stays as it is.", "unmatched: 6", "new partner: fewer than 5"):
        assert said in words
    assert "nobody:" not in words


@pytest.mark.parametrize(("name", "make"), [("review_report", review_report_template), ("lessons", lessons_template)])
def test_review_templates_are_what_their_scripts_make(name: str, make: object) -> None:
    """Nobody edited the Word files by hand."""
    assert (TEMPLATES / f"{name}.docx").read_bytes() == make()


@pytest.fixture
def attention_book(tmp_path: Path, cohort: Cohort) -> openpyxl.Workbook:
    alarm = {"rule": "R5", "level": "red", "mentor_id": "M1", "mentee_id": "E1", "why": "=cmd", "first_action": "Call",
             "person_id": "E1"}  # fmt: skip
    done = Action(mentor_id="M1", mentee_id="E1", kind="called", on=dt.date(2026, 10, 20), rule="R5")
    attention_file(tmp_path / "attention.xlsx", cohort, pd.DataFrame([alarm]), actions=(done,))
    return openpyxl.load_workbook(tmp_path / "attention.xlsx")


def rows_of(book: openpyxl.Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def test_each_sheet_of_the_attention_list_says_restricted(attention_book: openpyxl.Workbook) -> None:
    """Above the header, in every sheet."""
    assert attention_book.sheetnames == ["Attention", "Actions", "Private"]
    assert {rows_of(attention_book, sheet)[0][0] for sheet in attention_book.sheetnames} == {RESTRICTED}


def test_attention_list_names_whom_to_call(attention_book: openpyxl.Workbook) -> None:
    """Names beside ids; columns that the list lacks are empty; no cell is a formula."""
    header, row = rows_of(attention_book, "Attention")[1:]
    said = dict(zip(header, row, strict=True))

    assert header == ATTENTION
    assert [said[name] for name in ("call_first", "mentor", "why")] == ["Ben Tokenov", "Ana =Planted", "=cmd"]
    assert not said["by_chance"]
    assert attention_book["Attention"].cell(3, header.index("why") + 1).data_type == "s"
    assert rows_of(attention_book, "Actions")[2][1:5] == ("called", "R5", "Ana =Planted", "Ben Tokenov")


def test_private_sheet_holds_disadvantages_and_calls_latest_first(cohort: Cohort) -> None:
    """Who said no disadvantage is not in it."""
    sheet = private_sheet(cohort)

    assert sheet[["who", "role", "kind", "what"]].values.tolist() == [
        ["Ana =Planted", "mentor", "asked for a call", ""],
        ["Ben Tokenov", "mentee", "disadvantage", "Worked late for it"],
    ]


def test_private_sheet_may_be_empty() -> None:
    """A cohort without answers."""
    assert private_sheet(cohort_of()).empty


@needs_libreoffice
@pytest.mark.slow
def test_report_has_two_pages_and_lessons_one(tmp_path: Path, cohort: Cohort) -> None:
    """As LibreOffice prints them, also with long texts; what is said last stands on the last page."""
    seen = tuple(
        Seen(f"Level: {i}", "+0.8 levels (95 % interval from +0.4 to +1.2 levels), 2.2 to 3.0", 22) for i in range(9)
    )
    learned = tuple(
        Learned("The video has no captions. " * 3, "Caption it and check new ones", "done") for _ in range(6)
    )
    goals = [Shown("Goals by the level reached", goal_levels_chart(LEVELS), "As the pairs wrote them.", 67)] * 3
    changes = tuple(Changed("Weeks", "3", "4", "17 of 25 pairs held few. " * 3, True) for _ in range(8))
    lessons_page(tmp_path / "lessons.docx", LessonsContent("H", ("A lesson. " * 15,) * 8, changes=changes), cohort)

    assert len(printed(tmp_path / "lessons.docx", tmp_path)) == 1
    for number in (3, 5, 9):
        full = replace(CONTENT, criteria=(MET, OPEN) * (number // 2) + (MET,), exploratory=seen, learned=learned,
                       pictures=tuple(goals), lessons=("A lesson.",) * 4,
                       method=("The last word. " * 12,) * 2)  # fmt: skip
        pages = printed(report(tmp_path, cohort, full), tmp_path)
        assert len(pages) == 2
        assert squeezed("The last word.") in pages[-1]
