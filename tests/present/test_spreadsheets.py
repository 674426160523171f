"""Spreadsheets that others open are harmless, readable, and the same for the same content."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.present.input_templates import EXPLANATION, write_templates
from reverse_mentoring.present.spreadsheets import csv_file, put_file, xlsx_file
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.tables import TABLES, table

PLANTED = '=HYPERLINK("http://example.invalid","Ana")'
FRAME = pd.DataFrame({
    "person_id": pd.Series(["007", "NA", "1e5"], dtype="str"),
    "name": [PLANTED, "Zoë Müller", "李娜"],
    "languages": [("en", "de"), (), ("zh",)],
    "started": pd.Series(["2026-03-02", None, "2026-03-23"], dtype="datetime64[s]"),
    "level": pd.array([3, None, 5], dtype="Int64"),
    "share": [0.5, float("nan"), 1.0],
    "consent": pd.array([True, False, None], dtype="boolean"),
})  # fmt: skip


def cells(path: Path, sheet: str = "pairs") -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


def test_xlsx_keeps_values_as_they_are(tmp_path: Path) -> None:
    """Ids stay text, dates are dates, tuples are joined, yes/no are words, missing values are empty."""
    xlsx_file(tmp_path / "a.xlsx", {"pairs": FRAME})

    assert cells(tmp_path / "a.xlsx") == [
        list(FRAME.columns),
        ["007", PLANTED, "en; de", pd.Timestamp("2026-03-02"), 3, 0.5, "yes"],
        ["NA", "Zoë Müller", "", None, None, None, "no"],
        ["1e5", "李娜", "zh", pd.Timestamp("2026-03-23"), 5, 1, None],
    ]


@pytest.mark.parametrize("planted", [PLANTED, "{=1+1}", "http://example.invalid", "mailto:a@b.c", "-2+3", "@x", "\t=1"])
def test_xlsx_has_no_formula_and_no_link(tmp_path: Path, planted: str) -> None:
    """What a person wrote is text in every cell, header and note, whatever it looks like."""
    path = tmp_path / "a.xlsx"
    xlsx_file(path, {"pairs": pd.DataFrame({planted: [planted]})}, notes={"pairs": planted})
    sheet = openpyxl.load_workbook(path)["pairs"]

    assert [cell.data_type for row in sheet["A1:A3"] for cell in row] == ["s", "s", "s"]
    assert not any(cell.hyperlink for row in sheet["A1:A3"] for cell in row)


def test_xlsx_header_stays_in_sight_below_its_note(tmp_path: Path) -> None:
    """A note stands above the header; the header is frozen and carries filters."""
    xlsx_file(tmp_path / "a.xlsx", {"pairs": FRAME}, notes={"pairs": "Restricted: for the facilitator only."})
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["pairs"]

    assert sheet["A1"].value == "Restricted: for the facilitator only."
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:G5")
    assert sheet["A2"].font.bold


def test_xlsx_rows_are_as_high_as_their_text(tmp_path: Path) -> None:
    """LibreOffice leaves rows as the file says: a sentence, or a header, of several lines would lie over the next."""
    frame = pd.DataFrame({"a long header": [1, 2], "why": ["short", "a sentence that is longer than its column " * 2]})
    xlsx_file(tmp_path / "a.xlsx", {"x": frame}, widths={"a long header": 8, "why": 30}, one_page_wide=True)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["x"]

    assert [sheet.row_dimensions[row].height for row in (1, 2, 3)] == [30, None, 45]
    assert sheet.freeze_panes == "B2"


def test_csv_is_plain_and_prefixed(tmp_path: Path) -> None:
    """UTF-8, one line feed a row, ISO dates; a text like a formula begins with an apostrophe."""
    csv_file(tmp_path / "a.csv", FRAME)
    content = (tmp_path / "a.csv").read_bytes()

    assert content.decode().splitlines() == [
        "person_id,name,languages,started,level,share,consent",
        '007,"\'=HYPERLINK(""http://example.invalid"",""Ana"")",en;de,2026-03-02,3,0.5,yes',
        "NA,Zoë Müller,,,,,no",
        "1e5,李娜,zh,2026-03-23,5,1.0,",
    ]
    assert b"\r" not in content


@settings(deadline=None, max_examples=20)
@given(texts=st.lists(st.text("=+-@;\t\r\n\"',a", min_size=1, max_size=6), min_size=1, max_size=30))
def test_csv_never_lets_a_formula_begin(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Neither at the start of a cell nor where another program would split it; negative numbers stay numbers."""
    path = tmp_path_factory.getbasetemp() / "planted.csv"
    csv_file(path, pd.DataFrame({"name": pd.Series(texts, dtype="str"), "number": -2}))
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))[1:]

    assert [number for _, number in rows] == ["-2"] * len(texts)
    for text, _ in rows:
        assert not text.startswith(tuple("=+-@\t\r\n"))
        assert not any(stop + begin in text for stop in ";\t\r\n" for begin in "=+-@")


def test_equal_content_makes_equal_files(tmp_path: Path) -> None:
    """Written twice, both kinds are equal to the byte, and nothing else is left in the folder."""
    for name in ("a", "b"):
        xlsx_file(tmp_path / f"{name}.xlsx", {"pairs": FRAME, "empty": FRAME.head(0)})
        csv_file(tmp_path / f"{name}.csv", FRAME)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert len(list(tmp_path.iterdir())) == 4


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """A frame that cannot be written changes nothing."""
    csv_file(tmp_path / "a.csv", FRAME)
    before = (tmp_path / "a.csv").read_bytes()
    with pytest.raises(UnicodeEncodeError):
        csv_file(tmp_path / "a.csv", pd.DataFrame({"name": ["\ud800"]}, dtype=object))

    assert (tmp_path / "a.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_file_that_cannot_be_replaced_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program keeps the file open, one sentence says which file and what to do."""

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(Refused, match=r"pairs\.csv cannot be written\. Close it"):
        put_file(tmp_path / "pairs.csv", b"x")

    assert list(tmp_path.iterdir()) == []


def test_templates_have_plain_headers_and_nothing_below(tmp_path: Path) -> None:
    """Read back, each template is an empty table with exactly the declared columns."""
    for path, declared in zip(write_templates(tmp_path / "input"), TABLES, strict=True):
        assert path.name == f"{declared.name}.xlsx"
        assert cells(path, declared.name) == [list(declared.column_names)]


def test_templates_offer_what_is_allowed(tmp_path: Path) -> None:
    """Choices, yes/no and 1–5 are drop-downs on a thousand rows; the second sheet explains each column."""
    write_templates(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "signups.xlsx")
    lists = {str(rule.sqref): rule.formula1 for rule in book["signups"].data_validations.dataValidation
             if rule.type == "list"}  # fmt: skip
    explained = {row[0]: tuple(row[1:]) for row in cells(tmp_path / "ratings.xlsx", EXPLANATION)}

    assert lists["B2:B1001"] == '"mentor,mentee"'
    assert lists["D2:D1001"] == '"yes,no"'
    assert explained["person_id"] == ("who answered", "an id, as text", "required")
    assert explained["proficiency"][1:] == ("whole number from 1 to 5", "may stay empty")
    assert set(table("ratings").column_names) <= set(explained)
