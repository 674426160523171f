"""Files as they arrive: encodings, separators, titles above the header, workbooks, and files that are none."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from input_folders import BY_LEVEL, RATINGS, ROSTER, written
from reverse_mentoring.store import cut_tables
from reverse_mentoring.store.csv_files import csv_rows
from reverse_mentoring.store.cut_tables import cut
from reverse_mentoring.store.files import raw_tables
from reverse_mentoring.store.headers import header_words, normal
from reverse_mentoring.store.reading import read_file, read_folder

KNOWN = header_words().known
CELL = st.text(st.characters(codec="cp1252", exclude_categories=("Cc", "Cf", "Zl", "Zp")), max_size=6).map(str.strip)


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    known = draw(st.sampled_from(["person_id", "Stufe", "Team"]))
    others = draw(st.lists(st.sampled_from(["name", "x1", "x2"]), unique=True))
    headers = draw(st.permutations([known, *others]))
    rows = draw(st.lists(st.lists(CELL, min_size=len(headers), max_size=len(headers)), max_size=5))
    rows = [row for row in rows if any(row) and not KNOWN.intersection(map(normal, row))]
    return pd.DataFrame(rows, columns=headers, dtype="str")


def is_utf8(data: bytes) -> bool:
    return data.decode("utf-8", "ignore").encode() == data


@settings(deadline=None, max_examples=25)
@given(frames(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), st.sampled_from(",;\t|"))
def test_a_table_is_read_back_whatever_its_encoding_and_separator(
    frame: pd.DataFrame, encoding: str, separator: str
) -> None:
    """Any table with a header that we know comes back cell by cell, unless its bytes happen to be good UTF-8."""
    data = frame.to_csv(index=False, sep=separator).encode(encoding)
    assume(encoding != "cp1252" or data.isascii() or not is_utf8(data))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes(data)
        [table] = raw_tables(path, KNOWN).tables

    assert list(table.headers) == list(frame.columns)
    assert list(map(list, table.each_row)) == frame.to_numpy().tolist()
    assert table.rows.tolist() == list(range(2, len(frame) + 2))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text("ab, ;\t\u2028", max_size=6), max_size=6), st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\r\n"])
)
def test_a_table_that_is_only_cut_has_the_cells_that_a_csv_reader_finds(lines: list[str], end: str) -> None:
    """Without quotation marks lines are cut where the separator stands, however long they are and however they end."""
    text = end.join(["person_id,name", *lines]) + end
    rows, _ = csv_rows(text.encode(), KNOWN, name="roster.csv")

    assert [list(row) for row in rows] == list(csv.reader(io.StringIO(text, newline="")))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.text("aé ", max_size=18), min_size=2, max_size=2), min_size=1, max_size=12))
def test_a_column_is_the_same_cut_and_told_apart_as_numbers(rows: list[list[str]]) -> None:
    """Short texts of long tables are compared by their bytes: kinds, their order and their rows are as of the texts."""
    table = cut("".join(f"{one},{other}\n" for one, other in [["head", "er"], *rows]), ",")
    assert table
    for place, texts in enumerate(zip(*rows, strict=True)):
        for many in (1, 10_000):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(cut_tables, "MANY_ROWS", many)
                found = table.column(place, 1)
            assert (found.kinds, tuple(found.each)) == (list(dict.fromkeys(texts)), texts)


@settings(deadline=None, max_examples=25)
@given(st.binary(max_size=200), st.sampled_from(["", "PK\x03\x04", "person_id,name\n", 'a;"b', "\ufeff"]),
       st.sampled_from(["roster.csv", "ratings.xlsx", "pairs.xls", "x.txt"]))  # fmt: skip
def test_no_file_makes_reading_fail(data: bytes, start: str, name: str) -> None:
    """Arbitrary bytes give problems or tables, never an exception."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(start.encode() + data)
        reading = read_file(path, BY_LEVEL)

    assert reading.problems or reading.tables


def test_lines_above_the_header_are_skipped_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    """A title, a date and an empty line may stand above; a problem names the row that the spreadsheet shows."""
    (tmp_path / "roster.csv").write_text("People\n1 May 2026\n\nperson_id,name\nA,Ada\n\n,Bo\n", encoding="utf-8")
    reading = read_folder(tmp_path, BY_LEVEL)

    assert [(p.row, p.column) for p in reading.problems] == [(7, "person_id")]


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_spreadsheet_cells_become_the_text_that_they_show(tmp_path: Path) -> None:
    """“007” keeps its zeros, 7.0 is “7”, NA stays, a date is ISO."""
    when = pd.Timestamp("2024-04-03").to_pydatetime()
    path = workbook(tmp_path / "roster.xlsx", R=[["person_id", "name", "level", "hire_date"], ["007", "NA", 7.0, when]])
    [table] = raw_tables(path, KNOWN).tables

    assert list(table.each_row[0]) == ["007", "NA", "7", "2024-04-03"]


def test_sheets_named_after_tables_are_read_as_several_tables(tmp_path: Path) -> None:
    """One workbook may hold the whole cohort."""

    def rows(text: str) -> list[list[object]]:
        return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]

    workbook(tmp_path / "cohort.xlsx", Roster=rows(ROSTER), ratings=rows(RATINGS), Lists=[["a"], ["b"]])
    reading = read_folder(tmp_path, BY_LEVEL)

    assert {name: len(frame) for name, frame in reading.tables.items()} == {"roster": 4, "ratings": 2}
    assert not reading.problems


def test_formula_errors_and_formulas_without_result_are_named(tmp_path: Path) -> None:
    """A cell that shows #N/A, or whose formula was never calculated, is a problem and not an empty cell."""
    header = ["person_id", "name", "team", "site"]
    workbook(tmp_path / "roster.xlsx", R=[header, ["A", "Ada", "=B2&C9", "#N/A"]])
    reading = read_folder(tmp_path, BY_LEVEL)

    assert [(p.row, p.column) for p in reading.problems] == [(2, "site"), (2, "team")]


def test_a_value_at_the_far_corner_is_refused_before_memory_fills(tmp_path: Path) -> None:
    """A sheet that reaches to the last cell of a spreadsheet gets one sentence."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "person_id", "x"
    book.save(tmp_path / "roster.xlsx")
    [problem] = read_folder(tmp_path, BY_LEVEL).problems

    assert "reaches to row 1,048,576 and column 16,384" in problem.what


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """A small file that unpacks to more than can be read gets one sentence, whatever size its header claims."""
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(13):
            part.write(bytes(20_000_000))
    (tmp_path / "roster.xlsx").write_bytes(memory.getvalue())
    [problem] = read_folder(tmp_path, BY_LEVEL).problems

    assert "unpacks to more than" in problem.what


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("roster.csv", b" \n", "is empty"),
        ("roster.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old Excel file"),
        ("roster.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("roster.csv", b'person_id,name\n1,"Ada\n2,Bo\n', "never closed"),
        ("roster.csv", b"person_id,name\n1,Smith, Ada\n", "more cells than the header"),
        ("roster.csv", b"\x00\x01\x02", "not a text table"),
    ],
)
def test_files_that_cannot_be_read_say_why(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """Each kind of unreadable file has its own sentence."""
    (tmp_path / name).write_bytes(data)
    [problem] = read_folder(tmp_path, BY_LEVEL).problems

    assert said in problem.what


def test_windows_encoding_is_read_and_shown_for_confirmation(tmp_path: Path) -> None:
    """A file that is not UTF-8 is read as Windows-1252, and some of its accents are shown."""
    text = "Personalnummer;Name;Führungskraft\n1;Zoë Müller;\n"
    (tmp_path / "Mitarbeiter.csv").write_bytes(text.encode("cp1252"))
    reading = read_folder(tmp_path, BY_LEVEL)

    assert reading.tables["roster"]["name"].tolist() == ["Zoë Müller"]
    assert "“Führungskraft”" in reading.notes[0]


def test_files_that_are_no_table_of_ours_are_noted(tmp_path: Path) -> None:
    """A further file in the folder does no harm, and is said."""
    written(tmp_path, roster=ROSTER, budget="a | b\n1 | 2")
    reading = read_folder(tmp_path, BY_LEVEL)

    assert list(reading.tables) == ["roster"]
    assert reading.notes[0].startswith("budget.csv is not read")
