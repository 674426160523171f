"""Small papers beside the agreement: one page to keep, a change, the close-out; the facilitator's pack."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reverse_mentoring.decide.agreements.versions import Line
from reverse_mentoring.decide.agreements.wording import filled, short_date
from reverse_mentoring.present.agreement_fields import (
    agreement_context,
    blank_context,
    goal_rows,
    paper_context,
    session_row,
)
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.present.word_files import LOCALES, TEMPLATES, word_template
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import LEVELS

Words = Mapping[str, str]
SUMMARY_CLAUSES = ("C2", "C3", "C6", "C8", "C11", "C14", "C17")
"""The ground rules that stand on the one page: those that somebody may need in a hurry."""
_EMPTY_CHANGES = 4


def summary_docx(agreement: Agreement, path: Path, *, cohort: Cohort, words: Words) -> None:
    """Write one page for the pair to keep at hand: topics, what is open, when, goals, ground rules, what comes next."""
    put_file(path, summary_file(agreement, cohort, words=words))


def summary_file(agreement: Agreement, cohort: Cohort, *, words: Words) -> bytes:
    """The one page as a Word file."""
    context = agreement_context(agreement, cohort, words=words)
    sessions = [{**each, "when": _both_hours(each)} for each in context["sessions"]]
    own = {
        "title": words["doc.summary_title"],
        "first": sessions[0]["when"] if sessions else "–",
        "last": sessions[-1]["when"] if sessions else "–",
        "count": str(len(sessions)),
        "clauses": [
            {"section": clause.section, "text": clause.text}
            for clause in agreement.clauses
            if clause.clause_id in SUMMARY_CLAUSES
        ],
        "sessions": sessions[:3],
    }
    return _filled("summary", {**context, **own})


def _both_hours(session: Mapping[str, str]) -> str:
    return f"{session['when']} ({session['there']})" if session["there"] else session["when"]


def amendment_file(agreement: Agreement, cohort: Cohort, *, words: Words, changes: Sequence[Line] = ()) -> bytes:
    """The paper on which a pair changes its agreement, as a Word file.

    changes: what the new text says differently (versions.text_difference); empty rows to fill in without.
    """
    context = paper_context(agreement, cohort, words=words)
    return _filled("amendment", {**context, **_amendment(changes, words)})


def close_out_file(agreement: Agreement, cohort: Cohort, *, words: Words) -> bytes:
    """The paper for the last session: levels to tick, what the two take away, what must be done. No reason."""
    context = paper_context(agreement, cohort, words=words)
    own = {"title": words["doc.close_title"], "goals": goal_rows(agreement, cohort, words=words)}
    return _filled("close_out", {**context, **own})


def blank_papers(cohort: Cohort, *, words: Words, language: str) -> dict[str, bytes]:
    """File name → amendment and close-out without names, for whoever needs one at once."""
    line = "_" * 20
    values = {"mentor": line, "mentee": line, "zone": "–", "version": "__", "state": "–"}
    blank = blank_context(cohort, words=words, values=values, language=language)
    context = {**blank, "topics": line, "status": blank["date"]}
    goals = [{"number": str(number), "goal": "", **dict.fromkeys(LEVELS, "")} for number in (1, 2, 3)]
    close_out = {**context, "title": words["doc.close_title"], "goals": goals}
    return {
        "amendment.docx": _filled("amendment", {**context, **_amendment((), words)}),
        "close_out.docx": _filled("close_out", close_out),
    }


def facilitator_pack(path: Path, agreements: Sequence[Agreement], *, cohort: Cohort, words: Words) -> None:
    """Write one Word file for the facilitator: all pairs with what is open, and the agenda of every session.

    Restricted: it holds everybody's name and open points.
    """
    language = agreements[0].language if agreements else cohort.settings.language
    values = {"mentor": "", "mentee": "", "zone": "–", "version": "–", "state": "–"}
    context = blank_context(cohort, words=words, values=values, language=language)
    settled = sum(each.state in ("agreed", "signed") for each in agreements)
    count = {"agreed": str(settled), "count": str(len(agreements))}
    longest = max(agreements, key=lambda each: len(each.sessions), default=None)
    own = {
        "title": words["doc.pack_title"],
        "status": context["date"],
        "headline": filled(words["doc.pack.headline"], count),
        "pairs": [_pack_row(each, words) for each in agreements],
        "sessions": [session_row(session, words=words) for session in (longest.sessions if longest else ())],
    }
    put_file(path, _filled("facilitator_pack", {**context, **own}))


def _pack_row(agreement: Agreement, words: Words) -> dict[str, Any]:
    first = agreement.sessions[0].start if agreement.sessions else None
    return {
        "mentor": agreement.mentor_name,
        "mentee": agreement.mentee_name,
        "state": words[f"doc.state.{agreement.state}"],
        "first": short_date(first.date(), words=words) if first else "",
        "topics": ", ".join(agreement.topics) or words["doc.topics_open"],
        "open": list(dict.fromkeys((*agreement.blockers, *agreement.missing))) or [words["doc.pack_nothing"]],
    }


def _amendment(changes: Sequence[Line], words: Words) -> dict[str, Any]:
    empty = {"heading": "", "before": "", "after": ""}
    rows = [{"heading": each.heading, "before": _text(each.before), "after": _text(each.after)} for each in changes]
    return {"title": words["doc.amendment_title"], "changes": rows or [empty] * _EMPTY_CHANGES}


def _text(words: Sequence[Any]) -> str:
    return "".join(each.text for each in words)


def _filled(name: str, context: Mapping[str, Any]) -> bytes:
    locale = context["locale"]
    language = next((each for each, known in LOCALES.items() if known == locale), locale)
    own = TEMPLATES / f"{name}_{language}.docx"
    return word_template(own if own.exists() else TEMPLATES / f"{name}.docx", locale=locale).document(context)
