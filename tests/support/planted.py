"""Looks for planted words in files of any kind, also where they are packed, encoded or folded."""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

_FOLDED = re.compile(rb"\r?\n[ \t]|=\r?\n")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def holding(folder: Path, word: str) -> set[str]:
    """The files below this folder that hold the word in their content or in their name, as paths from the folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    named = {path: path.relative_to(folder).as_posix() for path in files}
    return {name for path, name in named.items() if word in name or said_in(path.read_bytes(), word)}


def said_in(content: bytes, word: str) -> bool:
    """Whether the word is somewhere in these bytes."""
    forms = _forms(word)
    return any(form in part for part in _unpacked(content) for form in forms)


def changed(before: Path, after: Path) -> set[str]:
    """The files of two folders that are not the same in both."""
    one, other = ({path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*")
                   if path.is_file()} for folder in (before, after))  # fmt: skip
    return {name for name in {**one, **other} if one.get(name) != other.get(name)}


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, without folded lines, and all that is packed in them."""
    yield content
    yield _FOLDED.sub(b"", content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from _unpacked(packed.read(name))
    if content.startswith(b"%PDF"):
        yield from filter(None, map(_inflated, _STREAM.findall(content)))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _forms(word: str) -> tuple[bytes, ...]:
    """As UTF-8, UTF-16 and base64 (of both, wherever it begins), and in capitals of either kind."""
    plain = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]
    return (*plain, word.upper().encode(), word.lower().encode(), *(form for each in plain for form in _base64(each)))


def _base64(said: bytes) -> Iterator[bytes]:
    """What of it stands in any base64 text that holds it, at each of the three places where it may begin."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + said + b"\0" * (-(before + len(said)) % 3))
        first, last = -(-8 * before // 6), 8 * (before + len(said)) // 6
        yield coded[first:last]


def nowhere(folder: Path, words: Mapping[str, str]) -> dict[str, set[str]]:
    """Name of a word → files that hold it, of those that some do."""
    found = {name: holding(folder, word) for name, word in words.items()}
    return {name: files for name, files in found.items() if files}
