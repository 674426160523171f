"""What the template of a learning agreement may name, and the values of one pair."""

from collections.abc import Mapping
from typing import Any

from reverse_mentoring.decide.agreements.wording import filled, long_date, short_date
from reverse_mentoring.present.word_files import LOCALES
from reverse_mentoring.words.agreements import Agreement, PlannedSession
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import LEVELS, GoalPlan

Words = Mapping[str, str]
FIELDS: Mapping[str, Any] = {
    "organisation": "the organisation, as in programme.toml",
    "cohort": "the cohort",
    "title": "the document's title",
    "banner": "“A shared understanding, not legal advice”",
    "banner_more": "how the two are to read the paper",
    "status": "version, state and day in one line",
    "version": "number of the version",
    "state": "draft, agreed, signed or changed",
    "date": "the day as of which it is written",
    "mentor": "name of the mentor",
    "mentee": "name of the mentee",
    "topics": "the topics in one line",
    "zone": "the time zone of the dates",
    "footer": "both names, or the cohort, for the page footer",
    "missing": ["what is still to be settled, a sentence each"],
    "differences": [{
        "point": "what it is about",
        "mentor": "what the mentor wants",
        "mentee": "what the mentee wants",
        "sentence": "a sentence that helps the two to settle it",
    }],
    "clauses": [{"section": "the clause's heading", "text": "the clause"}],
    "goals": [{
        "number": "1, 2 or 3",
        "goal": "the goal in the pair's words; empty where none is written yet",
        "about": "for whom, by when, with which topic and programme goal, in one line",
        "weight": "1 to 3",
        "much_less": "level −2",
        "less": "level −1",
        "hoped": "level 0",
        "more": "level +1",
        "much_more": "level +2",
    }],
    "sessions": [{
        "number": "number of the session",
        "when": "day and time",
        "there": "the hour at the mentee's place, where it is another one; else empty",
        "moved": "the day that the rhythm gave, where a holiday moved it; else empty",
        "note": "a warning about the clocks; mostly empty",
        "title": "what the session is about",
        "agenda": "its agenda",
        "before_mentor": "what the mentor prepares",
        "before_mentee": "what the mentee prepares",
        "output": "what comes out of it",
    }],
}  # fmt: skip
"""Field → what stands there; a list is repeated with {% for %}, its parts are named with a dot. Labels
({{ label.… }}) are the messages that begin with doc. and have no second dot."""


def agreement_context(agreement: Agreement, cohort: Cohort, *, words: Words) -> dict[str, Any]:
    """Every field of FIELDS and every label for this pair, and the document's properties."""
    shared = paper_context(agreement, cohort, words=words)
    return {
        **shared,
        "title": words["agreement.title"],
        "missing": list(agreement.missing),
        "differences": [
            {"point": each.point, "mentor": each.mentor, "mentee": each.mentee, "sentence": each.sentence}
            for each in (() if agreement.settled else agreement.differences)
        ],
        "clauses": [{"section": clause.section, "text": clause.text} for clause in agreement.clauses],
        "goals": goal_rows(agreement, cohort, words=words),
        "sessions": [session_row(session, words=words) for session in agreement.sessions],
    }


def paper_context(agreement: Agreement, cohort: Cohort, *, words: Words) -> dict[str, Any]:
    """What every paper of a pair names: who, what, state, labels; title is the caller's."""
    values = {
        "mentor": agreement.mentor_name,
        "mentee": agreement.mentee_name,
        "zone": str(agreement.sessions[0].start.tzinfo) if agreement.sessions else "–",
        "version": str(agreement.version),
        "state": words[f"doc.state.{agreement.state}"],
    }
    topics = ", ".join(agreement.topics) or words["doc.topics_open"]
    footer = f"{agreement.mentor_name} · {agreement.mentee_name}"
    blank = blank_context(cohort, words=words, values=values, language=agreement.language)
    return {**blank, "topics": topics, "footer": footer}


def blank_context(cohort: Cohort, *, words: Words, values: Mapping[str, str], language: str) -> dict[str, Any]:
    """What a paper names that is about no pair; values: what stands for the {fields} in the labels."""
    known = {**values, "date": long_date(cohort.as_of, words=words), "cohort": cohort.name}
    label = {key.removeprefix("doc."): filled(text, known) for key, text in words.items() if is_label(key)}
    return {
        **known,
        "organisation": cohort.settings.organisation,
        "as_of": cohort.as_of,
        "locale": LOCALES.get(language, language),
        "banner": words["agreement.banner"],
        "banner_more": words["agreement.banner_more"],
        "status": label["status_line"],
        "footer": cohort.name,
        "label": label,
    }


def is_label(key: str) -> bool:
    """Whether the message may be named in a template, as label.…"""
    return key.startswith("doc.") and key.count(".") == 1


def goal_rows(agreement: Agreement, cohort: Cohort, *, words: Words) -> list[dict[str, str]]:
    """The goals as written; three empty rows to fill in by hand where none is."""
    if not agreement.goals:
        empty = dict.fromkeys(("goal", "about", "weight", *LEVELS), "")
        return [{"number": str(number), **empty} for number in (1, 2, 3)]
    return [_goal_row(goal, cohort, words) for goal in agreement.goals]


def _goal_row(goal: GoalPlan, cohort: Cohort, words: Words) -> dict[str, str]:
    topic = cohort.topic_names.get(goal.topic_id, "")
    about = [
        words[f"doc.whose.{goal.whose}"],
        filled(words["doc.by.date"], {"date": long_date(goal.due, words=words)}) if goal.due else "",
        words.get(f"topic.{topic}", topic),
        goal.programme_goal,
    ]
    levels = {level: getattr(goal, level) for level in LEVELS}
    joined = " · ".join(part for part in about if part)
    return {"number": str(goal.number), "goal": goal.goal, "about": joined, "weight": str(goal.weight), **levels}


def session_row(session: PlannedSession, *, words: Words) -> dict[str, str]:
    """One line of the plan of sessions."""
    moved = ""
    if session.moved_from:
        key = "doc.moved.holiday" if session.holiday else "doc.moved.plain"
        day = short_date(session.moved_from, words=words)
        moved = filled(words[key], {"date": day, "holiday": session.holiday})
    return {
        "number": str(session.number),
        "when": f"{short_date(session.start.date(), words=words)}, {session.start:%H:%M}",
        "there": session.there,
        "moved": moved,
        "note": session.note,
        "title": session.title,
        "agenda": session.agenda,
        "before_mentor": session.before_mentor,
        "before_mentee": session.before_mentee,
        "output": session.output,
    }
