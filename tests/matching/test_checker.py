"""The second look confirms what is right and names every fault that is planted."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from large_cohorts import large_cohort
from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.eligibility import NO_TOPIC, RULES
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.decide.matching.proof import proof
from reverse_mentoring.decide.proving.check_fit import Fits
from reverse_mentoring.decide.proving.check_rules import Rules
from reverse_mentoring.decide.proving.checker import MOST_FITS, broken, checked, verdict
from reverse_mentoring.words.choices import GapChoices, MatchingChoices
from reverse_mentoring.words.cohort import PAIRED_FROM, Cohort
from reverse_mentoring.words.settings import ContactSettings, NeedSettings, RuleSettings, Settings
from small_cohorts import cohort_of, random_cohort

Proof = dict[str, Any]
seeds = st.integers(0, 10_000)
few = settings(deadline=None, max_examples=3)

PEOPLE = """
person_id role   level team department languages time_zone
a         mentor L1    T1   D1         en        Europe/Zurich
b         mentor L1    T2   D2         en        Europe/Zurich
x         mentee L5    T3   D3         en        Europe/Zurich
y         mentee L5    T4   D4         en        Europe/Zurich
"""
PLANTED = """
Both agreed to take part     | a consent no
Same reporting line          | a manager_id x
Same reporting line          | x manager_id a
Dotted reporting line        | a dotted_line_ids x
Dotted reporting line        | x dotted_line_ids a
Appraisal or pay             | a appraised_by_ids x
Appraisal or pay             | x appraised_by_ids a
Named as not to be paired    | conflicts a x
Named as not to be paired    | preferences x a
Were a pair before           | earlier a x
Forbidden by the facilitator | vetoes a x
Asked for another partner    | declined a x
Former manager               | a former_manager_ids x
Former manager               | x former_manager_ids a
Same team                    | a team T3
Same department              | a department D3
Too close in level           | a level L4
No language in common        | a languages fr
Too few shared working hours | a time_zone Asia/Tokyo
Nothing to teach             | ratings a video
"""
LISTS = ("dotted_line_ids", "former_manager_ids", "appraised_by_ids", "languages")
faults = pytest.mark.parametrize("line", [line for line in PLANTED.splitlines() if line])


@cache
def planted(what: str = "") -> tuple[Cohort, MatchingChoices]:
    """Two mentors and two mentees, of whom a can teach x, and b can teach y; with one fault, as PLANTED words it."""
    words = [line.split() for line in PEOPLE.strip().splitlines()]
    people: dict[str, dict[str, Any]] = {row[0]: dict(zip(words[0], row, strict=True)) for row in words[1:]}
    about, key, value = what.split() if what else ("", "", "")
    if about in people:
        people[about] |= {key: value}
    rows = [
        {key: (value,) if key in LISTS and value else value for key, value in person.items()} | {"name": person_id}
        for person_id, person in people.items()
    ]
    topics = {"a": value if about == "ratings" else "ai", "b": "video", "x": "ai", "y": "video"}
    answers = [
        {"person_id": person, "topic_id": topic, "importance": 5, "proficiency": 5 if person in "ab" else 1}
        for person, topic in topics.items()
    ]
    links = {about: [{"person_id": key, "other_id": value, "rank": "no"}]}
    cohort = cohort_of(
        roster=rows,
        signups=[{"person_id": p, "role": row["role"], "consent": row.get("consent") != "no"}
                 for p, row in people.items()],
        ratings=answers,
        **{name: links.get(name, []) for name in ("conflicts", "preferences")},
    )  # fmt: skip
    pairs = ((key, value),)
    earlier = pd.DataFrame(pairs if about == "earlier" else (), columns=["mentor_id", "mentee_id"], dtype="str")
    choices = MatchingChoices(**({about: pairs} if about in ("vetoes", "declined") else {}))
    return replace(cohort, earlier=earlier), choices


def proven(cohort: Cohort, choices: MatchingChoices | None = None) -> Proof:
    """The proof as it stands in the file."""
    of = board(cohort, choices or MatchingChoices())
    whole: Proof = json.loads(json.dumps(proof(of, solve(of))))
    return whole


@cache
def sound() -> tuple[Cohort, str]:
    """A random cohort and its proof as text."""
    cohort = random_cohort(3, mentors=9, mentees=8)
    return cohort, json.dumps(proven(cohort))


@cache
def proof_of_planted() -> Proof:
    """Of the cohort without a fault."""
    return proven(planted()[0])


def with_offers(seed: int, **sizes: int) -> tuple[Cohort, Proof, list[tuple[str, str]]]:
    """A random cohort, its proof, and the pairs that stood for choice without being chosen."""
    cohort = random_cohort(seed, mentors=sizes.get("mentors", 9), mentees=sizes.get("mentees", 8))
    whole = proven(cohort)
    chosen = {tuple(pair) for pair in whole["pairs"]}
    offers = [(mentor, mentee) for mentee, row in whole["points"].items() for mentor in row]
    return cohort, whole, [pair for pair in offers if pair not in chosen]


@faults
def test_every_rule_that_is_broken_is_named_and_no_other(line: str) -> None:
    """One fault at a time for a pair that was right without it; both programs name the same rule."""
    rule, what = (part.strip() for part in line.split("|"))
    cohort, choices = planted(what)
    of = board(cohort, choices)
    names = {each.rule_id: each.name for each in (*RULES, NO_TOPIC)}

    said = broken(proof_of_planted(), cohort, choices)

    assert proof_of_planted()["pairs"] == [["a", "x"], ["b", "y"]]
    assert [each for each in said if "broken" in each] == [f"“{rule}” is broken by 1 pair."]
    assert {names[rule_id] for rule_id, bar in of.bars.items() if bar[of.place(("a", "x"))]} == {rule}  # type: ignore[index]
    assert broken(proof(of, solve(of)), cohort, choices) == ()


def test_both_programs_know_the_same_rules() -> None:
    """A rule that is added to one of them is missed in the other."""
    cohort, choices = planted()
    rules = Rules(cohort, choices, Fits(cohort, choices, need=cohort.settings.need.model_dump(), topics=()))

    assert {*rules.binding, *rules.open_} == {rule.name for rule in (*RULES, NO_TOPIC)}


@few
@given(seed=seeds)
def test_rules_and_fits_are_the_same_in_both_programs(seed: int) -> None:
    """For every possible pair of random people under random weights."""
    words = ("off", "low", "medium", "high")
    weights = {part: words[(seed >> place) % 4] for place, part in enumerate(("topics", "wishes", "return", "common"))}
    choices = MatchingChoices(weights=weights, allowed={"levels_apart": "why"} if seed % 2 else {})
    cohort = random_cohort(seed, mentors=7, mentees=7)
    of = board(cohort, choices)
    fits = Fits(cohort, choices, need=of.need.model_dump(), topics=())
    rules = Rules(cohort, choices, fits)
    against = rules.against(of.mentors)

    for i, mentor in enumerate(of.mentors):
        for j, mentee in enumerate(of.mentees):
            stands = any(test(mentor, mentee) for test in (*rules.binding.values(), *rules.open_.values()))
            assert fits.fit(mentor, mentee) == of.fit.fit[i, j]
            assert stands == (mentor in against(mentee)) != of.allowed[i, j]


@few
@given(seed=seeds, pick=st.integers(0, 1000))
def test_what_the_engine_finds_is_confirmed(seed: int, pick: int) -> None:
    """With places for two, pins, vetoes, proposals and refusals."""
    cohort = random_cohort(seed, mentors=9, mentees=8, most_places=2)
    pairs = [(f"j{(pick + k) % 9}", f"s{(pick * 7 + k) % 8}") for k in range(6)]
    choices = MatchingChoices(
        pins=tuple(pairs[:2]), vetoes=(pairs[2],), declined=(pairs[3],), proposed=(pairs[4],), accepted=(pairs[5],)
    )

    found = checked(proven(cohort, choices), cohort, choices, gap=GapChoices())

    assert found.broken == ()
    assert found.sentence.startswith("Proven by a second program: ")


@few
@given(seed=seeds, pick=st.integers(0, 1000))
def test_a_pair_that_was_silently_left_out_is_missed(seed: int, pick: int) -> None:
    """Although the prices still prove the rest."""
    cohort, whole, offers = with_offers(seed)
    if not offers:
        return
    mentor, mentee = offers[pick % len(offers)]
    del whole["points"][mentee][mentor]

    assert broken(whole, cohort, MatchingChoices()) == ("1 pair that the rules allow did not stand for choice.",)


@few
@given(seed=seeds, pick=st.integers(0, 1000))
def test_a_changed_fit_is_noticed(seed: int, pick: int) -> None:
    """Even a hundredth of a point less for a pair that was not chosen, which no price can show."""
    cohort, whole, offers = with_offers(seed)
    if not offers:
        return
    mentor, mentee = offers[pick % len(offers)]
    whole["points"][mentee][mentor] -= 1

    assert broken(whole, cohort, MatchingChoices()) == ("The fit of 1 pair is not what follows from the answers.",)


@few
@given(seed=seeds, pick=st.integers(0, 1000))
def test_a_forbidden_pair_that_stood_for_choice_is_noticed(seed: int, pick: int) -> None:
    """Whatever it is said to be worth."""
    cohort, whole, _ = with_offers(seed)
    barred = [(i, j) for i in whole["places"] for j in whole["mentees"] if i not in whole["points"][j]]
    mentor, mentee = barred[pick % len(barred)]
    whole["points"][mentee][mentor] = 0

    assert "1 pair that a rule forbids stood for choice." in broken(whole, cohort, MatchingChoices())


@few
@given(seed=seeds, up=st.sampled_from((-1, 1)))
def test_changed_prices_prove_nothing(seed: int, up: int) -> None:
    """Too high, they allow a better answer; too low, they do not cover the pairs."""
    cohort, whole, _ = with_offers(seed)
    price = next((k for k, price in enumerate(whole["bounds"][-1]["mentee_prices"]) if price), None)
    if price is None:
        return
    whole["bounds"][-1]["mentee_prices"][price] += up

    assert len(broken(whole, cohort, MatchingChoices())) == 1


TAMPERED: dict[str, Any] = {
    "a person left out": lambda p: (p["mentees"].pop(), p["points"].popitem(), p["bounds"].clear()),
    "a place left out": lambda p: (p["places"].pop(), p["first"].pop()),
    "a place too many": lambda p: p["capacity"].update(j0=2),
    "serving counts nothing": lambda p: p.update(worth_of_serving=0),
    "proposals that nobody made": lambda p: p.update(kept=[[p["places"][0], p["mentees"][0]]]),
    "called decided": lambda p: p.update(decided=True),
    "another objective": lambda p: p.update(objective="choice"),
    "another need": lambda p: p["need"].update(gap_at_least=2),
    "other topics": lambda p: p.update(topics=["ai"]),
    "a rule allowed": lambda p: p.update(allowed_by_hand={"same_team": "why"}),
    "a pair twice": lambda p: p["pairs"].append(p["pairs"][0]),
    "a pin that nobody set": lambda p: p["pins"].append(p["pairs"][0]),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_file_that_was_changed_by_hand_does_not_pass(what: str) -> None:
    """Whoever it would serve."""
    cohort, text = sound()
    changed = json.loads(text)
    TAMPERED[what](changed)

    assert broken(changed, cohort, MatchingChoices())


ELSEWHERE: dict[str, tuple[str, Any]] = {
    "an answer": ("input", lambda c: replace(c, ratings=c.ratings.assign(importance=c.ratings["importance"].clip(4)))),
    "a name": ("input", lambda c: replace(c, roster=c.roster.assign(name=c.roster["name"] + "!"))),
    "a day": ("input", lambda c: replace(c, as_of=c.as_of.replace(year=2027))),
    "a rule": ("settings", lambda c: replace(c, settings=Settings(rules=RuleSettings(same_team="allow")))),
    "a threshold": ("settings", lambda c: replace(c, settings=Settings(need=NeedSettings(teaches_from=5)))),
}


@pytest.mark.parametrize("what", ELSEWHERE)
def test_a_proof_of_other_people_or_settings_is_refused(what: str) -> None:
    """And the sentence says which of them."""
    which, changed = ELSEWHERE[what]
    cohort, text = sound()

    said = broken(json.loads(text), changed(cohort), MatchingChoices())

    assert said[0] == f"The proof belongs to other {which}."


def test_a_proof_of_other_choices_is_refused() -> None:
    """Of step 2 or of step 1; a note, a kept draft, or whom to contact changes nothing."""
    cohort, whole = sound()[0], json.loads(sound()[1])
    other = ("The proof belongs to other choices.",)
    contact = replace(cohort, settings=Settings(contact=ContactSettings(name="Somebody else")))

    assert broken(whole, cohort, MatchingChoices(weights={"unit": "off"})) == other
    assert broken(whole, cohort, MatchingChoices(objective="total")) == other
    assert broken(whole, cohort, MatchingChoices(), gap=GapChoices(programme_topics=("ai",))) == other
    assert broken(whole, cohort, MatchingChoices(), gap=GapChoices(need=NeedSettings(gap_at_least=2))) == other
    assert broken(whole, cohort, MatchingChoices(draft=()), gap=GapChoices(need=NeedSettings())) == ()
    assert broken(whole, contact, MatchingChoices()) == ()


def test_what_was_chosen_in_step_1_is_followed() -> None:
    """Needs and programme topics that differ from programme.toml stand in the proof and count in the fit."""
    cohort, _ = sound()
    gap = GapChoices(need=NeedSettings(importance_at_least=5, teaches_from=3), programme_topics=("ai", "lab"))
    of = board(cohort, MatchingChoices(), gap.need, topics=gap.programme_topics)
    whole = proof(of, solve(of))

    assert whole["pairs"]
    assert broken(whole, cohort, MatchingChoices(), gap=gap) == ()


@few
@given(seed=seeds, shuffle=seeds)
def test_hashes_do_not_depend_on_the_order_of_rows(seed: int, shuffle: int) -> None:
    """Shuffled tables are the same input, for both programs."""
    cohort = random_cohort(seed, mentors=5, mentees=5)
    tables = {name: getattr(cohort, name).sample(frac=1, random_state=shuffle) for name in PAIRED_FROM}

    assert replace(cohort, **tables).fingerprint == cohort.fingerprint
    assert broken(proven(cohort), replace(cohort, **tables), MatchingChoices()) == ()


def test_hashes_are_the_same_on_every_machine() -> None:
    """The fingerprints of a small cohort, as they were first made."""
    assert proof_of_planted()["hashes"] == {
        "inputs": "614e4468db2e292944df3ffb9119e1f37f949734197a4e48a990ef4a50a49bc7",
        "settings": "e84f1a93ea43dcba01d83c7babb435dd782cc7b75bd9a840b342dceb993295e3",
        "choices": "04e46ce7c00ee208c754eab263c16c7e725fa39b6b0a9f4f53037887532aee2f",
    }


@pytest.mark.parametrize("dropped", ["pins", "accepted"])
def test_a_pin_that_did_not_stay_is_noticed(dropped: str) -> None:
    """Also one that both accepted."""
    cohort, whole, offers = with_offers(3)
    choices = MatchingChoices(**{dropped: (offers[0],)})
    whole["hashes"] = proven(cohort, choices)["hashes"]

    assert "1 pair was pinned or accepted and did not stay." in broken(whole, cohort, choices)


def test_decided_pairs_are_held_to_the_binding_rules_only() -> None:
    """Pairs of one team stay as decided; those of one line are named."""
    cohort, _ = planted("a team T3")
    below, _ = planted("a manager_id x")
    decided = MatchingChoices(final=(("a", "x"),))

    assert broken(proven(cohort, decided), cohort, decided) == ()
    assert "1 pair as decided, 7 rules each" in verdict(proven(cohort, decided), cohort, decided)
    assert broken(proven(below, decided), below, decided) == ("“Same reporting line” is broken by 1 pair.",)


def test_somebody_who_takes_part_no_longer_is_still_in_a_line() -> None:
    """A decided pair whose mentor never signed up is asked about all the same."""
    cohort, _ = planted("a manager_id x")
    decided = MatchingChoices(final=(("a", "x"),))
    gone = replace(cohort, participants=cohort.participants[cohort.participants["person_id"] != "a"])

    assert broken(proven(gone, decided), gone, decided) == ("“Same reporting line” is broken by 1 pair.",)


@pytest.mark.parametrize(
    ("objective", "claim"),
    [
        ("total", "or as many with a larger total."),
        ("floor", "and none lifts the lowest pair higher."),
        ("worst_first", "and none lifts the lowest pair higher, then the next."),
        ("choice", "or as many with more of fit and choice together."),
    ],
)
def test_the_verdict_claims_what_was_asked_for(objective: Any, claim: str) -> None:
    """How many pairs, rules and possible pairs, and in which sense there is none better."""
    cohort, _ = planted()
    choices = MatchingChoices(objective=objective)
    said = verdict(proven(cohort, choices), cohort, choices)

    assert said.startswith("Proven by a second program: 2 pairs, 15 rules each, 4 possible pairs ")
    assert said.endswith(claim)


def test_where_choice_is_respected_fits_are_not_worked_out_again() -> None:
    """The points mix fit and wishes then; the rules are asked all the same."""
    cohort, _ = planted()
    choices = MatchingChoices(objective="choice")
    found = checked(proven(cohort, choices), cohort, choices)

    assert (found.broken, found.possible, found.fits) == ((), 4, 0)


@pytest.mark.slow
def test_of_very_many_pairs_some_fits_are_worked_out_again() -> None:
    """All pairs found and every k-th; a quick look leaves the rest out."""
    cohort = large_cohort(250)
    whole, choices = proven(cohort), MatchingChoices()
    found, quick = checked(whole, cohort, choices), checked(whole, cohort, choices, thorough=False)
    mentor, mentee = whole["pairs"][0]
    whole["points"][mentee][mentor] += 1
    whole["hashes"]["inputs"] = "other"

    assert found.broken == quick.broken == ()
    assert found.possible == 62_500 > MOST_FITS
    assert len(whole["pairs"]) < found.fits < sum(map(len, whole["points"].values()))
    assert f"62,500 possible pairs asked about and {found.fits:,} fits recomputed" in found.sentence
    assert (quick.possible, quick.fits) == (0, 0)
    assert not any("belongs" in said for said in broken(whole, cohort, choices, thorough=False))
    assert "The proof belongs to other input." in broken(whole, cohort, choices)
