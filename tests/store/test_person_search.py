"""A person is found in files of any kind; planted words are hidden by other means than they are looked for."""

import base64
import gzip
import io
import json
import quopri
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest

from reverse_mentoring.present.spreadsheets import xlsx_file
from reverse_mentoring.store.limits import Unreadable
from reverse_mentoring.store.person_search import said_in, stands_in
from reverse_mentoring.store.person_words import person_among

NAME, MAIL, ID = "Zoë O’Brien-Łuczak", "zoe@x.example", "H0420"
PERSON = person_among(ID, names=[NAME], mails=[MAIL], others=["Bo Lindt"], other_ids=["H0421"])
STRANGER = person_among("H0999", names=["Nobody Here"], mails=["nobody@x.example"], others=[], other_ids=[])


def zipped(content: bytes, name: str = "a.txt") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def folded(text: str) -> bytes:
    lines, rest = [], f"DESCRIPTION:{text}".encode()
    while rest:
        lines, rest = [*lines, rest[:11]], rest[11:]
    return b"\r\n ".join(lines)


HIDDEN: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16, odd": lambda text: b"x" + text.encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(b"ab" + text.encode() + b" and more words"),
    "base64, wrapped": lambda text: base64.encodebytes(b"." * 70 + text.encode() + b" and more words"),
    "base64 of utf-16 in a zip": lambda text: zipped(base64.b64encode((text + " and more").encode("utf-16-le"))),
    "zip in zip": lambda text: zipped(zipped(text.encode()), "b.zip"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "name in a zip": lambda text: zipped(b"", f"{text}.txt"),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "html": lambda text: f"<p>{text.encode('ascii', 'xmlcharrefreplace').decode()}</p>".encode(),
    "cut by mark-up": lambda text: f"<w:r><w:t>{text[:3]}</w:t></w:r><w:r><w:t>{text[3:]}</w:t></w:r></w:p>".encode(),
    "address": lambda text: quote(text).encode(),
    "folded": folded,
    "quoted": lambda text: quopri.encodestring(f"Caf\u00e9 \u00fc \u00e4 {text}".encode()),
    "capitals": lambda text: text.upper().encode(),
}


@pytest.mark.parametrize("word", [NAME, MAIL, ID])
@pytest.mark.parametrize("how", HIDDEN)
def test_found_however_it_is_packed(how: str, word: str) -> None:
    """Id, name and address in every packing and encoding; nobody who is not there is found."""
    content = HIDDEN[how](f"before {word} after")

    assert said_in(content, PERSON)
    assert not said_in(content, STRANGER)


def test_found_in_a_workbook(tmp_path: Path) -> None:
    """Cells of an XLSX file."""
    xlsx_file(tmp_path / "a.xlsx", {"S": pd.DataFrame({"name": ["Bo", NAME]})})

    assert stands_in(tmp_path / "a.xlsx", PERSON)
    assert not stands_in(tmp_path / "a.xlsx", STRANGER)


def test_found_in_a_pdf(tmp_path: Path) -> None:
    """Drawn as glyphs of an embedded font, in whose numbers no letter stands."""
    typst = pytest.importorskip("typst", reason="the extra “pdf” is not installed")
    fonts = Path(__file__).parents[2] / "lib/reverse_mentoring/present/templates/fonts"
    (tmp_path / "a.typ").write_text(f'#set text(font: "Noto Sans")\nOn {NAME} and others, see {ID}.', "utf-8")
    typst.compile(tmp_path / "a.typ", output=tmp_path / "a.pdf", font_paths=[fonts])
    content = (tmp_path / "a.pdf").read_bytes()
    by_name = person_among("H9999", names=[NAME], mails=[], others=[], other_ids=[])
    by_id = person_among(ID, names=[], mails=[], others=[], other_ids=[])

    assert ID.encode() not in content
    assert said_in(content, by_name)
    assert said_in(content, by_id)
    assert not said_in(content, STRANGER)


def test_what_cannot_be_looked_into_is_said(tmp_path: Path) -> None:
    """A locked or broken archive counts as not searched, never as clean."""
    whole = zipped(b"text" * 1000)
    (tmp_path / "a.zip").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(Unreadable):
        stands_in(tmp_path / "a.zip", PERSON)
