"""Times as ratios within one run, and tables of them for docs/benchmarks.md."""

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
ROUNDS, PATIENCE_SECONDS = 5, 120


def seconds(
    act: Callable[[], Any], *, rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Times of so many runs after a first one that does not count; a single one where that took very long.

    clock: time.process_time for what is all done in this process, on a machine that does other work as well."""
    first = _once(act, clock)
    return [first] if first * rounds > PATIENCE_SECONDS else [_once(act, clock) for _ in range(rounds)]


def in_turn(
    act: Callable[[], Any], yardstick: Callable[[], Any], *, rounds: int = ROUNDS, clock: Callable[[], float]
) -> tuple[list[float], list[float]]:
    """Times of both, one after the other in each round, after a first round that does not count: a machine that
    becomes slower for a while makes both slower."""
    times = [(_once(yardstick, clock), _once(act, clock)) for _ in range(rounds + 1)][1:]
    return [each for _, each in times], [each for each, _ in times]


def _once(act: Callable[[], Any], clock: Callable[[], float]) -> float:
    start = clock()
    act()
    return clock() - start


def ratio(times: list[float], yardstick: list[float]) -> str:
    """“1.3 (1.2)”: the median over the yardstick's, in brackets the fastest over its fastest."""
    return f"{statistics.median(times) / statistics.median(yardstick):.1f} ({min(times) / min(yardstick):.1f})"


def markdown(header: list[str], rows: list[list[str]]) -> str:
    """A table as Markdown."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def put_on_page(name: str, text: str, page: Path = PAGE) -> None:
    """The text between the page's marks of that name."""
    marks = rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
    said = page.read_text(encoding="utf-8")
    assert re.search(marks, said, flags=re.DOTALL), name
    page.write_text(re.sub(marks, lambda m: f"{m[1]}{text}\n{m[2]}", said, flags=re.DOTALL), encoding="utf-8")
