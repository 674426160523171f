"""Two sets of pairs are compared mentee by mentee; departments are counted, nobody twice."""

from hypothesis import given
from hypothesis import strategies as st

from reverse_mentoring.decide.matching.drafts import NOT_KNOWN, Move, by_department, changes
from small_cohorts import cohort_of, random_cohort

BEFORE = (("j1", "s1"), ("j2", "s2"), ("j3", "s3"))
AFTER = (("j3", "s4"), ("j1", "s1"), ("j4", "s2"))
PAIRS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("uvwxyz")).map(
    lambda chosen: tuple((mentor, mentee) for mentee, mentor in chosen.items())
)


def test_each_mentee_who_changes_is_told_from_whom_to_whom() -> None:
    """Another mentor, a first one, none any more; who stays is not listed."""
    found = changes(BEFORE, AFTER)

    assert found.moves == (Move("s2", ("j2",), ("j4",)), Move("s3", ("j3",), ()), Move("s4", (), ("j3",)))
    assert found.headline == (
        "1 of 3 pairs stays; 1 mentee gets another mentor, 1 mentee gets a mentor who had none, "
        "1 mentee has none any more"
    )


def test_nothing_changed_is_said() -> None:
    """Equal sets in another order have no changes; two empty sets have nothing to compare."""
    assert changes(BEFORE, BEFORE[::-1]).headline == "Nothing changes: 3 of 3 pairs stay"
    assert changes((), ()).headline == "There are no pairs to compare"


@given(before=PAIRS, after=PAIRS)
def test_changes_lead_from_one_set_to_the_other_and_back(
    before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]
) -> None:
    """Without those gone and with those new the first set is the second; backwards new and gone change places."""
    there, back = changes(before, after), changes(after, before)

    assert set(before) - set(there.gone) | set(there.new) == set(after)
    assert (there.kept, there.new, there.gone) == (back.kept, back.gone, back.new)
    assert [(move.mentee_id, move.after, move.before) for move in there.moves] == [
        (move.mentee_id, move.before, move.after) for move in back.moves
    ]


def test_pairs_and_waiting_people_are_counted_by_department() -> None:
    """Rows are the mentors' departments, columns the mentees'; those not known last; the unwilling do not wait."""
    departments = {"j1": "IT", "j2": "IT", "j3": "", "s1": "Research", "s2": "", "s3": "Sales", "s4": "IT"}
    roster = [{"person_id": p, "name": p, "department": d} for p, d in departments.items()]
    signups = [{"person_id": p, "role": "mentor" if p < "s" else "mentee", "consent": p != "s4"} for p in departments]
    found = by_department(cohort_of(roster=roster, signups=signups), [("j1", "s1"), ("j2", "s2")])

    assert found.pairs.to_dict("split") == {"index": ["IT"], "columns": ["Research", NOT_KNOWN], "data": [[1, 1]]}
    assert found.waiting.to_dict("index") == {
        "Sales": {"mentor": 0, "mentee": 1},
        NOT_KNOWN: {"mentor": 1, "mentee": 0},
    }


def test_without_pairs_everybody_willing_waits() -> None:
    """An empty table of pairs, and each person with a place counted once."""
    cohort = random_cohort(5, mentors=5, mentees=4)
    found = by_department(cohort, [])

    assert found.pairs.shape == (0, 0)
    assert int(found.waiting.to_numpy().sum()) == int(cohort.participants["consent"].sum())
