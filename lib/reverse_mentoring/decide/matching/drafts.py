"""Two sets of pairs side by side: what stays, who changes; and where in the company the pairs are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort

NOT_KNOWN = "not known"
"""Stands for an empty department."""


@dataclass(frozen=True)
class Move:
    """A mentee who changes. before, after: mentors whom only one of the two sets gives; () = none."""

    mentee_id: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """Pairs in both sets, only in the second, only in the first, all by ids; moves: by mentee_id."""

    kept: tuple[IdPair, ...]
    new: tuple[IdPair, ...]
    gone: tuple[IdPair, ...]
    moves: tuple[Move, ...]

    @property
    def headline(self) -> str:
        """“10 of 12 pairs stay; 1 mentee gets another mentor, 1 mentee has none any more”."""
        before = len(self.kept) + len(self.gone)
        stay = f"{len(self.kept)} of {_count(before, 'pair')} {'stays' if len(self.kept) == 1 else 'stay'}"
        if not self.moves:
            return f"Nothing changes: {stay}" if before else "There are no pairs to compare"
        another = sum(bool(move.before and move.after) for move in self.moves)
        served = sum(not move.before for move in self.moves)
        lost = sum(not move.after for move in self.moves)
        said = [
            f"{_count(another, 'mentee')} {_get(another)} another mentor" if another else "",
            f"{_count(served, 'mentee')} {_get(served)} a mentor who had none" if served else "",
            f"{_count(lost, 'mentee')} {'has' if lost == 1 else 'have'} none any more" if lost else "",
        ]
        return f"{stay}; {', '.join(filter(None, said))}"


def changes(before: Iterable[IdPair], after: Iterable[IdPair]) -> Changes:
    """What has changed from one set of pairs to the other; the order of pairs does not matter."""
    old, new = set(before), set(after)
    movers = sorted({mentee for _, mentee in old ^ new})
    return Changes(
        kept=tuple(sorted(old & new)),
        new=tuple(sorted(new - old)),
        gone=tuple(sorted(old - new)),
        moves=tuple(Move(mentee, _mentors(old - new, mentee), _mentors(new - old, mentee)) for mentee in movers),
    )


def _mentors(pairs: Iterable[IdPair], mentee: str) -> tuple[str, ...]:
    return tuple(sorted(mentor for mentor, other in pairs if other == mentee))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _get(number: int) -> str:
    return "gets" if number == 1 else "get"


@dataclass(frozen=True)
class ByDepartment:
    """Counts of pairs and people by department; they can point at persons and are for the facilitator only.

    pairs: mentor's department (rows) × mentee's department (columns), pairs.
    waiting: department (rows), columns mentor and mentee: people who take part and are in none of the pairs.
    """

    pairs: pd.DataFrame
    waiting: pd.DataFrame


def by_department(cohort: Cohort, pairs: Iterable[IdPair]) -> ByDepartment:
    """Where these pairs are, and who waits where; departments in alphabetical order, those not known last.

    People who have not agreed to take part, or take no partner, do not wait.
    """
    ids = list(pairs)
    known = dict(cohort.of_roster("person_id", "department"))
    mentors, mentees = ([known.get(pair[side]) or NOT_KNOWN for pair in ids] for side in (0, 1))
    people = cohort.participants
    willing = people["consent"].fillna(value=not cohort.asked_for_consent).astype(bool)
    left = people[willing & people["capacity"].ne(0) & ~people["person_id"].isin({p for pair in ids for p in pair})]
    return ByDepartment(
        pairs=_counts(mentors, mentees, columns=_in_order(mentees)),
        waiting=_counts(left["department"].replace("", NOT_KNOWN), left["role"], columns=["mentor", "mentee"]),
    )


def _counts(rows: Iterable[str], other: Iterable[str], *, columns: list[str]) -> pd.DataFrame:
    number = Counter(zip(rows, other, strict=True))
    index = _in_order(row for row, _ in number)
    cells = [[number[row, column] for column in columns] for row in index]
    return pd.DataFrame(cells, index=pd.Index(index, name="department", dtype="str"), columns=columns, dtype="int64")


def _in_order(departments: Iterable[str]) -> list[str]:
    return sorted(set(departments), key=lambda department: (department == NOT_KNOWN, department))
