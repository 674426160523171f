"""A second look at the pairs by code that shares nothing with the engine: person by person, in plain loops.

It reads proof.json as proof wrote it and the cohort's tables, and asks: is this the proof of these people and
decisions (check_origin); does every pair keep every rule (check_rules), its places and what was decided by hand
(check_places); stood every pair that the rules allow for choice, and no other, each with its fit (check_fit); do the
prices prove that no other set of pairs is better (check_bounds). Where choice is respected (objective “choice”) the
points mix fit and wishes: then the fits are not worked out again.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from reverse_mentoring.decide.proving.check_fit import Fits
from reverse_mentoring.decide.proving.check_origin import foreign
from reverse_mentoring.decide.proving.check_places import Places
from reverse_mentoring.decide.proving.check_quotas import quota_claim, quotas_hold
from reverse_mentoring.decide.proving.check_rules import NOTHING_TO_TEACH, Rules
from reverse_mentoring.words.choices import GapChoices, IdPair, MatchingChoices
from reverse_mentoring.words.cohort import Cohort

Proof = dict[str, Any]
MOST_FITS = 40_000
"""Of more possible pairs the fits of so many are worked out again: of the pairs found, and of every k-th on offer."""
MANY = 10_000
"""Possible pairs, or people in the roster, above which a quick look leaves out what takes long."""
BEST = {
    "total": "no other set of pairs serves more people, or as many with a larger total",
    "floor": "no other set of pairs serves more people, and none lifts the lowest pair higher",
    "worst_first": "no other set of pairs serves more people, and none lifts the lowest pair higher, then the next",
    "choice": "no other set of pairs serves more people, or as many with more of fit and choice together",
}


@dataclass(frozen=True)
class Checked:
    """broken: what is wrong, as sentences without names; empty = every rule kept, none better. sentence: the verdict
    for the screen. possible: pairs that the rules were asked about; fits: of how many the fit was worked out again."""

    broken: tuple[str, ...]
    sentence: str
    possible: int = 0
    fits: int = 0


def checked(
    proof: Proof,
    cohort: Cohort,
    choices: MatchingChoices,
    *,
    gap: GapChoices | None = None,
    thorough: bool = True,
) -> Checked:
    """What a second look at a proof says. gap: what was chosen in step 1; without it the proof is taken at its word.

    Pairs that are decided or under way are held only to the rules that always bind. thorough=False leaves out, of
    many people, what takes long: whether the right pairs stood for choice with their right fit, and the inputs' hash.
    """
    quick = not thorough and max(_possible(proof), len(cohort.roster)) > MANY
    look = _Look(proof, cohort, choices)
    kept = (*look.kept_rules(), *look.places.within())
    elsewhere = foreign(proof, cohort, choices, gap=gap, with_inputs=not quick)
    if elsewhere or proof["decided"]:
        return look.checked((*elsewhere, *kept))
    other_people = look.places.open_ones()
    by_hand = (*kept, *look.places.by_hand(look.forbidden), *look.places.proposals())
    if other_people:
        return look.checked((*by_hand, *other_people))
    return look.checked((*by_hand, *(() if quick else look.offers()), *quotas_hold(proof, cohort, choices)))


def broken(
    proof: Proof,
    cohort: Cohort,
    choices: MatchingChoices,
    *,
    gap: GapChoices | None = None,
    thorough: bool = True,
) -> tuple[str, ...]:
    """What is wrong with the pairs of a proof, as sentences without names; empty = every rule kept, none better."""
    return checked(proof, cohort, choices, gap=gap, thorough=thorough).broken


def verdict(
    proof: Proof,
    cohort: Cohort,
    choices: MatchingChoices,
    *,
    gap: GapChoices | None = None,
    thorough: bool = True,
) -> str:
    """One sentence for the screen: what is proven, else what is wrong."""
    return checked(proof, cohort, choices, gap=gap, thorough=thorough).sentence


def _possible(proof: Proof) -> int:
    return len(proof["mentees"]) * len(set(proof["places"]))


class _Look:
    """Asks the rules and the fits, and counts what was asked."""

    def __init__(self, proof: Proof, cohort: Cohort, choices: MatchingChoices) -> None:
        self._proof, self._objective = proof, choices.objective
        self.places = Places(proof, cohort, choices)
        self._found = set(self.places.pairs)
        self._fits = Fits(cohort, choices, need=proof["need"], topics=proof["topics"])
        everybody = {person for pair in self._found for person in pair}
        self._rules = Rules(cohort, choices, self._fits, outside=everybody)
        self._asked = self._rules.binding if proof["decided"] else self._rules.binding | self._rules.open_
        self._possible = self._on_offer = self._fits_seen = 0

    def kept_rules(self) -> tuple[str, ...]:
        """Every rule asked of every pair; a pin may overrule “nothing to teach”."""
        found, pins = Counter[str](), set(self.places.pins)
        for pair in self.places.pairs:
            if self._proof["decided"] or self.places.take_part(pair):
                for name, stands_against in self._asked.items():
                    found[name] += stands_against(*pair) and not (name == NOTHING_TO_TEACH and pair in pins)
        return tuple(f"“{name}” is broken by {_some(count)}." for name, count in found.items() if count)

    def forbidden(self, pair: IdPair) -> bool:
        """Whether a pin of this pair cannot hold."""
        return any(stands(*pair) for name, stands in self._asked.items() if name != NOTHING_TO_TEACH)

    def offers(self) -> tuple[str, ...]:
        """Every pair that the rules allow stood for choice, no other, and each with its fit (see MOST_FITS)."""
        points, mentors = self._proof["points"], sorted(set(self._proof["places"]))
        left_out, wrong, step = 0, 0, -(-_possible(self._proof) // MOST_FITS)
        against = self._rules.against(mentors)
        for mentee in sorted(points):
            self._possible += len(mentors)
            barred, offered = against(mentee), points[mentee]
            for mentor in mentors:
                if mentor in barred:
                    continue
                if mentor in offered:
                    wrong += self._has_other_fit((mentor, mentee), step)
                else:
                    left_out += 1
        forbidden = sum(map(len, points.values())) - self._on_offer
        said = {
            f"{_some(left_out)} that the rules allow did not stand for choice.": left_out,
            f"{_some(forbidden)} that a rule forbids stood for choice.": forbidden,
            f"The fit of {_some(wrong)} is not what follows from the answers.": wrong,
        }
        return tuple(sentence for sentence, count in said.items() if count)

    def _has_other_fit(self, pair: IdPair, step: int) -> bool:
        self._on_offer += 1
        if self._objective == "choice" or (self._on_offer % step and pair not in self._found):
            return False
        self._fits_seen += 1
        return bool(self._fits.fit(*pair) != self._proof["points"][pair[1]][pair[0]])

    def checked(self, found: tuple[str, ...]) -> Checked:
        return Checked(found, " ".join(found) or self._proven(), self._possible, self._fits_seen)

    def _proven(self) -> str:
        pairs, rules = _some(len(self._found)), f"{len(self._asked)} rules each"
        if self._proof["decided"]:
            return f"Checked by a second program: {pairs} as decided, {rules}; other pairs were not compared."
        seen = f", {self._possible:,} possible pairs" if self._possible else ""
        if seen and self._objective != "choice":
            whole = self._fits_seen == self._on_offer
            seen += " recomputed" if whole else f" asked about and {self._fits_seen:,} fits recomputed"
        elif seen:
            seen += " asked about"
        best = quota_claim(self._proof) or BEST[self._objective]
        if not self._proof["quotas"]["kept"]:
            best += "; your minima and limits are not kept"
        return f"Proven by a second program: {pairs}, {rules}{seen}; {best}."


def _some(count: int) -> str:
    return "1 pair" if count == 1 else f"{count:,} pairs"
