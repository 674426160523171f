"""The sentences of the papers: complete in every language, and nothing left open in any of them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_samples import cohort_of, material, pair, person
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.decide.agreements.must_haves import ALWAYS, FIELDS, WHERE_SENSITIVE
from reverse_mentoring.decide.agreements.wording import closed, fields, filled, listed, long_date, short_date, weekday
from reverse_mentoring.store.content import catalogue, clauses, languages, messages, session_plan
from reverse_mentoring.words import disclosure
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.papers import Side
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.settings import RhythmSettings

ENGLISH = messages("en")
MATERIAL = {language: material(language) for language in languages()}
every_language = pytest.mark.parametrize("language", languages())
NAMES = st.sampled_from(["Tom & Jerry <b>", "O'Brien-Łuczak", "مريم الحسن", "王小明"]) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="{}"), min_size=1, max_size=30
)
WISHES = st.fixed_dictionaries({
    "gain": NAMES, "limits": NAMES, "weeks_between": st.none() | st.integers(1, 8),
    "mode": st.sampled_from(["", "in person", "remote", "both"]),
    "confidentiality": st.sampled_from(["", "strict", "own learning", "open topics"]),
})  # fmt: skip
CHOICES = st.builds(
    AgreementChoices,
    rhythm=st.none() | st.builds(RhythmSettings, weeks_between=st.integers(1, 8), months=st.integers(1, 3)),
    confidentiality=st.sampled_from(["strict", "own learning", "open topics"]),
    no_evaluation_months=st.sampled_from([0, 6, 12]),
    preparation_minutes=st.sampled_from([0, 30]),
    off_limits=NAMES,
    jurisdiction=st.just("") | NAMES,
)


@every_language
def test_every_message_exists_in_every_language_with_the_same_fields(language: str) -> None:
    """No key is missing, none is left over, and no translation loses or invents a {field}."""
    texts = messages(language)

    assert texts.keys() == ENGLISH.keys()
    assert [key for key in texts if set(fields(texts[key])) != set(fields(ENGLISH[key]))] == []
    assert [key for key in texts if not texts[key].strip() or "\ufffd" in texts[key]] == []


def test_a_german_agreement_holds_no_english_sentence() -> None:
    """What has three words and more is translated."""
    german, papers = messages("de"), ("section", "clause", "session", "topic", "agreement")
    texts = {key: text for key, text in ENGLISH.items() if key.split(".")[0] in papers and text.count(" ") > 1}

    assert len(texts) > 150
    assert [key for key, text in texts.items() if german[key] == text] == []


@every_language
def test_every_clause_and_session_has_its_text(language: str) -> None:
    """18 clauses and 17 sessions without a gap, and no field that nobody fills."""
    words = messages(language)

    texts = clauses(words)
    assert texts["clause_id"].tolist() == [f"C{number}" for number in range(1, 19)]
    assert (texts[["section", "default_text"]] != "").all(axis=None)
    assert {name for key in words if key.startswith("clause.C") for name in fields(words[key])} <= FIELDS
    assert len(session_plan(words)) == 17
    assert (session_plan(words) != "").all(axis=None)
    assert all(f"topic.{name}" in words for name in catalogue()["name"])


def test_the_table_of_clauses_and_the_must_haves_agree() -> None:
    """What the table marks as a must is what the program asks for."""
    table = clauses()

    assert table["clause_id"][table["must"] == "1"].tolist() == list(ALWAYS)
    assert table["clause_id"][table["must"] == "1 if a sensitive topic"].tolist() == list(WHERE_SENSITIVE)


def test_topics_of_the_catalogue_keep_their_english_name() -> None:
    """The English messages do not rename a topic."""
    assert [name for name in catalogue()["name"] if ENGLISH[f"topic.{name}"] != name] == []


@every_language
def test_every_constant_of_what_is_seen_has_a_sentence(language: str) -> None:
    """Nothing can be released without words for it in the agreement."""
    words = messages(language)

    assert [what for what in disclosure.SEEN_BY_THE_ORGANISATION if f"clause.C15.seen.{what}" not in words] == []
    assert [what for what in disclosure.NEVER_SEEN if f"clause.C15.never.{what}" not in words] == []


def _agreement(language: str = "en", group_at_least: int = 5) -> Agreement:
    cohort = cohort_of(person("M1", "mentor"), person("E1", "mentee"), settings={"group_at_least": group_at_least})
    return agreements(cohort, [pair("M1", "E1")], AgreementChoices(), material=MATERIAL[language])[0]


def _seen(agreement: Agreement) -> str:
    return next(clause.text for clause in agreement.clauses if clause.clause_id == "C15")


def test_what_the_company_sees_follows_the_constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paper and release gate read the same values: another value there is another sentence here."""
    before = _seen(_agreement())

    monkeypatch.setattr(disclosure, "SEEN_BY_THE_ORGANISATION", ("topics", "forms in groups"))
    monkeypatch.setattr(disclosure, "NEVER_SEEN", ("private flags",))
    monkeypatch.setattr(disclosure, "GROUP_FLOOR", 8)
    monkeypatch.setattr(disclosure, "COMMENTS_FROM", 12)

    assert "that we are a pair" in before
    assert "groups of at least 5 answers" in before
    assert _seen(_agreement()) == (
        "The company sees: our topics and our forms only in groups of at least 8 answers. Comments are retold in other "
        "words, and only where at least 12 may be shared. It never sees: who asked for a call."
    )
    assert "Gruppen von mindestens 9 Antworten" in _seen(_agreement("de", group_at_least=9))


@settings(deadline=None, max_examples=15)
@given(NAMES, NAMES, CHOICES, st.tuples(WISHES, WISHES), st.sampled_from(languages()))
def test_no_field_is_ever_left_and_nobody_is_lost(
    mentor: str,
    mentee: str,
    choices: AgreementChoices,
    wishes: tuple[dict[str, object], dict[str, object]],
    language: str,
) -> None:
    """Whatever the pair, the choices and the language: every {field} is filled and both names stand as they are."""
    ids = {"mentor_id": "M1", "mentee_id": "E1"}
    given_ = tuple(
        Side.model_validate({**ids, "who": who, **said}) for who, said in zip(("mentor", "mentee"), wishes, strict=True)
    )
    cohort = cohort_of(person("M1", "mentor", mentor), person("E1", "mentee", mentee))
    asked = choices.model_copy(update={"sides": given_})

    (agreement,) = agreements(cohort, [pair("M1", "E1", "belonging")], asked, material=MATERIAL[language])

    said = [*(clause.text for clause in agreement.clauses), *agreement.missing]
    said += [difference.sentence for difference in agreement.differences]
    said += [text for session in agreement.sessions for text in (session.title, session.agenda, session.output)]
    assert [text for text in said if "{" in text or not text.strip()] == []
    assert mentor in agreement.clauses[0].text
    assert mentee in agreement.clauses[0].text


def test_braces_in_a_name_are_no_field() -> None:
    """Each field is filled once; what a value holds stays as it is."""
    assert filled("{mentor} and {mentee}", {"mentor": "{mentee}", "mentee": "Cy"}) == "{mentee} and Cy"
    assert filled("{who}", {}) == "{who}"


@pytest.mark.parametrize(
    ("name", "marked"), [("مريم الحسن", True), ("דנה (QA)", False), ("王小明", False), ("Ana", False), ("7", False)]
)
def test_a_name_from_right_to_left_is_closed_before_figures(name: str, marked: bool) -> None:
    """Else a reader sees the hour of the other in its place; all other names stay as they are."""
    assert closed(name) == (f"{name}\u200e" if marked else name)


@pytest.mark.parametrize(
    ("language", "long", "short", "day", "items"),
    [
        ("en", "1 November 2026", "Sun 1 Nov 2026", "Sunday", "Ana, Ben and Cy"),
        ("de", "1. November 2026", "So, 1. Nov. 2026", "Sonntag", "Ana, Ben und Cy"),
    ],
)
def test_dates_and_lists_are_written_as_in_the_language(
    language: str, long: str, short: str, day: str, items: str
) -> None:
    """Months, weekdays and “and”, whatever the machine is set to."""
    words, first = messages(language), dt.date(2026, 11, 1)

    assert (long_date(first, words=words), short_date(first, words=words)) == (long, short)
    assert weekday(first, words=words) == day
    assert listed(["Ana", "Ben", "Cy"], words=words) == items
    assert (listed(["Ana"], words=words), listed([], words=words)) == ("Ana", "")


def test_pages_in_english_only_write_dates_like_the_papers() -> None:
    """The months in the code are those of the messages."""
    days = [dt.date(2026, month, 3) for month in range(1, 13)]

    assert [in_words(day) for day in days] == [long_date(day, words=ENGLISH) for day in days]


def test_an_unknown_language_is_refused_by_name() -> None:
    """The sentence says which languages there are."""
    with pytest.raises(Refused, match=r"“xx”\. Known: de, en"):
        messages("xx")
