"""By what a person is found in texts, and by what not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.store.person_words import ERASED, Person, is_telling, last_name, person_among


def somebody(person_id: str = "H0001", name: str = "Ana Ferrer", mail: str = "ana@x.example", *others: str) -> Person:
    """A person among colleagues with these names."""
    return person_among(person_id, names=[name], mails=[mail], others=others, other_ids=["H0002"])


@pytest.mark.parametrize(
    "text",
    ["with H0001.", "H0001_H0002.docx", "h0001", "ANA FERRER", "Ferrer, Ana", "ana_ferrer.pdf", "Ana\n Ferrer",
     "<Ana@X.example>", "write to ana@x.example."],
)  # fmt: skip
def test_found_as_a_whole_word(text: str) -> None:
    """Id, name in either order and address, in capitals of either kind, also in names of files."""
    assert somebody().found_in(text)


@pytest.mark.parametrize(
    "text",
    ["H00011", "XH0001", "Ana Ferreras", "Susana Ferrer", "joana@x.example", "ana@x.example.org", "Ana", "Ferrer"],
)
def test_not_found_inside_a_longer_word(text: str) -> None:
    """Other ids, names and addresses that begin or end alike are somebody else's; a part of a name is not enough."""
    assert not somebody().found_in(text)


@pytest.mark.parametrize(
    ("person_id", "telling"), [("7", False), ("an", False), ("007", False), ("2026", False), ("anna", False),
                               ("0007", True), ("10234", True), ("a1-b", True)],
)  # fmt: skip
def test_short_and_ordinary_ids_are_no_words(person_id: str, telling: bool) -> None:
    """In running text an id counts from four characters on, with a digit in it, and not if it reads as a year."""
    assert is_telling(person_id) is telling
    assert somebody(person_id).found_in(f"The {person_id} of us.") is telling


def test_a_number_is_no_id() -> None:
    """An id of digits is not found within dates and decimal numbers."""
    person = somebody("10234")

    assert person.found_in("id 10234, and")
    assert not any(person.found_in(text) for text in ("0.10234", "10234.5", "2026-10234", "10:10234"))


def test_what_somebody_else_has_too_is_not_looked_for() -> None:
    """A namesake, a shared last name, a shared mailbox, and an id that stands within another one."""
    namesake = somebody("H0001", "Ana Ferrer", "ana@x.example", "Ana Ferrer")
    cousin = somebody("H0001", "Ana Ferrer", "team@x.example", "Bo Ferrer", "team@x.example")
    within = person_among("H0001", names=[], mails=[], others=[], other_ids=["H0001-2"])

    assert not namesake.found_in("Ana Ferrer")
    assert cousin.found_in("Ana Ferrer")
    assert cousin.without("Ferrer said so.") == "Ferrer said so."
    assert not cousin.found_in("team@x.example")
    assert not within.found_in("H0001")


@pytest.mark.parametrize(
    ("name", "text"), [("王伟", "今天王伟来了。"), ("ஆனந்தி முருகன்", "ஆனந்தி முருகன்"), ("Reto Dünner", "reto dunner"),
                       ("José Ñandú", "José Ñandú"), ("Łuczak", "Łuczak"), ("J. R. Doe", "J. R. Doe")],
)  # fmt: skip
def test_names_of_all_scripts(name: str, text: str) -> None:
    """Without spaces, without accents, decomposed, of one word, and with full stops in them."""
    person = somebody("H0001", name, "")

    assert person.found_in(text)
    assert ERASED in person.without(f"So. {text} said yes. Good.")
    assert name not in person.without(f"So. {name} said yes. Good.")


def test_last_names() -> None:
    """The last word, or what stands before a comma."""
    assert [last_name(each) for each in ("Reto Dünner", "Dünner, Reto", "Łuczak", "")] == ["Dünner"] * 2 + [
        "Łuczak",
        "",
    ]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["Fine.", "Ferrer!", "H0001 went", "ana@x.example", "\n", "Ana Ferrer.", "a"]), max_size=8)
)
def test_what_is_left_of_a_text_names_nobody_and_is_not_longer(parts: list[str]) -> None:
    """Whatever stands where: nothing is found afterwards, a second time changes nothing, a clean text stays."""
    text, person = " ".join(parts), somebody()
    left = person.without(text)

    assert person.in_texts.search(left) is None
    assert person.without(left) == left
    assert len(left) <= max(len(text), len(ERASED))
    assert left == text or person.in_texts.search(text)


def test_dates_and_hashes_are_no_texts() -> None:
    """Even where an id happens to look like a part of one."""
    person = somebody("a2026-11")

    assert person.without("2026-11-01T10:00:00+00:00") == "2026-11-01T10:00:00+00:00"
    assert person.without("ab" * 16) == "ab" * 16
