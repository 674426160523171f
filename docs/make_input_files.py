"""Writes docs/input-files.md from the declarations in words/tables.py: python docs/make_input_files.py."""

from collections.abc import Iterator
from pathlib import Path

from reverse_mentoring.present.input_templates import allowed
from reverse_mentoring.store.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from reverse_mentoring.words.columns import Table
from reverse_mentoring.words.tables import TABLES

PAGE = Path(__file__).with_name("input-files.md")
HEAD = f"""\
# Input files

Made from `words/tables.py` by `docs/make_input_files.py`; change it there.

One folder per cohort, named like the cohort: `input/2026-autumn/ratings.csv`. The roster of the whole company and
topics of your own may lie in `input/` itself. `reverse-mentoring new FOLDER` writes an empty XLSX with drop-downs for
each table into `templates/`. A cohort with roster and ratings is enough to begin with.

- **CSV or XLSX** (also `.tsv`, `.txt`, `.xlsm`). A file or sheet belongs to the table that its name begins with:
  `roster.csv`, `ratings_wide.xlsx`, sheet “Signups”. At most {MOST_BYTES // 1_000_000} MB, {MOST_ROWS:,} rows and \
{MOST_COLUMNS:,} columns.
- **Headers** may stand in any order, in English, German or French, also below lines of title; unknown ones are asked
  about ([how](facilitator.md#headers-that-nobody-knows)). Columns that are not in these tables are not stored.
- **Ratings** and **progress** may be long (a row per person and topic) or wide (a column per question and topic), \
headed
  `importance: Everyday AI assistants` or, as form tools do, with the question and the topic in brackets.
- **Forms** of the reviews (pulses, quarters, closings): the questions themselves or their numbers (`q1` … `q12`, `c1` …
  `c9`) are known as headers. They and the column that keeps each answer stand in `content/instruments.csv`. A row of a
  prefilled form without any answer is left out.
- **Ids** stay text: `007`, `NA` and `None` are values. **Lists** are separated by `;`.
- **Dates** are year first (2026-11-21), or as `dates = "day-first"` or `"month-first"` in programme.toml says; never
  guessed.
- **Topics** are those of the workbook's catalogue, by id or name, or your own: an unknown one becomes a topic of yours.

A star marks a column that must be there. “Who may see it” is the widest circle that may read a value as it stands.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for table in TABLES for line in _section(table))])


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"{table.meaning}. One row per {' and '.join(f'`{name}`' for name in table.key)}.\n"
    yield "| column | what it says | what may stand there | who may see it |"
    yield "|---|---|---|---|"
    for column in table.columns:
        star = " \\*" if column.required else ""
        yield f"| `{column.name}`{star} | {column.meaning} | {allowed(column)} | {column.who_sees.value} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
