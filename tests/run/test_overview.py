"""The morning's page over all cohorts: what went wrong, how they stand, what changed; and never a person."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from reverse_mentoring.present.overview_causes import causes, turns
from reverse_mentoring.present.overview_file import COLUMNS
from reverse_mentoring.present.overview_page import headline, overview_page
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.overview import standing, write_overview
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.xlsx_files import xlsx_rows
from reverse_mentoring.words.overview import Change, Overview, Run, Standing, changes
from small_cohorts import AS_OF

COUNTS = {
    "mode": "quarter", "signed_up": {"mentor": 12, "mentee": 10}, "in_pairs": 18, "over": 1, "call": 0, "look": 2,
    "unmatched": {"mentor": 3, "mentee": 1}, "goals": {"met": 1, "not met": 0, "cannot tell": 2},
}  # fmt: skip
PAGES = ["01_gap_analysis.html", "02_matching.html", "03_agreements.html", "04_review.html"]


def lies(results: Path, cohort: str, **other: Any) -> None:
    """A result in the folder, as far as the overview looks at it."""
    known = {"cohort": cohort, "as_of": "2026-11-01", "pairs": 9, "decided": True, "broken": [], "warnings": [],
             "counts": {**COUNTS, **other.pop("counts", {})}, "outputs": dict.fromkeys(PAGES, "")}  # fmt: skip
    (results / cohort).mkdir(parents=True, exist_ok=True)
    (results / cohort / "manifest.json").write_text(json.dumps({**known, **other}), "utf-8")


def done(cohort: str) -> Outcome:
    return Outcome(cohort, 0, pairs=9, files=100)


def write(folder: Path, *outcomes: Outcome, known: tuple[str, ...] = ()) -> str:
    """The page, as it was written."""
    write_overview(Order(Programme(folder), folder / "out", AS_OF), outcomes, known=known)
    return (folder / "out" / "index.html").read_text("utf-8")


def kept(folder: Path) -> Overview:
    return Overview.model_validate_json((folder / "out" / "overview.json").read_bytes())


def test_the_page_says_how_all_cohorts_stand(tmp_path: Path) -> None:
    """Counts with their denominators, a link to each page, and who may see it; nothing from outside."""
    lies(tmp_path / "out", "autumn & co")
    lies(tmp_path / "out", "spring", counts={"call": 3})
    page = write(tmp_path, done("autumn & co"), done("spring"), Outcome("bad", 2, ("12 problems in bad/ratings.csv.",)))

    assert "2 of 3 cohorts are done; 1 has problems, 1 wants attention" in page
    assert "18 of 22 people, 9 pairs, 1 over" in page
    assert "12 problems in bad/ratings.csv." in page
    assert "3 pairs to call today." in page
    assert 'href="autumn%20%26%20co/04_review.html"' in page
    assert "Who may see this:" in page
    assert not [word for word in ("<script", 'src="http', 'href="http', "url(http", "@import") if word in page]


def test_the_table_has_a_row_for_each_cohort(tmp_path: Path) -> None:
    """To sort and filter, worst first; a cohort without a result has empty cells."""
    lies(tmp_path / "out", "autumn")
    write(tmp_path, done("autumn"), Outcome("bad", 2, ("12 problems.",)))
    cells = xlsx_rows((tmp_path / "out" / "summary.xlsx").read_bytes())["Cohorts"]

    assert list(COLUMNS) in cells
    assert any(row[:8] == ["autumn", "done", "", "2026-11-01", "quarter", "22", "18", "82"] for row in cells)
    assert any(row[:4] == ["bad", "problems", "12 problems.", ""] for row in cells)


def test_a_cohort_that_failed_now_shows_its_older_result_as_older(tmp_path: Path) -> None:
    """The sentence of now, the figures of then, and their day."""
    lies(tmp_path / "out", "spring", as_of="2026-10-01")
    page = write(tmp_path, Outcome("spring", 1, ("02_matching.ipynb: the kernel died.",)))

    assert "0 of 1 cohorts are done; 1 has problems" in page
    assert "the kernel died." in page
    assert "Below: its result as of 1 October 2026." in page
    assert "18 of 22 people" in page


def test_a_broken_rule_and_nobody_to_pair_want_attention(tmp_path: Path) -> None:
    """Also where the cohort was not run this time: its manifest tells."""
    lies(tmp_path / "out", "moved", broken=["“Same reporting line” is broken by 1 pair."])
    found = standing(tmp_path / "out" / "moved", None)

    assert (found.state, found.said) == ("attention", ("“Same reporting line” is broken by 1 pair.",))


def test_a_cause_is_said_once(tmp_path: Path) -> None:
    """With all the cohorts that it holds for, that of most cohorts first; those with most pairs to call first."""
    for cohort, call in (("a", 1), ("b", 0), ("c", 3)):
        lies(tmp_path / "out", cohort, counts={"call": call}, warnings=["Nobody was asked for consent."])
    standings = [standing(tmp_path / "out" / cohort, None) for cohort in "abc"]
    alone = Standing(cohort="d", state="attention", said=("“Same team” is broken by 1 pair.",))
    found = [(each["sentence"], each["cohorts"]) for each in causes([alone, *standings])]

    assert [(said, [(each["cohort"], each["note"]) for each in cohorts]) for said, cohorts in found] == [
        ("Nobody was asked for consent.", [("a", ""), ("b", ""), ("c", "")]),
        ("“Same team” is broken by 1 pair.", [("d", "")]),
        ("Pairs to call today:", [("c", "3"), ("a", "1")]),
    ]  # fmt: skip


def test_a_manifest_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """It is a problem, and not a silent one."""
    lies(tmp_path / "out", "spring")
    (tmp_path / "out" / "spring" / "manifest.json").write_text("{")

    assert standing(tmp_path / "out" / "spring", None).said == (
        "The manifest of its result cannot be read. Run it again.",
    )


def test_cohorts_not_run_this_time_stay_on_the_page(tmp_path: Path) -> None:
    """With what lies there; one that failed last time stays failed until it is run, or is gone from the programme."""
    lies(tmp_path / "out", "spring")
    write(tmp_path, done("spring"), Outcome("bad", 2, ("12 problems.",)), known=("spring", "bad"))
    lies(tmp_path / "out", "autumn")
    write(tmp_path, done("autumn"), known=("spring", "bad", "autumn"))

    assert [(each.cohort, each.state) for each in kept(tmp_path).run.standings] == [
        ("autumn", "done"), ("bad", "problems"), ("spring", "done"),
    ]  # fmt: skip

    write(tmp_path, done("autumn"), known=("spring", "autumn"))

    assert [each.cohort for each in kept(tmp_path).run.standings] == ["autumn", "spring"]


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    """All three files, also when a run with other figures came before."""
    lies(tmp_path / "out", "spring", as_of="2026-10-01", pairs=8)
    write(tmp_path, done("spring"))
    lies(tmp_path / "out", "spring")
    write(tmp_path, done("spring"))
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file()}
    write(tmp_path, done("spring"))

    assert set(first) == {"index.html", "summary.xlsx", "overview.json"}
    assert {name: (tmp_path / "out" / name).read_bytes() for name in first} == first


def test_what_changed_since_the_last_run_is_said(tmp_path: Path) -> None:
    """Figure by figure, with new cohorts and those that are gone; in the table as well."""
    lies(tmp_path / "out", "spring", pairs=8, counts={"call": 2})
    lies(tmp_path / "out", "old")
    write(tmp_path, done("spring"), done("old"))
    (tmp_path / "out" / "old" / "manifest.json").unlink()
    lies(tmp_path / "out", "spring")
    lies(tmp_path / "out", "new")
    page = write(tmp_path, done("spring"), done("new"))

    assert "state attention → done, pairs going on 8 → 9, pairs to call 2 → 0" in page
    assert re.search(r"<b>Attention no longer</b>: <a href=\"#cohort-\d\">spring</a>", page)
    assert "<b>No longer here</b>: old" in page
    assert "1 November 2026: 2 of 17" in page  # pairs to call, as they were
    assert [(each.cohort, each.what) for each in changes(kept(tmp_path)) if each.before is None] == [
        ("new", "new here"), ("old", "no longer here"),
    ]  # fmt: skip


def test_figures_of_another_version_are_no_last_run(tmp_path: Path) -> None:
    """Nor is a damaged file: the page is made without a comparison."""
    lies(tmp_path / "out", "spring")
    (tmp_path / "out" / "overview.json").write_text('{"run": 1}')
    page = write(tmp_path, done("spring"))

    assert kept(tmp_path).last is None
    assert "Since the run" not in page


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("done", "problems", "Problems now"),
        ("attention", "problems", "Problems now"),
        ("problems", "done", "Problems solved"),
        ("problems", "attention", "Problems solved"),
        ("done", "attention", "Attention now"),
        ("attention", "done", "Attention no longer"),
    ],
)
def test_what_has_turned_is_said_in_words(before: str, now: str, words: str) -> None:
    """By cohort; a figure that differs is no turn."""
    change = Change(cohort="spring", what="state", before=before, now=now)
    figure = Change(cohort="spring", what="pairs going on", before=1, now=2)

    assert turns([change, figure]) == [{"words": words, "cohorts": ["spring"]}]


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ("", "There is no cohort here"),
        ("d", "The one cohort is done"),
        ("a", "The one cohort is done; 1 wants attention"),
        ("p", "0 of 1 cohorts are done; 1 has problems"),
        ("ddpp", "2 of 4 cohorts are done; 2 have problems"),
    ],
)
def test_the_finding_is_a_sentence(states: str, sentence: str) -> None:
    """What is done, what is not, what wants a look."""
    names = {"d": "done", "a": "attention", "p": "problems"}
    standings = tuple(Standing(cohort=str(at), state=names[each]) for at, each in enumerate(states))  # type: ignore[arg-type]

    assert headline(Run(as_of="2026-11-01", standings=standings)) == sentence


def test_a_name_that_is_html_is_shown_as_text() -> None:
    """Folders can be called anything."""
    bad = Standing(cohort="<script>x", state="problems", said=("<b>no</b>",))
    page = overview_page(Overview(run=Run(as_of="2026-11-01", standings=(bad,))))

    assert "<script>" not in page
    assert "&lt;b&gt;no&lt;/b&gt;" in page


def test_a_closed_cohort_is_not_counted_among_those_without_partner(tmp_path: Path) -> None:
    """Its pairs are over: nobody there waits for one."""
    lies(tmp_path / "out", "closed", pairs=0, counts={"in_pairs": 0, "over": 9})
    page = write(tmp_path, done("closed"))

    assert "all 9 pairs are over" in page
    assert "3 mentors" not in page


@pytest.mark.slow
def test_two_hundred_cohorts_take_less_than_three_seconds(tmp_path: Path) -> None:
    """All three files, with a run before to compare with."""
    names = [f"cohort {number}" for number in range(200)]
    for calls in (0, 1):
        for name in names:
            lies(tmp_path / "out", name, counts={"call": calls})
        began = time.process_time()
        page = write(tmp_path, *map(done, names))
        took = time.process_time() - began

    assert "200 of 200 cohorts are done; 200 want attention" in page
    assert took < 3


@pytest.mark.browser
def test_the_page_fits_and_can_be_used_by_everybody(tmp_path: Path) -> None:
    """At 1100 pixels and on a phone nothing is cut; headings, names and table heads are in order."""
    from accessible import faults
    from local_browser import chromium, cut

    lies(tmp_path / "out", "a cohort with a rather long name, as companies have them 2026", counts={"call": 2})
    write(tmp_path, done("spring"))
    lies(tmp_path / "out", "a cohort with a rather long name, as companies have them 2026", counts={"call": 3})
    lies(tmp_path / "out", "spring", counts={"mode": "month", "goals": {"not judged": 3}})
    lies(tmp_path / "out", "part", pairs=None, counts={"in_pairs": None, "call": None, "mode": "", "goals": {}})
    write(tmp_path, *map(done, ("spring", "part")), Outcome("bad", 2, ("12 problems in bad/ratings.csv.",)))
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.goto((tmp_path / "out" / "index.html").as_uri())

        assert cut(page) == []
        assert faults(page) == []

        page.set_viewport_size({"width": 390, "height": 800})

        assert page.evaluate("document.documentElement.scrollWidth") == 390
