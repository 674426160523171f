"""The managers' window on screen: the released file, and nothing else.

Everything that this process holds may be seen by whoever sees the page. It imports nothing that can reach the vault,
has no button, no field and no widget, and asks the host for three things only: where the released file lies, which
cohort, and whether our own command serves it.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from markupsafe import Markup

from reverse_mentoring.present.dashboard_page import shown
from reverse_mentoring.present.pages import fragment, style
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.words.problems import Refused

RELEASED_VARIABLE = "REVERSE_MENTORING_RELEASED"
"""Environment variable with the released file, set by the command line for the kernels that it starts."""
RELEASED_FILE = "released.db"
PROGRAMME_VARIABLE = "REVERSE_MENTORING_PROGRAMME"
"""The same as workbook.opening.PROGRAMME_VARIABLE, which cannot be imported here."""
SERVER_VARIABLE = "REVERSE_MENTORING_SERVER"
"""Environment variable that our commands set for the kernels of their servers."""
OTHER_SERVER = (
    "This page is shown to managers by “reverse-mentoring dashboard” alone, which lets nobody run anything and shows "
    "nothing but the released file. Here it is served by another program (Voila of its own, or inside JupyterLab), so "
    "nothing is shown. Stop that, and start “reverse-mentoring dashboard” (docs/serving.md)."
)


@dataclass(frozen=True)
class Shown:
    """A page as plain HTML: on screen the same as in print."""

    html: Markup

    def printed(self) -> Markup:
        """As a page without a kernel shows it."""
        return self.html

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": str(self.html), "text/plain": "(a page)"}


class Dashboard:
    """One page from one released file. released: the file, cohort: whose page; both as the host says if empty."""

    def __init__(self, released: str = "", cohort: str = "") -> None:
        self._path = Path(released) if released else _released_file()
        self._cohort = cohort or "".join(parse_qs(os.environ.get("QUERY_STRING", "")).get("cohort", [])[:1])

    def page(self) -> Shown:
        """The page; a sentence where there is no release, the file cannot be read, or another server shows it."""
        return Shown(style() + self._content())

    def _content(self) -> Markup:
        if _voila() and SERVER_VARIABLE not in os.environ:
            return _sentence(OTHER_SERVER)
        try:
            releases = read_releases(self._path)
        except Refused as refused:
            return _sentence(str(refused))
        return shown(releases, cohort=self._cohort, address=_address)


def _sentence(said: str) -> Markup:
    return fragment("sentences", sentences=[said], title="The managers' page cannot be shown")


def _released_file() -> Path:
    """As the command line says; else the file in the programme folder, by default the current one."""
    named = os.environ.get(RELEASED_VARIABLE, "")
    return Path(named) if named else Path(os.environ.get(PROGRAMME_VARIABLE, "")) / RELEASED_FILE


def _address(cohort: str) -> str:
    """The link to another cohort's page, at the same address; "" where the host knows no links."""
    return f"?{urlencode({'cohort': cohort})}" if _voila() else ""


def _voila() -> bool:
    return "voila" in os.environ.get("SERVER_SOFTWARE", "").lower()
