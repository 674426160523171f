"""Storage in memory whose runs end, or are overtaken, after so many changes: as by kill -9, in the middle of a put."""

from collections.abc import Callable
from typing import Any

from fsspec import register_implementation
from fsspec.implementations.memory import MemoryFileSystem

ADDRESS = "tiring://results/out"


class Ended(BaseException):
    """The process is no more: nothing of it cleans up."""


def end() -> None:
    raise Ended


class Tiring(MemoryFileSystem):
    """Before change number `at` (0 = the first) it does `then`, once; fsspec keeps it as a class, so state is here."""

    protocol = ("tiring",)
    store: dict[str, Any] = {}  # noqa: RUF012 - as in MemoryFileSystem
    pseudo_dirs: list[str] = [""]  # noqa: RUF012
    changes = 0
    at = -1
    then: Callable[[], None] = staticmethod(end)

    @classmethod
    def emptied(cls) -> None:
        cls.store.clear()
        cls.pseudo_dirs[:] = [""]
        cls.rested()

    @classmethod
    def rested(cls, at: int = -1, then: Callable[[], None] = end) -> None:
        cls.changes, cls.at, cls.then = 0, at, staticmethod(then)

    def _changes(self) -> None:
        cls = type(self)
        cls.changes += 1
        if cls.changes - 1 == cls.at:
            cls.at = -1
            cls.then()

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **more: Any) -> None:
        self._changes()
        super().pipe_file(path, value, mode=mode, **more)

    def put_file(self, lpath: str, rpath: str, *more: Any, **other: Any) -> None:
        self._changes()
        super().put_file(lpath, rpath, *more, **other)

    def rm_file(self, path: str) -> None:
        self._changes()
        super().rm_file(path)

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return super()._strip_protocol(path.replace("tiring://", "memory://"))


def tiring() -> type[Tiring]:
    """Registered with fsspec, and empty."""
    register_implementation("tiring", Tiring, clobber=True)
    Tiring.emptied()
    return Tiring


def tree() -> dict[str, bytes]:
    """Everything that lies there."""
    return {path: each.getvalue() for path, each in sorted(Tiring.store.items())}
