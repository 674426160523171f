"""Results at an address, such as s3://bucket/prefix: made on this machine, put there, compared with what lies there.

The tree there is the same as in a folder. A storage puts one file at a time, whole, and cannot rename; so a cohort's
manifest is taken away first and put last, and a cohort without a manifest is none. Meanwhile a mark lies beside it. On
this machine only manifests remain; they stand for the results themselves.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.run.orders import Order
from reverse_mentoring.run.storage import opened, refuse_unclear
from reverse_mentoring.run.unchanged import DAMAGED
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.words.problems import Refused

MANIFEST, FIGURES, PROBE = "manifest.json", "overview.json", ".probe"
NOT_WHOLE = "A run ended while it was put there."
NOT_TOLD = "The storage does not say when files were put there, so that it is not known whether they were changed."


def place(results: str, programme: Programme) -> tuple[Path, str]:
    """Where results are made, and the address where they go; "" if they are made in their place.

    results: a folder, or an address. Refused if it holds a password or cannot be an address.
    """
    if "://" not in results:
        return Path(results).resolve(), ""
    if urlsplit(results).scheme == "file":
        return Path(unquote(urlsplit(results).path)).resolve(), ""
    refuse_unclear(results)
    address = results.rstrip("/")
    words = re.sub(r"\W+", "-", address)[:80]
    return programme.folder / f".results-{words}-{hashlib.sha256(address.encode()).hexdigest()[:8]}", address


def begin(order: Order) -> None:
    """Before a run: may it write there, and is it true that strangers cannot read there? Then as bring."""
    if not order.elsewhere:
        return
    with opened(order.elsewhere) as storage:
        storage.write(PROBE, b"")
        try:
            if storage.seen_by_strangers(PROBE):
                raise Refused(f"Anybody can read what lies at {order.elsewhere}; results hold personal data. Nothing "
                              "was put there. Make it private first.")  # fmt: skip
        finally:
            storage.remove([PROBE])
    bring(order, tidy=True)


def bring(order: Order, *, tidy: bool = False) -> None:
    """What lies at the address, brought into the folder where results are made: each cohort's manifest, and the
    figures of the last overview. A cohort that was changed there says so in its manifest.

    tidy: marks of runs that ended too late to take them away go.
    """
    if not order.elsewhere:
        return
    with opened(order.elsewhere) as storage:
        times = storage.times()
        wanted = [name for name in times if name == FIGURES or re.fullmatch(rf"[^/]+/{MANIFEST}", name)]
        found = storage.read(wanted)
        storage.remove(name for name in times if tidy and _left_over(name, times))
    for path in (*order.results.glob(f"[!.]*/{MANIFEST}"), order.results / FIGURES):
        if path.relative_to(order.results).as_posix() not in found:
            path.unlink(missing_ok=True)
    for name, content in found.items():
        _write(order.results / name, _judged(content, name, times))


@contextmanager
def looked_at(order: Order) -> Iterator[Order]:
    """The order with what lies at its address brought into a temporary folder, for somebody who only asks."""
    with TemporaryDirectory(prefix="rm-") as private:
        order = replace(order, results=Path(private)) if order.elsewhere else order
        bring(order)
        yield order


def put(order: Order, cohort: str, made: Path) -> None:
    """Puts a whole cohort, made in this folder, at the address, if there is one; here its manifest remains alone.

    Refused, without a manifest there, if something else lies in its place or another run puts the same cohort there.
    """
    if not order.elsewhere:
        return
    mark, manifest, ours = _mark(cohort), f"{cohort}/{MANIFEST}", uuid4().hex.encode()
    files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    with opened(order.elsewhere) as storage:
        there = set(storage.times(cohort))
        if there and manifest not in there and not storage.read([mark]):
            raise Refused(f"{order.shown(cohort)} is no result of a run; nothing was changed. Choose another place.")
        storage.write(mark, ours)
        storage.remove({manifest} & there)
        storage.put(made, [name for name in files if name != MANIFEST], below=cohort)
        storage.remove(there - {f"{cohort}/{name}" for name in files} - {manifest})
        if storage.read([mark]) != {mark: ours}:
            raise Refused(f"Another run puts {cohort} at {order.elsewhere} at the same time. Run it again afterwards.")
        storage.put(made, [MANIFEST], below=cohort)
        storage.remove([mark])
    _write(order.results / manifest, (made / MANIFEST).read_bytes())


def put_overview(order: Order, names: Iterable[str]) -> None:
    """Puts these files of the overview at the address, if there is one, in their order."""
    if order.elsewhere:
        with opened(order.elsewhere) as storage:
            for name in names:
                storage.put(order.results, [name])


def _mark(cohort: str) -> str:
    """Lies beside a cohort while it is put there."""
    return f".{cohort}.partial"


def _left_over(name: str, times: Mapping[str, Any]) -> bool:
    """Whether it is the mark of a run that ended after the cohort was whole, and before the mark was taken away."""
    marked = re.fullmatch(r"\.(.+)\.partial", name)
    manifest = f"{marked[1]}/{MANIFEST}" if marked else ""
    return manifest in times and not _younger(name, manifest, times)


def _judged(content: bytes, name: str, times: Mapping[str, Any]) -> bytes:
    """A manifest that says if what lies there is not what it lists; anything else as it is."""
    try:
        manifest = json.loads(content)
        wrong = _against(name.removesuffix(f"/{MANIFEST}"), set(manifest["outputs"]), times)
    except (ValueError, KeyError, TypeError):
        return content
    return json.dumps({"incomplete": wrong, **manifest}).encode() if wrong else content


def _against(cohort: str, listed: set[str], times: Mapping[str, Any]) -> str:
    """What is wrong with a cohort as it lies there; "" if it is as it was put: its manifest came last."""
    manifest = f"{cohort}/{MANIFEST}"
    there = {name for name in times if name.startswith(f"{cohort}/") and name != manifest}
    if _mark(cohort) in times and _younger(_mark(cohort), manifest, times):
        return NOT_WHOLE
    if there != {f"{cohort}/{name}" for name in listed}:
        return DAMAGED
    if times[manifest] is None:
        return NOT_TOLD
    return DAMAGED if any(_younger(name, manifest, times) for name in there) else ""


def _younger(name: str, than: str, times: Mapping[str, Any]) -> bool:
    return times[name] is None or times[than] is None or times[name] > times[than]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    put_file(path, content)
