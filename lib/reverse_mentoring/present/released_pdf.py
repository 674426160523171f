"""The managers' page as a tagged PDF: the same release, the same words, for those who print or file it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from reverse_mentoring.present.dashboard_marks import Picture
from reverse_mentoring.present.dashboard_page import contents
from reverse_mentoring.present.pdf import NoLetters, needs_typst, typeset
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Release

WITHOUT = "The page (.html) works without."


def released_pdf(releases: Sequence[Release], *, cohort: str = "") -> bytes:
    """Everything released of the cohort (the newest if empty), A4, PDF/UA-1; equal releases, equal bytes on a machine.

    Refused without the extra “pdf”, and where no font of this machine has a letter of the text.
    """
    needs_typst(WITHOUT)
    told = contents(releases, cohort=cohort)
    try:
        return typeset("released", _data(told), locale="en-GB", day=told["release"].round.last)
    except NoLetters as missing:
        raise Refused(f"No font on this machine has the letter “{missing}”, so there is no PDF. {WITHOUT}") from None


def _data(told: dict[str, Any]) -> dict[str, Any]:
    """What the template names."""
    release: Release = told["release"]
    last = release.round.last
    same = ("span", "headline", "subline", "hidden", "how_to_read", "no_ranking", "privacy", "no_names", "compared",
            "side_by_side", "cohorts")  # fmt: skip
    return {
        **{name: told[name] for name in same},
        "organisation": release.organisation, "cohort": release.cohort, "round_name": release.round.name,
        "round": release.round.name[:1].upper() + release.round.name[1:],
        "file": f"Reverse mentoring, cohort {release.cohort}, {release.round.name}",
        "data_to": f"data to {last.day} {last:%B %Y}", "comments": release.comments,
        "numbers": [asdict(each) for each in told["numbers"]], "helping": [asdict(each) for each in told["helping"]],
        "pictures": [{**asdict(picture), "alt": words(picture)} for picture in told["pictures"]],
        "tables": [{**each, "name": "Pulse", "rows": [asdict(row) for row in each["rows"]]} for each in told["tables"]],
    }  # fmt: skip


def words(picture: Picture) -> str:
    """All that the picture says, for readers who do not see it."""
    rows = ("; ".join((row[0], *map(": ".join, zip(picture.head[1:], row[1:], strict=True)))) for row in picture.rows)
    return f"{picture.title}. " + ". ".join(rows) + "."
