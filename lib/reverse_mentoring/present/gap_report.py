"""The finding of step 1 on paper: two pages in Word without names, and the table of topics."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reverse_mentoring.decide.gaps.advantage import ROUNDS, TOO_FEW, headline, response_sentence
from reverse_mentoring.decide.gaps.gaps import without_small_groups
from reverse_mentoring.decide.gaps.nonresponse import response_sentences
from reverse_mentoring.decide.gaps.room import room_response
from reverse_mentoring.decide.review.naming import names_somebody
from reverse_mentoring.present.charts import GapPictures
from reverse_mentoring.present.documents import TEMPLATES, render_docx
from reverse_mentoring.present.drawing import records
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.figures import signed
from reverse_mentoring.words.settings import NeedSettings

CSV_COLUMNS = (
    "topic_id", "need", "teachers", "reach", "advantage", "advantage_low", "advantage_high", "verdict",
)  # fmt: skip
_HIGHEST_MM, _LOWEST_MM, _ROW_MM = 104, 78, 13
_NAMES_SOMEBODY = "left out, because it seems to name somebody"
_WIDEST = 3


def topics_csv(table: pd.DataFrame) -> pd.DataFrame:
    """The topic table as topics.csv holds it: levels with two decimals, no names of topics."""
    levels = ["advantage", "advantage_low", "advantage_high"]
    result = table[list(CSV_COLUMNS)].copy()
    result[levels] = result[levels].round(2)
    return result


def gap_report(
    path: Path, cohort: Cohort, table: pd.DataFrame, choices: GapChoices, *, pictures: GapPictures | None = None
) -> None:
    """Write the gap report as Word: headline, pictures, topics, method, limits; the same input gives the same bytes.

    table: gaps.topic_table; pictures: those drawn for the page. No person is named, and nothing is said of groups
    smaller than group_at_least.
    """
    shown = without_small_groups(table, cohort.settings.group_at_least)
    dumbbell, scatter = (pictures or GapPictures())(shown)
    placed = {
        "scatter": scatter.picture(highest_mm=_beside_the_table(len(shown))),
        "dumbbell": dumbbell.picture(highest_mm=_HIGHEST_MM),
    }
    context = _context(cohort, shown, choices) | {"response": _response(cohort, choices, table)}
    render_docx(TEMPLATES / "gap_report.docx", context, path, pictures=placed)


def _context(cohort: Cohort, shown: pd.DataFrame, choices: GapChoices) -> dict[str, Any]:
    need = choices.need or cohort.settings.need
    return {
        "title": "Gap analysis",
        "organisation": cohort.settings.organisation,
        "cohort": cohort.name,
        "as_of": cohort.as_of,
        "day": in_words(cohort.as_of),
        "group_at_least": cohort.settings.group_at_least,
        "headline": headline(shown),
        "chosen": ", ".join(_name(cohort, choices, topic) for topic in choices.programme_topics),
        "programme": [_programme_row(cohort, choices, topic) for topic in choices.programme_topics],
        "topics": [_topic_row(row) for row in records(shown)],
        "steady": _steady(shown),
        "method": _method(need),
        "limits": _limits(cohort, shown),
    }


def _response(cohort: Cohort, choices: GapChoices, table: pd.DataFrame) -> str:
    """Who answered: of those present where hands were counted, else of those invited, and what silence could change."""
    if choices.room and cohort.ratings.empty:
        return response_sentence(room_response(cohort, choices))
    return " ".join(response_sentences(cohort, choices.need, table=table))


def _programme_row(cohort: Cohort, choices: GapChoices, topic: str) -> dict[str, str]:
    """Who owns the topic is not said, only whether somebody does: the report names nobody."""
    story = choices.stories.get(topic, "") or "no story told yet"
    return {
        "name": _name(cohort, choices, topic),
        "story": _NAMES_SOMEBODY if names_somebody(story, cohort) else story,
        "offer": "yes" if topic in choices.other_offer else "no",
        "owner": "yes" if choices.owners.get(topic) else "no",
    }


def _name(cohort: Cohort, choices: GapChoices, topic: str) -> str:
    return cohort.topic_names.get(topic) or choices.own_topics.get(topic, topic)


def _steady(shown: pd.DataFrame) -> str:
    """How surely the widest needs are the widest, from the same draws; empty where it is not known."""
    known = shown.dropna(subset=["need", "p_top_three"])
    if len(known) <= _WIDEST:
        return ""
    said = ", ".join(f"{row['name']} {100 * row['p_top_three']:.0f} %" for row in records(known.head(_WIDEST)))
    return f"Chance of being among the three widest needs, if other people of the same kind had answered: {said}."


def _topic_row(row: Mapping[Hashable, Any]) -> dict[str, str]:
    few, hidden = row["verdict"] == TOO_FEW, pd.isna(row["mentees"])
    need = "not known" if pd.isna(row["need"]) else f"{row['need']} of {row['mentees']}"
    reach = "not known" if pd.isna(row["reach"]) else str(row["reach"])
    return {
        "name": str(row["name"]),
        "need": TOO_FEW if hidden else need,
        "teachers": TOO_FEW if pd.isna(row["teachers"]) else f"{row['teachers']} of {row['mentors']}",
        "reach": TOO_FEW if few else reach,
        "advantage": TOO_FEW if few else _lead(row),
        "verdict": str(row["verdict"]),
    }


def _lead(row: Mapping[Hashable, Any]) -> str:
    """“+1.2 [0.8 to 1.6]”, or why there is no interval."""
    if pd.isna(row["advantage"]):
        return "too few answers"
    lead, low, high = (signed(row[name]) for name in ("advantage", "advantage_low", "advantage_high"))
    same = row["advantage_low"] == row["advantage_high"]
    return f"{lead} (all answered the same)" if same else f"{lead} [{low} to {high}]"


def _method(need: NeedSettings) -> list[str]:
    return [
        f"A need: importance {need.importance_at_least} or more, own level {need.proficiency_at_most} or below, "
        f"{need.gap_at_least} or more between the two, and the wish to learn it from a more junior colleague. A "
        f"teacher: own level {need.teaches_from} or more, and willing to help. A wish asked of nobody excludes nobody.",
        "Within reach: at least one teacher who stands enough levels below the mentee, in another team and outside "
        "each other's reporting lines.",
        f"Lead: mean level of mentors minus mean level of mentees, with a 95 % bootstrap interval ({ROUNDS:,} draws of "
        "whole people). Mentors are called ahead only where a permutation test, corrected for all topics (Holm), says "
        "so: the chance of one false claim or more in the whole table is at most one in twenty.",
    ]


def _limits(cohort: Cohort, shown: pd.DataFrame) -> list[str]:
    limits = [
        "Levels and importance are people's own view; those who did not answer may differ. A lead describes the people "
        "who answered, not juniors and seniors at large, and no lead shown is not proof that there is none."
    ]
    if (shown["verdict"] == TOO_FEW).any():
        limits.append(f"Nothing is shown of fewer than {cohort.settings.group_at_least} answers.")
    if (shown["verdict"] == "need not known").any():
        limits.append("Where hands were counted in the room, it is not known who needs the topic.")
    if not cohort.asked_for_consent:
        limits.append("Nobody was asked yet whether he or she takes part of their own will.")
    return limits


def _beside_the_table(topics: int) -> int:
    """How high the first picture may be, so that it stays on the page of a table with that many topics."""
    return max(_HIGHEST_MM - _ROW_MM * max(topics - 10, 0), _LOWEST_MM)
