"""Do the pairs of a proof keep to the places that people have and to what was decided by hand? Counted again by code
that shares nothing with the engine."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.cohort import Cohort

Proof = dict[str, Any]


class Places:
    """Who has how many places, and what a proof makes of them; each method returns what is wrong, as sentences.

    pairs, pins: of the proof. role: person → mentor or mentee, of those who take part.
    """

    def __init__(self, proof: Proof, cohort: Cohort, choices: MatchingChoices) -> None:
        self._proof, self._cohort, self._choices = proof, cohort, choices
        people = cohort.participants
        self.role = dict(zip(people["person_id"], people["role"], strict=True))
        said = dict(zip(people["person_id"], people["capacity"].fillna(1).astype(int), strict=True)) | choices.capacity
        self._places = {p: min(most, 1) if self.role.get(p) == "mentee" else most for p, most in said.items()}
        self.pairs: list[IdPair] = [(mentor, mentee) for mentor, mentee in proof["pairs"]]
        self.pins: list[IdPair] = [(mentor, mentee) for mentor, mentee in proof["pins"]]

    def take_part(self, pair: IdPair) -> bool:
        """The first as mentor, the second as mentee."""
        return self.role.get(pair[0]) == "mentor" and self.role.get(pair[1]) == "mentee"

    def within(self) -> list[str]:
        """Nobody has more partners than places; decided pairs are those that were decided or are under way."""
        said = ["A pair is listed twice."] if len(self.pairs) > len(set(self.pairs)) else []
        decided = self._decided()
        if decided != set(self.pairs) and (decided is not None or self._proof["decided"]):
            return [*said, "The pairs are not those that were decided or are under way."]
        if self._proof["decided"]:
            return said
        partners = Counter(person for pair in self.pairs for person in pair)
        over = sum(count > self._places.get(person, 0) for person, count in partners.items())
        more = "1 person has" if over == 1 else f"{over:,} people have"
        return [*said, f"{more} more partners than places."] if over else said

    def _decided(self) -> set[IdPair] | None:
        """What was decided and is not over, and what else is under way."""
        known, final = self._cohort.pairs, self._choices.final
        if final is None and known.empty:
            return None
        states = dict(zip(zip(known["mentor_id"], known["mentee_id"], strict=True), known["state"], strict=True))
        return {pair for pair in {*(final or ()), *states} if states.get(pair, "") in ("", "active")}

    def by_hand(self, forbidden: Callable[[IdPair], bool]) -> list[str]:
        """Pins and accepted proposals that no rule forbids stand, as far as there are places; nothing else counts as
        pinned."""
        left, hold = Counter(self._places), []
        for pair in dict.fromkeys((*self._choices.accepted, *self._choices.pins)):
            if self.take_part(pair) and min(left[pair[0]], left[pair[1]]) > 0 and not forbidden(pair):
                hold.append(pair)
                left.subtract(pair)
        lost = set(hold) - (set(self.pairs) & set(self.pins))
        said = ["1 pair was" if len(lost) == 1 else f"{len(lost):,} pairs were"] if lost else []
        said = [f"{which} pinned or accepted and did not stay." for which in said]
        return [*said, "A pair counts as pinned that nobody pinned."] if set(self.pins) - set(hold) else said

    def open_ones(self) -> list[str]:
        """Everybody with a place that no pin takes stands for choice, with the right number of places."""
        proof, taken = self._proof, Counter(person for pin in self.pins for person in pin)
        left = {person: most - taken[person] for person, most in self._places.items()}
        mentees = sorted(p for p, most in left.items() if most > 0 and self.role.get(p) == "mentee")
        places = sorted((p, taken[p] + k == 0) for p, most in left.items() if self.role.get(p) == "mentor"
                        for k in range(min(most, len(mentees))))  # fmt: skip
        told = sorted(zip(proof["places"], proof["first"], strict=False))
        same = mentees == sorted(proof["mentees"]) and places == told and proof["capacity"] == self._places
        same = same and set(proof["points"]) == set(mentees) and len(proof["places"]) == len(proof["first"])
        return [] if same else ["The people and places that stood for choice are not those of this cohort."]

    def proposals(self) -> list[str]:
        """The proposals that count as such are those that were made to people who are open."""
        proof, choices = self._proof, self._choices
        made = {pair for said in (choices.proposed, choices.mentee_agrees, choices.accepted) for pair in said}
        made |= {(mentee, mentor) for mentor, mentee in made}
        mentors, mentees = set(proof["places"]), set(proof["mentees"])
        kept = {(mentor, mentee) for mentor, mentee in made if mentor in mentors and mentee in mentees}
        same = kept == {(mentor, mentee) for mentor, mentee in proof["kept"]}
        return [] if same else ["The proposals that were to stay are not those that were made."]
