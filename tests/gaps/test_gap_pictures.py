"""The pictures and the Word report of the gap analysis."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from gap_cohorts import random_cohort
from reverse_mentoring.decide.gaps.gaps import topic_table
from reverse_mentoring.present.charts import dumbbell, pulse_chart, scatter, sessions_chart
from reverse_mentoring.present.documents import TEMPLATES
from reverse_mentoring.present.drawn import Drawn
from reverse_mentoring.present.gap_report import gap_report, topics_csv
from reverse_mentoring.present.gap_report_template import gap_report_template
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.settings import NeedSettings

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Laboratory data integrity, electronic signatures and the audit trail across all of our sites and systems"
SESSIONS = pd.DataFrame({"period": ["Mar", "Apr"], "due": [20, 24], "held": [20, 17]})
PULSE = pd.DataFrame(
    {"month": ["Mar", "Apr"], "median": [4.0, 3.5], "low": [3.0, 3.0], "high": [5.0, 4.0], "n": [31, 40]}
)

pytestmark = pytest.mark.slow  # drawing takes seconds


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """A real table; one topic has a very long name, one tries to be a script."""
    found = topic_table(random_cohort(2, mentors=20, mentees=20, topics=5, lead=1.0), NeedSettings())
    found.loc[1, "name"], found.loc[2, "name"] = LONG, "</script><script>alert(1)</script>"
    return found


@pytest.fixture(scope="module")
def drawn(table: pd.DataFrame) -> dict[str, str]:
    """All four pictures."""
    return {
        "dumbbell": dumbbell(table).svg(),
        "scatter": scatter(table).svg(),
        "sessions": sessions_chart(SESSIONS).svg(),
        "pulse": pulse_chart(PULSE).svg(),
    }


def test_every_picture_keeps_the_rules_of_its_language(table: pd.DataFrame) -> None:
    """Checked here and not at every drawing, where it would take longer than the drawing itself."""
    made = (dumbbell(table), scatter(table), sessions_chart(SESSIONS), pulse_chart(PULSE))

    assert all(picture.chart().to_dict(validate=True)["layer"] for picture in made)


def test_every_picture_speaks_to_those_who_do_not_see_it(table: pd.DataFrame, drawn: dict[str, str]) -> None:
    """role, title and description are there, and the description holds the figures."""
    figures = {"dumbbell": f"mentees {table['mentee_level'][0]:.1f}", "scatter": str(table["verdict"][0])}
    figures |= {"sessions": "Apr: 17 of 24", "pulse": "Apr: 3.5 (3.0 to 4.0), n 40"}

    for name, figure in figures.items():
        root = ET.fromstring(drawn[name])
        named = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == " ".join(part.get("id") for part in named)
        assert figure in named[1].text


def test_pictures_load_nothing_and_run_nothing(drawn: dict[str, str]) -> None:
    """No address but the names of the XML language, no script, no style sheet."""
    for svg in drawn.values():
        assert set(re.findall(r"https?://[^\"]*", svg)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }
        assert not re.search(r"<(script|style|image|foreignObject)|@import|\son\w+=", svg)


def test_two_pictures_on_one_page_share_no_id(drawn: dict[str, str]) -> None:
    """A page may hold all of them."""
    ids = [each for svg in drawn.values() for each in re.findall(r'\bid="([^"]+)"', svg)]

    assert len(ids) == len(set(ids)) >= 2 * len(drawn)


def words_in(drawn: str) -> str:
    return " ".join(" ".join(text.itertext()) for text in ET.fromstring(drawn).iter(f"{SVG}text"))


@pytest.mark.parametrize("name", ["dumbbell", "scatter"])
def test_long_names_are_drawn_whole(drawn: dict[str, str], name: str) -> None:
    """Every word of the name, nothing replaced by dots."""
    words = words_in(drawn[name])

    assert set(LONG.split()) <= set(words.split())
    assert "…" not in words


def test_scatter_writes_each_verdict_beside_its_topic(table: pd.DataFrame, drawn: dict[str, str]) -> None:
    """Shape and colour only repeat the words."""
    words = words_in(drawn["scatter"])

    assert all(words.count(verdict) >= count for verdict, count in table["verdict"].value_counts().items())
    assert "one teacher each" in words


def test_dumbbell_places_levels_on_a_scale_from_one_to_five() -> None:
    """A level of 1 and one of 5 lie on the first and the last line."""
    row = {"topic_id": "t", "name": "T", "need": 5, "teachers": 5, "verdict": "leave"}
    levels = {"mentee_level": 1.0, "importance": 3.0, "mentor_level": 5.0}
    drawn = dumbbell(pd.DataFrame([row | levels]).astype(dict.fromkeys(levels, "Float64"))).svg()
    marks = [float(x) for x in re.findall(r'roledescription="point" transform="translate\(([\d.]+),', drawn)]

    assert sorted(marks) == pytest.approx([10, 210, 410], abs=0.5)


@pytest.mark.parametrize("picture", [dumbbell, scatter])
def test_pictures_of_nothing_are_still_pictures(table: pd.DataFrame, picture: Callable[[pd.DataFrame], Drawn]) -> None:
    """Before the first answer, and where everything is hidden."""
    hidden = table.assign(need=pd.NA, teachers=pd.NA, mentee_level=pd.NA, mentor_level=pd.NA, importance=pd.NA)
    for nothing in (table.iloc[:0], hidden.astype({"need": "Int64", "teachers": "Int64"})):
        assert ET.fromstring(picture(nothing).svg()).get("role") == "img"


def test_topics_csv_holds_the_agreed_columns_rounded(table: pd.DataFrame) -> None:
    """DESIGN §7, two decimals."""
    columns = ["topic_id", "need", "teachers", "reach", "advantage", "advantage_low", "advantage_high", "verdict"]

    assert list(topics_csv(table)) == columns
    assert (topics_csv(table)["advantage"] * 100 % 1).astype(float).round(6).isin([0, 1]).all()


def words_of(path: Path) -> str:
    with zipfile.ZipFile(path) as packed:
        return "".join(
            re.sub("<[^>]+>", " ", packed.read(name).decode()) for name in packed.namelist() if "xml" in name
        )


def test_report_shows_the_finding_and_names_nobody(tmp_path: Path, table: pd.DataFrame) -> None:
    """Finding, topics as people read them, what was chosen, and two pictures."""
    cohort = random_cohort(2, mentors=20, mentees=20, topics=5, lead=1.0)
    gap_report(tmp_path / "r.docx", cohort, table, GapChoices(programme_topics=("topic_01",)))
    words = words_of(tmp_path / "r.docx")

    assert "mentors as a group are ahead" in words
    assert "electronic signatures" in words
    assert "Chosen for this programme:" in words
    assert not any(person in words for person in cohort.participants["person_id"])
    assert len([name for name in zipfile.ZipFile(tmp_path / "r.docx").namelist() if name.endswith(".png")]) == 2


def test_report_says_what_a_topic_costs_but_not_who_owns_it(tmp_path: Path, table: pd.DataFrame) -> None:
    """An owner is “yes” or “no”; a story that seems to name a participant is left out."""
    cohort = random_cohort(2, mentors=20, mentees=20, topics=5, lead=1.0)
    named = replace(cohort, participants=cohort.participants.assign(name="Ana Meier"))
    stories = {"topic_00": "A wrong figure went to a customer.", "topic_01": "Meier lost two days."}
    chosen = GapChoices(programme_topics=("topic_00", "topic_01"), stories=stories, owners={"topic_00": "Olga Owner"})
    gap_report(tmp_path / "r.docx", named, table, chosen)
    words = words_of(tmp_path / "r.docx")

    assert "A wrong figure went to a customer." in words
    assert "seems to name somebody" in words
    assert not any(name in words for name in ("Meier", "Olga"))


@pytest.mark.slow
def test_report_repeats_itself(tmp_path: Path, table: pd.DataFrame) -> None:
    """The same input gives the same bytes."""
    cohort = random_cohort(2, mentors=20, mentees=20, topics=5, lead=1.0)
    for name in ("a.docx", "b.docx"):
        gap_report(tmp_path / name, cohort, table, GapChoices())

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_report_hides_small_groups(tmp_path: Path) -> None:
    """Four mentees: no count and no mean of theirs stands in the report."""
    cohort = random_cohort(3, mentors=9, mentees=4, topics=3)
    gap_report(tmp_path / "r.docx", cohort, topic_table(cohort, NeedSettings()), GapChoices())
    words = words_of(tmp_path / "r.docx")

    assert "too few to show" in words
    assert "Too few people have answered" in words
    assert not re.search(r"\d of [1-4]\b(?! mentees \(senior\) answered)", words)


def test_template_is_what_its_script_makes() -> None:
    """Nobody edited the Word file by hand."""
    assert (TEMPLATES / "gap_report.docx").read_bytes() == gap_report_template()
