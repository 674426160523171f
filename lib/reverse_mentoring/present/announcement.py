"""The announcement to staff as a Word document: what reverse mentoring is here, and how to sign up."""

from pathlib import Path

import pandas as pd

from reverse_mentoring.decide.launch.announcing import announcement
from reverse_mentoring.present.documents import TEMPLATES, render_docx
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words


def announcement_pack(path: Path, cohort: Cohort, charter: Charter, choices: GapChoices, table: pd.DataFrame) -> None:
    """Write the announcement as Word; the same input gives the same bytes.

    table: gaps.topic_table. No participant is named, and no group under group_at_least is spoken of.
    """
    sections = announcement(cohort, charter, choices, table)
    context = {
        "title": "Learn from those who joined last",
        "organisation": cohort.settings.organisation,
        "cohort": cohort.name,
        "as_of": cohort.as_of,
        "day": in_words(cohort.as_of),
        "draft": "" if charter.locked else "Draft: the charter is not launched yet.",
        "sections": [{"title": each.title, "sentences": list(each.sentences)} for each in sections],
    }
    render_docx(TEMPLATES / "announcement.docx", context, path)
