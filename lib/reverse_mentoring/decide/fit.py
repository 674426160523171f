"""How well each mentor answers each mentee's needs, in whole hundredths of a point, with named parts.

An unanswered question drops out of its part and of what the part could reach, so that silence is never held
against anybody. fit = 10 000 × points reached ÷ points possible. Gender, age, ethnicity and personality are
not collected; free text is for people to read and is not scored.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.decide.eligibility import Candidates
from reverse_mentoring.words.choices import WEIGHT_SHARES, Weight
from reverse_mentoring.words.pairs import PARTS, Part
from reverse_mentoring.words.settings import NeedSettings

Points = npt.NDArray[np.int64]

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


@dataclass(frozen=True)
class Fit:
    """Matrices mentors × mentees. points[part] of possible[part] in hundredths; fit 0–10 000;
    teaches: at least one topic that the mentee needs and wants and the mentor can and will teach."""

    points: dict[str, Points]
    possible: dict[str, Points]
    fit: Points
    teaches: npt.NDArray[np.bool_]

    def parts(self, row: int, column: int) -> tuple[Part, ...]:
        """The parts of one pair on the scale 0–10 000; they add up to its fit exactly."""
        reached = {part: int(self.points[part][row, column]) for part in PARTS}
        possible = {part: int(self.possible[part][row, column]) for part in PARTS}
        scale = max(sum(possible.values()), 1)
        return tuple(
            Part(part, points, most)
            for part, points, most in zip(
                PARTS,
                _adding_up(list(reached.values()), scale, int(self.fit[row, column])),
                _adding_up(list(possible.values()), scale, FULL if any(possible.values()) else 0),
                strict=True,
            )
        )


def fit(candidates: Candidates, wanted: pd.DataFrame, taught: pd.DataFrame, *, need: NeedSettings) -> Fit:
    """The fit of all pairs under the chosen weights; wanted, taught: tables as of gaps.needs and gaps.strengths."""
    topic_share, teaches = _topics(candidates, wanted, taught)
    shares = {
        "topics": topic_share,
        "wishes": _wishes(candidates),
        "return": _return(candidates, need),
        "common": _common(candidates),
        "logistics": _logistics(candidates),
        "unit": _unit(candidates),
    }
    weights = USUAL_WEIGHTS | candidates.choices.weights
    most = {part: STEP[part] * WEIGHT_SHARES[weights[part]] for part in PARTS}
    possible = {part: np.where(np.isnan(shares[part]), 0, most[part]).astype(np.int64) for part in PARTS}
    points = {part: np.floor(np.nan_to_num(shares[part]) * most[part] + 1e-6).astype(np.int64) for part in PARTS}
    reached = np.add.reduce(list(points.values()), axis=0)
    total = reached * FULL // np.maximum(np.add.reduce(list(possible.values()), axis=0), 1)
    return Fit(points, possible, total, teaches)


def _adding_up(values: list[int], scale: int, total: int) -> list[int]:
    """The values × 10 000 ÷ scale as whole numbers whose sum is total (largest remainders first)."""
    scaled = [value * FULL // scale for value in values]
    by_remainder = sorted(range(len(values)), key=lambda i: -(values[i] * FULL % scale))
    for i in by_remainder[: max(total - sum(scaled), 0)]:
        scaled[i] += 1
    return scaled


def _spread(table: pd.DataFrame, value: "pd.Series[int]", people: tuple[str, ...], topics: list[str]) -> Points:
    """The values as a matrix people × topics, 0 where there is none."""
    matrix = np.zeros((len(people), len(topics)), dtype=np.int64)
    row, column = (pd.Index(axis).get_indexer(pd.Index(ids)) for axis, ids in
                   ((people, table["person_id"]), (topics, table["topic_id"])))  # fmt: skip
    here = (row >= 0) & (column >= 0)
    matrix[row[here], column[here]] = value.to_numpy(dtype=np.int64)[here]
    return matrix


def _topics(
    c: Candidates, wanted: pd.DataFrame, taught: pd.DataFrame
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Share of each mentee's widest needs that a mentor can teach (5 of 5 counts full, 4 counts four fifths)."""
    topics = sorted(set(wanted["topic_id"]))
    urgency = _spread(wanted, wanted["gap"] * wanted["importance"], c.mentees, topics)
    teaching = _spread(taught, taught["proficiency"], c.mentors, topics)
    widest = np.sort(urgency, axis=1)[:, ::-1][:, :NEEDS_THAT_COUNT].sum(axis=1)
    served = teaching @ urgency.T
    share = np.minimum(served / np.maximum(5 * widest, 1)[None, :], 1.0)
    return share, (teaching > 0).astype(np.int64) @ (urgency > 0).astype(np.int64).T > 0


def _wishes(c: Candidates) -> npt.NDArray[np.float64]:
    """Mean of what the two said of each other; a side that named nobody drops out, nan where both did."""
    ranks = pd.to_numeric(c.cohort.preferences["rank"], errors="coerce")
    wishes = c.cohort.preferences[ranks.notna()].assign(worth=(LISTED_CHOICES + 1 - ranks.dropna()).clip(0))
    sides = []
    for people, others in ((c.mentors, c.mentees), (c.mentees, c.mentors)):
        row = pd.Index(people).get_indexer(pd.Index(wishes["person_id"]))
        column = pd.Index(others).get_indexer(pd.Index(wishes["other_id"]))
        side = np.full((len(people), len(others)), np.nan)
        side[np.unique(row[row >= 0])] = 0.0
        here = (row >= 0) & (column >= 0)
        side[row[here], column[here]] = wishes["worth"].to_numpy(dtype=float)[here] / LISTED_CHOICES
        sides.append(side)
    return _mean_of_answers(sides[0], sides[1].T)


def _mean_of_answers(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    count = (~np.isnan(a)).astype(float) + ~np.isnan(b)
    total = np.nan_to_num(a) + np.nan_to_num(b)
    return np.divide(total, count, out=np.full(a.shape, np.nan), where=count > 0)


def _return(c: Candidates, need: NeedSettings) -> npt.NDArray[np.float64]:
    """Share of the mentor's own needs in which the mentee is strong; nan where the mentor named none."""
    answers = c.cohort.ratings.dropna(subset=["importance", "proficiency"])
    gap = answers["importance"] - answers["proficiency"]
    own = answers[
        answers["person_id"].isin(c.mentors)
        & (answers["importance"] >= need.importance_at_least)
        & (answers["proficiency"] <= need.proficiency_at_most)
        & (gap >= need.gap_at_least)
    ]
    strong = c.cohort.ratings.dropna(subset=["proficiency"])
    strong = strong[strong["proficiency"] >= need.teaches_from]
    topics = sorted(set(own["topic_id"]))
    wanted = _spread(own, own["importance"], c.mentors, topics)
    known = _spread(strong, strong["proficiency"], c.mentees, topics) > 0
    total = wanted.sum(axis=1).astype(float)[:, None]
    shape = (len(c.mentors), len(c.mentees))
    return np.divide(wanted @ known.T.astype(np.int64), total, out=np.full(shape, np.nan), where=total > 0)


def _common(c: Candidates) -> npt.NDArray[np.float64]:
    """Tags in common, three count full; nan where one of the two named none."""
    tags = sorted({t.lower() for side in (c.rows, c.columns) for each in side["common_ground"] for t in each})
    rows, columns = (
        np.array([[tag in {t.lower() for t in each} for tag in tags] for each in side["common_ground"]], dtype=float)
        .reshape(len(side), len(tags))
        for side in (c.rows, c.columns)
    )  # fmt: skip
    share = np.minimum(rows @ columns.T / ENOUGH_TAGS, 1.0)
    share[~rows.any(axis=1)] = np.nan
    share[:, ~columns.any(axis=1)] = np.nan
    return share


def _logistics(c: Candidates) -> npt.NDArray[np.float64]:
    """Working time in common, four hours count full; 0 where one wants to meet in person at another site."""
    share = np.minimum(c.shared_minutes / ENOUGH_MINUTES, 1.0)
    in_person = (c.rows["mode"] == "in person").to_numpy()[:, None] | (c.columns["mode"] == "in person").to_numpy()
    sites, others = (side["site"].to_numpy(dtype=object) for side in (c.rows, c.columns))
    apart = np.not_equal(sites[:, None], others[None, :]).astype(bool) & (sites != "")[:, None] & (others != "")
    return np.where(in_person & apart, 0.0, share)


def _unit(c: Candidates) -> npt.NDArray[np.float64]:
    """1 across departments, 0 within one, nan where one of the two is not known."""
    rows, columns = (side["department"].to_numpy(dtype=object) for side in (c.rows, c.columns))
    known = (rows != "")[:, None] & (columns != "")[None, :]
    return np.where(known, np.not_equal(rows[:, None], columns[None, :]).astype(float), np.nan)
