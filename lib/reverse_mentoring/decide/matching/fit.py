"""How well each mentor answers each mentee's needs, in whole hundredths of a point, with named parts.

An unanswered question drops out of its part and of what the part could reach, so that silence is never held
against anybody. fit = 10 000 × points reached ÷ points possible. Gender, age, ethnicity and personality are
not collected; free text is for people to read and is not scored.
"""

from collections import defaultdict
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
Hundredths = npt.NDArray[np.int16]
Said = tuple[list[str], list[str], Floats]
"""Person, topic and value of some answers."""
Share = Callable[[slice], Hundredths]
"""A block of mentors → what each pair reaches of one part: mentors × mentees; −1 where it was not asked."""

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
EVERY_ROW = slice(None)
ENOUGH_TAGS, ENOUGH_MINUTES, LISTED_CHOICES = 3, 240, 5
GENEROUS = 1 + 1e-9
"""What is worked out in fractions may fall short of a whole hundredth by as much as a computer rounds."""
BLOCK = 2**16
"""Pairs worked out at a time: what is worked out on the way stays near the processor, and matrices are large enough to
multiply."""


@dataclass(frozen=True)
class Fit:
    """Matrices mentors × mentees. points[part]: hundredths reached of most[part], −1 where the part was not asked;
    fit 0–10 000; teaches: at least one topic that the mentee needs and wants and the mentor can and will teach."""

    points: dict[str, Hundredths]
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
    weights = USUAL_WEIGHTS | candidates.choices.weights
    most = {part: STEP[part] * WEIGHT_SHARES[weights[part]] for part in PARTS}
    urgency, teaching = _urgency_and_teaching(candidates, wanted, taught)
    shares = {
        "topics": _topics(urgency, teaching, most["topics"]),
        "wishes": _wishes(candidates, most["wishes"]),
        "return": _return(candidates, need, most["return"]),
        "common": _common(candidates, most["common"]),
        "logistics": _logistics(candidates, most["logistics"]),
        "unit": _unit(candidates, most["unit"]),
    }
    size = len(candidates.mentors), len(candidates.mentees)
    points = {part: np.empty(size, dtype=np.int16) for part in PARTS}
    total = np.empty(size, dtype=np.int64)
    for rows in _blocks(*size):
        possible = np.full(total[rows].shape, sum(most.values()), dtype=np.int16)
        reached = np.zeros_like(possible)
        for part, share in shares.items():
            here = points[part][rows] = share(rows)
            reached += here
            if here.min(initial=0) < 0:
                silent = (here < 0).astype(np.int16)
                possible -= silent * np.int16(most[part])
                reached += silent  # as −1 stood there
        total[rows] = reached * float(FULL) / np.maximum(possible, np.int16(1))
    teaches = (teaching > 0).astype(np.float32) @ (urgency > 0).T.astype(np.float32) > 0
    return Fit(points, most, total, teaches)


def _blocks(rows: int, columns: int) -> list[slice]:
    """Few rows at a time, so that what is worked out on the way stays small."""
    step = max(BLOCK // max(columns, 1), 1)
    return [slice(start, start + step) for start in range(0, rows, step)]


def _points(reached: Floats, rows: Matrix, columns: Matrix) -> Hundredths:
    """Whole hundredths; −1 for these mentors and these mentees, who said nothing."""
    points = reached.astype(np.int16)
    points[rows] = -1
    points[:, columns] = -1
    return points


def _adding_up(values: Points, scale: Points, total: Points) -> Points:
    """Each row of values × 10 000 ÷ its scale as whole numbers whose sum is its total (largest remainders first)."""
    scaled, rest = np.divmod(values * FULL, scale[:, None])
    place = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1)
    return np.asarray(scaled + (place < (total - scaled.sum(axis=1))[:, None]))


def _spread(said: Said, people: Sequence[str], topics: Sequence[str]) -> Floats:
    """The values as a matrix people × topics, 0 where there is none."""
    matrix = np.zeros((len(people), len(topics)))
    row, column = places(people, said[0]), places(topics, said[1])
    here = (row >= 0) & (column >= 0)
    matrix[row[here], column[here]] = said[2][here]
    return matrix


def _said(table: pd.DataFrame, value: Floats, where: Matrix | slice) -> Said:
    """That value in these rows of a table, and of whom and what it is said."""
    people, topics = (table[column].to_numpy(dtype=object)[where].tolist() for column in ("person_id", "topic_id"))
    return people, topics, value[where]


def _urgency_and_teaching(c: Candidates, wanted: pd.DataFrame, taught: pd.DataFrame) -> tuple[Floats, Floats]:
    """How urgent each mentee's needs are and how well each mentor can teach that: people × topics, 0 where not."""
    gap, importance, level = (
        table[column].to_numpy(dtype=float)
        for table, column in ((wanted, "gap"), (wanted, "importance"), (taught, "proficiency"))
    )
    needed, offered = _said(wanted, gap * importance, EVERY_ROW), _said(taught, level, EVERY_ROW)
    topics = sorted(set(needed[1]))
    return _spread(needed, c.mentees, topics), _spread(offered, c.mentors, topics)


def _topics(urgency: Floats, teaching: Floats, most: int) -> Share:
    """Share of each mentee's widest needs that a mentor can teach (5 of 5 counts full, 4 counts four fifths)."""
    widest = np.sort(urgency, axis=1)[:, ::-1][:, :NEEDS_THAT_COUNT].sum(axis=1)
    weighed = (urgency * (most * GENEROUS) / np.maximum(5 * widest, 1)[:, None]).T
    return lambda rows: np.minimum(teaching[rows] @ weighed, most).astype(np.int16)


def _wishes(c: Candidates, most: int) -> Share:
    """Mean of what the two said of each other; a side that named nobody drops out."""
    row, column = c.places
    told = defaultdict[tuple[int, int], float](float)
    for (who, whom), rank in c.ranks.items():
        mentor, mentee = (who, whom) if who in row else (whom, who)
        if mentor in row and mentee in column:
            told[row[mentor], column[mentee]] += max(LISTED_CHOICES + 1 - int(rank), 0) / LISTED_CHOICES
    choosy = {who for who, _ in c.ranks}
    named = [np.array([person in choosy for person in side], dtype=np.bool_) for side in (c.mentors, c.mentees)]
    at = np.array([*told], dtype=np.intp).reshape(-1, 2).T
    worth = np.array([*told.values()]) * (most * GENEROUS) / (1 * named[0][at[0]] + named[1][at[1]])

    def points(rows: slice) -> Hundredths:
        reached = (named[0][rows, None] | named[1]).astype(np.int16) - np.int16(1)
        here = (at[0] >= rows.start) & (at[0] < rows.stop)
        reached[at[0][here] - rows.start, at[1][here]] = worth[here]
        return reached

    return points


def _return(c: Candidates, need: NeedSettings, most: int) -> Share:
    """Share of the mentor's own needs in which the mentee is strong; a mentor who named none drops out."""
    answers = c.cohort.ratings
    importance, level = (answers[each].to_numpy(dtype=float, na_value=np.nan) for each in ("importance", "proficiency"))
    own, strong = _said(answers, importance, unmet(answers, need)), _said(answers, level, level >= need.teaches_from)
    topics = sorted(set(own[1]))
    wanted, known = _spread(own, c.mentors, topics), _spread(strong, c.mentees, topics) > 0
    total = wanted.sum(axis=1)
    weighed, others = wanted * (most * GENEROUS) / np.maximum(total, 1)[:, None], known.T.astype(float)
    silent, answered = total == 0, np.zeros(len(c.mentees), dtype=np.bool_)
    return lambda rows: _points(weighed[rows] @ others, silent[rows], answered)


def _common(c: Candidates, most: int) -> Share:
    """Tags in common, three count full; drops out where one of the two named none."""
    lists = [[[tag.lower() for tag in tags] for tags in side["common_ground"].tolist()] for side in (c.rows, c.columns)]
    rows, columns = marks(*lists)
    silent = [np.equal(side.sum(axis=1), 0) for side in (rows, columns)]
    others = columns.T * (most * GENEROUS / ENOUGH_TAGS)
    return lambda block: _points(np.minimum(rows[block] @ others, most), silent[0][block], silent[1])


def _logistics(c: Candidates, most: int) -> Share:
    """Working time in common, four hours count full; 0 where one wants to meet in person at another site."""
    in_person = [side["mode"] == "in person" for side in (c.rows, c.columns)]
    sites = codes(c.rows["site"], c.columns["site"])

    def share(rows: slice) -> Hundredths:
        minutes = np.minimum(c.shared_minutes[rows], ENOUGH_MINUTES)
        unknown = np.isnan(minutes)
        minutes[unknown] = 0
        points = (minutes * np.float64(most * GENEROUS / ENOUGH_MINUTES)).astype(np.int16)
        points[unknown] = -1
        apart = (sites[0][rows, None] != sites[1]) & (sites[0][rows, None] >= 0) & (sites[1] >= 0)
        points[apart & (in_person[0][rows, None] | in_person[1])] = 0
        return points

    return share


def _unit(c: Candidates, most: int) -> Share:
    """1 across departments, 0 within one; drops out where one of the two is not known."""
    rows, columns = codes(c.rows["department"], c.columns["department"])
    return lambda block: _points((rows[block, None] != columns) * np.int16(most), rows[block] < 0, columns < 0)
