"""Which topic a text means: one of the catalogue (by id or name), one of the programme's own, or a new one."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from reverse_mentoring.store.cells import Values, as_values
from reverse_mentoring.store.headers import normal
from reverse_mentoring.store.typed import TypedTable, in_rows
from reverse_mentoring.words.columns import Kind, tidy
from reverse_mentoring.words.figures import few_of
from reverse_mentoring.words.problems import Problem
from reverse_mentoring.words.tables import TOPICS

MENTIONS = (
    ("ratings", "topic_id"),
    ("progress", "topic_id"),
    ("tallies", "topic_id"),
    ("goals", "topic_id"),
    ("goal_plans", "topic_id"),
    ("sides", "topics"),
    ("pairs", "topics"),
    ("consents", "topic_id"),
)
"""Table and column where topics are named."""
_ALIKE, _NAMED = 0.85, 12
_MOST_NEAR_MISSES = 10


class Topics:
    """All topics known so far, and those that come to light.

    catalogue: as content.catalogue(); own: columns topic_id, name, definition, sensitive.
    """

    def __init__(self, catalogue: pd.DataFrame, own: pd.DataFrame) -> None:
        self._catalogue = catalogue
        self.known = catalogue[list(TOPICS.column_names)]
        if len(own):
            self.known = pd.concat([own, self.known], ignore_index=True).drop_duplicates("topic_id")
        self._meant = {normal(name): topic for topic, name in _names(catalogue)}
        self._meant |= {normal(topic): topic for topic in catalogue["topic_id"]}
        self._exact = {_key(name): topic for topic, name in _names(self.known) if name}
        self._exact |= {_key(topic): topic for topic in self.known["topic_id"]}
        self.created = dict[str, str]()

    @property
    def sensitive(self) -> frozenset[str]:
        """Ids of topics that only volunteers speak about."""
        return frozenset(self.known["topic_id"][self.known["sensitive"].fillna(False).astype(bool)])

    def id_of(self, text: str) -> str:
        """The id of the topic meant; a topic that is nowhere yet is created with the text as its name."""
        if not text:
            return ""
        known = self._exact.get(_key(text)) or self._meant.get(normal(text) or text)
        if known:
            return known
        topic = self._new_id(text)
        self._exact[_key(text)] = topic
        self.created[topic] = text
        return topic

    def _new_id(self, text: str) -> str:
        if re.fullmatch(r"[\w.\-]{1,40}", text):
            return text
        bare = re.sub(r"\W+", "_", text.casefold()).strip("_")[:40] or "topic"
        taken = set(self._exact.values())
        return next(each for each in (bare, *(f"{bare}_{i}" for i in range(2, 10_000))) if each not in taken)

    def new_rows(self) -> pd.DataFrame:
        """The created topics as rows of the topics table."""
        rows = pd.DataFrame({"topic_id": list(self.created), "name": list(self.created.values())})
        return tidy(rows.assign(definition="", sensitive=False), TOPICS)

    def near_misses(self) -> Iterator[str]:
        """One sentence for each created topic that looks like a slip in the name of a known one."""
        names = {_key(text): topic for topic, name in _names(self._catalogue) for text in (topic, name)}
        by_length = dict[int, list[str]]()
        for name in names:
            by_length.setdefault(len(name), []).append(name)
        for text in list(self.created.values())[:500]:
            near = difflib.get_close_matches(_key(text), _as_long(_key(text), by_length), n=1, cutoff=_ALIKE)
            if near:
                meant = f"looks like the topic “{names[near[0]]}”"
                yield f"“{text}” {meant} but is read as one of your own: correct it if it is a slip."


def completed(table: TypedTable, catalogue: pd.DataFrame) -> TypedTable:
    """The topics file with the gaps filled: names from the catalogue or the id; sensitive topics stay sensitive."""
    frame, listed = table.frame, catalogue.set_index("topic_id")
    ids = frame["topic_id"]
    name = ids.map(listed["name"]).fillna(ids)
    sensitive = frame["sensitive"].fillna(False) | ids.map(listed["sensitive"]).fillna(False).astype("boolean")
    return table.with_column("name", frame["name"].where(frame["name"] != "", name)).with_column("sensitive", sensitive)


def settled(tables: dict[str, TypedTable], topics: Topics) -> dict[str, TypedTable]:
    """The tables with every mention of a topic replaced by its id; unknown topics are created in topics."""
    result = dict(tables)
    for name, column in MENTIONS:
        if name in result:
            mentions, kind = result[name].frame[column], result[name].declared.column(column).kind
            result[name] = result[name].with_column(column, _ids(mentions, topics, kind))
    return result


def _ids(mentions: pd.Series, topics: Topics, kind: Kind) -> Values:
    kind_of, mentioned = pd.factorize(mentions.to_numpy(dtype=object))
    meant = [tuple(map(topics.id_of, each)) if isinstance(each, tuple) else topics.id_of(each) for each in mentioned]
    return as_values(meant, kind).take(kind_of)


def findings(tables: dict[str, TypedTable], topics: Topics) -> Iterator[Problem | str]:
    """Problems: sensitive topics that were rated, consents for others. Notes: topics created, likely slips."""
    for name in ("ratings", "tallies", "progress"):
        if name in tables:
            yield from _rated_though_sensitive(tables[name], topics.sensitive)
    if "consents" in tables:
        yield from _consented_though_not_sensitive(tables["consents"], topics.sensitive)
    if topics.created:
        names = list(topics.created.values())
        yield f"{len(names)} topic{_s(names)} of your own: {few_of(names, most=_NAMED)}."
    near = list(topics.near_misses())
    yield from near[:_MOST_NEAR_MISSES]


def _rated_though_sensitive(table: TypedTable, sensitive: frozenset[str]) -> Iterator[Problem]:
    mentioned = table.frame["topic_id"]
    for topic in sorted(sensitive.intersection(mentioned.tolist())):
        here = (mentioned == topic).to_numpy()
        rows, first = table.rows(here), int(here.argmax())
        yield table.problem(
            first,
            "topic_id",
            f"“{topic}” is a sensitive topic: it is never rated (in {in_rows(sorted(set(rows)))}).",
            "Take it out; who volunteers to speak about it says so in a form of its own, the table consents.",
        )


def _consented_though_not_sensitive(table: TypedTable, sensitive: frozenset[str]) -> Iterator[Problem]:
    for position, topic in enumerate(table.frame["topic_id"].tolist()):
        if topic not in sensitive:
            remedy = "Correct the topic, or take the row out: what is not sensitive needs no consent of its own."
            yield table.problem(position, "topic_id", f"“{topic}” is no sensitive topic.", remedy)


def _names(topics: pd.DataFrame) -> Iterator[tuple[str, str]]:
    yield from zip(topics["topic_id"], topics["name"], strict=True)


def _as_long(text: str, by_length: Mapping[int, list[str]]) -> list[str]:
    """Those whose length alone does not rule out that they are alike: 2 × the shorter ÷ both together."""
    more = (2 - _ALIKE) / _ALIKE
    lengths = range(int(len(text) / more), int(len(text) * more) + 2)
    return [name for length in lengths for name in by_length.get(length, ())]


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _s(many: Iterable[object]) -> str:
    return "" if len(list(many)) == 1 else "s"
