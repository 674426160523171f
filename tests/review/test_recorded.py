"""What a cohort has recorded, looked up once for many figures."""

from reverse_mentoring.decide.evidence.measures import measures, observed, seen_in
from reverse_mentoring.decide.evidence.recorded import Recorded
from review_cohorts import Row, day, healthy, ids, reviewed


def told_twice() -> dict[str, list[Row]]:
    """Three pairs with pulses, goals, and quarter forms and levels asked twice."""
    rows, both = healthy(), ("mentor", "mentee")
    levels = [{"person_id": f"{side}{pair}", "topic_id": "ai"} for pair in (1, 2, 3) for side in "MN"]
    rows["topics"] = [{"topic_id": "ai", "name": "Everyday AI"}]
    rows["ratings"] = [{**each, "proficiency": 1 + at % 3} for at, each in enumerate(levels)]
    rows["progress"] = [{**each, "proficiency": 2 + at % 4, "rated_on": day(6)} for at, each in enumerate(levels)]
    rows["quarters"] = [
        {**ids(pair), "who": who, "answered_on": day(on), "stay": 2 + (pair + on) % 4, "different": 3 + pair % 3}
        for pair in (1, 2, 3) for who in both for on in (2, 5)
    ]  # fmt: skip
    return rows


def test_figures_asked_one_after_the_other_are_the_same_as_asked_alone() -> None:
    """No figure changes what the next one rests on."""
    there, pairs = reviewed(told_twice())
    recorded = Recorded(there, pairs)
    keys = [(each.key, whose) for each in measures(there) for whose in ("mentors", "mentees", "organisation")]
    keys += reversed(keys)

    together = [repr(seen_in(recorded, key, whose=whose)) for key, whose in keys]

    assert together == [repr(observed(there, pairs, key, whose=whose)) for key, whose in keys]
    assert len(set(together)) > 20
