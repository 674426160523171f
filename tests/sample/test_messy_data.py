"""The untidy twins of the sample hold the same people and answers, and the mistakes stand where the list says."""

from pathlib import Path

import pandas as pd
import pytest

from reverse_mentoring.store.content import catalogue
from reverse_mentoring.store.reading import read_folder
from reverse_mentoring.words.settings import Settings

SAMPLE = Path(__file__).parents[2] / "sample_data"


def text(path: Path) -> pd.DataFrame:
    """A file of the sample as text."""
    if path.suffix == ".xlsx":
        return pd.read_excel(path, dtype=str, keep_default_na=False, engine="calamine")
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def cohort(name: str, kind: str) -> pd.DataFrame:
    """One table of one cohort as text."""
    found = sorted((SAMPLE / "input" / name).glob(f"{kind}.*"))
    return text(found[0])


def test_twelve_mistakes_stand_where_the_list_says() -> None:
    """Each planted cell differs from the clean cohort's, and nothing else does."""
    folder = SAMPLE / "messy" / "mistakes"
    planted = text(folder / "PLANTED.csv")
    differing = set()
    for kind in ("roster", "signups", "ratings", "conflicts"):
        clean = text(SAMPLE / "input" / "roster.csv") if kind == "roster" else cohort("2026-autumn", kind)
        dirty = text(folder / f"{kind}.csv")
        cells = dirty.head(len(clean)).ne(clean).stack()
        differing |= {(f"{kind}.csv", str(row + 2), column) for (row, column), changed in cells.items() if changed}
        added = {"roster": "person_id", "ratings": "proficiency"}.get(kind, "")
        differing |= {(f"{kind}.csv", str(row + 2), added) for row in range(len(clean), len(dirty))}

    assert len(planted) == 12
    assert differing == set(planted[["file", "row", "column"]].itertuples(index=False, name=None))


def test_the_german_export_is_cp1252_with_semicolons(roster: pd.DataFrame) -> None:
    """The same people in an old encoding: not UTF-8, and dates as written in German."""
    path = SAMPLE / "messy" / "german" / "roster.csv"
    people = pd.read_csv(path, sep=";", dtype=str, encoding="cp1252", keep_default_na=False)

    with pytest.raises(UnicodeDecodeError):
        path.read_text("utf-8")
    assert list(people["Personalnummer"]) == list(roster["person_id"])
    assert list(people["Führungskraft"]) == list(roster["manager_id"])
    assert list(pd.to_datetime(people["Eintrittsdatum"], format="%d.%m.%Y")) == list(
        pd.to_datetime(roster["hire_date"])
    )


def test_the_form_export_holds_the_same_answers() -> None:
    """One row per person who answered, one column per question and topic, with long headers."""
    wide = text(SAMPLE / "messy" / "form_export" / "ratings.csv").set_index("Personnel number")
    given = cohort("2026-autumn", "ratings")
    names = dict(zip(catalogue()["topic_id"], catalogue()["name"], strict=True))
    asked = [header for header in wide if header.endswith(f"[{names['ai_assistants']}]")]
    theirs = given[given["topic_id"] == "ai_assistants"].set_index("person_id").reindex(wide.index).fillna("")

    assert sorted(wide.index) == sorted(given["person_id"].unique())
    assert max(map(len, wide.columns)) >= 150
    assert [list(wide[header].str.lower()) for header in asked] == [
        list(theirs[column]) for column in ("importance", "proficiency", "want", "give")
    ]


def test_the_spreadsheet_has_three_lines_above_its_header(roster: pd.DataFrame) -> None:
    """Title, date and an empty line, then the roster with real dates."""
    path = SAMPLE / "messy" / "three_lines" / "roster.xlsx"
    people = pd.read_excel(path, header=3, dtype={"person_id": str}, keep_default_na=False, engine="calamine")

    assert list(people["person_id"]) == list(roster["person_id"])
    assert list(people["hire_date"]) == list(pd.to_datetime(roster["hire_date"]))


def test_the_reader_names_each_planted_mistake_and_nothing_else(settings: Settings) -> None:
    """One problem for each planted mistake, with its file, row and column."""
    folder = SAMPLE / "messy" / "mistakes"
    planted = text(folder / "PLANTED.csv")

    problems = read_folder(folder, settings).problems

    assert sorted((problem.file, str(problem.row), problem.column) for problem in problems) == sorted(
        planted[["file", "row", "column"]].itertuples(index=False, name=None)
    )


@pytest.mark.parametrize("name", ["german", "form_export", "three_lines"])
def test_each_untidy_folder_can_be_read_alone_with_all_answers(name: str, settings: Settings) -> None:
    """No problem is found, and people and answers are those of the clean cohort."""
    given = cohort("2026-autumn", "ratings")

    reading = read_folder(SAMPLE / "messy" / name, settings.model_copy(update={"dates": "day-first"}))
    ratings = reading.tables["ratings"]

    assert reading.problems == reading.questions == ()
    assert len(reading.tables["roster"]) == 240
    assert len(ratings) == len(given)
    assert ratings["proficiency"].sum() == pd.to_numeric(given["proficiency"]).sum()
