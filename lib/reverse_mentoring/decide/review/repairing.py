"""New pairs of people who are free, so that no pair that goes on is disturbed.

The ordinary engine answers, for a cohort of the free people only: the same rules, needs and fit as in step 2. Former
partners of this cohort stand among the earlier pairs, so “Were a pair before” keeps them apart. Everybody takes one
new partner at most, once in a cohort. Nothing acts by itself: a person decides on each proposal.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from reverse_mentoring.decide.matching import eligibility
from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.explaining import pairing
from reverse_mentoring.decide.matching.matching import LEFT_ALONE
from reverse_mentoring.decide.review.review import PAIR, active
from reverse_mentoring.words.choices import GapChoices, MatchingChoices, ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.pairs import Pair, Unmatched
from reverse_mentoring.words.reviewing import RePair
from reverse_mentoring.words.tables import PAIRS

WAITS = "Waits for the next free person, or goes first into the next cohort."
NOT_AGREED = "Has not agreed to take part."
NO_PLACE = "Takes no partner (capacity 0)."
WHO_LEFT = "One of the two left the organisation, and the roster does not say yet who."
REMEDIES = {
    NOT_AGREED: "Ask in person; taking part is voluntary.",
    NO_PLACE: "Ask whether a place can be opened.",
    WHO_LEFT: "Import a roster with the last day of the one who left.",
}
COLUMNS = ["person_id", "role", "free_from", "reason"]


@dataclass(frozen=True)
class Repairs:
    """pairs: proposed new pairs with their reasons (Pair.because), lowest fit first; unmatched: who stays without, with
    the reason and what would help, mentees first; position on the waiting list, 0 = not free yet."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]


def free_people(
    cohort: Cohort,
    pairs: pd.DataFrame,
    choices: ReviewChoices,
    *,
    today: dt.date,
    matching: MatchingChoices | None = None,
) -> pd.DataFrame:
    """Everybody of the cohort who has no pair that goes on and may have a new partner, by role and person_id.

    person_id, role, free_from (date: from then on; up to today = free now), reason (a sentence without names).
    pairs: review.pairs_under_review; matching: as chosen in step 2, which may close places.

    Left out: who takes part no longer or has not agreed to; who takes no partner; who has completed a pair or said in
    the closing form how to go on, unless that was “new partner”; who was paired anew in this cohort already. After an
    ending settings.review.cooling_off_days pass first. Of a pair with state “left” only the one stays of whom the
    roster knows that it was the other who left.
    """
    people = _without_partner(cohort, pairs, choices, today=today, matching=matching or MatchingChoices())
    return people[people["free_from"].notna()].reset_index(drop=True)


def proposals(
    cohort: Cohort, pairs: pd.DataFrame, choices: ReviewChoices, *, matching: MatchingChoices, gap: GapChoices
) -> Repairs:
    """The best new pairs of the people who are free today, and who stays without and why; nobody while the cohort
    is not under_way.

    Weights, rules, objective and vetoes as chosen in step 2; pins, proposals and limits of then bind no more.
    """
    if not under_way(cohort, pairs):
        return Repairs((), ())
    people = _without_partner(cohort, pairs, choices, today=cohort.as_of, matching=matching)
    today = people["free_from"] <= pd.Timestamp(cohort.as_of)
    free, later = people[today], [_not_yet(row) for row in people[~today].to_dict("records")]
    if set(free["role"]) != {"mentor", "mentee"}:
        alone = [_alone(*ids) for ids in zip(free["person_id"], free["role"], strict=True)]
        return Repairs((), _mentees_first([*alone, *later]))
    ids = free["person_id"].tolist()
    of = board(_of_free(cohort, pairs, ids), _choices(matching, ids), gap.need, topics=gap.programme_topics)
    found = pairing(of)
    # A second place would be a second new partner: the changes that help in step 2 do not help here.
    without = [replace(one, remedy=WAITS, remedies=()) for one in found.unmatched]
    return Repairs(found.pairs, _mentees_first([*without, *later]))


def under_way(cohort: Cohort, pairs: pd.DataFrame) -> bool:
    """Whether pairs are decided and still have time: before that step 2 makes pairs, afterwards the next cohort."""
    planned_end = pd.Timestamp(cohort.start) + pd.DateOffset(months=cohort.settings.rhythm.months)
    return len(active(pairs)) > 0 or (len(pairs) > 0 and pd.Timestamp(cohort.as_of) < planned_end)


def may_repair(
    cohort: Cohort, pairs: pd.DataFrame, repair: RePair, *, choices: ReviewChoices, matching: MatchingChoices
) -> tuple[str, ...]:
    """What speaks against this new pair, as sentences; empty = nothing. Also for a pair that a person put together:
    every rule but “nothing to teach” holds."""
    people = _without_partner(cohort, pairs, choices, today=cohort.as_of, matching=matching)
    said = [] if repair.on <= repair.starts else ["The first session cannot be planned before the pair is decided."]
    said += _not_free(cohort, people, repair.mentor_id, role="mentor")
    said += _not_free(cohort, people, repair.mentee_id, role="mentee")
    if said:
        return tuple(said)
    within = _of_free(cohort, pairs, repair.ids)
    return eligibility.reasons_against(within, *repair.ids, _choices(matching, repair.ids))


def _without_partner(
    cohort: Cohort, pairs: pd.DataFrame, choices: ReviewChoices, *, today: dt.date, matching: MatchingChoices
) -> pd.DataFrame:
    """The columns of free_people for everybody who may want a partner; free_from is NaT for those not free at all."""
    look = _Look(cohort, pairs, choices, matching.capacity, today)
    taken = {person for column in PAIR for person in active(pairs)[column]}
    people = zip(cohort.participants["person_id"].tolist(), cohort.participants["role"].tolist(), strict=True)
    rows = [(person, role, *look.free(person)) for person, role in people
            if person not in taken and look.wants_one(person)]  # fmt: skip
    found = pd.DataFrame(rows, columns=COLUMNS).astype({"person_id": "str", "role": "str", "reason": "str"})
    found["free_from"] = found["free_from"].astype("datetime64[s]")
    return found.sort_values(["role", "person_id"], ignore_index=True)


def _not_free(cohort: Cohort, people: pd.DataFrame, person: str, *, role: str) -> list[str]:
    name = cohort.names.get(person) or person
    row = people[(people["person_id"] == person) & (people["role"] == role)]
    if row.empty:
        return [f"{name} is not free as {role}."]
    free = row["free_from"] <= pd.Timestamp(cohort.as_of)
    return [] if free.all() else [f"{name}: {row['reason'].iloc[0]}"]


@dataclass(frozen=True)
class _Look:
    """Looks up what is known of one person."""

    cohort: Cohort
    pairs: pd.DataFrame
    choices: ReviewChoices
    capacity: Mapping[str, int]
    today: dt.date

    @cached_property
    def last(self) -> dict[str, dict[str, Any]]:
        """The last pair that is over, of each person."""
        over = self.pairs[self.pairs["state"] != "active"].sort_values(["ended", *PAIR], na_position="first")
        rows = [{str(name): value for name, value in row.items()} for row in over.to_dict("records")]
        return {row[side]: row for row in rows for side in PAIR}

    @cached_property
    def onwards(self) -> dict[str, str]:
        """What each person said last in the closing form on how to go on."""
        given = self.cohort.closings[self.cohort.closings["answered_on"] <= pd.Timestamp(self.today)]
        given = given.sort_values("answered_on", kind="stable")
        person = given["mentor_id"].where(given["who"] == "mentor", given["mentee_id"])
        return {who: said for who, said in zip(person, given["onwards"], strict=True) if said}

    @cached_property
    def known_gone(self) -> set[str]:
        """Those of whom the roster knows that they have left."""
        gone = self.cohort.roster["left_date"] <= pd.Timestamp(self.today)
        return set(self.cohort.roster.loc[gone, "person_id"])

    @cached_property
    def signed_up(self) -> dict[str, tuple[int, bool]]:
        """Places, and whether the person agreed to take part."""
        people, asked = self.cohort.participants, self.cohort.asked_for_consent
        consent = people["consent"].fillna(value=not asked).astype(bool)
        places = people["capacity"].fillna(1).astype(int)
        return dict(zip(people["person_id"], zip(places, consent, strict=True), strict=True))

    @cached_property
    def paired_anew(self) -> set[str]:
        """Those who had their one new partner."""
        return {person for each in self.choices.repaired for person in each.ids}

    def wants_one(self, person: str) -> bool:
        """Whether a new partner is a question at all."""
        if person in self.onwards:
            return self.onwards[person] == "new partner"
        return person not in self.last or self.last[person]["state"] in LEFT_ALONE

    def free(self, person: str) -> tuple[pd.Timestamp | None, str]:
        """From when on (None = not at all), and why or why not."""
        against = self.against(person)
        if against:
            return None, against
        pair, today = self.last.get(person), pd.Timestamp(self.today)
        if pair is None:
            return today, "Had no partner in this cohort yet."
        if pd.isna(pair["ended"]):
            return today, f"The pair is over ({pair['state']})."
        days = self.cohort.settings.review.cooling_off_days
        since = pair["ended"] + pd.Timedelta(days=days)
        over = f"The pair is over since {in_words(pair['ended'])} ({pair['state']})"
        if since <= today:
            return since, f"{over}."
        return since, f"{over}; {days} days lie between two partners, so from {in_words(since)} on."

    def against(self, person: str) -> str:
        """Why this person is not free at all; “” = may be."""
        places, agreed = self.signed_up[person]
        pair = self.last.get(person)
        if person in self.paired_anew:
            return "Was paired anew once in this cohort already."
        if not agreed:
            return NOT_AGREED
        if self.capacity.get(person, places) < 1:
            return NO_PLACE
        if pair is not None and pair["state"] == "left" and not self.known_gone & {pair[side] for side in PAIR}:
            return WHO_LEFT
        return ""


def _of_free(cohort: Cohort, pairs: pd.DataFrame, people: Collection[str]) -> Cohort:
    """A cohort of these people only, in which nothing is decided; who was a pair before stays apart."""
    earlier = pd.concat([cohort.earlier[PAIR], pairs[PAIR]])
    here = earlier["mentor_id"].isin(people) & earlier["mentee_id"].isin(people)
    participants = cohort.participants[cohort.participants["person_id"].isin(people)]
    return replace(
        cohort,
        participants=participants.reset_index(drop=True),
        pairs=PAIRS.empty(),
        earlier=earlier[here].drop_duplicates(ignore_index=True),
    )


def _choices(matching: MatchingChoices, people: Collection[str]) -> MatchingChoices:
    """What stays of the choices of step 2; one place each."""
    kept = matching.model_dump(include={"weights", "allowed", "objective", "vetoes", "declined"})
    return MatchingChoices(**kept, capacity=dict.fromkeys(people, 1))


def _not_yet(row: Mapping[Any, Any]) -> Unmatched:
    later = WAITS if pd.isna(row["free_from"]) else f"Look again on {in_words(row['free_from'])}."
    return Unmatched(row["person_id"], row["role"], row["reason"], REMEDIES.get(row["reason"], later))


def _alone(person: str, role: str) -> Unmatched:
    other = "mentee (senior)" if role == "mentor" else "mentor (junior)"
    return Unmatched(person, role, f"No {other} is free.", WAITS)


def _mentees_first(people: Sequence[Unmatched]) -> tuple[Unmatched, ...]:
    return tuple(sorted(people, key=lambda one: (one.role == "mentor", not one.position, one.position, one.person_id)))
