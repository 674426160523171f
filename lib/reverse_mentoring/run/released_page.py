"""What was released, for managers: as a page, as PDF or as a slide. Opens released.db and never the vault."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reverse_mentoring.present.dashboard_page import page
from reverse_mentoring.present.released_pdf import released_pdf
from reverse_mentoring.present.released_slide import released_slide
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Release


def _page(releases: Sequence[Release]) -> bytes:
    return page(releases).encode()


FORMS: Mapping[str, Callable[[Sequence[Release]], bytes]] = {
    ".html": _page, ".htm": _page, ".pdf": released_pdf, ".pptx": released_slide,
}  # fmt: skip
"""End of the file's name → what makes it."""


def write_page(programme: Programme, cohort: str, path: Path) -> int:
    """Writes everything released of this cohort as one file that opens anywhere; returns the number of rounds.

    The name's end says what it becomes: .html, .pdf (extra “pdf”) or .pptx (extra “slides”, the latest round). Refused
    if nothing was released of the cohort, for another end, or where the extra is not installed.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise Refused(f"{path.name} is no name for a page; give one that ends in .html, .pdf or .pptx.")
    every = read_releases(programme.released)
    releases = tuple(each for each in every if each.cohort == cohort)
    if not releases:
        known = ", ".join(sorted({each.cohort for each in every})) or "none yet"
        raise Refused(f"Nothing was released of “{cohort}”. Cohorts with a release: {known}.")
    content = form(releases)
    path.parent.mkdir(parents=True, exist_ok=True)
    put_file(path, content)
    return len(releases)
