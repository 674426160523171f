"""index.html: one page for the morning after a run – what went wrong, what wants a look, how all cohorts stand."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import quote

from reverse_mentoring.present.overview_causes import causes, turns
from reverse_mentoring.present.pages import document, fragment
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.overview import STATES, VERDICTS, Change, Overview, Run, Standing, changes

SHARING = "For those who answer for these cohorts; it names nobody, but counts of few people can point at somebody."
LOOKED = {"month": "monthly look", "quarter": "quarterly review", "close": "close"}
STEPS = ("Gap analysis", "Matching", "Agreements", "Review")


def overview_page(overview: Overview) -> str:
    """The page, whole; it opens offline and links to the pages of each cohort beside it."""
    run, last = overview.run, overview.last
    rows = [_row(each, run) for each in in_order(run)]
    found = tuple(changes(overview))
    page = fragment(
        "overview",
        headline=headline(run),
        day=_day(run.as_of),
        sharing=SHARING,
        figures=_compared(run, last),
        rows=rows,
        places={row["cohort"]: f"cohort-{at}" for at, row in enumerate(rows, start=1)},
        older={row["cohort"]: row["older"] for row in rows if row["older"]},
        problems=causes(each for each in run.standings if each.state == "problems"),
        attention=causes(each for each in run.standings if each.state == "attention"),
        last=_day(last.as_of) if last else "",
        turns=turns(found),
        changes=_by_cohort(found),
    )  # fmt: skip
    return document(f"Overview, {_day(run.as_of)}", [{"words": False, "html": page}])


def in_order(run: Run) -> list[Standing]:
    """Worst first, then by name."""
    return sorted(run.standings, key=lambda each: (STATES.index(each.state), each.cohort))


def headline(run: Run) -> str:
    """The finding as a sentence: “197 of 200 cohorts are done; 3 have problems, 12 want attention”."""
    total, bad, look = len(run.standings), _count(run, "problems"), _count(run, "attention")
    if not total:
        return "There is no cohort here"
    whole = "The one cohort is done" if total == 1 and not bad else f"{total - bad} of {total} cohorts are done"
    rest = [f"{bad} {'has' if bad == 1 else 'have'} problems"] if bad else []
    rest += [f"{look} {'wants' if look == 1 else 'want'} attention"] if look else []
    return "; ".join(filter(None, [whole, ", ".join(rest)]))


def _count(run: Run, state: str) -> int:
    return sum(each.state == state for each in run.standings)


def figures(run: Run) -> list[dict[str, Any]]:
    """Four figures over all cohorts with their denominators: name, value, of, note."""
    counted = [each for each in run.standings if each.in_pairs is not None and each.signed_up and not closed(each)]
    reviewed = [each for each in run.standings if each.call is not None]
    mentees, mentors = _sum(counted, "unmatched_mentees"), _sum(counted, "unmatched_mentors")
    return [
        {"name": "People in pairs", "value": _sum(counted, "in_pairs"), "of": _of(_sum(counted, "signed_up")),
         "note": "of those who signed up"},
        {"name": "Without a partner", "value": mentees + mentors, "of": "",
         "note": f"{mentees} mentees, {mentors} mentors"},
        {"name": "Pairs to call today", "value": _sum(reviewed, "call"), "of": _of(_sum(reviewed, "pairs")),
         "note": f"pairs going on; {_sum(reviewed, 'look')} to look at"},
        _goals(run),
    ]  # fmt: skip


def _compared(run: Run, last: Run | None) -> list[dict[str, Any]]:
    """The figures, and what each was in the last run, if there was one."""
    before = figures(last) if last else []
    said = [f"{_number(each['value'])} {each['of']}".strip() for each in before] or [""] * 4
    return [
        {**each, "value": _number(each["value"]), "before": was} for each, was in zip(figures(run), said, strict=True)
    ]


def _number(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _goals(run: Run) -> dict[str, Any]:
    judged = [each.goals for each in run.standings if set(each.goals) & set(VERDICTS)]
    met, not_met, unknown = (sum(goals.get(verdict, 0) for goals in judged) for verdict in VERDICTS)
    if not any(map(any, (goals.values() for goals in judged))):
        note = "none is set" if judged else "judged each quarter and at the close"
        return {"name": "Goals met", "value": "–", "of": "", "note": note}
    note = f"{not_met} not met, {unknown} cannot tell"
    return {"name": "Goals met", "value": met, "of": _of(met + not_met + unknown), "note": note}


def closed(each: Standing) -> bool:
    """Whether there were pairs and all of them are over."""
    return each.pairs == 0 and bool(each.over)


def _sum(standings: Iterable[Standing], name: str) -> int:
    return sum(getattr(each, name) or 0 for each in standings)


def _of(count: int) -> str:
    return f"of {count:,}"


def _day(iso: str) -> str:
    return in_words(dt.date.fromisoformat(iso)) if iso else ""


def _row(each: Standing, run: Run) -> dict[str, Any]:
    """A cohort as the table shows it."""
    known = each.in_pairs is not None and each.signed_up
    return {
        "closed": closed(each), "looked": LOOKED.get(each.mode, ""),
        "cohort": each.cohort, "state": each.state, "said": each.said, "lies": bool(each.as_of),
        "older": _day(each.as_of) if each.as_of and each.as_of != run.as_of else "",
        "take_up": round(100 * (each.in_pairs or 0) / each.signed_up) if known and each.signed_up else None,
        "standing": each, "verdicts": [(verdict, each.goals.get(verdict, 0)) for verdict in VERDICTS],
        "judged": bool(set(each.goals) & set(VERDICTS)), "goals": sum(each.goals.values()),
        "links": [(page[1], STEPS[int(page[1]) - 1], f"{quote(each.cohort)}/{page}") for page in each.pages],
    }  # fmt: skip


def _by_cohort(found: Iterable[Change]) -> list[dict[str, Any]]:
    """The changes of each cohort in words."""
    return [
        {"cohort": cohort, "said": [_change(each) for each in theirs]}
        for cohort, theirs in groupby(found, key=lambda each: each.cohort)
    ]


def _change(each: Change) -> str:
    if each.before is None and each.now is None:
        return each.what
    before, now = ("not known" if value is None else value for value in (each.before, each.now))
    return f"{each.what} {before} → {now}"
