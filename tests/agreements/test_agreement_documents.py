"""The Word document of an agreement."""

import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from jinja2.sandbox import SecurityError

from agreement_samples import AS_OF, cohort_of, material, pair, person
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.decide.agreements.wording import filled, long_date, short_date
from reverse_mentoring.present.agreement_fields import FIELDS, agreement_context
from reverse_mentoring.present.agreement_template import agreement_template
from reverse_mentoring.present.documents import TEMPLATES, Picture, agreement_docx, render_docx
from reverse_mentoring.present.small_templates import small_templates
from reverse_mentoring.present.word_files import LOCALES
from reverse_mentoring.store.content import languages, messages
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.papers import GoalPlan, Side

NAMES = ["Tom & Jerry <b>", "O'Brien-Łuczak", "مريم الحسن", "王小明", "Zoë 🦊", "{{ 7*7 }} {% x %}"]
ENGLISH = messages()
DRAFT = AgreementChoices()
IDS = {"mentor_id": "M1", "mentee_id": "E1"}
WRITTEN = AgreementChoices(
    sides=(Side(**IDS, who="mentor", weeks_between=2), Side(**IDS, who="mentee", weeks_between=4)),
    goals=(GoalPlan(**IDS, number=1, goal="Write the report", due=AS_OF, weight=2, hoped="four in a row"),),
)


def _agreement(mentor: str, mentee: str, choices: AgreementChoices = DRAFT, *, language: str = "en") -> Agreement:
    cohort = cohort_of(person("M1", "mentor", mentor), person("E1", "mentee", mentee))
    (agreement,) = agreements(cohort, [pair("M1", "E1", "belonging")], choices, material=material(language))
    return agreement


def _written(path: Path, mentor: str, mentee: str, choices: AgreementChoices = DRAFT, **how: str) -> Agreement:
    agreement = _agreement(mentor, mentee, choices, **how)
    agreement_docx(agreement, path, cohort=cohort_of(person("M1", "mentor"), person("E1", "mentee")))
    return agreement


def _words(path: Path) -> str:
    """All text of body, tables and footer, one paragraph a line."""
    with zipfile.ZipFile(path) as package:
        xml = [package.read(name) for name in package.namelist() if name.startswith(("word/document", "word/footer"))]
    roots = [docx.oxml.parse_xml(part) for part in xml]
    lines = [line for root in roots for line in root.iter(docx.oxml.ns.qn("w:p"))]
    return "\n".join("".join(t.text or "" for t in line.iter(docx.oxml.ns.qn("w:t"))) for line in lines)


@pytest.mark.parametrize("mentor", NAMES)
def test_every_name_survives(tmp_path: Path, mentor: str) -> None:
    """Markup, other scripts and template signs in a name stand in the document as they are."""
    _written(tmp_path / "a.docx", mentor, "Ben")

    words = _words(tmp_path / "a.docx")
    assert f"from {mentor}, and {mentor} gains ____" in words
    assert f"Line manager of {mentor}" in words
    assert "{" not in words.replace(mentor, "")


@settings(deadline=None, max_examples=8)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\t{}%"), min_size=1, max_size=30))
def test_any_name_gives_a_document_that_opens(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """Characters that XML does not know are left out; nothing else is lost."""
    path = tmp_path_factory.mktemp("any") / "a.docx"
    agreement = _written(path, name, "Ben")

    seen = "".join(each for each in agreement.mentor_name if each >= " " and each not in "\ufffe\uffff")
    assert f"Line manager of {seen}\n" in _words(path)
    assert len(docx.Document(str(path)).tables) == 7


def test_the_document_holds_clauses_goals_sessions_and_lines_to_sign(tmp_path: Path) -> None:
    """All that a pair needs on paper is there, in order."""
    agreement = _written(tmp_path / "a.docx", "Ana", "Ben")

    words = _words(tmp_path / "a.docx")
    for clause in agreement.clauses:
        assert clause.text in words
    for session in agreement.sessions:
        assert f"{short_date(session.start.date(), words=ENGLISH)}, {session.start:%H:%M}" in words
    for wanted in (*agreement.missing, "not legal advice", "−2 much less", "+2 much more", "Mentor (junior), date"):
        assert wanted in words
    headings = [words.index(heading) for heading in ("What we agree", "Our goals", "Our sessions", "Signed")]
    assert headings == sorted(headings)


@pytest.mark.parametrize("language", languages())
def test_what_the_two_wrote_stands_in_the_document(tmp_path: Path, language: str) -> None:
    """Goals with their levels, the points where the two differ, version and state, in the paper's language."""
    agreement = _written(tmp_path / "a.docx", "Ana", "Ben", WRITTEN, language=language)

    words, says = _words(tmp_path / "a.docx"), messages(language)
    (difference,) = agreement.differences
    day = long_date(AS_OF, words=says)
    for wanted in (
        "Write the report",
        "four in a row",
        difference.point,
        difference.sentence,
        f"Ben · {says['doc.page']}",
    ):
        assert wanted in words
    assert filled(says["doc.by.date"], {"date": day}) in words
    for wanted in (says["agreement.banner"], says["doc.goals_heading"], says["doc.differences_heading"]):
        assert wanted in words
    status = {"version": "1", "state": says["doc.state.draft"], "date": day}
    assert words.count(filled(says["doc.status_line"], status)) == 2
    assert f'w:val="{LOCALES[language]}"' in _part(tmp_path / "a.docx", "word/styles.xml")


def test_who_signs_is_marked_for_electronic_signatures(tmp_path: Path) -> None:
    """Each of the three has one anchor for the signature and one for the date."""
    _written(tmp_path / "a.docx", "Ana", "Ben")

    words = _words(tmp_path / "a.docx")
    for who in ("mentor", "mentee", "line-manager"):
        assert words.count(f"[[sign:{who}]]") == words.count(f"[[date:{who}]]") == 1


def test_every_field_that_a_template_may_name_is_filled_in() -> None:
    """The list of fields and what a pair gives for them are the same, down to the parts of each list."""
    cohort = cohort_of(person("M1", "mentor"), person("E1", "mentee"))
    context = agreement_context(_agreement("Ana", "Ben", WRITTEN), cohort, words=ENGLISH)

    assert FIELDS.keys() == context.keys() - {"as_of", "locale", "label"}
    for name, spec in FIELDS.items():
        if isinstance(spec, list) and isinstance(spec[0], dict):
            assert [set(row) for row in context[name]] == [set(spec[0])] * len(context[name]) != []
        else:
            assert isinstance(context[name], type(spec))


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Neither time nor machine shows; the dates inside are those of the input."""
    for name in ("a.docx", "b.docx"):
        _written(tmp_path / name, "Ana", "Ben")

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    properties = docx.Document(str(tmp_path / "a.docx")).core_properties
    assert properties.created.date() == properties.modified.date() == AS_OF
    assert (properties.title, properties.author) == ("Learning agreement", "Aare Life Sciences")


def test_the_templates_in_the_package_are_those_that_the_code_makes() -> None:
    """Whoever changes the look runs the modules again."""
    for name, content in small_templates().items():
        assert (TEMPLATES / name).read_bytes() == content
    assert (TEMPLATES / "agreement.docx").read_bytes() == agreement_template()


def _part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def _template(path: Path, text: str) -> Path:
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


CONTEXT = {"title": "R&D", "organisation": "Aare", "as_of": AS_OF}


@pytest.mark.parametrize(
    ("text", "error"),
    [("{{ nobody_knows }}", UndefinedError), ("{{ title.__class__.__mro__ }}", SecurityError)],
)
def test_a_template_that_asks_for_more_is_refused(tmp_path: Path, text: str, error: type[Exception]) -> None:
    """An unknown field or code in a template stops, and no file appears."""
    with pytest.raises(error):
        render_docx(_template(tmp_path / "t.docx", text), CONTEXT, tmp_path / "a.docx")

    assert not (tmp_path / "a.docx").exists()


def test_pictures_stand_in_the_document_with_their_description(tmp_path: Path) -> None:
    """A PNG is embedded at its width, with the words for people who cannot see it."""
    template = _template(tmp_path / "t.docx", "{{ title }}: {{ chart }}")

    render_docx(template, CONTEXT, tmp_path / "a.docx", pictures={"chart": Picture(_png(), 'Need & "gap"', 80)})

    document = docx.Document(str(tmp_path / "a.docx"))
    (shape,) = document.inline_shapes
    assert round(shape.width.mm) == 80
    assert shape._inline.docPr.get("descr") == 'Need & "gap"'
    assert document.core_properties.title == "R&D"


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2)) + chunk(b"IEND", b"")
