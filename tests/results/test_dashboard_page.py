"""The managers' page: a finding in a sentence, numbers with denominators, and nothing that was not released."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases import FUNCTIONS, cells, hidden_everywhere, release, round_number
from reverse_mentoring.present.dashboard_charts import pictures
from reverse_mentoring.present.dashboard_page import NOTHING_YET, page, shown
from reverse_mentoring.present.dashboard_reading import Rounds, by_cohort, goals_reached, groups, mean
from reverse_mentoring.present.dashboard_words import BEHIND, ON_TRACK, headline, helping, numbers, subline
from reverse_mentoring.words.release import Cell, Release
from reverse_mentoring.words.settings import ReviewSettings

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 4, 20, 9, tzinfo=dt.UTC)
VAULT = ("store.vault", "store.cohorts", "store.schema", "store.programme", "workbook.opening", "decide", "run")
HEADLINES = """
held | say  | rises | headline
0.9  | 4.1  | yes   | On track: nine in ten planned sessions took place, and mentees (senior) rate themselves higher
0.9  | 4.1  | no    | On track: nine in ten planned sessions took place, and people say what they think (4.1 of 5)
0.8  | 3.2  | no    | On track: eight in ten planned sessions took place, and saying what one thinks is still hard (3.2
0.7  | 3.7  | no    | Worth attention: seven in ten planned sessions took place, while no topic shows a clear change yet
0.5  | None | none  | Behind plan: half of the planned sessions took place
None | 4.3  | none  | People say what they think (4.3 of 5)
None | None | none  | Quarter 1: nothing can be shown yet without pointing at people
"""


def _release(*made: Cell) -> Release:
    return replace(release(), cells=made)


def _number(text: str) -> float | None:
    return None if text == "None" else float(text)


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def _changes(rises: str) -> list[Cell]:
    every = [cell for cell in release().cells if cell.kind == "change"]
    return {"yes": every, "no": [replace(each, low=-0.2) for each in every], "none": []}[rises]


@pytest.mark.parametrize(("held", "say", "rises", "said"), _rows(HEADLINES))
def test_the_headline_is_the_finding_as_a_sentence(held: str, say: str, rises: str, said: str) -> None:
    """First whether people meet, then what comes of it; what is hidden is not spoken of."""
    made = [*cells("sessions", {"held": _number(held)}), *cells("pulse", {"say": _number(say)}), *_changes(rises)]

    assert headline(_release(*made)).startswith(said)


def test_the_thresholds_are_those_of_the_review() -> None:
    """On track and behind plan mean to managers what they mean to the facilitator."""
    assert (ReviewSettings().attendance_amber, ReviewSettings().attendance_red) == (ON_TRACK, BEHIND)


def test_four_numbers_each_with_what_it_is_a_share_of_and_the_people_behind_it() -> None:
    """A share says of what, a mean of how many points; both of how many people."""
    said = [f"{each.name}: {each.value} {each.of} ({each.note})" for each in numbers(release(2))]

    assert [words.replace("\N{NO-BREAK SPACE}", " ") for words in said] == [
        "Pairs going on or completed: 85–100 % of all pairs (56 people)",
        "Planned sessions held: 90 % or more of those due (in quarter 2, 56 people)",
        "Goals as hoped or beyond: 60–85 % of all goals (52 people)",
        "Could say what they thought: 4.0 of 5 (mean of 49 people)",
    ]


@pytest.mark.parametrize(
    ("value", "said"), [(0.9, "90\N{NO-BREAK SPACE}% or more"), (0.7, "about 70\N{NO-BREAK SPACE}%"),
                        (0.1, "10\N{NO-BREAK SPACE}% or less")],
)  # fmt: skip
def test_shares_are_said_as_coarsely_as_they_were_released(value: float, said: str) -> None:
    """Steps of ten per cent, open at both ends; the bar is dark up to the least and pale up to the most."""
    made = _release(*cells("sessions", {"held": value}, n="10–14"))
    bar: Any = pictures(Rounds((made,)))[0].marks[0]

    assert numbers(made)[1].value == said
    assert (bar.filled, bar.upto) == pytest.approx({0.9: (85, 100), 0.7: (65, 75), 0.1: (0, 15)}[value])


def test_means_with_an_open_end_say_so() -> None:
    """A mean that stands for all up to the end of the scale is “or more” or “or less”."""
    assert mean(Cell("pulse", "say", "cohort", "", "5–9", 4.0, 3.75, 5.0)) == "4.0 or more"
    assert mean(Cell("pulse", "say", "cohort", "", "5–9", 2.0, 1.0, 2.25)) == "2.0 or less"
    assert mean(Cell("pulse", "say", "cohort", "", "24", 3.5, 3.45, 3.55)) == "3.5"
    assert mean(None) == "not shown"


def test_goals_reached_are_the_range_that_the_levels_leave_open() -> None:
    """Levels at or above what was hoped for, summed; not given while a level is hidden or where levels do not fit."""
    shares: dict[str, float | None] = {"-2": 0.1, "-1": 0.2, "0": 0.4, "1": 0.2, "2": 0.1}
    reached = goals_reached(_release(*cells("goals", shares)))

    assert reached is not None
    assert (reached.low, reached.high) == pytest.approx((0.6, 0.85))
    assert goals_reached(_release(*cells("goals", {**shares, "2": None}))) is None
    assert goals_reached(_release(*cells("goals", {**shares, "-2": 0.6}))) is None


def test_where_a_manager_can_help_follows_from_the_figures() -> None:
    """What is amiss comes first, good news last; where nothing is, the page says so."""
    amiss = _release(*cells("sessions", {"held": 0.6}), *cells("pulse", {"say": 3.2, "next": 3.0}),
                     *cells("insights", {"released": 5, "done": 2}))  # fmt: skip

    assert [each.title for each in helping(amiss)] == [
        "Planned sessions give way to other work: about 60\N{NO-BREAK SPACE}% took place",
        "Not everybody says what they think yet: 3.2 (of 5)",
        "Insights passed to leadership: 2 of 5 done",
    ]
    assert [each.kind for each in helping(release())][-1] == "good news"
    assert [each.title for each in helping(hidden_everywhere(release()))] == ["Nothing is waiting for you"]


def test_at_most_six_pictures_each_with_the_same_as_a_table() -> None:
    """Every mark of a picture is a row of its table; drawings are silent or carry their words."""
    drawn = pictures(Rounds((release(1), release(2))))
    html = page([release(1), release(2)])

    assert len(drawn) == 6
    assert all(len(each.rows) == len(each.marks) for each in drawn)
    assert html.count("<summary>Show as table</summary>") == 6
    assert all('aria-hidden="true"' in svg or "aria-label=" in svg for svg in re.findall(r"<svg[^>]*>", html))


def test_the_pulse_is_a_mean_per_round_with_its_band() -> None:
    """The band is what the mean stands for; a hidden round leaves a gap."""
    banded = [replace(cell, low=3.85, high=3.95) for cell in cells("pulse", {"say": 3.9}, n="49")]
    rounds = [replace(_release(*made), round=round_number(number))
              for number, made in enumerate((banded, cells("pulse", {"say": None}), banded), start=1)]  # fmt: skip
    line: Any = pictures(Rounds(tuple(rounds)))[0].marks[0]

    assert [point.said.split(",")[0] for point in line.points] == ["3.9", "not shown", "3.9"]
    assert line.words.endswith("Quarter 2: not shown; Quarter 3: 3.9, n\N{NO-BREAK SPACE}49")
    assert line.joins == ()
    assert line.points[0].top < line.points[0].y < line.points[0].bottom


def test_change_runs_from_a_ring_before_to_a_dot_now() -> None:
    """Places on the scale from 1 to 5; the interval of the change is laid off from the ring; open ends have none."""
    step: Any = pictures(Rounds((release(),)))[4].marks[0]
    text = "from 2.5 to 4.3 or more"
    open_ended: Any = pictures(Rounds((_release(Cell("change", "x", "cohort", "", "12", 1.8, text=text)),)))[0].marks[0]

    assert (step.before, step.now, step.low, step.high) == pytest.approx((32.5, 62.5, 52.5, 72.5))
    assert step.said == "from 2.3 to 3.5, n\N{NO-BREAK SPACE}22: +1.2 [+0.8 to +1.6]"
    assert (open_ended.before, open_ended.now, open_ended.low) == (37.5, pytest.approx(82.5), None)
    assert open_ended.said == "from 2.5 to 4.3 or more, n\N{NO-BREAK SPACE}12"


def test_criteria_say_met_not_met_or_cannot_tell() -> None:
    """Each verdict in words with a sign."""
    picture = pictures(Rounds((release(),)))[-1]

    assert picture.title == "Goals of the charter met so far: 1 of 4"
    assert [row[1] for row in picture.rows] == ["met", "cannot tell", "cannot tell", "not met"]
    assert subline(Rounds((release(),))) == "Goals of the charter: 1 met, 1 not met, 2 cannot tell."


@settings(deadline=None, max_examples=12)
@given(st.sets(st.integers(0, len(release().cells) - 1)), st.sampled_from(["drop", "blank"]))
def test_hidden_cells_all_look_alike(chosen: set[int], how: str) -> None:
    """Whatever is hidden: the same words, the same dots, and never a number beside them."""
    made = release()
    blank = [Cell(each.kind, each.item, each.grouping, each.group) for each in made.cells]
    kept = tuple(blank[place] if place in chosen else cell for place, cell in enumerate(made.cells))
    html = str(shown([replace(made, cells=kept, dropped=("say by level",) if how == "drop" else ())]))
    marks = re.findall(r'<li><span class="label">[^<]*</span>(<span class="said hid">.*?)</li>', html, re.S)

    assert html == str(shown([replace(made, cells=kept)]))
    assert len({re.sub(r"\s", "", mark) for mark in marks if "svg" in mark}) <= 1
    assert all(not re.search(r"\d", re.sub(r"<svg.*", "", mark, flags=re.S)) for mark in marks)


@settings(deadline=None, max_examples=12)
@given(st.permutations(range(len(FUNCTIONS))), st.lists(st.floats(1, 5), min_size=3, max_size=3))
def test_groups_are_never_ranked(order: list[int], values: list[float]) -> None:
    """Functions stand by name, those merged last, whatever their figures and the order of the cells."""
    made = [Cell("pulse", "say", "function", FUNCTIONS[place], "10–14", round(values[place], 1)) for place in order]

    assert groups(_release(*made), "pulse", "function") == list(FUNCTIONS)


def test_several_cohorts_stand_side_by_side_the_newest_first() -> None:
    """In order of time, with the same figures each; a link only where the host knows one."""
    releases = [release(1, cohort="2026-spring"), release(3, cohort="2025-autumn", held=0.5), release(2)]
    html, linked = page(releases), str(shown(releases, address=lambda name: f"dashboard.ipynb?cohort={name}"))

    assert [rounds.latest.cohort for rounds in by_cohort(releases)] == ["2025-autumn", "2026-spring"]
    assert html.index("<b>2025-autumn</b>") < html.index(">2026-spring</th>")
    assert "Behind plan" in html
    assert "On track" in page(releases, cohort="2026-spring")
    assert 'href="dashboard.ipynb?cohort=2026-spring"' in linked
    assert "href" not in html
    assert "Cohorts side by side" not in page([release()])


def test_a_cohort_that_is_not_there_is_named_and_another_shown() -> None:
    """A wrong address ends in a sentence, never in an error."""
    html = page([release()], cohort="<i>2031")

    assert "There is no release of a cohort “&lt;i&gt;2031”. This is cohort 2026-spring." in html
    assert NOTHING_YET in page([])


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    """One file: no script, no frame, no address, no event handler."""
    html = page([release(1), release(2)])

    assert html.startswith("<!doctype html>")
    assert not re.search(r"<(script|iframe|link|img|object|form|button|input)\b|https?:|url\(|@import| on\w+=", html)


def test_words_from_the_programme_never_become_markup() -> None:
    """Names of organisation, cohort, topics, functions and comments are text."""
    bad = '<script>alert("1")</script>'
    made = [*cells("take-up", {bad: 0.5}), *cells("pulse", {"say": 4.0}, group=("function", bad)),
            *cells("pulse", {"say": 4.0}), Cell("change", bad, "cohort", "", "22", 1.0, 0.5, 1.5, bad),
            Cell("criteria", bad, "cohort", "", text=f"met: {bad}")]  # fmt: skip
    html = page([replace(_release(*made), organisation=bad, cohort=bad, comments=(bad,))])

    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 5


def test_comments_stand_in_the_facilitators_words() -> None:
    """Where there are none, nothing is said of them."""
    said = replace(release(), comments=("Several would like to meet in person once.",))

    assert "Several would like to meet in person once." in page([said])
    assert "What participants say" not in page([release()])
    assert f"at least {release().least} people beside yourself" in page([release()])
