"""Where the time of a cohort goes once its kernel is there: the four pages in this process, looked at every 5 ms.

python tests/benchmarks/where.py [--people 50 1000] [--write]: cohorts with a year behind them; parts in hundred, by the
innermost of our own modules that is at work. --write: into docs/scaling.md.
"""

import argparse
import importlib
import sys
import threading
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from command_line import said
from growing_programmes import AS_OF, Size, growing_programme
from measuring import PAGE, markdown, put_on_page
from reverse_mentoring.workbook.opening import open_cohort

EVERY_SECONDS = 0.005
PAGES = {
    "gap_analysis": ("GapAnalysis", "header charter room input finding pictures recruitment results"),
    "matching": ("Matching", "header desk waiting consulting compare rules results"),
    "agreements": ("Agreements", "header desk text writing training results"),
    "review": ("Review", "header finding today entries development evidence closing results"),
}
"""Module of the page → its class and its cells, as in the notebooks."""
WORD = ("word_files", "documents", "pair_papers", "packs", "training_files", "certificates", "agreement_fields")
PICTURES = ("draw", "chart", "dumbbell", "scatter", "picture")
PARTS = ("decisions", "pictures", "Word files", "tables, calendars and other files", "HTML", "reading the vault",
         "rows and controls of the pages", "imports and the rest")  # fmt: skip


def main() -> None:
    """Measure, and say or write it."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--people", type=int, nargs="+", default=[50, 1_000])
    reader.add_argument("--write", action="store_true", help="into docs/scaling.md")
    given = reader.parse_args()
    for page, (name, cells) in PAGES.items():  # everything imported and drawn once, as in a kernel that is warm
        assert all(hasattr(_page(page, name), cell) for cell in cells.split())
    found = {people: shares(people) for people in (50, *given.people)}
    text = markdown(["parts in hundred", *(f"{people:,} people" for people in given.people)],
                    [[part, *(f"{found[people][part]:.0f}" for people in given.people)] for part in PARTS])  # fmt: skip
    sys.stdout.write(text + "\n")
    if given.write:
        put_on_page("where", text, PAGE.with_name("scaling.md"))


def shares(people: int) -> dict[str, float]:
    """Part → its share of the time, in hundred."""
    with TemporaryDirectory(prefix="where-") as scratch:
        home, results = growing_programme(Path(scratch) / "p", Size(people, met=True)), Path(scratch) / "out"
        taken_in = said("import", "--programme", home)
        assert taken_in.exit_code == 0, taken_in.output
        seen, over = Counter[str](), threading.Event()
        looking = threading.Thread(target=_look, args=(threading.get_ident(), seen, over))
        looking.start()
        for page, (name, cells) in PAGES.items():
            step = _page(page, name)(open_cohort(str(home), "cohort-001", str(AS_OF), str(results)))
            for cell in cells.split():
                getattr(step, cell)()._repr_mimebundle_()
        over.set()
        looking.join()
    return {part: 100 * seen[part] / seen.total() for part in PARTS}


def _page(module: str, name: str) -> type:
    found: type = getattr(importlib.import_module(f"reverse_mentoring.workbook.{module}"), name)
    return found


def _look(thread: int, seen: Counter[str], over: threading.Event) -> None:
    while not over.wait(EVERY_SECONDS):
        frame = sys._current_frames().get(thread)
        if frame:
            seen[_part([Path(each.f_code.co_filename) for each, _ in traceback.walk_stack(frame)])] += 1


def _part(files: list[Path]) -> str:
    """files: of all functions at work, the innermost first."""
    ours = next((file for file in files if "reverse_mentoring" in file.parts), None)
    importing = any(file.name == "<frozen importlib._bootstrap>" for file in files)
    if ours is None or importing:
        return "imports and the rest"
    room = ours.parts[ours.parts.index("reverse_mentoring") + 1]
    if room != "present":
        return {"decide": "decisions", "words": "decisions", "store": "reading the vault"}.get(
            room, "rows and controls of the pages"
        )
    if any(word in ours.stem for word in PICTURES):
        return "pictures"
    if ours.stem in WORD:
        return "Word files"
    return "HTML" if ours.stem == "pages" else "tables, calendars and other files"


if __name__ == "__main__":
    main()
