"""The certificate of an erasure: what was done, looked for and is left, without naming anybody."""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from reverse_mentoring.present.pages import document, fragment
from reverse_mentoring.words.days import in_words

OUT_OF_REACH = (
    "papers, mails, calendars and notes in people's own hands",
    "backups of the computer and copies of the programme folder that lie elsewhere",
    "folders of results that were not named",
    "copies that a browser, Word or a spreadsheet program keeps, and the history of a terminal",
    "what was released to managers: it holds no person and cannot be traced to one",
)
"""What no command can erase; stands on every certificate."""


@dataclass(frozen=True)
class Certificate:
    """One erasure. reference: drawn by chance, no part of the person's data; done: what was done, how often;
    looked_for, searched: sentences; left: where something is left, empty = nothing was found."""

    reference: str
    day: dt.date
    complete: bool
    done: tuple[tuple[str, int], ...]
    looked_for: tuple[str, ...]
    searched: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def headline(self) -> str:
        if self.complete:
            return "Erased: the search afterwards found nothing"
        count = len(self.left)
        return f"Not complete: something is left in {count} place{'' if count == 1 else 's'}"


def write_certificate(folder: Path, certificate: Certificate) -> Path:
    """Writes the certificate as a page and as plain text, which only the owner may read; returns the page."""
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"erasure-{certificate.day.isoformat()}-{certificate.reference}"
    page = document(f"Erasure {certificate.reference}", [{"words": True, "html": _page(certificate)}])
    private_file(folder / f"{name}.txt", _text(certificate).encode())
    return private_file(folder / f"{name}.html", page.encode())


def private_file(path: Path, content: bytes) -> Path:
    """Writes a file that only its owner may read, whole or not at all, and returns its path."""
    beside = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
    beside.replace(path)
    return path


def _page(certificate: Certificate) -> str:
    return fragment("erasure", certificate=certificate, day=in_words(certificate.day), out_of_reach=OUT_OF_REACH)


def _text(certificate: Certificate) -> str:
    lists = (("Where something is left", certificate.left), ("Looked for", certificate.looked_for),
             ("Looked into", certificate.searched), ("Out of reach", OUT_OF_REACH))  # fmt: skip
    lines = [f"Erasure {certificate.reference}", in_words(certificate.day), "", f"{certificate.headline}.", ""]
    lines += ["Done"] + [f"  {count:>6}  {what}" for what, count in certificate.done]
    for title, sentences in lists:
        lines += ["", title, *(f"  - {sentence}" for sentence in sentences)] if sentences else []
    return "\n".join(lines) + "\n"
