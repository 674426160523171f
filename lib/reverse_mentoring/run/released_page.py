"""What was released, as a page for managers. Opens released.db and never the vault."""

from pathlib import Path

from reverse_mentoring.present.dashboard_page import page
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.words.problems import Refused


def write_page(programme: Programme, cohort: str, path: Path) -> int:
    """Writes everything released of this cohort as one page that opens anywhere; returns the number of rounds.

    Refused if nothing was released of the cohort, or if path does not end in .html.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise Refused(f"{path.name} is no name for a page; give one that ends in .html.")
    every = read_releases(programme.released)
    releases = tuple(each for each in every if each.cohort == cohort)
    if not releases:
        known = ", ".join(sorted({each.cohort for each in every})) or "none yet"
        raise Refused(f"Nothing was released of “{cohort}”. Cohorts with a release: {known}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    put_file(path, page(releases).encode())
    return len(releases)
