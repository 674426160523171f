"""One person's data as a page to read and as JSON with the same, to be handed over by the facilitator."""

import datetime as dt
import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any

from reverse_mentoring.present.erasure_page import private_file
from reverse_mentoring.present.pages import document, fragment
from reverse_mentoring.store.person_export import PersonalData, Record
from reverse_mentoring.words.days import in_words


def write_person(folder: Path, data: PersonalData, *, day: dt.date) -> tuple[Path, Path]:
    """Writes person_<id>.html and person_<id>.json, which only the owner may read; returns both."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"person_{re.sub(r'[^A-Za-z0-9.-]', '_', data.person_id)}"
    page = document("Personal data", [{"words": False, "html": _page(data, day)}])
    bundle = json.dumps(_bundle(data, day), ensure_ascii=False, indent=1) + "\n"
    return (
        private_file(folder / f"{name}.html", page.encode()),
        private_file(folder / f"{name}.json", bundle.encode()),
    )


def _page(data: PersonalData, day: dt.date) -> str:
    tables = [
        {
            "cohort": cohort or "The whole company",
            "table": table,
            "about": about,
            "records": [r.fields for r in records],
        }
        for (cohort, table, about), group in groupby(data.records, key=_place)
        for records in (list(group),)
    ]
    return fragment("person", data=data, day=in_words(day), tables=tables)


def _place(record: Record) -> tuple[str, str, str]:
    return record.cohort, record.table, record.about


def _bundle(data: PersonalData, day: dt.date) -> dict[str, Any]:
    records = [
        {"cohort": record.cohort, "table": record.table, "about": record.about,
         "fields": [vars(field) for field in record.fields]}
        for record in data.records
    ]  # fmt: skip
    return {"person_id": data.person_id, "made_on": day.isoformat(), "records": records, "mentions": data.mentions,
            "left_out": data.left_out}  # fmt: skip
