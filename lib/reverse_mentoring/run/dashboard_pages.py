"""The managers' pages as they are made: one kernel per page, ended as soon as the page is there, and kept for others.

Everything in the released file is for every viewer, so one page serves all. It is kept in memory until the file
changes, and knows nothing of who asked. Viewers never have a kernel: what they get is a finished page without scripts.
"""

import asyncio
import hashlib
import logging
import os
import re
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from voila.notebook_renderer import NotebookRenderer

from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.words.problems import Refused

_NUMBER = re.compile(r"Reference ([0-9a-f]{8})\b")
_NOT_FOR_KERNELS = ("REVERSE_MENTORING_PROGRAMME", "CREDENTIALS_DIRECTORY", "PYTHONSTARTUP")


class Busy(Exception):
    """As many viewers as allowed wait for a page already."""


class NoSuchPage(Exception):
    """There is no release of this cohort."""


class PageFailed(Exception):
    """The page could not be made; number: under which the server's log says more."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number)


class Pages:
    """Finished pages by cohort. most: viewers who may wait at once, and so the most kernels at once."""

    def __init__(self, released: Path, make: Callable[[str], Awaitable[str]], *, most: int) -> None:
        self._released, self._make, self._most = released, make, most
        self._waiting = 0
        self._file = ""
        self._cohorts: frozenset[str] = frozenset()
        self._made: dict[str, asyncio.Task[str]] = {}

    async def page(self, cohort: str) -> str:
        """The page of a cohort, of the newest if empty; made once per cohort and state of the file.

        Raises NoSuchPage, Busy or PageFailed.
        """
        self._look_at_file()
        if cohort and cohort not in self._cohorts:
            raise NoSuchPage
        making = self._made.get(cohort)
        if making and making.done():
            return making.result()
        if self._waiting >= self._most:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.shield(making or self._begin(cohort))
        finally:
            self._waiting -= 1

    def _begin(self, cohort: str) -> asyncio.Task[str]:
        making = self._made[cohort] = asyncio.ensure_future(self._checked(cohort))
        making.add_done_callback(lambda done: self._forget_failed(cohort, done))
        return making

    def _forget_failed(self, cohort: str, done: asyncio.Task[str]) -> None:
        failed = done.cancelled() or done.exception() is not None
        if failed and self._made.get(cohort) is done:
            del self._made[cohort]

    async def _checked(self, cohort: str) -> str:
        try:
            return await self._make(cohort)
        except Exception as error:
            raise PageFailed(_logged(error)) from None

    def _look_at_file(self) -> None:
        """A file that has changed, come or gone makes every page anew."""
        try:
            here = hashlib.sha256(self._released.read_bytes()).hexdigest()
        except OSError:
            here = "none"
        if here != self._file:
            self._file, self._cohorts = here, _cohorts(self._released)
            self._made = {}


class WholeOrNotAtAll(NotebookRenderer):
    """Voila's renderer, except that an error in a cell ends it; Voila would deliver the rest of the page."""

    async def _jinja_notebook_execute(self, nb: Any, kernel_id: str) -> None:
        """Called by the template. Not async_execute, which takes the server's signal handlers away."""
        for number, cell in enumerate(nb.cells):
            await self.executor.async_execute_cell(cell, number, store_history=False)


async def render(app: Any, notebook: Path, cohort: str) -> str:
    """The page as Voila renders the notebook, in a kernel of its own that is gone when this returns."""
    manager = app.kernel_manager
    renderer = WholeOrNotAtAll(
        voila_configuration=app.voila_configuration, traitlet_config=app.config, notebook_path=notebook.name,
        template_paths=app.template_paths, contents_manager=app.contents_manager, base_url="/",
        kernel_spec_manager=app.kernel_spec_manager, page_config={},
    )  # fmt: skip
    await renderer.initialize()
    kernel = await manager.start_kernel(
        kernel_name=renderer.notebook.metadata.kernelspec.name, path="", env=_environment(cohort)
    )
    try:
        return str(await renderer.generate_content_str(kernel, manager.get_kernel(kernel)))
    finally:
        if getattr(renderer, "executor", None) and renderer.executor.kc:
            renderer.executor.kc.stop_channels()
        await manager.shutdown_kernel(kernel, now=True)


def _environment(cohort: str) -> dict[str, str]:
    """Nothing of the viewer's request reaches the kernel but the cohort, and that is one of the released ones."""
    ours = {name: text for name, text in os.environ.items() if name not in _NOT_FOR_KERNELS}
    return ours | {"QUERY_STRING": urlencode({"cohort": cohort} if cohort else {}), "SERVER_SOFTWARE": "voila"}


def _cohorts(released: Path) -> frozenset[str]:
    try:
        return frozenset(release.cohort for release in read_releases(released))
    except (Refused, OSError):
        return frozenset()


def _logged(error: Exception) -> str:
    """The number that the kernel has logged an error under, else a new one, logged with the kind of error alone."""
    known = _NUMBER.search(str(getattr(error, "traceback", "")))
    number = known[1] if known else secrets.token_hex(4)
    kind = "the page's notebook" if known else type(error).__name__
    logging.getLogger(__name__).error("reference %s: the managers' page was not made (%s)", number, kind)
    return number
