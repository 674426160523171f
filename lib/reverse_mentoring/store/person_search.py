"""Whether a person stands somewhere in the bytes of a file: also packed, encoded, folded or escaped.

Looked into: ZIP and all that is made of it (DOCX, XLSX, ODT), PDF, gzip, base64, UTF-8, UTF-16, Windows-1252, quoted
printable, folded lines of calendars, escapes of HTML, JSON and addresses, and text that mark-up cuts into pieces.
"""

import base64
import binascii
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from reverse_mentoring.store.limits import MOST_UNPACKED, Unreadable
from reverse_mentoring.store.person_pdf import inflated, pdf_texts
from reverse_mentoring.store.person_words import Person

_FOLDED = re.compile(rb"\r?\n[ \t]|=\r?\n")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_\-]{16,}(?:\r?\n[A-Za-z0-9+/_\-]+)*")
_FOR_ADDRESSES = bytes.maketrans(b"-_", b"+/")
"""The two letters that base64 writes differently in addresses."""
_QUOTED = re.compile(rb"=[0-9A-F]{2}")
_ENDS_OF_TEXT = re.compile(r"</(?:w:p|p|si|c|td|th|tr|li|div|h\d|text|title|desc|option)>|<(?:w:br|w:tab|br)\b[^>]*>")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_DEEPEST = 4
_ENCODINGS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"%PDF")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\0\1\0\0", b"OTTO", b"wOF")
"""How files begin that hold no text: pictures and fonts."""
_LOCKED = Unreadable("It is protected by a password.", "Look into it yourself.")
_TOO_LARGE = Unreadable("It is too large to look into.", "Look into it yourself.")


def stands_in(path: Path, person: Person) -> bool:
    """Whether the file holds the person. Unreadable if that cannot be told; OSError if it cannot be opened."""
    if path.stat().st_size > MOST_UNPACKED:
        raise _TOO_LARGE
    return said_in(path.read_bytes(), person)


def said_in(content: bytes, person: Person) -> bool:
    """Whether these bytes hold the id as a whole word (if it is telling), a full name, an e-mail address or a text of
    the person's own."""
    return any(_said(part, person) for part in _unpacked(content, _DEEPEST))


def _unpacked(content: bytes, depth: int) -> Iterator[bytes]:
    """The bytes themselves, without folded lines, and all that is packed in them."""
    yield content
    if _FOLDED.search(content) and not content.startswith(_PACKED):
        yield _FOLDED.sub(b"", content)
    for part in _inside(content) if depth else ():
        yield from _unpacked(part, depth - 1)


def _inside(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\x03\x04"):
        yield from _zipped(content)
    elif content.startswith(b"\x1f\x8b"):
        yield _gunzipped(content)
    elif content.startswith(b"%PDF"):
        yield from pdf_texts(content)
    elif not content.startswith(_PICTURES):
        if len(_QUOTED.findall(content[:100_000])) > 2:
            yield binascii.a2b_qp(content)
        yield from _from_base64(content)


def _zipped(content: bytes) -> Iterator[bytes]:
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for part in packed.infolist():
                if part.flag_bits & 1:
                    raise _LOCKED
                yield part.filename.encode() + b"\n" + part.comment
                with packed.open(part) as stream:
                    found = stream.read(MOST_UNPACKED - total + 1)
                total += len(found)
                if total > MOST_UNPACKED:
                    raise _TOO_LARGE
                yield found
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, zlib.error) as error:
        raise Unreadable("It is damaged.", "Look into it yourself.") from error


def _gunzipped(content: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(content, MOST_UNPACKED)
    except zlib.error:
        return inflated(content)


def _from_base64(content: bytes) -> Iterator[bytes]:
    """What base64 texts hold, wherever in them it begins: packed files one by one, all else in one piece."""
    plain = [re.sub(rb"\s", b"", found).translate(_FOR_ADDRESSES) for found in _BASE64.findall(content)]
    pieces = [piece[skipped:] for piece in plain for skipped in range(4)]
    decoded = [base64.b64decode(piece[: len(piece) // 4 * 4] + _rest(piece)) for piece in pieces]
    yield from (piece for piece in decoded if piece.startswith(_PACKED))
    if rest := b"\n".join(piece for piece in decoded if not piece.startswith(_PACKED)):
        yield rest


def _rest(piece: bytes) -> bytes:
    """The last letters of a text whose length is no multiple of four, filled up."""
    rest = piece[len(piece) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _said(part: bytes, person: Person) -> bool:
    """Whether the person stands in these bytes, in whatever encoding, also behind escapes and mark-up."""
    if any(person.found_in(text) for text in _decoded(part, person)):
        return True
    if part.startswith((*_PACKED, *_PICTURES)) or b"\0" in part:
        return False
    text = unicodedata.normalize("NFC", part.decode("utf-8", "replace"))
    plain = _plain(text)
    return person.is_quoted_in(plain) or (plain != text and person.found_in(plain))


def _decoded(part: bytes, person: Person) -> Iterator[str]:
    """The bytes as text in each encoding in which the person could stand there."""
    lower = part.lower()
    for encoding in _ENCODINGS:
        if any(form in lower for form in _forms(person.beginnings, encoding)):
            for start in (0, 1) if encoding.startswith("utf-16") else (0,):
                yield unicodedata.normalize("NFC", part[start:].decode(encoding, "replace"))


@cache
def _forms(words: frozenset[str], encoding: str) -> tuple[bytes, ...]:
    """How these words may stand in bytes of which the plain letters are in lower case."""
    spelt = {unicodedata.normalize(form, each) for word in words for each in (word, word.upper(), word.title())
             for form in ("NFC", "NFD")}  # fmt: skip
    return tuple({each.encode(encoding, "ignore").lower() for each in spelt})


def _plain(text: str) -> str:
    """Without escapes and without the mark-up that may stand between two halves of a word."""
    if "\\u" in text:
        text = _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "\\" in text:
        text = text.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"').replace("\\", "")
    if "%" in text:
        text = unquote(text)
    if "<" in text:
        text = _TAG.sub("", _ENDS_OF_TEXT.sub("\n", text))
    text = html.unescape(text) if "&" in text else text
    return unicodedata.normalize("NFC", text)
