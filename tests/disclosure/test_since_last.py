"""Before the OK the facilitator reads what a release tells that the one before did not."""

from dataclasses import replace

from releases import release
from reverse_mentoring.decide.disclosure.cells import hidden
from reverse_mentoring.decide.disclosure.since_last import since_last
from reverse_mentoring.words.release import Cell, Release

SALES = Cell("pulse", "say", "function", "Sales", "5–9", 4.0)
SESSIONS = Cell("sessions", "held", "cohort", "everybody", "23", 0.8)
GOALS = Cell("goals", "0", "cohort", "everybody", "23", 0.4)


def told(number: int, *cells: Cell) -> Release:
    return replace(release(number), cells=cells)


def test_the_first_release_of_a_cohort_is_said_to_be_the_first() -> None:
    """Those of other cohorts are no earlier ones."""
    assert since_last(told(1, SALES), []) == ("Nothing of 2026-spring was released before.",)
    assert since_last(told(2, SALES), [release(1, cohort="other")]) == ("Nothing of 2026-spring was released before.",)


def test_what_differs_is_counted_and_what_comes_and_goes_is_named() -> None:
    """Against the last release, not an earlier one; a hidden cell is one that is not shown."""
    first, second = told(1), told(2, SALES, SESSIONS, hidden(GOALS))
    third = told(3, hidden(SALES), replace(SESSIONS, value=0.9), GOALS)

    assert since_last(third, [second, first]) == (
        "Since quarter 2: 1 of 1 figures that are shown both times differ.",
        "Shown now, but not then: goals by level, 0.",
        "Shown then, but not now: answers of the pulse, say in Sales.",
    )


def test_nothing_but_counts_where_nothing_comes_or_goes() -> None:
    """Equal cells are told as equal."""
    again = told(2, SALES, SESSIONS)

    assert since_last(again, [told(1, SALES, replace(SESSIONS, n="24"))]) == (
        "Since quarter 1: 1 of 2 figures that are shown both times differ.",
    )
