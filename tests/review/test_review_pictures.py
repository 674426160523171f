"""The pictures of the review: what they say in words, what they draw, and that nothing is only a colour."""

import re
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.present.criteria_picture import Strip, criteria_words, figure_words, strips
from reverse_mentoring.present.drawn import Drawn
from reverse_mentoring.present.review_charts import (
    before_after_chart,
    criteria_chart,
    goal_levels_chart,
    retention_chart,
)
from reverse_mentoring.words.charter import CharterGoal
from reverse_mentoring.words.findings import Criterion, Estimate

takes_seconds = pytest.mark.slow  # to draw
SVG = "{http://www.w3.org/2000/svg}"
SCRIPT = "</script><script>alert(1)</script>"
STRIPS = (
    Strip(f"A quarter learn a tool {SCRIPT}", "met", "share", 11 / 28, 0.23, 0.58, 28, promised=0.25,
          band=(0.87, 0.87), band_label="elsewhere: 87 %"),
    Strip("Mentors stay", "cannot tell", "change", 11, -3, 20, 24, unit="points", promised=5),
    Strip("Fewer accidents", "not met", "change", -0.1, -0.3, 0.2, 12, unit="accidents", promised=-1),
    Strip("Nobody knows", "cannot tell", "change"),
)  # fmt: skip
LEVELS = pd.DataFrame(
    [("Everyday AI", 2.2, 3.4, 0.7, 1.6, 22), ("Social media", 3.2, 2.9, pd.NA, pd.NA, 2)],
    columns=["topic", "before", "after", "low", "high", "n"],
)
GOALS = pd.DataFrame({"level": [-2, -1, 0, 1, 2], "goals": [4, 9, 31, 18, 5]})


def curve(n: int, *rows: tuple[int, float, float, float]) -> pd.DataFrame:
    """A curve of n people from (day, share, low, high)."""
    return pd.DataFrame([(0, n, 1.0, 0.9, 1.0), *((day, n, *rest) for day, *rest in rows)],
                        columns=["day", "at_risk", "share", "low", "high"])  # fmt: skip


OURS, OTHERS = curve(24, (365, 0.96, 0.74, 0.99)), curve(72, (100, 0.9, 0.81, 0.95), (365, 0.85, 0.75, 0.92))


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[Drawn, str]]:
    """All pictures, drawn once."""
    made = {
        "criteria": criteria_chart(STRIPS),
        "levels": before_after_chart(LEVELS),
        "stay": retention_chart(OURS, OTHERS),
        "goals": goal_levels_chart(GOALS),
    }
    return {name: (picture, picture.svg()) for name, picture in made.items()}


def words_in(svg: str) -> str:
    return " ".join(" ".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text"))


@takes_seconds
def test_every_review_picture_speaks_to_those_who_do_not_see_it(drawn: dict[str, tuple[Drawn, str]]) -> None:
    """Title and description are named by the picture, and the description holds the figures with their n."""
    said = {
        "criteria": "11 of 28",
        "levels": "Everyday AI: 2.2 to 3.4, +1.2 [+0.7 to +1.6], n 22",
        "stay": "others: 85\N{NO-BREAK SPACE}% [75–92] after 12 months, n 72",
        "goals": "as hoped (0): 31",
    }
    for name, (_, svg) in drawn.items():
        root = ET.fromstring(svg)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert description is not None
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert said[name] in str(description.text)


def test_review_pictures_keep_the_rules_of_their_language() -> None:
    """Checked here and not at every drawing, where it would take longer than the drawing itself."""
    made = (criteria_chart(STRIPS), before_after_chart(LEVELS), retention_chart(OURS, OTHERS), goal_levels_chart(GOALS))

    assert all(picture.chart().to_dict(validate=True)["layer"] for picture in made)


@takes_seconds
def test_review_pictures_run_nothing_and_load_nothing(drawn: dict[str, tuple[Drawn, str]]) -> None:
    """A goal written by a person stays text."""
    for _, svg in drawn.values():
        assert not re.search(r"<(script|image|foreignObject)|@import|\son\w+=", svg)


@takes_seconds
def test_verdicts_and_what_was_promised_stand_in_words(drawn: dict[str, tuple[Drawn, str]]) -> None:
    """Nobody has to know what a colour or a tick means."""
    words = words_in(drawn["criteria"][1])

    for said in ("✓ Met", "? Cannot tell", "✗ Not met", "promised: 25", "smallest useful: +5", "no change",
                 "elsewhere: 87 %", "no figure to draw"):  # fmt: skip
        assert said in words


@takes_seconds
def test_promised_share_and_figure_lie_where_they_belong(drawn: dict[str, tuple[Drawn, str]]) -> None:
    """On a strip from none (290) to all (600), 11 of 28 lies at 39 % of the way."""
    marks = [
        float(x) for x in re.findall(r'roledescription="point" transform="translate\(([\d.]+),', drawn["criteria"][1])
    ]

    assert marks[0] == pytest.approx(290 + 310 * 11 / 28, abs=0.1)


@takes_seconds
def test_words_at_the_ends_of_curves_never_lie_on_each_other() -> None:
    """Two curves that end at the same share."""
    same = curve(30, (365, 0.96, 0.8, 0.99))
    svg = retention_chart(OURS, same).svg()
    texts = {"".join(text.itertext())[:6]: text.get("transform", "") for text in ET.fromstring(svg).iter(f"{SVG}text")}
    heights = [float(re.findall(r"[\d.]+", texts[start])[1]) for start in ("Partic", "Others")]

    assert abs(heights[0] - heights[1]) >= 38


@takes_seconds
def test_pictures_without_rows_are_still_pictures() -> None:
    """Before the first answer."""
    for nothing in (before_after_chart(LEVELS.iloc[:0]), retention_chart(OURS.iloc[:0]), criteria_chart(())):
        assert ET.fromstring(nothing.svg()).get("role") == "img"


@pytest.mark.parametrize(
    ("strip", "words"),
    [
        (STRIPS[0], ("11 of 28", "39\N{NO-BREAK SPACE}% [23–58\N{NO-BREAK SPACE}%]")),
        (Strip("", "cannot tell", "share", 4 / 5, 0.3, 0.98, 5), ("4 of 5",)),
        (STRIPS[1], ("+11 points", "[−3 to +20], n 24")),
        (Strip("", "met", "change", 0.5, None, None, 2, unit="levels"), ("+0.5 levels", "n 2")),
        (STRIPS[3], ()),
    ],
)
def test_figures_are_said_with_their_denominators(strip: Strip, words: tuple[str, ...]) -> None:
    """k of n first; no percentage under eight; an interval only where there is one."""
    assert figure_words(strip) == words


def test_strips_follow_the_goal_and_its_direction() -> None:
    """A goal with a share shows that share; one that should fall has its smallest useful change below zero."""
    share = CharterGoal(whose="mentees", metric="learn", share=0.25)
    fall = CharterGoal(whose="mentors", metric="accidents", direction="down", smallest_useful_change=2, unit="a year")
    judged = [
        Criterion(1, share, "met", "", "", Estimate(0.4, 0.2, 0.6, 20)),
        Criterion(2, fall, "cannot tell", "", ""),
    ]
    first, second = strips(judged, ["Learn", "Fewer"], bands={1: (0.5, 0.6, "elsewhere")})

    assert (first.kind, first.promised, first.n, first.band) == ("share", 0.25, 20, (0.5, 0.6))
    assert (second.kind, second.promised, second.value, second.band) == ("change", -2, None, None)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_no_percentage_of_fewer_than_eight(counted: tuple[int, int]) -> None:
    """Whatever the share: under eight people the words hold no percentage, from eight on they do."""
    k, n = counted
    strip = Strip("", "met", "share", k / n, 0.0, 1.0, n)

    assert ("%" in criteria_words([strip])) == (n >= 8)
    assert f"{k} of {n}" in criteria_words([strip])
