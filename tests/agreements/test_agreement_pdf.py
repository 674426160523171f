"""The tagged PDF of an agreement."""

import io
from pathlib import Path
from typing import Any

import pytest

from agreement_samples import AS_OF, cohort_of, material, pair, person
from office_reader import pages, squeezed
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.present import pdf as pdf_module
from reverse_mentoring.present.agreement_fields import agreement_context
from reverse_mentoring.present.pair_papers import write_papers
from reverse_mentoring.present.pdf import FONTS, NoLetters, agreement_pdf, pdf_writer
from reverse_mentoring.store.content import languages, messages
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import GoalPlan
from reverse_mentoring.words.problems import Refused

typst = pytest.importorskip("typst", reason="the extra “pdf” is not installed")
GOAL = GoalPlan(mentor_id="M1", mentee_id="E1", number=1, goal="Write #lorem(9) *well*", due=AS_OF, hoped="$x^2$ | [a]")
UNASSIGNED = "\U000f0000"
"""A letter that no font has."""


def _agreement(mentor: str, *, language: str = "en") -> tuple[Agreement, Cohort]:
    cohort = cohort_of(person("M1", "mentor", mentor), person("E1", "mentee", "Ben"))
    choices = AgreementChoices(goals=(GOAL,))
    (agreement,) = agreements(cohort, [pair("M1", "E1", "belonging")], choices, material=material(language))
    return agreement, cohort


def _context(mentor: str, *, language: str = "en") -> dict[str, Any]:
    agreement, cohort = _agreement(mentor, language=language)
    return agreement_context(agreement, cohort, words=messages(language))


def _text(tmp_path: Path, content: bytes) -> str:
    (tmp_path / "a.pdf").write_bytes(content)
    return "".join(pages(tmp_path / "a.pdf"))


NAMES = ["Tom & Jerry <b>", "O'Brien-Łuczak", "Юлия Ωμέγα", "#strike[x] *b* $y$ \\ `c` @d", "משה"]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_survives(tmp_path: Path, name: str) -> None:
    """Other scripts come out of the PDF as they went in; nothing in a name is markup."""
    text = _text(tmp_path, agreement_pdf(_context(name)))

    assert text.count(squeezed(name)) >= 5


def test_an_arabic_name_keeps_its_letters(tmp_path: Path) -> None:
    """Readers give the words of a right-to-left name in either order."""
    text = _text(tmp_path, agreement_pdf(_context("مريم الحسن")))

    assert "مريم" in text
    assert "الحسن" in text


@pytest.mark.parametrize("language", languages())
def test_the_pdf_says_what_the_word_file_says(tmp_path: Path, language: str) -> None:
    """All clauses, the goal as typed, sessions, anchors; no placeholder."""
    context = _context("Ana", language=language)
    text = _text(tmp_path, agreement_pdf(context))

    shown = [GOAL.goal, GOAL.hoped, context["banner"], *context["missing"]]
    shown += [clause["text"] for clause in context["clauses"]]
    shown += [session[part] for session in context["sessions"] for part in ("when", "title", "output")]
    shown += [f"[[{what}:{who}]]" for what in ("sign", "date") for who in ("mentor", "mentee", "line-manager")]
    hyphenless = text.replace("-", "")
    assert [wanted for wanted in shown if squeezed(wanted).replace("-", "") not in hyphenless] == []
    assert not any(left in text for left in ("{{", "{%", "None"))


def test_it_is_tagged_titled_and_in_its_language(tmp_path: Path) -> None:
    """What a screen reader needs: PDF/UA-1, a structure tree, title and language; and our fonts only."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(agreement_pdf(_context("Ana", language="de"))))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "de-DE"
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Lernvereinbarung", "Aare Life Sciences")
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == AS_OF
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    fonts = {font["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert all("NotoSans" in font for font in fonts)


def test_the_same_input_gives_the_same_bytes() -> None:
    """Also after another pair's PDF was made in between."""
    first = agreement_pdf(_context("Ana"))
    agreement_pdf(_context("Cy"))

    assert agreement_pdf(_context("Ana")) == first


def test_a_letter_that_no_font_has_is_named(tmp_path: Path) -> None:
    """That pair has no PDF, a sentence says why, and its Word file is there."""
    agreement, cohort = _agreement(f"Ana {UNASSIGNED}")

    written = write_papers(tmp_path, [agreement], cohort=cohort, words=messages(), pdf=True)

    (problem,) = written.problems
    assert (problem.file, UNASSIGNED in problem.what or "f0000" in problem.what) == ("M1_E1.pdf", True)
    assert {path.suffix for path in (tmp_path / "agreements").iterdir()} == {".docx"}
    with pytest.raises(NoLetters):
        agreement_pdf(_context(UNASSIGNED))


def test_the_fonts_are_those_that_come_with_the_workbook() -> None:
    """Each family that the template names is shipped, with its licence."""
    folder = pdf_module.TEMPLATES / "fonts"

    shipped = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    assert set(shipped.families()) == set(FONTS)
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")


def test_with_pdf_each_pair_has_one_in_the_folder(tmp_path: Path) -> None:
    """Beside the Word file, under the same name."""
    agreement, cohort = _agreement("Ana")

    written = write_papers(tmp_path, [agreement], cohort=cohort, words=messages(), pdf=True)

    assert tmp_path / "agreements" / "M1_E1.pdf" in written.paths
    assert (tmp_path / "agreements" / "M1_E1.pdf").read_bytes().startswith(b"%PDF-")


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Word works without."""
    monkeypatch.setitem(__import__("sys").modules, "typst", None)

    with pytest.raises(Refused, match=r"reverse-mentoring\[pdf\]"):
        pdf_writer()
