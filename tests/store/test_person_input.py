"""One person out of the facilitator's CSV files: the rows about the person go, every other byte stays."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverse_mentoring.present.spreadsheets import xlsx_file
from reverse_mentoring.store.person_input import edited, people_in, rows_of_workbook
from reverse_mentoring.store.person_words import ERASED, person_among

ANA = person_among("H0001", names=["Ana Ferrer"], mails=["ana@x.example"], others=["Bo Lindt"], other_ids=["H0002"])
SHORT = person_among("7", names=[], mails=[], others=[], other_ids=["8"])


def written(folder: Path, name: str, content: bytes | str) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_other_byte_stays(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    """Encoding, byte order mark, separator, line breaks, blank lines, quotation marks and unread columns."""
    lines = ["person_id,name,manager_id,Färbung", 'H0002,"Dünner, Bo",H0001,"a ""b"""', "H0001,Ana Ferrer,,x", "",
             "H0003,  Cy  ,H0002,é"]  # fmt: skip
    rows = [next(csv.reader([line]), []) for line in lines]
    kept = [*rows[:1], [rows[1][0], rows[1][1], "", rows[1][3]], *rows[3:]]

    def text(of: list[list[str]]) -> str:
        found = io.StringIO()
        for row in of:
            quoted = (f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell or "ü" in cell else cell for cell in row)
            found.write(separator.join(quoted) + end)
        return found.getvalue()

    new = edited(written(tmp_path, "roster.csv", text(rows).encode(encoding)), ANA, {})
    assert new is not None
    assert new.content == text(kept).encode(encoding)
    assert (new.gone, new.changed) == ((3,), (2,))
    assert new.where == "row 3 goes; row 2 is changed"


def test_headers_are_read_as_the_import_reads_them(tmp_path: Path) -> None:
    """A title above the table, synonyms, and a mapping that a person confirmed."""
    path = written(tmp_path, "pulses.csv", "Our pulses;;\nJunior;Senior;who\nH0001;H0002;mentor\nH0003;H0001;mentee\n")
    mapping = {"pulses.csv": {"Junior": "mentor_id", "Senior": "mentee_id"}}
    new = edited(path, ANA, mapping)

    assert new is not None
    assert new.content.decode() == "Our pulses;;\nJunior;Senior;who\n"
    assert new.gone == (3, 4)


def test_texts_of_others_lose_the_sentence(tmp_path: Path) -> None:
    """A text over several lines in quotation marks, a column that the workbook does not read, a name for an id."""
    text = 'person_id,name,Remark,Boss\nH0002,"Bo\nLindt",OK. Ask Ana Ferrer,Ana Ferrer\nH0003,Cy,nobody,\n'
    new = edited(written(tmp_path, "roster.csv", text), ANA, {})

    assert new is not None
    assert new.content.decode() == f'person_id,name,Remark,Boss\nH0002,"Bo\nLindt",OK. {ERASED},\nH0003,Cy,nobody,\n'


def test_a_short_id_is_an_id_in_columns_for_ids_only(tmp_path: Path) -> None:
    """“7” as a rating stays; as who answered, and as somebody's manager, it goes."""
    ratings = "person_id,topic_id,proficiency\n8,t,7\n7,t,5\n"
    roster = "person_id,name,manager_id,dotted_line_ids\n8,Bo,7,9; 7;10\n7,An,,\n"

    found = [edited(written(tmp_path, name, text), SHORT, {}) for name, text in
             (("ratings.csv", ratings), ("roster.csv", roster))]  # fmt: skip
    assert [each.content.decode() if each else "" for each in found] == [
        "person_id,topic_id,proficiency\n8,t,7\n",
        "person_id,name,manager_id,dotted_line_ids\n8,Bo,,9; 10\n",
    ]


@pytest.mark.parametrize(
    ("name", "text"), [("notes.csv", "a,b\nH0001,x\n"), ("ratings.csv", "person_id,topic_id,proficiency\nH0002,t,3\n"),
                       ("ratings.xlsx", "person_id\nH0001\n")],
)  # fmt: skip
def test_other_files_are_left_alone(tmp_path: Path, name: str, text: str) -> None:
    """A file that is no table of ours, one without the person, and what is no CSV file."""
    assert edited(written(tmp_path, name, text), ANA, {}) is None


def test_a_workbook_is_named_with_sheet_and_rows(tmp_path: Path) -> None:
    """Rows as the spreadsheet counts them, by id, name, or a short id in a column for ids."""
    frame = pd.DataFrame({"person_id": ["H0002", "H0001", "7"], "note": ["", "", "by Ana Ferrer"]})
    xlsx_file(tmp_path / "a.xlsx", {"Ratings": frame, "Other": frame[:1]})

    assert rows_of_workbook(tmp_path / "a.xlsx", ANA) == ["sheet Ratings, rows 3 and 4"]
    assert rows_of_workbook(tmp_path / "a.xlsx", SHORT) == ["sheet Ratings, row 4"]


def test_names_are_known_from_the_input(tmp_path: Path) -> None:
    """Also where given and family name stand apart."""
    path = written(tmp_path, "roster.csv", "person_id,given_name,family_name,email\nH0001,Ana,Ferrer,a@x.example\n")

    assert [(each.person_id, each.name, each.mail) for each in people_in(path, {})] == [
        ("H0001", "Ana Ferrer", "a@x.example")
    ]


CELLS = st.text(st.sampled_from('ab ,;"\n\té|'), max_size=6)


@settings(deadline=None, max_examples=30)
@given(
    rows=st.lists(st.tuples(st.sampled_from(["H0001", "H0002"]), st.sampled_from(["", "H0001", "H0009"]), CELLS)),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), end=st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_what_is_left_reads_as_the_other_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], quoting: int, end: str
) -> None:
    """Whatever the cells hold: the others' rows come back with the same values, the person in none of them."""
    path = tmp_path_factory.mktemp("input") / "roster.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=quoting, lineterminator=end).writerows([("person_id", "manager_id", "name"), *rows])  # type: ignore[arg-type]
    new = edited(path, ANA, {})

    left = [(a, "" if b == "H0001" else b, c) for a, b, c in rows if a != "H0001"]
    text = (new.content if new else path.read_bytes()).decode()
    assert [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:] == left
    assert (new is None) == (left == rows)
