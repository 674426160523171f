"""The managers' window on screen: the released file, and nothing else.

Everything that this process holds may be seen by whoever sees the page. It imports nothing that can reach the vault,
has no button and no field, and asks the host for two things only: where the released file lies, and which cohort.
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from markupsafe import Markup

from reverse_mentoring.present.dashboard_page import shown
from reverse_mentoring.present.pages import style
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook.views import Page, View, sentences

RELEASED_VARIABLE = "REVERSE_MENTORING_RELEASED"
"""Environment variable with the released file, set by the command line for the kernels that it starts."""
RELEASED_FILE = "released.db"
PROGRAMME_VARIABLE = "REVERSE_MENTORING_PROGRAMME"
"""The same as workbook.opening.PROGRAMME_VARIABLE, which cannot be imported here."""


class Dashboard:
    """One page from one released file. released: the file, cohort: whose page; both as the host says if empty."""

    def __init__(self, released: str = "", cohort: str = "") -> None:
        self._path = Path(released) if released else _released_file()
        self._cohort = cohort or "".join(parse_qs(os.environ.get("QUERY_STRING", "")).get("cohort", [])[:1])

    def page(self) -> View:
        """The page; a sentence where there is no release or the file cannot be read."""
        return Page(lambda: style() + self._content())

    def _content(self) -> Markup:
        try:
            releases = read_releases(self._path)
        except Refused as refused:
            return sentences(str(refused), title="The managers' page cannot be shown")
        return shown(releases, cohort=self._cohort, address=_address)


def _released_file() -> Path:
    """As the command line says; else the file in the programme folder, by default the current one."""
    named = os.environ.get(RELEASED_VARIABLE, "")
    return Path(named) if named else Path(os.environ.get(PROGRAMME_VARIABLE, "")) / RELEASED_FILE


def _address(cohort: str) -> str:
    """The link to another cohort's page, at the same address; "" where the host knows no links."""
    if "voila" not in os.environ.get("SERVER_SOFTWARE", ""):
        return ""
    return f"?{urlencode({'cohort': cohort})}"
