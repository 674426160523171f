"""The announcement to staff and the sign-up text: what they say, and what they never say."""

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from gap_cohorts import cohort_of
from reverse_mentoring.decide.gaps.gaps import topic_table
from reverse_mentoring.decide.launch.announcing import (
    announcement,
    short_of_mentors,
    signup_by,
    signup_text,
    topic_list,
)
from reverse_mentoring.present.announcement import announcement_pack
from reverse_mentoring.present.announcement_template import announcement_template
from reverse_mentoring.present.documents import TEMPLATES
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import CohortSettings, ContactSettings, NeedSettings, Settings

START = dt.date(2026, 12, 7)
CHARTER = Charter(
    why="We decide on tools that we never use.",
    sponsor="Name-S0 Planted",
    sponsor_learns=True,
    eligibility="Grades 1 to 3 teach, grades 5 and above learn.",
    months=9,
    weeks_between=2,
    facilitator="Fay Facilitator",
)
CHOICES = GapChoices(programme_topics=("ai", "video", "own_1"), own_topics={"own_1": "Our <own> topic"},
                     owners={"ai": "Olga Owner"}, stories={"ai": "It cost two days."})  # fmt: skip


def made(*, mentors: int = 6, mentees: int = 6, start: dt.date = START) -> Cohort:
    """All mentees need both topics; everybody can teach video, nobody but one mentor ai."""
    ids = [f"J{i}" for i in range(mentors)] + [f"S{i}" for i in range(mentees)]
    role = ["mentor"] * mentors + ["mentee"] * mentees
    names = [f"Name-{person} Planted" for person in ids]
    people = pd.DataFrame({"person_id": ids, "role": role, "name": names})
    rows = [
        {"person_id": person, "topic_id": topic, "importance": 5,
         "proficiency": 2 if person[0] == "S" or (topic == "ai" and person != "J0") else 5}
        for person in ids for topic in ("ai", "video")
    ]  # fmt: skip
    contact = ContactSettings(name="Pat Manager", email="pat@helvia.example")
    settings = Settings(organisation="Helvia & Söhne", contact=contact, cohorts={"test": CohortSettings(start=start)})
    return cohort_of(people, pd.DataFrame(rows), settings=settings)


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return made()


@pytest.fixture(scope="module")
def table(cohort: Cohort) -> pd.DataFrame:
    return topic_table(cohort, NeedSettings())


def all_of(cohort: Cohort, table: pd.DataFrame, charter: Charter = CHARTER) -> str:
    """The whole announcement and the sign-up text as one text."""
    sections = announcement(cohort, charter, CHOICES, table)
    sentences = [sentence for section in sections for sentence in (section.title, *section.sentences)]
    return "\n".join([*sentences, signup_text(cohort, charter, CHOICES, table=table)])


def test_announcement_says_what_staff_must_know(cohort: Cohort, table: pd.DataFrame) -> None:
    """Why, what, who, topics, rhythm, who sees what, by when and whom to ask."""
    words = all_of(cohort, table)
    must = (CHARTER.why, CHARTER.eligibility, "oluntary", "onfidential", "No effect on appraisal", "Retaliation",
            "60 minutes every 2 weeks, for 9 months", "groups of 5 people or more", "Ai, Video, Our <own> topic",
            "Sign up by 23 November 2026", "Pat Manager (pat@helvia.example)", "Fay Facilitator",
            "takes part as a mentee")  # fmt: skip

    assert [sentence for sentence in must if sentence not in words] == []


def test_announcement_names_no_participant_and_no_owner(cohort: Cohort, table: pd.DataFrame) -> None:
    """Not even a sponsor who takes part; no id, no story, no number of those who answered."""
    words = all_of(cohort, table)

    assert not any(name in words for name in (*cohort.names.values(), *cohort.names, "Olga", "two days", "6 mentees"))


def test_signup_form_asks_what_the_reader_reads(cohort: Cohort, table: pd.DataFrame) -> None:
    """Both forms have the columns of the sign-ups; the topics that lack mentors stand in the mentors' form only."""
    mentors, mentees = signup_text(cohort, CHARTER, CHOICES, table=table).split("Form for mentees")

    for column in ("person_id", "role", "consent", "capacity", "languages", "availability", "mode", "common_ground"):
        assert f"[{column}]" in mentors
        assert f"[{column}]" in mentees
    assert "there are fewer mentors than needed: Ai." in mentors
    assert "fewer mentors" not in mentees


def test_sensitive_topics_are_only_offered_by_volunteers(cohort: Cohort, table: pd.DataFrame) -> None:
    """They are in no list of topics; the mentors' form asks with care, and only where programme.toml allows it."""
    sensitive = replace(cohort, topics=cohort.topics.assign(sensitive=cohort.topics["topic_id"] == "video"))
    allowed = replace(sensitive, settings=cohort.settings.model_copy(update={"special_topics": True}))
    mentors, mentees = signup_text(allowed, CHARTER, CHOICES, table=table).split("Form for mentees")

    assert "video" not in topic_list(sensitive, CHOICES)
    assert "On a sheet of its own, only if you want to: Video." in mentors
    assert "Video" not in mentees
    assert "Video" not in signup_text(sensitive, CHARTER, CHOICES, table=table)


@pytest.mark.parametrize(("mentors", "mentees"), [(4, 6), (6, 4)])
def test_small_groups_are_not_spoken_of(mentors: int, mentees: int) -> None:
    """With four people on a side nobody is told that mentors are missing."""
    small = made(mentors=mentors, mentees=mentees)
    found = topic_table(small, NeedSettings())

    assert short_of_mentors(found, small, CHOICES) == ()
    assert "fewer mentors" not in all_of(small, found)


def test_texts_are_there_before_anything_is_known() -> None:
    """No people, no charter, no topics yet: no error, no empty promise of a date."""
    empty = made(mentors=0, mentees=0, start=dt.date(2026, 11, 9))
    words = all_of(empty, topic_table(empty, NeedSettings()), Charter())

    assert signup_by(empty) is None
    assert "ask whether there is room" in words
    assert "Sponsor:" not in words


def test_announcement_is_a_word_file_that_repeats_itself(tmp_path: Path, cohort: Cohort, table: pd.DataFrame) -> None:
    """Special characters survive; a charter that is not locked makes a draft; the same input gives the same bytes."""
    for name in ("a.docx", "b.docx"):
        announcement_pack(tmp_path / name, cohort, CHARTER, CHOICES, table)
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        words = packed.read("word/document.xml").decode()

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert "Our &lt;own&gt; topic" in words
    assert "Draft: the charter" in words
    assert "Planted" not in words


def test_announcement_template_is_what_its_script_makes() -> None:
    """Nobody edited the Word file by hand."""
    assert (TEMPLATES / "announcement.docx").read_bytes() == announcement_template()
