"""Comments are the facilitator's own sentences, resting on enough comments: nobody is named, nobody is quoted."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.decide.disclosure.comments import IN_A_ROW, LONGEST, Comments, against, sentences_of
from reverse_mentoring.store.free_texts import free_texts
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.choices import MatchingChoices, ReviewChoices
from reverse_mentoring.words.reviewing import Ending
from small_cohorts import cohort_of
from vault_samples import NOW, made

COHORT = cohort_of(
    roster=[{"person_id": "P-01", "name": "Ana Keller"}, {"person_id": "P-02", "name": "Ben Roth"}],
    signups=[{"person_id": "P-01", "role": "mentor"}],
)
WROTE = "My mentor never has time, and I stopped asking her for it."
words = st.lists(st.text("abcdeimnrsßäéøœñ", min_size=1, max_size=6), min_size=IN_A_ROW, max_size=12)


def said(*sentences: str, shared: int = 10, written: tuple[str, ...] = (WROTE,)) -> str:
    return " ".join(against(Comments(sentences, shared), COHORT, written))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Some would like more time with their mentors.", ""),
        ("Ana Keller is thanked a lot.", "Sentence 1 names somebody."),
        ("One says: my MENTOR never  has “time”, and sighs.", "Sentence 1 repeats what somebody wrote."),
        ("My mentor never has time.", ""),
        (WROTE.upper(), "Sentence 1 repeats what somebody wrote."),
        ("x" * (LONGEST + 1), f"Sentence 1 is longer than {LONGEST} characters."),
    ],
)
def test_a_sentence_is_ones_own(sentence: str, told: str) -> None:
    """Five words as somebody wrote them are chance, six are a quotation, whatever the case and the punctuation."""
    assert said(sentence).startswith(told)
    assert bool(said(sentence)) == bool(told)


def test_a_short_comment_is_not_repeated_whole() -> None:
    """Three words that are all that somebody wrote."""
    assert "repeats" in said("nothing at all!", written=("Nothing, at all",))


@pytest.mark.parametrize(("shared", "fine"), [(0, False), (9, False), (10, True)])
def test_sentences_rest_on_ten_comments(shared: int, fine: bool) -> None:
    """Nine are refused with the number; without sentences nothing is asked."""
    assert (said("People learn.", shared=shared) == "") is fine
    assert said(shared=shared) == ""


def test_there_is_room_for_five() -> None:
    """The sixth is refused."""
    assert said(*["People learn."] * 5) == ""
    assert "There is room for 5 sentences; these are 6." in said(*["People learn."] * 6)


@settings(deadline=None, max_examples=60)
@given(words, words, st.data())
def test_six_words_in_a_row_are_always_found(written: list[str], own: list[str], data: st.DataObject) -> None:
    """Wherever they stand in the sentence and however they are spaced, set and dotted; what shares no word is fine."""
    start = data.draw(st.integers(0, len(written) - IN_A_ROW))
    between = data.draw(st.sampled_from([" ", ", ", "  – ", ". "]))
    copied = [each.upper() if data.draw(st.booleans()) else each for each in written[start : start + IN_A_ROW]]
    place = data.draw(st.integers(0, len(own)))
    sentence = between.join([*own[:place], *copied, *own[place:]])

    assert "repeats" in said(sentence, written=(" ".join(written),))
    assert "repeats" not in said(" ".join(f"0{each}" for each in own), written=(" ".join(written),))


def test_everything_that_was_ever_written_counts(tmp_path: Path) -> None:
    """Texts of tables, reasons of endings and notes, also of versions that hold no more; not the charter's words."""
    vault = open_vault(tmp_path / "programme.db", now=NOW)
    closing = made("closings", mentor_id=["a"], mentee_id=["b"], who=["mentor"], changed=["I listen more"])
    vault.store({"autumn": {"closings": closing}, "other": {}}, now=NOW)
    ending = Ending(mentor_id="a", mentee_id="b", state="ended", on=NOW.date(), reason="He moved to Lyon")
    vault.save_choices("autumn", "review", ReviewChoices(endings=(ending,)), expected_version=0, now=NOW)
    vault.undo("autumn", "review", now=NOW)
    vault.save_choices("autumn", "matching", MatchingChoices(allowed={"same_team": "Few teams"}), expected_version=0,
                       now=NOW)  # fmt: skip

    assert {"I listen more", "He moved to Lyon", "Few teams"} <= free_texts(vault, "autumn")
    assert free_texts(vault, "other") == frozenset()


def test_sentences_come_one_a_line() -> None:
    """Empty lines and spaces around are nothing."""
    assert sentences_of(" People learn. \n\n They laugh.\n") == ("People learn.", "They laugh.")
