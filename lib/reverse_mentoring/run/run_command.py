"""The command “run”: all cohorts, or some, through the notebooks, with an overview for the morning."""

import json
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reverse_mentoring.run.command_group import MAPPING, PROGRAMME, for_a_log, list_problems
from reverse_mentoring.words.problems import Refused

if TYPE_CHECKING:
    from reverse_mentoring.run.orders import Order
    from reverse_mentoring.run.tasks import Hands
    from reverse_mentoring.store.programme import Programme

HOURS_24 = 86_400


@click.command()
@click.argument("cohorts", nargs=-1)
@PROGRAMME
@MAPPING
@click.option("--all", "everything", is_flag=True, help="All cohorts.")
@click.option("--results", required=True, help="Folder for the results, or an address such as s3://bucket/prefix.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the review.", show_default="today")
@click.option("--mode", type=click.Choice(["month", "quarter", "close"]), help="What the review looks at.",
              show_default="by the calendar")  # fmt: skip
@click.option("--steps", help="Only these, by number or name: 2,3 or 1-3 or matching,agreements.", show_default="all")
@click.option("--resume", is_flag=True, help="Leave results that are whole and would come out the same.")
@click.option("--dry-run", is_flag=True, help="Say what --resume would run, and why; nothing is written.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Cohorts at the same time.", show_default="1")
@click.option("--scheduler", help="Let the workers of this Dask scheduler run them: tcp://127.0.0.1:8786.")
@click.option("--trusted-network", is_flag=True, help="Take a scheduler that others could reach without TLS.")
@click.option("--timeout", default=900, type=click.IntRange(1, HOURS_24), help="Seconds that a cell may take.",
              show_default=True)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def run(cohorts: tuple[str, ...], *, dry_run: bool, resume: bool, as_json: bool, **asked: Any) -> None:
    """Read the input, run the four notebooks and write all files, per cohort; then an overview of all cohorts.

    The overview, index.html and summary.xlsx, lies in the folder of the results.
    """
    from reverse_mentoring.run import batch

    hands = _hands(*(asked.pop(name) for name in ("jobs", "scheduler", "trusted_network")))
    order = _order(**asked)
    chosen = _chosen(cohorts, batch.known_cohorts(order.programme), everything=asked["everything"])
    if dry_run:
        _foresee(order, chosen, as_json=as_json)
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a scheduler's “stop” cleans up like Ctrl-C
    outcomes = _run(order, chosen, hands=hands, resume=resume)
    if as_json:
        click.echo(json.dumps([_plain(outcome) for outcome in outcomes], ensure_ascii=False, indent=1))
    else:
        _say(outcomes, order.shown("index.html"))
    sys.exit(batch.exit_code(outcomes))


def _hands(jobs: int | None, scheduler: str | None, trusted_network: bool) -> "Hands":
    from reverse_mentoring.run.cluster import cluster
    from reverse_mentoring.run.here import here

    if jobs and scheduler:
        raise Refused("--jobs is for this machine alone; with --scheduler its workers decide. Leave one of them out.")
    if trusted_network and not scheduler:
        raise Refused("--trusted-network says something about a --scheduler. Leave it out.")
    if scheduler:
        return partial(cluster, address=scheduler, trusted=trusted_network)
    return partial(here, jobs=jobs or 1)


def _run(order: "Order", chosen: list[str], *, hands: "Hands", resume: bool) -> tuple[Any, ...]:
    from reverse_mentoring.run import batch
    from reverse_mentoring.run.progress import progress
    from reverse_mentoring.workbook.opening import NOTEBOOKS

    names = [NOTEBOOKS[step][0].removesuffix(".ipynb") for step in order.steps]
    with progress(len(chosen), names) as step:
        return batch.run(order, chosen, hands=hands, progress=step, resume=resume)


def _order(*, programme_folder: Path, results: str, as_of: Any, mapping_file: Path | None, mode: str | None,
           steps: str | None, timeout: int, everything: bool) -> "Order":  # fmt: skip
    from reverse_mentoring.run.orders import Order
    from reverse_mentoring.run.results_elsewhere import place
    from reverse_mentoring.store.headers import read_mapping
    from reverse_mentoring.store.programme import find

    programme = find(programme_folder)
    mapping = read_mapping(mapping_file) if mapping_file else None
    (made, address), day = place(results, programme), _day(programme, as_of)
    return Order(programme, made, day, mapping, mode or "", steps=_steps(steps), timeout=timeout, elsewhere=address)


def _steps(wanted: str | None) -> tuple[str, ...]:
    """The steps named by number, range or name, in their order; all if nothing was said."""
    from reverse_mentoring.workbook.opening import NOTEBOOKS

    known = {str(number): step for number, step in enumerate(NOTEBOOKS, start=1)} | {step: step for step in NOTEBOOKS}
    named: set[str] = set()
    for part in (wanted or "1-4").replace("–", "-").replace(" ", "").split(","):
        first, _, last = part.partition("-")
        ends = [list(NOTEBOOKS).index(known[each]) for each in (first, last or first) if each in known]
        if len(ends) != 2 or ends[0] > ends[1]:
            raise Refused(f"“{part}” is no step. Steps: 1 gap_analysis, 2 matching, 3 agreements, 4 review; or 1-3.")
        named.update(list(NOTEBOOKS)[ends[0] : ends[1] + 1])
    return tuple(step for step in NOTEBOOKS if step in named)


def _chosen(wanted: tuple[str, ...], known: list[str], *, everything: bool) -> list[str]:
    unknown = sorted(set(wanted) - set(known))
    if not known:
        raise Refused("There is no cohort yet. Put files into input/<cohort>/; “reverse-mentoring check” reads them.")
    if unknown:
        raise Refused(f"There is no cohort “{', '.join(unknown)}”. Cohorts: {', '.join(known)}.")
    if everything == bool(wanted):
        raise Refused("Name the cohorts to run, or give --all.")
    return known if everything else list(dict.fromkeys(wanted))


def _day(programme: "Programme", as_of: Any) -> Any:
    import datetime as dt

    return as_of.date() if as_of else programme.settings().as_of or dt.datetime.now().astimezone().date()


def _foresee(order: "Order", chosen: list[str], *, as_json: bool) -> None:
    from reverse_mentoring.run import batch, results_elsewhere

    with results_elsewhere.looked_at(order) as seen:
        why = batch.foreseen(seen, chosen)
    if as_json:
        click.echo(json.dumps([{"cohort": cohort, "runs": bool(said), "why": said} for cohort, said in why.items()],
                              ensure_ascii=False, indent=1))  # fmt: skip
        return
    for cohort, said in why.items():
        reasons = " ".join(said)
        click.echo(f"{cohort}: would run. {reasons}" if said else f"{cohort}: would be left, whole and unchanged.")
    count = sum(map(bool, why.values()))
    click.echo(f"{count} of {len(why)} would run as of {order.as_of}, with --resume; nothing was written.")


def _say(outcomes: tuple[Any, ...], overview: str) -> None:
    for outcome in outcomes:
        list_problems(outcome.problems)
        pairs = "1 pair" if outcome.pairs == 1 else f"{outcome.pairs} pairs"
        left = ", left as it was" if outcome.unchanged else ""
        ending = f"{pairs}, {outcome.files} files{left}" if outcome.files else "nothing written"
        click.echo(f"{outcome.cohort}: {ending}" + "".join(f"\n  {sentence}" for sentence in outcome.said))
    click.echo(f"Overview: {overview}")


def _plain(outcome: Any) -> dict[str, Any]:
    return {
        "cohort": outcome.cohort, "code": outcome.code, "said": outcome.said, "pairs": outcome.pairs,
        "files": outcome.files, "unchanged": outcome.unchanged,
        "problems": [str(for_a_log(problem)) for problem in outcome.problems],
    }  # fmt: skip
