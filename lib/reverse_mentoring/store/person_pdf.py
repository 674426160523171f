"""The words of a PDF, as far as they can be had without a reader: streams unpacked, glyphs turned into letters.

For looking whether somebody is named in a file, not for reading it: words come in the order in which they are drawn,
and with every table of letters that the file holds.
"""

import re
import zlib
from collections.abc import Iterator

from reverse_mentoring.store.limits import MOST_UNPACKED

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s*<([0-9A-Fa-f]{4,})>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s*<([0-9A-Fa-f]{2,8})>\s*<([0-9A-Fa-f]{4,})>")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_DRAWN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>|\bET\b", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
Letters = dict[bytes, str]
_LONGEST_RANGE = 65_536


def pdf_texts(content: bytes) -> Iterator[bytes]:
    """What is packed in the file as it stands, then the words drawn with each table of letters, as UTF-8."""
    streams = [inflated(found) for found in _STREAM.findall(content)]
    tables = [letters for stream in streams if b"beginbf" in stream and (letters := _letters(stream))]
    yield from streams
    for stream in streams:
        if b"BT" in stream and b"ET" in stream:
            drawn = list(_drawn(stream))
            for letters in tables:
                text = _text(drawn, letters)
                yield text.encode("utf-8", "replace")
                yield text[::-1].encode("utf-8", "replace")


def inflated(stream: bytes) -> bytes:
    """The stream unpacked, as far as it can be; itself if it is not packed."""
    unpacking = zlib.decompressobj()
    try:
        return unpacking.decompress(stream.lstrip(b"\r\n"), MOST_UNPACKED)
    except zlib.error:
        return stream


def _letters(table: bytes) -> Letters:
    """Code of a glyph → its letters."""
    letters: Letters = {}
    for kind, section in _SECTION.findall(table):
        if kind == b"char":
            letters |= {bytes.fromhex(code.decode()): _utf16(said) for code, said in _PAIR.findall(section)}
        for first, last, said in _RANGE.findall(section) if kind == b"range" else ():
            begin, end = int(first, 16), int(last, 16)
            for code in range(begin, min(end, begin + _LONGEST_RANGE) + 1):
                letter = int(said, 16) + code - begin
                if letter < 0x110000:
                    letters[code.to_bytes(len(first) // 2, "big")] = chr(letter)
    return letters


def _utf16(said: bytes) -> str:
    return bytes.fromhex(said.decode()).decode("utf-16-be", "replace")


def _drawn(stream: bytes) -> Iterator[bytes]:
    """The codes drawn, in order; b"" at the end of a piece of text."""
    for piece in _DRAWN.findall(stream):
        if piece.startswith(b"("):
            yield _ESCAPE.sub(_unescaped, piece[1:-1])
        elif piece.startswith(b"<"):
            plain = re.sub(rb"\s", b"", piece[1:-1]).decode()
            yield bytes.fromhex(plain + "0" * (len(plain) % 2))
        else:
            yield b""


def _unescaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    if said[:1].isdigit() and said[:1] < b"8":
        return bytes([int(said, 8) & 255])
    return b"" if said.endswith(b"\n") else _ESCAPED.get(said, said)


def _text(drawn: list[bytes], letters: Letters) -> str:
    width = len(next(iter(letters)))
    words = []
    for codes in drawn:
        glyphs = (codes[at : at + width] for at in range(0, len(codes), width))
        words.append("".join(letters.get(glyph, "") for glyph in glyphs) if codes else " ")
    return "".join(words)
