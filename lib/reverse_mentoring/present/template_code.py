"""What may be written between {{ }} and {% %} in a template: known fields, for and if; all else with its place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reverse_mentoring.present.agreement_fields import FIELDS, is_label
from reverse_mentoring.present.word_files import filled_in, filled_page, prepared, sandbox
from reverse_mentoring.store.content import messages

if TYPE_CHECKING:
    from jinja2 import nodes

Spec = Any
"""What a name stands for: words (a text), a list with one example, or names with their own specs."""
Sentences = tuple[str, str]
_LOOP: Spec = dict.fromkeys(("index", "index0", "revindex", "revindex0", "first", "last", "length"), "")
_MOST_INSTRUCTIONS, _DEEPEST = 2_000, 2
_ALLOWED = "Only {{ field }}, {% for … in … %} and {% if … %} may be used."
_NOT_OURS = re.compile(r"\{%\s*(?:tc\s|r\s|vm\b|hm\b|colspan\b|cellbg\b)|\{\{(?:tc|tr|p|r)\s")
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_TAG = re.compile(r"<[^>]*>")


def code_problems(members: Mapping[str, bytes]) -> Iterator[Sentences]:
    """Unknown fields and code in the parts of a Word file, and instructions where none is filled in."""
    pages = filled_in(members)
    found: list[Sentences] = []
    for name in pages:
        found += _Page(place_of(name), members[name]).problems()
    for name, content in members.items():
        if name not in pages and name.endswith(".xml") and re.search(rb"\{\{|\{%|\{#", content):
            found.append((f"In {place_of(name)}: a field, where none is filled in.", "Delete it there."))
    yield from found
    if not found:
        for name in pages:
            yield from _trial(place_of(name), members[name])


def place_of(name: str) -> str:
    """How people call a part: “the page footer”."""
    stem = re.sub(r"\d*\.xml$", "", name.rpartition("/")[2])
    places = {"document": "the text", "header": "the page header", "footer": "the page footer",
              "footnotes": "a footnote", "endnotes": "an endnote", "comments": "a comment",
              "settings": "the document's settings"}  # fmt: skip
    return places.get(stem, f"the part {name}")


@dataclass(frozen=True)
class _Page:
    """One part of the file. place: as people call it."""

    place: str
    content: bytes

    @cached_property
    def source(self) -> str:
        """The part as Jinja reads it, each paragraph on a line of its own: a line number tells the place."""
        return _PARAGRAPH.sub("\n<w:p", re.sub(r"[\r\n]", " ", prepared(self.content)))

    @cached_property
    def lines(self) -> list[str]:
        return [_TAG.sub("", line) for line in self.source.split("\n")]

    def problems(self) -> list[Sentences]:
        text = _TAG.sub("", _PARAGRAPH.sub("\n<w:p", self.content.decode("utf-8-sig")))
        if len(re.findall(r"\{[{%#]", text)) > _MOST_INSTRUCTIONS:
            return [(f"In {self.place}: too many fields.", "Take out what is not needed.")]
        if other := _NOT_OURS.search(text):
            line = text[text.rfind("\n", 0, other.start()) + 1 :].partition("\n")[0]
            return [(f"In {self.near(line, other[0])}: “{other[0].strip()}” cannot be used.", _ALLOWED)]
        return self._read()

    def _read(self) -> list[Sentences]:
        from jinja2 import TemplateSyntaxError

        try:
            tree = sandbox().parse(self.source)
        except TemplateSyntaxError as error:
            what = f"this is not closed or not understood: {error.message}"
            return [(f"In {self.at(error.lineno, '{')}: {what}", _ALLOWED)]
        except RecursionError:
            return [(f"In {self.place}: code.", _ALLOWED)]
        known = {**FIELDS, "label": _labels()}
        return list(_Reader(self).body(tree.body, known))

    def at(self, line: int, word: str) -> str:
        """The place of a word in a line of the source."""
        return self.near(self.lines[line - 1] if 0 < line <= len(self.lines) else "", word)

    def near(self, text: str, word: str) -> str:
        at = max(text.find(word), 0)
        shown = " ".join(text[max(at - 40, 0) : at + 60].split())
        return f"{self.place}, near “{shown}”" if shown else self.place


@dataclass(frozen=True)
class _Reader:
    """Walks through a page's instructions; known: name → what it stands for at this point."""

    page: _Page

    def body(self, body: "list[nodes.Node]", known: Mapping[str, Spec], depth: int = 0) -> Iterator[Sentences]:
        for node in body:
            yield from self.instruction(node, known, depth)

    def instruction(self, node: "nodes.Node", known: Mapping[str, Spec], depth: int) -> Iterator[Sentences]:
        from jinja2 import nodes

        if isinstance(node, nodes.Output):
            for each in node.nodes:
                if not isinstance(each, nodes.TemplateData):
                    yield from self.shown(each, known)
        elif isinstance(node, nodes.If):
            yield from self.condition(node.test, known)
            yield from self.body([*node.body, *node.elif_, *node.else_], known, depth)
        elif isinstance(node, nodes.For):
            yield from self.loop(node, known, depth)
        else:
            yield self.code(node)

    def loop(self, node: "nodes.For", known: Mapping[str, Spec], depth: int) -> Iterator[Sentences]:
        from jinja2 import nodes

        if not isinstance(node.target, nodes.Name) or node.recursive or node.test or depth >= _DEEPEST:
            yield self.code(node)
            return
        spec, problems = self.value(node.iter, known)
        yield from problems
        if not problems and not isinstance(spec, list):
            yield self.wrong(node.iter, "cannot be repeated: it is one text")
        elif not problems:
            inside = {**known, node.target.name: spec[0], "loop": _LOOP}
            yield from self.body([*node.body, *node.else_], inside, depth + 1)

    def shown(self, node: "nodes.Node", known: Mapping[str, Spec]) -> Iterator[Sentences]:
        spec, problems = self.value(node, known)
        yield from problems
        if not problems and not isinstance(spec, str):
            yield self.wrong(node, "is not one text: repeat it with {% for %}, or name a part of it with a dot")

    def condition(self, node: "nodes.Node", known: Mapping[str, Spec]) -> Iterator[Sentences]:
        """Fields and fixed texts, with and, or, not and comparisons."""
        from jinja2 import nodes

        if isinstance(node, (nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand)):
            for each in node.iter_child_nodes():
                yield from self.condition(each, known)
        elif not isinstance(node, nodes.Const):
            yield from self.value(node, known)[1]

    def value(self, node: "nodes.Node", known: Mapping[str, Spec]) -> tuple[Spec, list[Sentences]]:
        """What a field stands for; or why it is none."""
        from jinja2 import nodes

        if isinstance(node, nodes.Name):
            return self.named(node, node.name, known)
        if isinstance(node, nodes.Getattr):
            inner, problems = self.value(node.node, known)
            return (None, problems) if problems else self.named(node, node.attr, inner)
        return None, [self.code(node)]

    def named(self, node: "nodes.Node", name: str, among: Spec) -> tuple[Spec, list[Sentences]]:
        names = among if isinstance(among, Mapping) else {}
        if name in names:
            return names[name], []
        close = get_close_matches(name, names, 1)
        remedy = f"Did you mean “{close[0]}”?" if close else "See the list of fields in docs/own-template.md."
        return None, [(f"In {self.page.at(node.lineno, name)}: “{_written(node)}” is not a known field.", remedy)]

    def wrong(self, node: "nodes.Node", what: str) -> Sentences:
        word = _written(node)
        return f"In {self.page.at(node.lineno, word)}: “{word}” {what}.", ""

    def code(self, node: "nodes.Node") -> Sentences:
        kind = type(node).__name__.lower()
        return f"In {self.page.at(node.lineno, '{')}: code ({kind}).", _ALLOWED


def _written(node: "nodes.Node") -> str:
    """“clause.text”, as it stands in the template."""
    from jinja2 import nodes

    return f"{_written(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else str(getattr(node, "name", ""))


def _labels() -> Spec:
    return {key.removeprefix("doc."): text for key, text in messages().items() if is_label(key)}


def _trial(place: str, content: bytes) -> Iterator[Sentences]:
    """Fills the page in with everything, and with nothing: is it still a page?"""
    from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

    page = sandbox().from_string(prepared(content))
    for example in ({**FIELDS, "label": _labels()}, _nothing({**FIELDS, "label": _labels()})):
        try:
            fromstring(filled_page(page, example))
        except ParseError:
            what = "an {% if %} or {% for %} begins in one paragraph or row and ends in another"
            yield f"In {place}: {what}.", "Give both a paragraph of their own, as {%p if … %} and {%p endif %}."
            return


def _nothing(spec: Spec) -> Spec:
    if isinstance(spec, Mapping):
        return {name: _nothing(each) for name, each in spec.items()}
    return [] if isinstance(spec, list) else ""
