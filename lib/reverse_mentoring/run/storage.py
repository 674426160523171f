"""Storage at an address, such as s3://bucket/prefix: whatever fsspec can write to, with its errors as sentences.

Credentials come from where the storage's own programs look for them, and are never said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reverse_mentoring.words.problems import Refused

TIMES = ("LastModified", "last_modified", "updated", "mtime", "modified", "created")
"""What the listings of the different storages call the moment at which a file was put there."""
STRANGER: dict[str, dict[str, Any]] = {
    "s3": {"anon": True}, "s3a": {"anon": True}, "gs": {"token": "anon"}, "gcs": {"token": "anon"},
    "abfs": {"anon": True}, "abfss": {"anon": True}, "az": {"anon": True},
}  # fmt: skip
"""How somebody without credentials asks."""
NO_CREDENTIALS = ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "ProfileNotFound",
                  "SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError", "DefaultCredentialsError",
                  "NoAuthTokenError")  # fmt: skip
USUAL = ("They belong where the storage's own programs look for them; for S3: environment variables, ~/.aws, or the "
         "role of the machine.")  # fmt: skip


class Storage:
    """Files below an address; names are relative to it, with strokes."""

    def __init__(self, files: Any, base: str, address: str) -> None:
        self._files, self._base, self._address = files, base.rstrip("/"), address

    def times(self, below: str = "") -> dict[str, Any]:
        """Every file, or those below this folder, and when it was put there; None where the storage does not tell."""
        self._files.invalidate_cache()
        found = self._files.find(self._path(below) if below else self._base, detail=True)
        moments = {path: next((info[each] for each in TIMES if info.get(each)), None) for path, info in found.items()}
        return {path.removeprefix(self._base).lstrip("/"): moment for path, moment in moments.items()}

    def read(self, names: Sequence[str]) -> dict[str, bytes]:
        """Those of these files that are there; read side by side where the storage can."""
        found = self._files.cat_ranges(list(map(self._path, names)), None, None) if names else []
        for each in found:
            if isinstance(each, Exception) and not isinstance(each, FileNotFoundError):
                raise each
        return {name: each for name, each in zip(names, found, strict=True) if isinstance(each, bytes)}

    def write(self, name: str, content: bytes) -> None:
        self._files.pipe_file(self._path(name), content)

    def put(self, here: Path, names: Sequence[str], *, below: str = "") -> None:
        """These files of a folder of this machine, into this folder there."""
        there = [self._path(f"{below}/{name}" if below else name) for name in names]
        self._files.put([str(here / name) for name in names], there)

    def remove(self, names: Iterable[str]) -> None:
        """Gone, if they were there."""
        for name in names:
            with suppress(FileNotFoundError):
                self._files.rm_file(self._path(name))

    def seen_by_strangers(self, name: str) -> bool:
        """Whether somebody without credentials gets this file; False also where that cannot be tried."""
        kind = urlsplit(self._address).scheme
        if kind not in STRANGER:
            return False
        try:
            options = {**self._files.storage_options, **STRANGER[kind]}
            stranger = type(self._files)(**options, skip_instance_cache=True)
            stranger.cat_file(self._path(name))
        except Exception:  # each storage refuses in its own way
            return False
        return True

    def _path(self, name: str) -> str:
        return f"{self._base}/{name}"


@contextmanager
def opened(address: str) -> Iterator[Storage]:
    """The storage at this address. Whatever goes wrong with it meanwhile is Refused with a sentence."""
    try:
        from fsspec.core import url_to_fs

        files, base = url_to_fs(address)
        yield Storage(files, base, address)
    except Refused:
        raise
    except Exception as error:  # its text may hold keys, and names of machines
        raise Refused(_sentence(address, error)) from None


def refuse_unclear(address: str) -> None:
    """Refused where an address holds what would be written into logs, or is none."""
    kind, _, rest = address.partition("://")
    if re.search(r":[^/@]*@", rest) or "?" in rest:
        raise Refused(f"An address of results holds no password and no token. {USUAL}")
    if not rest.strip("/") or "::" in address:
        raise Refused(f"“{address}” is no address of a place for results, such as {kind or 's3'}://bucket/prefix.")


def _sentence(address: str, error: Exception) -> str:
    kinds = {each.__name__ for each in type(error).__mro__}
    if isinstance(error, ImportError):
        return _missing(address)
    if isinstance(error, ValueError) and "protocol" in str(error).lower():
        return f"“{urlsplit(address).scheme}://” is no kind of storage that is known here."
    if kinds & set(NO_CREDENTIALS):
        return f"There are no credentials for {address}. {USUAL}"
    if isinstance(error, FileNotFoundError):
        return f"There is no {address}: make its bucket, or its folder, first; it is not made by a run."
    if isinstance(error, PermissionError):
        return (f"{address} refuses: the credentials are not known there, or they may not list, read, write and delete "
                "below this address.")  # fmt: skip
    return f"{address} cannot be reached, or did not answer as it should ({type(error).__name__})."


def _missing(address: str) -> str:
    kind = urlsplit(address).scheme
    if kind in ("s3", "s3a"):
        return "For results on S3 the extra “storage” is needed: pip install reverse-mentoring[storage]."
    return f"A package for {kind}:// addresses is missing here; pip install fsspec[{kind}] brings it, if there is one."
