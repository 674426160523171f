"""The shortlists as files: one table for each side, rows for letters, and a form for the answers."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from reverse_mentoring.decide.matching.shortlists import MOST, Listed, Shortlist, Shortlists
from reverse_mentoring.present.pair_files import RESTRICTED
from reverse_mentoring.present.spreadsheets import csv_file, xlsx_file
from reverse_mentoring.words.cohort import Cohort

OWN_ROWS = f"{RESTRICTED} Give each person only his or her own rows."
HOW_TO_ANSWER = (
    f"{RESTRICTED} Under rank write 1 for the first choice, 2 … or no; leave the rest empty. "
    "Then put this file into the cohort's input folder, in place of an earlier one, and import."
)
NO_NAMES = "We come back to you with a name."
"""What a letter says instead of a list."""


def write_shortlists(folder: Path, cohort: Cohort, shortlists: Shortlists) -> list[Path]:
    """Writes shortlists_mentees.xlsx, shortlists_mentors.xlsx, shortlists_mail_merge.csv and preferences.xlsx, the
    form for the answers, and returns their paths."""
    names = ("shortlists_mentees.xlsx", "shortlists_mentors.xlsx", "shortlists_mail_merge.csv", "preferences.xlsx")
    paths = [folder / name for name in names]
    for path, sheet, lists in ((paths[0], "Mentees (senior)", shortlists.mentees),
                               (paths[1], "Mentors (junior)", shortlists.mentors)):  # fmt: skip
        xlsx_file(path, {sheet: shortlist_frame(cohort, lists)}, notes={sheet: OWN_ROWS}, widths={"reasons": 60})
    csv_file(paths[2], letters_frame(cohort, shortlists))
    form = {"preferences": preferences_form(cohort, shortlists)}
    xlsx_file(paths[3], form, notes={"preferences": HOW_TO_ANSWER})
    return paths


def shortlist_frame(cohort: Cohort, lists: tuple[Shortlist, ...]) -> pd.DataFrame:
    """One row per person and place on the list: person_id, name, email, choice (1 …), other (name), unit (department
    and site), reasons. Of somebody whose list is empty one row, without a choice, with the reason."""
    known = _known(cohort)
    rows = [
        (*known[each.person_id][:3], *place)
        for each in lists
        for place in (_places(each, known) if each.others else [(None, "", "", each.nobody)])
    ]
    frame = pd.DataFrame(rows, columns=["person_id", "name", "email", "choice", "other", "unit", "reasons"])
    return frame.astype({"choice": "Int64"})


def letters_frame(cohort: Cohort, shortlists: Shortlists) -> pd.DataFrame:
    """One row per person: person_id, name, email, role, greeting, choice_1 … choice_5 (“Cy Okafor (IT · Basel):
    Offers to teach …”); empty where the list is shorter. All text."""
    known = _known(cohort)
    most = max([MOST, *(len(each.others) for each in shortlists.everybody)])
    columns = [f"choice_{number}" for number in range(1, most + 1)]
    rows = []
    for each in shortlists.everybody:
        said = [_in_words(other, known) for other in each.others] or [NO_NAMES]
        person = known[each.person_id]
        rows.append((*person[:3], each.role, f"Dear {person[1]},", *said, *[""] * (most - len(said))))
    return pd.DataFrame(rows, columns=["person_id", "name", "email", "role", "greeting", *columns], dtype="str")


def preferences_form(cohort: Cohort, shortlists: Shortlists) -> pd.DataFrame:
    """The table “preferences” to fill in: person_id, name, other_id, name_of_other, rank.

    One row per name on a list, and one for each wish known already, with its rank: the form replaces that table.
    """
    wishes = cohort.preferences
    known = dict(zip(zip(wishes["person_id"], wishes["other_id"], strict=True), wishes["rank"], strict=True))
    listed = [(each.person_id, other.person_id) for each in shortlists.everybody for other in each.others]
    pairs = dict.fromkeys([*listed, *known])
    first = {person: place for place, (person, _) in reversed(list(enumerate(pairs)))}
    names = cohort.names
    rows = [(person, names.get(person, ""), other, names.get(other, ""), known.get((person, other), ""))
            for person, other in sorted(pairs, key=lambda pair: first[pair[0]])]  # fmt: skip
    return pd.DataFrame(rows, columns=["person_id", "name", "other_id", "name_of_other", "rank"], dtype="str")


def _known(cohort: Cohort) -> dict[str, tuple[str, str, str, str]]:
    """person_id → id, name, email, “IT · Basel”."""
    people = cohort.roster
    columns = (people[column].astype(str) for column in ("person_id", "name", "email", "department", "site"))
    return {
        person: (person, name, email, " · ".join(filter(None, (department, site))))
        for person, name, email, department, site in zip(*columns, strict=True)
    }


def _places(each: Shortlist, known: dict[str, tuple[str, str, str, str]]) -> Iterator[tuple[int, str, str, str]]:
    for number, other in enumerate(each.others, start=1):
        yield number, known[other.person_id][1], known[other.person_id][3], " ".join(other.because)


def _in_words(other: Listed, known: dict[str, tuple[str, str, str, str]]) -> str:
    _, name, _, unit = known[other.person_id]
    return f"{name}{f' ({unit})' if unit else ''}: {' '.join(other.because)}"
