"""By what a person is found: the id, names and e-mail addresses, each as a whole word; and texts without them.

What also stands for somebody else (a namesake, a last name that a colleague has too) is not looked for: it would
erase what is about other people. A short or ordinary id (“7”, “an”, “2026”) is found as the value of a column or
field for ids only, never in running text. Spellings that nobody wrote into the roster (a nickname, another way to
write the name in Latin letters) are not found.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

ERASED = "[erased]"
"""Stands where a sentence was."""
SHORTEST_ID, SHORTEST_NAME = 4, 3
"""Characters from which an id, and letters from which a last name, is looked for in running text."""
_NOTHING = r"(?!)"
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_NO_TEXT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.+Z-]*)?|[0-9a-f]{32,64}")
"""Dates, moments and hashes are no texts."""
_SENTENCE = re.compile(r"((?<=[.!?;])\s+|\s*\n\s*)")


@dataclass(frozen=True)
class Person:
    """Whom to look for. names, mails: as they stand in rosters; shared: those of them, and last names, that stand for
    somebody else as well; told: whether the id alone points at this person in running text; words: texts of the
    person's own (person_texts.own_texts), by which a file is found that quotes them and names nobody."""

    person_id: str
    names: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    shared: frozenset[str] = frozenset()
    told: bool = True
    words: tuple[str, ...] = ()

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """Finds the id (if it is telling), full names and addresses, in capitals of either kind."""
        words = [_word(self.person_id)] if self.told else []
        words += [_full_name(name) for name in self.names if len(name.split()) > 1 and name not in self.shared]
        words += [_mail(mail) for mail in self.mails if mail not in self.shared]
        alone = self._alone(name for name in self.names if len(name.split()) == 1)
        return re.compile(f"(?i:{'|'.join(words) or _NOTHING})|{alone}")

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """In lower case: where none of these stands, the person does not; quicker than to look for whole words."""
        words = {self.person_id} if self.told else set[str]()
        words |= {mail for mail in self.mails if mail not in self.shared}
        words |= {min(name.replace(",", " ").split(), key=_rarity) for name in self.names if name not in self.shared}
        return frozenset(form.lower() for word in words for form in (word, _bare(word)))

    @cached_property
    def in_texts(self) -> re.Pattern[str]:
        """The same, and last names as they are written: “Young” is one, “young” is not."""
        return re.compile(f"{self.anywhere.pattern}|{self._alone(map(last_name, self.names))}")

    def _alone(self, names: Iterable[str]) -> str:
        """One-word names, which could also be everyday words, in the capitals that they have."""
        kept = {name for name in names if _long_enough(name) and name not in self.shared}
        return "|".join(sorted(map(_word, kept))) or _NOTHING

    def found_in(self, text: str) -> bool:
        """Whether id, full name or address stands in this text."""
        lower = text.lower()
        return any(each in lower for each in self.beginnings) and self.anywhere.search(text) is not None

    def is_quoted_in(self, text: str) -> bool:
        """Whether a text of the person's own stands in this one."""
        plain = " ".join(text.split()).lower() if self.words else ""
        return any(each in plain for each in self.words)

    def without(self, text: str) -> str:
        """The text with each sentence that names this person replaced by ERASED."""
        return _without(text, self.in_texts)


def person_among(
    person_id: str, *, names: Iterable[str], mails: Iterable[str], others: Collection[str], other_ids: Collection[str]
) -> Person:
    """The person with what points at nobody else. others: names and addresses of everybody else."""
    own, addresses = _distinct(names), _distinct(mails)
    everybody = "\n".join(unicodedata.normalize("NFC", each) for each in others)
    ids = "\n".join(other_ids)
    patterns = {name: (f"(?i:{_full_name(name)})" if len(name.split()) > 1 else _word(name)) for name in own}
    patterns |= {last: _word(last) for last in map(last_name, own) if last and last not in patterns}
    patterns |= {mail: f"(?i:{_mail(mail)})" for mail in addresses}
    shared = frozenset(each for each, pattern in patterns.items() if re.search(pattern, everybody))
    told = is_telling(person_id) and not re.search(f"(?i:{_word(person_id)})", ids)
    return Person(person_id, own, addresses, shared, told)


def is_telling(person_id: str) -> bool:
    """Whether an id can be looked for in running text: at least four characters, a digit among them, and no year."""
    long = len(person_id) >= SHORTEST_ID and any(each.isdigit() for each in person_id)
    return long and not _YEAR.fullmatch(person_id)


def last_name(name: str) -> str:
    """“Dünner” of “Reto Dünner” and of “Dünner, Reto”; "" of an empty name."""
    before, comma, _ = name.partition(",")
    return before.strip() if comma else (name.split() or [""])[-1]


def _without(text: str, pattern: re.Pattern[str]) -> str:
    normal = unicodedata.normalize("NFC", text)
    if _NO_TEXT.fullmatch(text) or not pattern.search(normal):
        return text
    kept: list[str] = []
    for place, part in enumerate(_SENTENCE.split(normal)):
        gone = place % 2 == 0 and pattern.search(part) is not None
        if not (gone and kept[-2:-1] == [ERASED]):
            kept.append(ERASED if gone else part)
    result = "".join(kept).strip()
    return ERASED if pattern.search(result) or len(result) > max(len(text), len(ERASED)) else result


def _rarity(word: str) -> int:
    """The longest part of a name is the rarest in other texts."""
    return -len(word)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    plain = (" ".join(unicodedata.normalize("NFC", text).split()) for text in texts)
    return tuple(dict.fromkeys(each for each in plain if each))


def _long_enough(name: str) -> bool:
    letters = [each for each in name if each.isalpha()]
    return len(letters) >= (2 if letters and not _is_cased(letters[0]) else SHORTEST_NAME)


def _is_cased(letter: str) -> bool:
    """Letters of scripts with capitals; in others words may follow each other without a space."""
    return unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Nd")


def _edges(text: str, inside: str) -> str:
    """inside, not within a longer word; an underscore is an edge, as in names of files."""
    before = r"(?<![^\W_])" if _is_cased(text[0]) else ""
    after = r"(?![^\W_])" if _is_cased(text[-1]) else ""
    if text.isdigit():
        before, after = rf"(?<!\d[.,:-]){before}", rf"(?![.,:-]?\d){after}"
    return f"{before}{inside}{after}"


def _word(text: str) -> str:
    return _edges(text, r"\s+".join(map(re.escape, text.split())))


def _full_name(name: str) -> str:
    """First name first or last name first, with whatever stands between the two."""
    parts = name.replace(",", " ").split()
    orders = {tuple(parts), (parts[-1], *parts[:-1]), (*parts[1:], parts[0])}
    plain = {tuple(map(_bare, order)) for order in orders}
    between = r"[\s,._+\-]+"
    found = [_edges(order[0] + order[-1], between.join(map(re.escape, order))) for order in sorted(orders | plain)]
    return "|".join(found)


def _bare(text: str) -> str:
    """Without accents, as many systems write it."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)) or text


def _mail(mail: str) -> str:
    return rf"(?<![\w.+\-]){re.escape(mail)}(?!\.?[\w\-])"
