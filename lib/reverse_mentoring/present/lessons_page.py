"""The lessons of a cohort on one page in Word: what was learned, what changes next time, who comes first."""

from dataclasses import dataclass
from pathlib import Path

from reverse_mentoring.present.documents import TEMPLATES, render_docx
from reverse_mentoring.present.review_report import unnamed
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words

DECIDED = {True: "accepted", False: "not accepted"}


@dataclass(frozen=True)
class Changed:
    """A change proposed for the next cohort: what, its value now and as proposed (texts), why; accepted by a person."""

    what: str
    now: str
    proposed: str
    evidence: str
    accepted: bool


@dataclass(frozen=True)
class LessonsContent:
    """All that the page says. lessons: sentences from the figures; own: those of the facilitator; unchanged: how many
    things stay as they are; carry_over: why somebody comes first next time → how many people."""

    headline: str
    lessons: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    changes: tuple[Changed, ...] = ()
    unchanged: int = 0
    carry_over: tuple[tuple[str, int], ...] = ()


def lessons_page(path: Path, content: LessonsContent, cohort: Cohort) -> None:
    """Write lessons.docx, one page; the same content gives the same bytes. Nobody is named in it."""
    context = {
        "title": "Lessons", "organisation": cohort.settings.organisation, "cohort": cohort.name,
        "as_of": cohort.as_of, "day": in_words(cohort.as_of), "headline": content.headline,
        "lessons": [unnamed(sentence, cohort) for sentence in content.lessons],
        "own": [unnamed(sentence, cohort) for sentence in content.own],
        "changes": [{"what": each.what, "now": each.now, "proposed": each.proposed, "evidence": each.evidence,
                     "decided": DECIDED[each.accepted]} for each in content.changes],
        "unchanged": _stays(content), "carry_over": _carried(content, cohort.settings.group_at_least),
    }  # fmt: skip
    render_docx(TEMPLATES / "lessons.docx", context, path)


def _stays(content: LessonsContent) -> str:
    count = content.unchanged
    if not count:
        return ""
    return f"{count} {'thing stays' if count == 1 else 'things stay'} as {'it is' if count == 1 else 'they are'}."


def _carried(content: LessonsContent, least: int) -> list[str]:
    """Reasons with their counts; small groups are not counted exactly."""
    return [f"{why}: {count if count >= least else f'fewer than {least}'}"
            for why, count in content.carry_over if count]  # fmt: skip
