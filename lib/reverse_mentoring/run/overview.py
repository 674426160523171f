"""The overview of all cohorts after a run, from the results that lie there and what became of those tried now."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reverse_mentoring.present.overview_file import overview_file
from reverse_mentoring.present.overview_page import overview_page
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.run import results_elsewhere
from reverse_mentoring.run.one_cohort import outcome
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.unchanged import manifest_in
from reverse_mentoring.words.overview import Overview, Run, Standing, State, to_call
from reverse_mentoring.workbook.opening import NOTEBOOKS

FIGURES, PAGE, TABLE = "overview.json", "index.html", "summary.xlsx"
UNREADABLE = "The manifest of its result cannot be read. Run it again."


def write_overview(order: Order, outcomes: Sequence[Outcome], *, known: Iterable[str]) -> None:
    """Writes index.html, summary.xlsx and overview.json into the folder of results.

    All cohorts stand in it whose results lie there, those tried now, and those of the programme that had problems when
    they were tried last. Compared with the last run that left other figures; cohorts that are run one after the other
    as of one day make one run. The same results give the same bytes.
    """
    folder, tried = order.results, {each.cohort: each for each in outcomes}
    results_elsewhere.bring(order)
    before = _kept(folder / FIGURES)
    earlier = {each.cohort: each for each in before.run.standings} if before else {}
    lying = {path.parent.name for path in folder.glob("[!.]*/manifest.json")}
    failed = {name for name in known if name in earlier and earlier[name].state == "problems"}
    standings = []
    for cohort in sorted({*tried, *lying, *failed}):
        unsolved = earlier[cohort] if cohort in failed and cohort not in tried else None
        standings.append(unsolved or standing(folder / cohort, tried.get(cohort)))
    run = Run(as_of=order.as_of.isoformat(), standings=tuple(standings))
    overview = Overview(run=run, last=_last(before, run) if before else None)
    put_file(folder / PAGE, overview_page(overview).encode())
    overview_file(folder / TABLE, overview)
    put_file(folder / FIGURES, (overview.model_dump_json(indent=1) + "\n").encode())
    results_elsewhere.put_overview(order, (PAGE, TABLE, FIGURES))


def _last(before: Overview, run: Run) -> Run | None:
    """The run with which this one is compared: the one before, unless this one only adds cohorts to it."""
    now, day = {each.cohort: each for each in run.standings}, run.as_of
    same = all(each == now.get(each.cohort) for each in before.run.standings if each.as_of == day)
    return before.last if before.run.as_of == day and same else before.run


def standing(folder: Path, tried: Outcome | None) -> Standing:
    """How the cohort of this folder stands: what its manifest counted, and what became of it now, if it was tried."""
    manifest = manifest_in(folder)
    if manifest is None:
        return Standing(cohort=folder.name, state="problems", said=tried.said if tried else (UNREADABLE,))
    became = tried or outcome(manifest)
    counts: dict[str, Any] = manifest["counts"]
    state, said = _state(became, counts, failed=bool(tried and not tried.files))
    return Standing(
        cohort=folder.name, state=state, said=said, as_of=manifest["as_of"], pairs=manifest["pairs"],
        pages=tuple(page for page in _pages() if page in manifest["outputs"]), **_figures(counts),
    )  # fmt: skip


def _figures(counts: dict[str, Any]) -> dict[str, Any]:
    unmatched, signed_up = counts.get("unmatched", {}), counts.get("signed_up")
    return {
        "mode": counts.get("mode", ""),
        "signed_up": sum(signed_up.values()) if signed_up else None,
        "unmatched_mentors": unmatched.get("mentor"),
        "unmatched_mentees": unmatched.get("mentee"),
        "goals": counts.get("goals", {}),
        **{key: counts.get(key) for key in ("over", "in_pairs", "call", "look")},
    }


def _state(became: Outcome, counts: dict[str, Any], *, failed: bool) -> tuple[State, tuple[str, ...]]:
    """Problems: nothing could be written now. Attention: the result says something, or there is somebody to call."""
    if failed:
        return "problems", became.said
    said = tuple(filter(None, (*became.said, to_call(counts.get("call") or 0))))
    return ("attention" if said else "done"), said


def _pages() -> list[str]:
    return [name.replace(".ipynb", ".html") for name, _ in NOTEBOOKS.values()]


def _kept(path: Path) -> Overview | None:
    """What the last run left; None if there was none that this version can read."""
    try:
        return Overview.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
