"""Goals of the charter are met, not met, or nobody can tell; each says why and what would be needed."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.evidence.counted import Counted
from reverse_mentoring.decide.evidence.criteria import criteria, exploratory
from reverse_mentoring.decide.evidence.verdicts import Wanted, by_count, by_interval, count_sentence
from reverse_mentoring.decide.launch.charter import locked
from reverse_mentoring.words.charter import Charter, CharterGoal
from reverse_mentoring.words.findings import Criterion, Estimate
from review_cohorts import START, Row, day, healthy, reviewed

DUE = day(6)
AFTER = DUE + dt.timedelta(3)

COUNTS = """
share direction k answered everybody | verdict
25    up        3  12      12        | met
25    up        2  12      12        | not met
25    up        3  5       12        | met
25    up        2  5       12        | cannot tell
25    up        0  10      12        | not met
25    up        1  10      12        | cannot tell
29    up        29 100     100       | met
20    down      2  12      12        | met
20    down      3  12      12        | not met
20    down      1  11      12        | met
20    down      1  10      12        | cannot tell
20    down      3  5       12        | not met
"""


@pytest.mark.parametrize("row", COUNTS.strip().splitlines()[1:])
def test_a_share_is_judged_whatever_the_silent_would_have_said(row: str) -> None:
    """By hand: 25 % of 12 is 3, at most 20 % of 12 is 2; 29 % of 100 is 29 although 0.29 · 100 is a little more."""
    said, verdict = row.split("|")
    share, direction, k, answered, everybody = said.split()
    seen = Counted(int(k), int(answered), int(everybody), 12, "mentees", "said yes")

    ruling = by_count(seen, share=float(share) / 100, direction="up" if direction == "up" else "down")

    assert ruling.verdict == verdict.strip()
    assert ("not known" in ruling.why) == (answered != everybody)


INTERVALS = """
direction least value low  high | verdict
up        0.5   0.8   0.2  1.4  | met
up        0.5   0.5   0.1  0.9  | met
up        0.5   0.4   0.1  0.7  | cannot tell
up        0.5   0.8   0.0  1.6  | cannot tell
up        0.5   0.2   0.1  0.3  | not met
up        0.5   -.1   -.6  0.4  | not met
up        0.5   0.1   -.6  0.8  | cannot tell
up        0     0.1   0.05 0.2  | met
up        0     0.0   0.0  0.0  | not met
up        0     0.0   -.1  0.1  | cannot tell
down      0.5   -.8   -1.4 -.2  | met
down      0.5   0.8   0.2  1.4  | not met
down      0.5   -.1   -.8  0.6  | cannot tell
"""


@pytest.mark.parametrize("row", INTERVALS.strip().splitlines()[1:])
def test_a_change_is_judged_by_its_whole_interval(row: str) -> None:
    """Beyond 0 and at least the smallest useful change; short of it; or nobody can tell."""
    said, verdict = row.split("|")
    direction, *numbers = said.split()
    least, value, low, high = map(float, numbers)
    wanted = Wanted("up" if direction == "up" else "down", least, "levels")

    assert by_interval(Estimate(value, low, high, 12), wanted).verdict == verdict.strip()


numbers = st.floats(-3, 3)


@settings(deadline=None, max_examples=60)
@given(numbers, st.tuples(numbers, numbers).map(sorted), st.floats(0, 2))
def test_down_is_up_in_the_mirror(value: float, interval: list[float], least: float) -> None:
    """A goal that should go down, with all figures turned round, gets the same verdict."""
    low, high = interval
    up = by_interval(Estimate(value, low, high, 12), Wanted("up", least))
    down = by_interval(Estimate(-value, -high, -low, 12), Wanted("down", least))

    assert up.verdict == down.verdict


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.floats(0, 1), st.sampled_from(["up", "down"]))
def test_no_answer_of_the_silent_overturns_a_verdict(yes: int, no: int, silent: int, share: float, way: Any) -> None:
    """Whatever they say, met stays met and not met stays not met; where nobody can tell, both can come out."""
    everybody = yes + no + silent
    first = by_count(Counted(yes, yes + no, everybody, 9, "", ""), share=share, direction=way).verdict
    later = {
        by_count(Counted(yes + more, everybody, everybody, 9, "", ""), share=share, direction=way).verdict
        for more in range(silent + 1)
    }

    assert later == ({"met", "not met"} if first == "cannot tell" else {first})


def test_numbers_are_said_with_denominators_and_real_signs() -> None:
    """k of n first; no percentage below eight; minus signs and no break before %."""
    few = Counted(3, 6, 8, 6, "mentees (senior)", "have reached a goal", "a goal not reviewed")

    assert count_sentence(few) == (
        "3 of 6 mentees (senior) have reached a goal. Of 8 in all, 2 are not known (a goal not reviewed)."
    )
    assert Wanted("up", 0, "levels").interval(Estimate(0.1, -0.204, 12.25, 9, 0.95)) == (
        "95\N{NO-BREAK SPACE}% interval from −0.20 to +12.2 levels"
    )
    assert Wanted("up", 0).signed(-0.001) == "0.00"


def rows_of(changes: dict[str, list[float]], *, of: str = "N") -> dict[str, list[Row]]:
    """As many healthy pairs as there are changes; a figure per person and measure, 5 before and 5 + change after."""
    rows = healthy(pairs=max(map(len, changes.values())))
    rows["outcomes"] = [
        {"person_id": f"{of}{i}", "measure": name, "value": 5 + at * change, "measured_on": on}
        for name, each in changes.items()
        for i, change in enumerate(each, 1)
        for at, on in enumerate((START, day(5)))
    ]
    return rows


def goal(key: str, **more: Any) -> CharterGoal:
    said = {"whose": "mentees", "metric": "it", "due": DUE, "measure": key, "population": "all", "evidence": "form"}
    return CharterGoal.model_validate(said | more)


def judged(rows: dict[str, list[Row]], *goals: CharterGoal, as_of: dt.date = AFTER) -> tuple[Criterion, ...]:
    there, pairs = reviewed(rows, as_of=as_of)
    return criteria(there, pairs, Charter(goals=goals))


def judge(rows: dict[str, list[Row]], wanted: CharterGoal, **more: Any) -> Criterion:
    (found,) = judged(rows, wanted, **more)
    return found


SPREAD = [0.5, 1.5, 1.0, 0.8, 1.2, 1.4, 0.6, 1.0, 0.9, 1.1, 1.3, 0.7]
NOISE = [-2.0, 2.0, -1.5, 1.5, -1.0, 1.0, 2.5, -0.5, 0.5, 3.0, -2.5, 1.2]


@pytest.mark.parametrize(("changes", "least", "verdict", "why"), [
    (SPREAD, 0.5, "met", "The whole interval lies beyond no change, and the change is at least the 0.50 contacts"),
    (SPREAD, 2.0, "not met", "The whole interval stays short of the 2.00 contacts"),
    (NOISE, 0.5, "cannot tell", "A change of 0.50 contacts would show in four of five cohorts with about"),
    ([1.0] * 8, 0.5, "met", "The whole interval lies beyond no change"),
    ([0.0] * 8, 0.5, "not met", "stays short"),
    ([1.0] * 5, 0.5, "cannot tell", "There is no interval: all changed by the same amount"),
])  # fmt: skip
def test_a_change_without_others_is_judged_and_says_what_it_may_be(
    changes: list[float], least: float, verdict: str, why: str
) -> None:
    """All alike: the sign test tells from six people on, 1 − 2·½⁶ = 97 %; it may have come without the programme."""
    found = judge(rows_of({"contacts": changes}), goal("outcome:contacts", smallest_useful_change=least,
                                                       unit="contacts"))  # fmt: skip

    assert (found.verdict, why in found.why) == (verdict, True), found.why
    assert f"among {len(changes)} mentees (senior)" in found.finding
    assert found.caveats[0].startswith("There is nobody to compare with")


def test_an_outcome_is_judged_against_comparison_people() -> None:
    """Everybody gained 1: before and after it looks met, beside the others it is not."""
    rows = rows_of({"contacts": SPREAD})
    rows["roster"] = [row | {"level": f"L{row['person_id'][0]}"} for row in rows["roster"]]
    rows["roster"] += [{"person_id": f"X{i}", "name": "", "level": "LN"} for i in range(1, 13)]
    rows["outcomes"] += [row | {"person_id": f"X{row['person_id'][1:]}"} for row in rows["outcomes"]]

    found = judge(rows, goal("outcome:contacts", smallest_useful_change=0.5))

    assert found.verdict == "not met"
    assert "+1.00 among 12 mentees (senior) and +1.00 among 12 others of the same level" in found.finding
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(0)
    assert found.caveats[0].startswith("Who took part was not drawn by lot")


def test_three_goals_share_the_error() -> None:
    """98.3 % each, said in words; shares and goals without a figure do not count."""
    changes = dict.fromkeys("abc", SPREAD)
    three = judged(rows_of(changes), *(goal(f"outcome:{name}") for name in "abc"), goal("safety", share=0.5), goal(""))
    (one,) = judged(rows_of(changes), goal("outcome:a"))

    assert [each.estimate and round(each.estimate.confidence, 3) for each in three] == [0.983, 0.983, 0.983, 0.95, None]
    assert "3 goals are judged by an interval" in " ".join(three[0].caveats)
    assert "judged by an interval" not in " ".join((*one.caveats, *three[3].caveats))


CANNOT = """
               |                             | Choose one under “Shown by”
outcome:gone   |                             | Nothing is recorded of it yet. Import the figures
again          | share=0.5                   | Nothing is recorded of it yet. Ask the closing form.
safety         |                             | write which share
outcome:a      | share=0.5                   | leave the share empty
retention      | share=0.5                   | Keep people who left in the roster
"""


@pytest.mark.parametrize("row", CANNOT.strip("\n").splitlines())
def test_what_cannot_be_told_says_what_to_do(row: str) -> None:
    """No figure, nothing recorded, the wrong kind of figure."""
    key, more, why = (part.strip() for part in row.split("|"))
    share = {"share": float(more.removeprefix("share="))} if more else {}

    found = judge(rows_of({"a": SPREAD}), goal(key, **share))

    assert (found.verdict, found.estimate, found.finding) == ("cannot tell", None, "")
    assert why in found.why


def test_nothing_is_said_of_fewer_than_five_people() -> None:
    """Neither a count nor a mean of four; no number of theirs in any sentence."""
    rows = rows_of({"a": [1.0, 2.0, 1.5, 0.9]})
    rows["pulses"] = rows["pulses"][:2]

    for found in judged(rows, goal("outcome:a"), goal("safety", share=0.1, whose="organisation")):
        assert (found.verdict, found.estimate, found.finding) == ("cannot tell", None, "")
        assert "Fewer than 5 people" in found.why


def test_a_goal_is_judged_from_its_day_on() -> None:
    """The day before, what is known so far stands there without a verdict; long after it, that is said."""
    before, then, after = (
        judge(healthy(), goal("safety", share=0.5, whose="organisation"), as_of=DUE + dt.timedelta(days))
        for days in (-1, 0, 60)
    )

    assert (before.verdict, then.verdict) == ("cannot tell", "met")
    assert before.finding.startswith("So far: 6 of 6 people")
    assert "judged from 15 June 2026" in before.why
    assert not any("recorded up to" in said for said in then.caveats)
    assert any("everything recorded up to 14 August 2026 counts" in said for said in after.caveats)


def test_the_seal_of_the_charter_decides_whether_anything_is_judged() -> None:
    """Unlocked: judged, with a caveat. Sealed: plain. Changed with a reason: said. Broken: nobody can tell."""
    there, pairs = reviewed(healthy(), as_of=AFTER)
    wanted = goal("safety", share=0.5, whose="organisation")
    draft = Charter(why="w", sponsor="s", outcomes=dict.fromkeys(("mentors", "mentees", "organisation"), "o"),
                    goals=(wanted,))  # fmt: skip
    sealed = locked(draft, START)
    charters = (draft, sealed, sealed.model_copy(update={"change_reason": "merger"}),
                sealed.model_copy(update={"goals": (wanted.model_copy(update={"share": 0.1}),)}))  # fmt: skip

    verdicts = [criteria(there, pairs, charter)[0] for charter in charters]

    assert [each.verdict for each in verdicts] == ["met", "met", "met", "cannot tell"]
    assert ["can still move" in " ".join(each.caveats) for each in verdicts] == [True, False, False, False]
    assert "changed after its launch" in " ".join(verdicts[2].caveats)
    assert "merger" not in str(verdicts[2])
    assert "no longer says what it said" in verdicts[3].why


def stay(rows: dict[str, list[Row]], *, left: int, others: int, others_left: int) -> dict[str, list[Row]]:
    """So many of the mentees and of the others have left half way; all of one level."""
    rows["roster"] += [{"person_id": f"X{i}", "name": ""} for i in range(others)]
    for row in rows["roster"]:
        side, number = row["person_id"][0], int(row["person_id"][1:])
        row["level"] = "L" + side.replace("X", "N")
        if (side == "N" and number <= left) or (side == "X" and number < others_left):
            row["left_date"] = day(3)
    return rows


def test_retention_is_compared_or_counted() -> None:
    """A share is a count; without one the difference in percentage points is judged; without others nobody can tell."""
    counted = judge(stay(healthy(pairs=12), left=1, others=0, others_left=0), goal("retention", share=0.9))
    alone = judge(stay(healthy(pairs=12), left=1, others=0, others_left=0), goal("retention"))
    wide = judge(stay(healthy(pairs=12), left=1, others=12, others_left=2),
                 goal("retention", smallest_useful_change=10))  # fmt: skip
    large = judge(stay(healthy(pairs=40), left=1, others=40, others_left=30),
                  goal("retention", smallest_useful_change=10))  # fmt: skip

    assert counted.verdict == "met"
    assert counted.finding.startswith("11 of 12 mentees (senior) are still with the organisation")
    assert (alone.verdict, "nobody to compare with" in alone.why) == ("cannot tell", True)
    assert (wide.verdict, "10.0 percentage points" in wide.why) == ("cannot tell", True)
    assert "people in each of the two groups" in wide.why
    assert large.verdict == "met"


def test_exploratory_findings_are_all_others_with_data_and_carry_no_verdict() -> None:
    """What the charter named is not repeated; nothing about fewer than five; n is the number of persons."""
    rows = rows_of({"a": SPREAD, "b": SPREAD[:4]})
    there, pairs = reviewed(rows, as_of=AFTER)

    table = exploratory(there, pairs, judged=("safety",))

    assert list(table.columns) == ["measure", "finding", "n", "fewest"]
    assert not table["measure"].str.startswith("b ").any()
    assert table.set_index("measure").loc["a (first figure to last)", "n"] == 12
    assert not table["measure"].str.contains("really think").any()
    assert not table["finding"].str.contains("met|charter").any()
    assert len(exploratory(there, pairs)) == len(table) + 1


@settings(deadline=None, max_examples=4)
@given(st.integers(0, 2**16))
def test_verdicts_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    """Same goals, shuffled tables: the same criteria to the last digit."""
    rows = rows_of({"a": NOISE})
    there, pairs = reviewed(rows, as_of=AFTER)
    charter = Charter(goals=(goal("outcome:a"), goal("safety", share=0.5)))
    names = ("outcomes", "pulses", "sessions", "roster")
    shuffled = replace(there, **{name: getattr(there, name).sample(frac=1, random_state=seed) for name in names})

    assert criteria(shuffled, pairs.sample(frac=1, random_state=seed), charter) == criteria(there, pairs, charter)
