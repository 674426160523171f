"""A release as PDF and as a slide: the same figures as the page, tagged, with nothing of people or of this machine."""

import datetime as dt
import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from releases import TOPICS, hidden_everywhere, release
from reverse_mentoring.present.dashboard_page import HOW_TO_READ, page
from reverse_mentoring.present.released_pdf import released_pdf
from reverse_mentoring.present.released_slide import released_slide
from reverse_mentoring.present.slide_shapes import MOST_ROWS
from reverse_mentoring.run.released_page import write_page
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.released import write_release
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Release

pytest.importorskip("typst")
pytest.importorskip("pptx")
COMMENT = "Several people ask for a <quiet> room & more time."
RELEASES = (release(1), replace(release(2, held=0.7), comments=(COMMENT,)), release(1, cohort="2025-autumn"))
NOTHING = (hidden_everywhere(release(1)),)


def bare(text: str) -> str:
    """The words alone: neither spaces, hyphens nor the signs beside them; one kind of apostrophe."""
    return re.sub(r"[\s\u00ad\-●▲▼✓✗?!]+", "", text).replace("’", "'")


def pdf(releases: tuple[Release, ...] = RELEASES) -> Any:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(released_pdf(releases, cohort="2026-spring")))


@pytest.fixture(name="paper", scope="module")
def _paper() -> str:
    return "\n".join(sheet.extract_text() for sheet in pdf().pages)


def slide(releases: tuple[Release, ...] = RELEASES) -> Any:
    import pptx

    [only] = pptx.Presentation(io.BytesIO(released_slide(releases, cohort="2026-spring"))).slides
    return only


def shapes(within: Any) -> list[Any]:
    """Every shape of the slide, also within groups."""
    found = list(within.shapes)
    return [*found, *(inner for each in found if each.shape_type == 6 for inner in shapes(each))]


def slide_words(only: Any) -> str:
    return "\n".join(each.text_frame.text for each in shapes(only) if each.has_text_frame)


def said_on_the_page() -> list[str]:
    """The words of the page, in pieces as long as they stand together."""
    body = page(RELEASES, cohort="2026-spring").partition("<body")[2]
    pieces = re.split(
        r"<[^>]*>", re.sub(r"<svg.*?</svg>|<style.*?</style>|<summary.*?</summary>", "", body, flags=re.S)
    )
    escaped = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&#39;": "'", "&#34;": '"'}
    for code, character in escaped.items():
        pieces = [piece.replace(code, character) for piece in pieces]
    return [piece for piece in (each.strip() for each in pieces) if len(bare(piece)) > 6]


def test_pdf_says_all_that_the_page_says(paper: str) -> None:
    """Every sentence, figure and row, comments with special characters and the other cohort included."""
    whole = bare(paper + " ".join(alternative_texts(pdf())) + "Statement Round State Level Goal Verdict")
    missing = [piece for piece in said_on_the_page() if bare(piece) not in whole]

    assert COMMENT in " ".join(said_on_the_page())
    assert [piece for piece in missing if piece != "this page" and not piece.startswith("Read only")] == []


def alternative_texts(reader: Any) -> list[str]:
    """/Alt of every element of the structure tree."""
    found, todo, seen = [], [reader.trailer["/Root"]["/StructTreeRoot"]], set[int]()
    while todo:
        each = todo.pop().get_object() if hasattr(todo[-1], "get_object") else todo.pop()
        if isinstance(each, list):
            todo += each
        elif isinstance(each, dict) and id(each) not in seen:
            seen.add(id(each))
            found += [str(each["/Alt"])] if "/Alt" in each else []
            todo += [each["/K"]] if "/K" in each else []
    return found


def test_pdf_is_tagged_titled_and_tells_its_pictures() -> None:
    """PDF/UA-1 with title, language and, for each of six pictures, all that it shows in words; our own fonts."""
    reader = pdf()
    root, about = reader.trailer["/Root"], reader.metadata

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert about.title.startswith("Worth attention")
    assert (about.author, about.creation_date.date()) == ("Helvia Biosciences", RELEASES[1].round.last)
    alts = alternative_texts(reader)
    assert len(alts) == 6
    assert any("Everyday AI assistants; Change: from 2.3 to 3.5" in alt for alt in alts)
    fonts = {font["/BaseFont"] for sheet in reader.pages for font in sheet["/Resources"]["/Font"].values()}
    assert all("NotoSans" in font for font in fonts)


def test_slide_has_headline_numbers_pictures_and_privacy() -> None:
    """16:9; a title, four numbers with what they are shares of, two pictures with alternative text; no notes."""
    only = slide()
    said = slide_words(only)
    size = only.part.package.presentation_part.presentation

    assert round(size.slide_width / size.slide_height, 2) == 1.78
    assert only.shapes.title.text_frame.text.startswith("Worth attention: seven in ten planned sessions")
    assert all(words in said for words in ("of all pairs", "of those due", "of all goals", "of 5", "at least 5 people"))
    assert not only.has_notes_slide
    groups = [each._element.nvGrpSpPr.cNvPr.get("descr") for each in only.shapes if each.shape_type == 6]
    assert len(groups) == 2
    assert {"Quarter 1", "Quarter 2"} <= set(said.splitlines())
    assert "“I could say what I really thought”" in groups[0]
    assert "Quarter 2: 4.0, n" in groups[0]
    assert all(topic in groups[1] for topic in TOPICS)


def test_nothing_stands_outside_of_the_slide_or_too_small() -> None:
    """Also with more topics than there is room for: the slide says how many are left out."""
    change = next(cell for cell in release(1).cells if cell.kind == "change")
    many = (replace(RELEASES[1], cells=(*RELEASES[1].cells, *(replace(change, item=f"Topic {i}") for i in range(7)))),)
    for releases in (RELEASES, many, NOTHING):
        only = slide(releases)
        width, height = 12_192_000, 6_858_000
        runs = [run for each in shapes(only) if each.has_text_frame
                for line in each.text_frame.paragraphs for run in line.runs]  # fmt: skip

        assert all(each.left >= 0 and each.left + each.width <= width + 1000 for each in shapes(only))
        assert all(each.top >= 0 and each.top + each.height <= height for each in shapes(only))
        assert min(run.font.size.pt for run in runs) >= 11
    assert f"{len(TOPICS) + 7 - MOST_ROWS} more rows" in slide_words(slide(many))


@pytest.mark.parametrize("write", [released_pdf, released_slide])
def test_equal_releases_give_equal_bytes(write: Any) -> None:
    """Nothing of the hour, the machine or the order of the releases gets in."""
    once = write(RELEASES, cohort="2026-spring")
    write(NOTHING)

    assert write(tuple(reversed(RELEASES)), cohort="2026-spring") == once


def test_file_of_the_slide_tells_nothing_of_its_making() -> None:
    """No author but the organisation, one fixed time, no thumbnail, no printer settings, no embedded data."""
    with zipfile.ZipFile(io.BytesIO(released_slide(RELEASES))) as archive:
        names = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
        times = {member.date_time for member in archive.infolist()}

    assert [name for name in names if re.search("thumb|printer|embed|notes|comment|media", name)] == []
    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert "Steve Canny" not in core
    assert re.findall(r"<dc:creator>(.*?)<", core) == ["Helvia Biosciences"]
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2026-06-30"}


def test_slide_takes_pictures_in_which_something_is_shown() -> None:
    """Where all changes are hidden, the next picture that tells something takes their place."""
    only = slide((release(1, hide=("change",)),))
    groups = [each._element.nvGrpSpPr.cNvPr.get("descr") for each in only.shapes if each.shape_type == 6]

    assert groups[0].startswith("“I could say")
    assert groups[1].startswith("85–100\N{NO-BREAK SPACE}% of pairs")


def test_hidden_figures_stay_hidden() -> None:
    """Where every cell is hidden, PDF and slide hold no figure of answers at all."""
    paper = "\n".join(sheet.extract_text() for sheet in pdf(NOTHING).pages)
    for said in (paper.replace(HOW_TO_READ, ""), slide_words(slide(NOTHING))):
        assert "not shown" in said
        assert not re.search(r"\d\.\d|\bn\W?\d", said)


@pytest.mark.parametrize(("module", "extra", "name"), [("typst", "pdf", "x.pdf"), ("pptx", "slides", "x.pptx")])
def test_without_the_extra_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, extra: str, name: str
) -> None:
    """The page works without, and no file is left behind."""
    programme = released(tmp_path)
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(Refused, match=rf"reverse-mentoring\[{extra}\]"):
        write_page(programme, "2026-spring", tmp_path / name)
    assert not (tmp_path / name).exists()
    assert write_page(programme, "2026-spring", tmp_path / "x.html") == 2


def test_end_of_the_name_says_what_is_written(tmp_path: Path) -> None:
    """PDF and slide of the cohort alone; any other end is refused with those that there are."""
    programme = released(tmp_path)
    for name, start in (("a.pdf", b"%PDF-"), ("A.PPTX", b"PK")):
        assert write_page(programme, "2026-spring", tmp_path / "new" / name) == 2
        assert (tmp_path / "new" / name).read_bytes().startswith(start)

    with pytest.raises(Refused, match=r"\.html, \.pdf or \.pptx"):
        write_page(programme, "2026-spring", tmp_path / "a.docx")


def released(folder: Path) -> Programme:
    """A programme of which these releases are out."""
    programme = Programme(folder)
    for each in RELEASES:
        write_release(programme.released, each, now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    return programme
