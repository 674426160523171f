"""What could change next time: nothing by chance, one step at most, and only what a person accepts."""

import datetime as dt
import tomllib
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.review.fared import PRIOR_SD, how_pairs_fared, reached, slope, slopes
from reverse_mentoring.decide.review.next_cohort import (
    Proposal,
    accepted_weights,
    carry_over,
    changes_told,
    headline,
    next_settings,
    next_settings_toml,
    proposals,
)
from reverse_mentoring.words.choices import Weight
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import PARTS, Pair, Part, Unmatched
from reverse_mentoring.words.settings import RhythmSettings, Settings
from review_cohorts import Row, cohort, day, healthy, ids, pulse, reviewed, session

RHYTHM = RhythmSettings()


def fitting(number: int, **shares: float) -> Pair:
    """A pair with these shares of the parts of its fit; parts that are not named were not asked."""
    parts = tuple(Part(name, round(1000 * shares.get(name, 0)), 1000 if name in shares else 0) for name in PARTS)
    return Pair(f"M{number}", f"N{number}", 5000, parts, (), "active", ())


def different(pairs: int = 20) -> tuple[Cohort, pd.DataFrame]:
    """Pairs of which the later ones fare better, in what they say and in what they hold."""
    rows = healthy(pairs=pairs)
    rows["sessions"] = [
        session(i, n, "held" if n <= 3 + 3 * i / pairs else "missed") for i in range(1, pairs + 1) for n in range(1, 7)
    ]
    rows["pulses"] = [pulse(i, n, worth=1 + round(4 * i / pairs)) for i in range(1, pairs + 1) for n in (1, 2)]
    return reviewed(rows)


def proposed(there: tuple[Cohort, pd.DataFrame], matched: list[Pair], **weights: Weight) -> dict[str, Proposal]:
    """By the first part of the key, or by the first two of a weight."""
    found = proposals(*there, matched, weights=weights, rhythm=RHYTHM)
    return {":".join(each.key.split(":")[: 2 if ":" in each.key else 1]).removesuffix(":4"): each for each in found}


def test_pairs_that_meet_and_are_content_fare_better() -> None:
    """How a pair fared has mean 0, follows the three figures and does not depend on the order of rows."""
    there, pairs = different()
    fared = how_pairs_fared(there, pairs)
    turned = replace(there, pulses=there.pulses[::-1], sessions=there.sessions[::-1])

    assert abs(fared.mean()) < 1e-9
    assert fared[("M20", "N20")] == fared.max() > 1
    assert np.allclose(how_pairs_fared(turned, pairs), fared)


def test_nothing_is_known_where_all_fare_alike() -> None:
    """Equal pairs, and a cohort without a row, say nothing about the fit."""
    assert len(how_pairs_fared(*reviewed(healthy(pairs=3)))) == 0
    assert len(how_pairs_fared(*reviewed({}))) == 0


def test_silent_pairs_are_left_out() -> None:
    """A pair of which only one of the three figures is known does not count."""
    there, pairs = different()
    silent = replace(there, pulses=there.pulses[there.pulses["mentor_id"] != "M3"])

    assert ("M3", "N3") not in how_pairs_fared(silent, pairs).index


def test_shares_of_parts_that_were_not_asked_are_unknown() -> None:
    """Points of points possible; nothing possible is not nothing reached."""
    table = reached([fitting(2, topics=0.25, common=0.0), fitting(1, topics=1.0)])

    assert table.loc[("M2", "N2"), "topics"] == 0.25
    assert table["common"].tolist()[1] == 0.0
    assert np.isnan(table["common"].tolist()[0])
    assert table["wishes"].isna().all()


def test_slope_is_shrunk_the_more_the_fewer_pairs() -> None:
    """By hand: r = 0.6 with 27 pairs has variance 0.64 / 25 = 0.0256, so 0.04 / (0.04 + 0.0256) = 0.61 of it is left:
    0.366. Each figure twice as often leaves more of the same r."""
    x = np.linspace(-1, 1, 27)
    noise = np.where(np.arange(27) % 2, 1.0, -1.0)
    noise -= np.polyval(np.polyfit(x, noise, 1), x)
    y = 0.6 * x / x.std() + 0.8 * noise / noise.std()
    found, twice = slope(x, y), slope(np.tile(x, 2), np.tile(y, 2))

    assert found.value == pytest.approx(0.6 * 0.04 / 0.0656)
    assert found.value < twice.value < 0.6  # type: ignore[operator]
    assert found.low < found.value < found.high  # type: ignore[operator]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-3, 3)), min_size=12, max_size=40), st.randoms())
def test_slope_has_the_sign_of_the_data_and_no_order(rows: list[tuple[float, float]], random: Any) -> None:
    """Mirrored outcomes mirror the slope; it is never larger than what the data show; the order of pairs is nothing."""
    x, y = np.array(rows).T
    found, mirrored = slope(x, y), slope(x, -y)
    shuffled = list(rows)
    random.shuffle(shuffled)
    again = slope(*np.array(shuffled).T)

    if found.value is None:
        assert mirrored.value is None
        assert found.note
    else:
        assert mirrored.value == pytest.approx(-found.value, abs=1e-9)
        assert abs(found.value) <= abs(np.corrcoef(x, y)[0, 1]) + 1e-9
        assert again.value == pytest.approx(found.value, abs=1e-9)


@pytest.mark.parametrize(("share", "note"), [
    (np.linspace(0, 1, 11), "too few pairs (11; 12 are needed)"), (np.full(20, np.nan), "it was not asked of any pair"),
    (np.array([1.0] * 17 + [0.0, 0.5, 0.2]), "nearly the same in all pairs"),
])  # fmt: skip
def test_nothing_is_said_where_little_differs(share: np.ndarray, note: str) -> None:
    """Too few pairs, a part that was not asked, a part that nearly all reached: no interval, and why."""
    found = slope(share, np.linspace(-1, 1, len(share)))

    assert not found.known
    assert found.note == note


def moves(rng: np.random.Generator, *, pairs: int, true: float = 0.0) -> bool:
    """Whether any weight would move in a cohort in which only the first of six parts has this slope."""
    x = rng.random((6, pairs))
    y = true * (x[0] - 0.5) * 12**0.5 + (1 - true**2) ** 0.5 * rng.standard_normal(pairs)
    index = pd.MultiIndex.from_tuples([fitting(n).ids for n in range(pairs)])
    matched = [fitting(n, **dict(zip(PARTS, x[:, n], strict=True))) for n in range(pairs)]
    found = slopes(pd.Series(y, index=index), matched)
    return any(each.low > 0 or each.high < 0 for each in found.values())  # type: ignore[operator]


@pytest.mark.slow
def test_no_true_effect_hardly_ever_moves_a_weight() -> None:
    """At most 5 % of 400 cohorts of 25 pairs propose any of six weights by chance; a strong effect in 60 is found."""
    rng = np.random.default_rng(11)

    assert sum(moves(rng, pairs=25) for _ in range(400)) <= 20
    assert sum(moves(rng, pairs=60, true=0.7) for _ in range(20)) >= 19


@pytest.mark.slow
@pytest.mark.parametrize("n", [12, 25, 50])
def test_interval_of_a_slope_covers_what_is_true(n: int) -> None:
    """Over true slopes as the prior has them, 95 % intervals hold 93 to 97 %."""
    rng = np.random.default_rng(n)
    held = 0
    for _ in range(3000):
        true = np.clip(rng.normal(0, PRIOR_SD), -0.95, 0.95)
        x = rng.standard_normal(n)
        found = slope(x, true * x + (1 - true**2) ** 0.5 * rng.standard_normal(n))
        held += found.low <= true <= found.high  # type: ignore[operator]

    assert 0.93 <= held / 3000 <= 0.97


def test_weight_moves_one_step_where_the_pairs_leave_no_doubt() -> None:
    """Up where more of a part went with better pairs, down where with worse; never beyond high; else no change."""
    matched = [
        fitting(n, topics=n / 20, wishes=n / 20, common=1 - n / 20, logistics=(n * 7 % 20) / 20) for n in range(1, 21)
    ]
    found = proposed(different(), matched)

    assert (found["weight:wishes"].key, found["weight:wishes"].proposed) == ("weight:wishes:high", "high")
    assert (found["weight:common"].key, found["weight:common"].proposed) == ("weight:common:off", "off")
    assert not found["weight:topics"].change
    assert found["weight:topics"].evidence.endswith("It counts as much as it can already.")
    assert not found["weight:logistics"].change
    assert found["weight:logistics"].interval.endswith("99\N{NO-BREAK SPACE}% interval")
    assert "not asked" in found["weight:unit"].evidence


def test_no_change_is_the_default() -> None:
    """With few pairs, and with none, every proposal leaves things as they are and says why."""
    few = proposals(*different(8), [fitting(n, topics=n / 8) for n in range(1, 9)], weights={}, rhythm=RHYTHM)
    none = proposals(*reviewed({}), [], weights={}, rhythm=RHYTHM)

    assert few[0].evidence == "Nothing can be said: too few pairs (8; 12 are needed)."
    assert headline(none, ()) == "No change is proposed for the next cohort"
    assert all(each.now == each.proposed and each.evidence for each in none)


def rarely(pairs: int, *, poor: int) -> tuple[Cohort, pd.DataFrame]:
    """Pairs of which so many held half of their sessions."""
    rows = healthy(pairs=pairs)
    rows["sessions"] = [
        session(i, n, "missed" if i <= poor and n % 2 else "held") for i in range(1, pairs + 1) for n in range(1, 7)
    ]
    return reviewed(rows)


@pytest.mark.parametrize(("pairs", "poor", "change"), [(10, 6, True), (10, 5, False), (7, 7, False)])
def test_rhythm_slows_where_most_pairs_do_not_keep_it(pairs: int, poor: int, *, change: bool) -> None:
    """More than half of at least eight pairs below three quarters of their sessions, with k of n."""
    found = proposed(rarely(pairs, poor=poor), [])["weeks_between"]

    assert found.change is change
    assert found.evidence.startswith(f"{poor} of {pairs} pairs held fewer than 75\N{NO-BREAK SPACE}%")
    assert (found.proposed == "every 4 weeks") is change


def test_length_follows_what_most_want() -> None:
    """Three months more where most ask to go on formally; three fewer where most completed early."""
    rows = healthy(pairs=10)
    forms = [{**ids(i), "who": "mentor", "answered_on": day(6), "onwards": "continue formally"} for i in range(1, 7)]
    ends = [{**forms[0], **ids(i), "onwards": "end"} for i in range(7, 11)]
    early: list[Row] = [{**row, "state": "completed early", "ended": day(6)} for row in rows["pairs"]]

    longer = proposed(reviewed(rows | {"closings": forms + ends}), [])
    shorter = proposed(reviewed(rows | {"pairs": early}), [])

    assert longer["months:15"].proposed == "15 months"
    assert shorter["months:9"].evidence.startswith("10 of 10 pairs that are over completed early")


def test_training_follows_what_most_cannot_do_yet() -> None:
    """Latest answer per mentor; low for what they can do, high for what holds them back."""
    said = [
        {**ids(i), "who": "mentor", "answered_on": day(n), "structure": 2 if n == 4 else 5, "unwelcome": n + 1,
         "holds_back": 2} for i in range(1, 10) for n in (3, 4)
    ]  # fmt: skip
    found = proposed(reviewed(healthy(pairs=9) | {"quarters": said}), [])

    assert found["training:structure"].change
    assert found["training:structure"].evidence.startswith("9 of 9 mentors do not yet feel able to structure")
    assert not found["training:unwelcome"].change
    assert not found["training:holds_back"].change
    assert found["training:supported"].evidence == "Nothing is recorded of it."


CHANGES = (
    Proposal("weight:wishes:high", "Weight of “Chosen by each other”", "medium", "high", "Of 20\npairs …", None, True),
    Proposal("weeks_between:4", "Weeks between sessions", "every 3 weeks", "every 4 weeks", "6 of 10.", None, True),
    Proposal("months", "Length of the cohort", "12 months", "12 months", "Nothing is recorded of it."),
)


def test_only_what_a_person_accepted_holds() -> None:
    """Nothing by itself; an old yes to something that is no longer proposed counts for nothing."""
    old = ("weight:wishes:low", "weeks_between:5", "months:15")

    assert accepted_weights(CHANGES, old, {"topics": "low"})["wishes"] == "medium"
    assert accepted_weights(CHANGES, ["weight:wishes:high"], {})["wishes"] == "high"
    assert accepted_weights(CHANGES, ["weight:wishes:high"], {"topics": "low"})["topics"] == "low"
    assert next_settings(Settings(), CHANGES, old) == Settings()
    assert next_settings(Settings(), CHANGES, ["weeks_between:4"]).rhythm == RhythmSettings(weeks_between=4)
    assert headline(CHANGES, ["weeks_between:4"]) == "2 changes are proposed, 1 accepted; 1 thing stays as it is"
    assert changes_told(CHANGES, ["weeks_between:4"]) == (
        "Weight of “Chosen by each other”: stays at medium; high was proposed and not accepted.",
        "Weeks between sessions: every 4 weeks instead of every 3 weeks.",
    )


def test_settings_text_is_toml_with_reasons() -> None:
    """What was accepted is in force, all else is a comment."""
    there = cohort(healthy())
    text = next_settings_toml(CHANGES, ["weeks_between:4", "weight:wishes:high"], cohort=there)

    assert tomllib.loads(text) == {"rhythm": {"weeks_between": 4}}
    assert "high instead of medium, accepted. Of 20 pairs" in text
    assert tomllib.loads(next_settings_toml(CHANGES, (), cohort=there)) == {}


def left_over(person: str, role: str, position: int) -> Unmatched:
    return Unmatched(person, role, "All mentors have a mentee.", "", (), position)


def test_volunteers_without_a_partner_come_first() -> None:
    """As on the waiting list; then whose partner left, then who wants a new partner; nobody who left or said no."""
    rows = healthy(pairs=4)
    rows["roster"] += [{"person_id": person} for person in ("V1", "V2", "V3", "V4")]
    rows["roster"][0]["left_date"] = day(2)
    rows["pairs"] = [{**row, "state": "left" if i == 0 else "active" if i == 3 else "completed", "ended": None}
                     for i, row in enumerate(rows["pairs"])]  # fmt: skip
    rows["closings"] = [
        {**ids(2), "who": "mentee", "answered_on": day(6), "onwards": "new partner"},
        {**ids(3), "who": "mentee", "answered_on": day(6), "onwards": "end"},
        {**ids(4), "who": "mentee", "answered_on": day(6), "onwards": "new partner"},
    ]
    there, pairs = reviewed(rows)
    signed = pd.DataFrame({"person_id": ["V1", "V2", "V4"], "consent": [True, True, False], "capacity": 1})
    there = replace(there, participants=signed.astype({"consent": "boolean"}))
    waiting = [left_over("V3", "mentor", 0), left_over("V2", "mentee", 2), left_over("V1", "mentor", 1),
               left_over("V4", "mentee", 1), left_over("GONE", "mentee", 3), left_over("N1", "mentee", 0)]  # fmt: skip
    table = carry_over(there, pairs, waiting)

    assert list(table["person_id"]) == ["V1", "V2", "V3", "N1", "N2"]
    assert list(table["order"]) == [1, 2, 3, 4, 5]
    assert table["why"].tolist()[3:] == ["The partner left the organisation.", "Would like a new partner."]
    assert len(carry_over(*reviewed({}), [])) == 0


@settings(deadline=None, max_examples=10)
@given(st.permutations(range(1, 7)), st.dates(dt.date(2026, 3, 1), dt.date(2026, 9, 1)))
def test_carry_over_does_not_depend_on_the_order_of_rows(order: list[int], left: dt.date) -> None:
    """The same list whoever stands first in the input; nobody in it who has left."""
    rows = healthy(pairs=6)
    rows["roster"][2]["left_date"] = left
    rows["pairs"] = [{**row, "state": "left" if i % 2 else "completed"} for i, row in enumerate(rows["pairs"])]
    there, pairs = reviewed(rows)
    turned = pairs.set_index("mentor_id").loc[[f"M{i}" for i in order]].reset_index()
    found = carry_over(there, turned, [])

    assert found.equals(carry_over(there, pairs, []))
    assert ("M2" in set(found["person_id"])) is (left > there.as_of)
