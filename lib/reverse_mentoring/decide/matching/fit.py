"""How well each mentor answers each mentee's needs, in whole hundredths of a point, with named parts.

An unanswered question drops out of its part and of what the part could reach, so that silence is never held
against anybody. fit = 10 000 × points reached ÷ points possible. Gender, age, ethnicity and personality are
not collected; free text is for people to read and is not scored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.decide.gaps.gaps import unmet
from reverse_mentoring.decide.matching.eligibility import Candidates, Matrix
from reverse_mentoring.decide.matching.kinds import Floats, codes, marks, places
from reverse_mentoring.words.choices import WEIGHT_SHARES, Weight
from reverse_mentoring.words.pairs import PARTS, Part
from reverse_mentoring.words.settings import NeedSettings

Points = npt.NDArray[np.int64]
Share = Callable[[slice], Floats]
"""A block of mentors → how much of one part each pair reaches: mentors × mentees, 0–1, nan where it was not asked."""

FULL = 10_000
"""A fit of 100, in hundredths."""
STEP: dict[str, int] = {"topics": 1500, "wishes": 1000, "return": 750, "common": 1000, "logistics": 500, "unit": 500}
"""Hundredths of a point that one step of weight (low = 1, medium = 2, high = 3) is worth."""
USUAL_WEIGHTS: dict[str, Weight] = {
    "topics": "high", "wishes": "medium", "return": "medium", "common": "low", "logistics": "low", "unit": "low",
}  # fmt: skip
"""45 + 20 + 15 + 10 + 5 + 5 = 100 points."""
NEEDS_THAT_COUNT = 3
"""A mentee's three widest needs make up the whole of the topic part."""
ENOUGH_TAGS, ENOUGH_MINUTES, LISTED_CHOICES = 3, 240, 5
BLOCK = 2**16
"""Pairs worked out at a time: what is worked out on the way stays near the processor, and matrices are large enough to
multiply."""


@dataclass(frozen=True)
class Fit:
    """Matrices mentors × mentees. points[part]: hundredths reached of most[part], −1 where the part was not asked;
    fit 0–10 000; teaches: at least one topic that the mentee needs and wants and the mentor can and will teach."""

    points: dict[str, npt.NDArray[np.int16]]
    most: dict[str, int]
    fit: Points
    teaches: Matrix

    def parts(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[Part, ...]]:
        """The parts of each of these (row, column) on the scale 0–10 000; they add up to its fit exactly."""
        rows, columns = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        told = np.array([self.points[part][rows, columns] for part in PARTS], dtype=np.int64).T
        possible = np.where(told >= 0, [self.most[part] for part in PARTS], 0)
        scale = np.maximum(possible.sum(axis=1), 1)
        points = _adding_up(np.maximum(told, 0), scale, self.fit[rows, columns])
        most = _adding_up(possible, scale, np.where(possible.any(axis=1), FULL, 0))
        return [tuple(map(Part, PARTS, *each)) for each in zip(points.tolist(), most.tolist(), strict=True)]


def fit(candidates: Candidates, wanted: pd.DataFrame, taught: pd.DataFrame, *, need: NeedSettings) -> Fit:
    """The fit of all pairs under the chosen weights; wanted, taught: tables as of gaps.needs and gaps.strengths."""
    shares = _shares(candidates, wanted, taught, need)
    weights = USUAL_WEIGHTS | candidates.choices.weights
    most = {part: STEP[part] * WEIGHT_SHARES[weights[part]] for part in PARTS}
    size = len(candidates.mentors), len(candidates.mentees)
    points = {part: np.empty(size, dtype=np.int16) for part in PARTS}
    total, teaches = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.bool_)
    for rows in _blocks(*size):
        possible, reached = np.zeros((2, *total[rows].shape), dtype=np.int16)
        for part, share in shares.items():
            reaches = share(rows)
            if part == "topics":
                teaches[rows] = reaches > 0
            here = points[part][rows] = _points(reaches, most[part])
            possible += np.int16(most[part]) * (here >= 0)
            reached += np.maximum(here, 0)
        total[rows] = reached * float(FULL) / np.maximum(possible, 1)
    return Fit(points, most, total, teaches)


def _points(reaches: Floats, most: int) -> npt.NDArray[np.int16]:
    """Whole hundredths of these shares of most, −1 where the part was not asked (nan). Overwrites the shares."""
    reaches *= most
    reaches += 1e-6
    np.copyto(reaches, -1, where=np.isnan(reaches))
    return reaches.astype(np.int16)


def _shares(c: Candidates, wanted: pd.DataFrame, taught: pd.DataFrame, need: NeedSettings) -> dict[str, Share]:
    return {
        "topics": _topics(c, wanted, taught),
        "wishes": _wishes(c),
        "return": _return(c, need),
        "common": _common(c),
        "logistics": _logistics(c),
        "unit": _unit(c),
    }


def _blocks(rows: int, columns: int) -> list[slice]:
    """Few rows at a time, so that what is worked out on the way stays small."""
    step = max(BLOCK // max(columns, 1), 1)
    return [slice(start, start + step) for start in range(0, rows, step)]


def _adding_up(values: Points, scale: Points, total: Points) -> Points:
    """Each row of values × 10 000 ÷ its scale as whole numbers whose sum is its total (largest remainders first)."""
    scaled, rest = np.divmod(values * FULL, scale[:, None])
    place = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1)
    return np.asarray(scaled + (place < (total - scaled.sum(axis=1))[:, None]))


def _spread(table: pd.DataFrame, value: "pd.Series[int]", people: tuple[str, ...], topics: list[str]) -> Floats:
    """The values as a matrix people × topics, 0 where there is none."""
    matrix = np.zeros((len(people), len(topics)))
    row, column = places(people, table["person_id"].tolist()), places(topics, table["topic_id"].tolist())
    here = (row >= 0) & (column >= 0)
    matrix[row[here], column[here]] = value.to_numpy(dtype=float)[here]
    return matrix


def _topics(c: Candidates, wanted: pd.DataFrame, taught: pd.DataFrame) -> Share:
    """Share of each mentee's widest needs that a mentor can teach (5 of 5 counts full, 4 counts four fifths)."""
    topics = sorted(wanted["topic_id"].unique())
    urgency = _spread(wanted, wanted["gap"] * wanted["importance"], c.mentees, topics)
    teaching = _spread(taught, taught["proficiency"], c.mentors, topics)
    widest = np.sort(urgency, axis=1)[:, ::-1][:, :NEEDS_THAT_COUNT].sum(axis=1)
    weighed = (urgency / np.maximum(5 * widest, 1)[:, None]).T
    return lambda rows: np.minimum(teaching[rows] @ weighed, 1.0)


def _wishes(c: Candidates) -> Share:
    """Mean of what the two said of each other; a side that named nobody drops out."""
    ranks = pd.to_numeric(c.cohort.preferences["rank"], errors="coerce").to_numpy(dtype=float)
    wishes, ranks = c.cohort.preferences[~np.isnan(ranks)], ranks[~np.isnan(ranks)]
    worth = np.maximum(LISTED_CHOICES + 1 - ranks, 0) / LISTED_CHOICES
    who, whom = wishes["person_id"].tolist(), wishes["other_id"].tolist()
    said = [
        (places(c.mentors, who), places(c.mentees, whom)),
        (places(c.mentors, whom), places(c.mentees, who)),
    ]
    sides = (c.mentors, said[0][0]), (c.mentees, said[1][1])
    named = [np.isin(np.arange(len(side)), place) for side, place in sides]

    def mean(rows: slice) -> Floats:
        total = np.zeros((len(range(*rows.indices(len(c.mentors)))), len(c.mentees)))
        for row, column in said:
            here = (row >= 0) & (column >= 0) & (row >= rows.start) & (row < rows.stop)
            total[row[here] - rows.start, column[here]] += worth[here]
        return total / np.where(
            named[0][rows, None] | named[1], np.add.outer(1.0 * named[0][rows], 1.0 * named[1]), np.nan
        )

    return mean


def _return(c: Candidates, need: NeedSettings) -> Share:
    """Share of the mentor's own needs in which the mentee is strong; a mentor who named none drops out."""
    answers = c.cohort.ratings
    own = answers[unmet(answers, need) & answers["person_id"].isin(c.mentors)]
    can = (answers["proficiency"] >= need.teaches_from).fillna(value=False)
    strong = answers[can & answers["person_id"].isin(c.mentees)]
    topics = sorted(own["topic_id"].unique())
    wanted = _spread(own, own["importance"], c.mentors, topics)
    known = (_spread(strong, strong["proficiency"], c.mentees, topics) > 0).astype(float).T
    total = wanted.sum(axis=1)
    weighed, silent = wanted / np.maximum(total, 1)[:, None], _silent(total == 0)
    return lambda rows: weighed[rows] @ known + silent[rows, None]


def _silent(where: Matrix) -> Floats:
    return np.where(where, np.nan, 0.0)


def _common(c: Candidates) -> Share:
    """Tags in common, three count full; drops out where one of the two named none."""
    lists = [[[tag.lower() for tag in tags] for tags in side["common_ground"]] for side in (c.rows, c.columns)]
    rows, columns = marks(*lists)
    silent = [_silent(side.sum(axis=1) == 0) for side in (rows, columns)]
    others = columns.T / ENOUGH_TAGS
    return lambda block: np.minimum(rows[block] @ others, 1.0) + silent[0][block, None] + silent[1]


def _logistics(c: Candidates) -> Share:
    """Working time in common, four hours count full; 0 where one wants to meet in person at another site."""
    in_person = [(side["mode"] == "in person").to_numpy() for side in (c.rows, c.columns)]
    sites = codes(c.rows["site"], c.columns["site"])

    def share(rows: slice) -> Floats:
        apart = (sites[0][rows, None] != sites[1]) & (sites[0][rows, None] >= 0) & (sites[1] >= 0)
        minutes = np.minimum(c.shared_minutes[rows] / ENOUGH_MINUTES, 1.0)
        return np.where(apart & (in_person[0][rows, None] | in_person[1]), 0.0, minutes)

    return share


def _unit(c: Candidates) -> Share:
    """1 across departments, 0 within one; drops out where one of the two is not known."""
    rows, columns = codes(c.rows["department"], c.columns["department"])
    silent = [_silent(side < 0) for side in (rows, columns)]
    return lambda block: (rows[block, None] != columns) + silent[0][block, None] + silent[1]
