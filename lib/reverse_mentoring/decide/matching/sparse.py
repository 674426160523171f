"""The best pairs of very many people: from the best candidates of each, with how much that can have cost at most.

Of each person the best allowed candidates are kept. On those, most people served and then the largest total is a flow
of least cost, solved exactly (extra “large”, OR-Tools). Its prices then meet every allowed pair, block by block: what
each mentee could gain above them, summed, is the most that leaving pairs out can have cost. Where somebody could gain,
those pairs are taken in and all is solved again; a gap of 0 proves that there is nothing better.
Source: column generation, Gilmore & Gomory 1961; duality of flows: Schrijver 2003, ch. 12.
"""

from dataclasses import dataclass

import numpy as np

from reverse_mentoring.decide.matching.crowd import Block, Crowd
from reverse_mentoring.decide.matching.task import Whole
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.problems import Refused

CANDIDATES, ROUNDS, TAKEN_IN = 50, 4, 5
"""Best candidates kept of each person; how often all is solved; pairs taken in for a mentee who could gain."""
TIE = 20
"""Bits by which equal candidates are told apart."""
MISSING = (
    "For so many people the extra “large” is needed: pip install reverse-mentoring[large]. "
    "Or split the cohort by site or time zone."
)


@dataclass(frozen=True)
class Edges:
    """Allowed pairs that are looked at closely: places in the crowd, and what a pair is worth apart from serving."""

    mentor: Whole
    mentee: Whole
    worth: Whole


@dataclass(frozen=True)
class SparseAnswer:
    """pairs: found beside the pins; worth: of all of them, as of Crowd; served: people. gap: no other pairs are worth
    more than worth + gap. looked_at: pairs among which the best were found."""

    pairs: tuple[IdPair, ...]
    pins: tuple[IdPair, ...]
    served: int
    worth: int
    gap: int
    worth_of_serving: int
    looked_at: int

    @property
    def more_served(self) -> int:
        """How many more people other pairs could serve at most."""
        return (self.worth % self.worth_of_serving + self.gap) // self.worth_of_serving

    @property
    def sentence(self) -> str:
        """What is proven, for the screen."""
        if not self.gap:
            return "Proven: no other pairs serve more people, and none that serve as many fit better in total."
        if self.more_served:
            return (
                f"Each person's best candidates were compared. Other pairs could serve {self.more_served} more at most."
            )
        return (
            "Each person's best candidates were compared. No other pairs serve more people; "
            f"in total they could fit better by {self.gap / 100:,.1f} points at most."
        )


def best_of_candidates(of: Crowd, *, candidates: int = CANDIDATES, rounds: int = ROUNDS) -> SparseAnswer:
    """The best pairs among each person's best candidates, and how much better any others could be.

    Refused if OR-Tools (extra “large”) is not installed. ValueError if the flow cannot be proven to be the best one.
    """
    edges = _best_candidates(of, candidates)
    for left in reversed(range(rounds)):
        mentor_of, own = _solved(of, edges)
        prices, gains = _prices(of, edges, mentor_of, own)
        gap, missed = _missed(of, prices, gains)
        if not gap or not left:
            break
        edges = _together(edges, missed)
    paired = np.flatnonzero(mentor_of >= 0)
    fresh = np.unique(mentor_of[paired])
    served = len(paired) + int(of.first[fresh].sum())
    return SparseAnswer(
        pairs=tuple((of.mentors[mentor_of[i]], of.mentees[i]) for i in paired),
        pins=of.pins,
        served=served,
        worth=int(own[paired].sum()) + of.worth_of_serving * served,
        gap=gap,
        worth_of_serving=of.worth_of_serving,
        looked_at=len(edges.worth),
    )


def _best_candidates(of: Crowd, most: int) -> Edges:
    """The best pairs of each mentee and of each mentor."""
    best = np.full((len(of.mentors), most), -1, dtype=np.int64)
    whom = np.zeros((len(of.mentors), most), dtype=np.int64)
    found = []
    for block in of.blocks():
        keys = np.where(block.worth < 0, -1, (block.worth << TIE) | _tie(block))
        found.append(_of_mentees(block, keys, most))
        together = np.hstack([best[block.mentors], keys])
        names = np.hstack([whom[block.mentors], np.broadcast_to(block.mentees, keys.shape)])
        top = np.argpartition(together, -most, axis=1)[:, -most:]
        best[block.mentors] = np.take_along_axis(together, top, axis=1)
        whom[block.mentors] = np.take_along_axis(names, top, axis=1)
    mentor, rank = np.nonzero(best >= 0)
    return _together(*found, Edges(mentor, whom[mentor, rank], best[mentor, rank] >> TIE))


def _tie(block: Block) -> Whole:
    """A number from the places of the two, which follow their names."""
    a, b = (side.astype(np.uint64) * np.uint64(odd) for side, odd in
            ((block.mentors, 0x9E3779B97F4A7C15), (block.mentees, 0xC2B2AE3D27D4EB4F)))  # fmt: skip
    mixed = (a[:, None] ^ (b >> np.uint64(7))) * np.uint64(0xD6E8FEB86659FD93)
    return (mixed >> np.uint64(64 - TIE)).astype(np.int64)


def _of_mentees(block: Block, keys: Whole, most: int) -> Edges:
    """The pairs of each mentee with the largest keys; none whose key is below 0."""
    if not len(keys):
        return Edges(*np.zeros((3, 0), dtype=np.int64))
    most = min(most, len(keys))
    top = np.argpartition(keys, -most, axis=0)[-most:]
    rank, column = np.nonzero(np.take_along_axis(keys, top, axis=0) >= 0)
    row = top[rank, column]
    return Edges(block.mentors[row], block.mentees[column], block.worth[row, column])


def _together(*parts: Edges) -> Edges:
    """All of them, each pair once, by mentee and mentor."""
    mentor, mentee, worth = (np.concatenate([getattr(part, name) for part in parts]) for name in
                             ("mentor", "mentee", "worth"))  # fmt: skip
    _, once = np.unique(mentee * (mentor.max(initial=0) + 1) + mentor, return_index=True)
    return Edges(mentor[once], mentee[once], worth[once])


def _solved(of: Crowd, edges: Edges) -> tuple[Whole, Whole]:
    """The mentor of each mentee, or −1, and the worth of the pair, as a flow of least cost: mentees → mentors → end."""
    try:
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
    except ImportError as missing:
        raise Refused(MISSING) from missing
    mentees, end, serving = len(of.mentees), len(of.mentees) + len(of.mentors), of.worth_of_serving
    flow, most = SimpleMinCostFlow(), int(edges.worth.max(initial=0))
    one = np.ones(mentees, dtype=np.int64)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        edges.mentee, mentees + edges.mentor, np.ones_like(edges.worth), most - edges.worth
    )
    for places, cost in ((1 * of.first, 0), (of.places - of.first, serving)):
        mentor = np.flatnonzero(places)
        flow.add_arcs_with_capacity_and_unit_cost(
            mentees + mentor, np.full(len(mentor), end), places[mentor], np.full(len(mentor), cost)
        )
    flow.add_arcs_with_capacity_and_unit_cost(np.arange(mentees), end * one, one, (most + 2 * serving) * one)
    flow.set_nodes_supplies(np.append(np.arange(mentees), end), np.append(one, -mentees))
    if flow.solve() != flow.OPTIMAL:
        raise Refused("So many people cannot be paired in one go. Split the cohort by site or time zone.")
    used = flow.flows(arcs) > 0
    mentor_of, own = np.full(mentees, -1, dtype=np.int64), np.zeros(mentees, dtype=np.int64)
    mentor_of[edges.mentee[used]], own[edges.mentee[used]] = edges.mentor[used], edges.worth[used]
    return mentor_of, own


def _prices(of: Crowd, edges: Edges, mentor_of: Whole, own: Whole) -> tuple[Whole, Whole]:
    """The smallest price of each mentor, and what each mentee gains above it; together they prove the flow.

    A mentor's price is what others lose by one more mentee there: from −serving, where the mentor has no other one.
    """
    serving = of.worth_of_serving
    load = np.bincount(mentor_of[mentor_of >= 0], minlength=len(of.mentors))
    prices = np.where(of.first & (load <= 1), -serving, 0)
    now = mentor_of[edges.mentee]
    alone = now < 0
    np.maximum.at(prices, edges.mentor[alone], edges.worth[alone] + serving)
    more = edges.worth - own[edges.mentee]
    changed = np.ones(len(of.mentors), dtype=np.bool_)
    for _ in range(len(of.mentors) + 1):
        active = ~alone & changed[now]
        raised = prices.copy()
        np.maximum.at(raised, edges.mentor[active], more[active] + prices[now[active]])
        changed = raised > prices
        prices = raised
        if not changed.any():
            break
    gains = np.where(mentor_of >= 0, own + serving - prices[mentor_of], 0) if len(prices) else 0 * own
    _prove(
        of, edges, prices, gains, int((own + serving)[mentor_of >= 0].sum()) + serving * int(of.first[load > 0].sum())
    )
    return prices, gains


def _prove(of: Crowd, edges: Edges, prices: Whole, gains: Whole, worth: int) -> None:
    covered = gains[edges.mentee] + prices[edges.mentor] >= edges.worth + of.worth_of_serving
    first, others = np.maximum(prices + of.worth_of_serving, 0), np.maximum(prices, 0)
    bound = int(gains.sum() + first[of.first].sum() + (others * (of.places - of.first)).sum())
    if not (covered.all() and gains.min(initial=0) >= 0 and bound == worth):
        raise ValueError("The pairs could not be proven to be the best among the candidates.")


def _missed(of: Crowd, prices: Whole, gains: Whole) -> tuple[int, Edges]:
    """What mentees could gain by all allowed pairs more than by the candidates, summed; and the pairs that it takes."""
    gap, found = 0, []
    for block in of.blocks():
        offer = block.worth + of.worth_of_serving - prices[block.mentors, None] - gains[block.mentees]
        offer[block.worth < 0] = 0
        gap += int(offer.max(axis=0, initial=0).sum())
        found.append(_of_mentees(block, np.where(offer > 0, offer, -1), TAKEN_IN))
    return gap, _together(*found) if found else Edges(*np.zeros((3, 0), dtype=np.int64))
