"""What step 3 writes beside the agreements, as a facilitator presses the button: later papers, refusals, warnings."""

import zipfile
from pathlib import Path

import docx
import pandas as pd
import pytest

from agreement_pages import COHORT, DAY, FIRST, SECOND, field, press, programme, side_row, step_of, told
from agreement_pages import PROGRAMME as SETTINGS
from reverse_mentoring.present.own_template import own_template
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.problems import InputProblems
from reverse_mentoring.words.tables import table
from vault_samples import NOW


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return programme(tmp_path / "programme")


def _words(path: Path) -> str:
    document = docx.Document(str(path))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_a_changed_text_gets_a_paper_to_sign_and_an_agreed_one_its_close_out(folder: Path) -> None:
    """Old and new words side by side for the pair whose text changed; nothing for the pair that never agreed."""
    step = step_of(folder)
    press(step.text(), "Both have agreed to this text")
    step.drafts.choose(SECOND)
    press(step.text(), "Both have agreed to this text")
    field(step.desk(), "Confidentiality").value = "strict"
    press(step.text(), "Both have agreed to this text")
    view = step.results()
    press(view, "Write the files")

    assert f"below <b>{step.opened.output.relative_to(folder).as_posix()}</b>" in told(view)
    papers = step.opened.output / "papers"
    assert {path.name for path in papers.iterdir()} == {
        "amendment.docx", "close_out.docx", "M1_E1_amendment.docx", "M2_E2_close_out.docx",
    }  # fmt: skip
    assert "may speak" in _words(papers / "M1_E1_amendment.docx")
    assert "Neither" in _words(papers / "M1_E1_amendment.docx")
    with zipfile.ZipFile(step.opened.output / "agreements.zip") as archive:
        assert {"papers/M1_E1_amendment.docx", "packs/M1_E1_mentee.docx", "calendar/M1_E1.ics"} <= set(
            archive.namelist()
        )
        assert not {"facilitator_pack.docx", "calendar/programme.ics", "signoffs.xlsx"} & set(archive.namelist())


def test_a_refused_template_is_told_on_the_page_with_the_place(folder: Path) -> None:
    """What is wrong and where, in the line beside the button; no paper is written."""
    document = docx.Document(str(TEMPLATES / "agreement.docx"))
    document.sections[0].footer.paragraphs[0].add_run("{{ versoin }}")
    document.add_paragraph("{{ ''.__class__ }}")
    (folder / "templates").mkdir(exist_ok=True)
    document.save(str(folder / "templates" / "agreement.docx"))
    step = step_of(folder)
    view = step.results()

    press(view, "Write the files")

    said = step.drafts.decisions.said
    assert "agreement.docx: In the page footer" in said
    assert "Did you mean “version”?" in said
    assert "In the text, near" in said
    assert said.endswith("Nothing was written.")
    assert step.drafts.decisions.trouble
    assert not list(step.opened.output.rglob("*.docx"))


def test_a_long_list_of_problems_says_how_many_more(tmp_path: Path) -> None:
    """The first five with their places, then a count: the line on screen stays readable."""
    document = docx.Document()
    for number in range(7):
        document.add_paragraph(f"{{{{ unknown_{number} }}}}")
    document.save(str(tmp_path / "agreement.docx"))

    with pytest.raises(InputProblems) as refused:
        own_template(tmp_path / "agreement.docx")

    assert len(refused.value.problems) == 7
    assert str(refused.value).count("is not a known field") == 5
    assert str(refused.value).endswith("And 2 more. Nothing was written.")


def test_sites_without_public_holidays_are_named(folder: Path) -> None:
    """Nobody said the country, or wrote its name; with the code the page says nothing."""
    cases = {"none": "", "name": 'Basel = "Schweiz"', "code": 'Basel = "CH-BS"'}
    said = {}
    for case, country in cases.items():
        (folder / "programme.toml").write_text(f"{SETTINGS}[site_countries]\n{country}\n", encoding="utf-8")
        said[case] = told(step_of(folder).desk())

    assert "Dates keep to no public holidays in Basel" in said["none"]
    assert "no public holidays are known for “Schweiz” (Basel)" in said["name"]
    assert "public holidays" not in said["code"].replace("working hours and public holidays of both", "")


def test_each_letter_says_what_to_attach_and_by_when(folder: Path) -> None:
    """The pack of that person alone, and a day a week before the first session; all files are there."""
    step = step_of(folder)
    press(step.results(), "Write the files")
    out = step.opened.output
    letters = pd.read_csv(out / "mail_merge.csv", dtype=str)

    for name in ("agreement_file", "calendar_file", "summary_file", "pack_file"):
        assert [name for name in letters[name] if not (out / name).is_file()] == []
    mentee = letters[letters["person_id"] == FIRST[1]].iloc[0]
    assert mentee["pack_file"] == "packs/M1_E1_mentee.docx"
    days = pd.to_datetime(letters["first_session"]) - pd.to_datetime(letters["send_by"])
    assert set(days.dt.days) == {7}
    assert min(letters["first_session"]) > DAY


def test_the_second_sheet_says_who_has_what(folder: Path) -> None:
    """Training, version and calendar of each person; a moved date shows as a newer calendar of that pair alone."""
    step = step_of(folder)
    press(step.text(), "Both have agreed to this text")
    press(step.text(), "Signed by mentor")
    step.drafts.decisions.change(trained=({"person_id": "M1", "track": "mentor", "on": "2026-10-01"},))
    press(step.results(), "Write the files")
    later = step_of(folder, day="2026-11-05")
    later.drafts.choose(SECOND)
    later.drafts.decisions.change(
        sides=tuple(side_row(SECOND, who, weeks_between=2) for who in ("mentor", "mentee")),
    )
    press(later.results(), "Write the files")

    sheet = pd.read_excel(later.opened.output / "signoffs.xlsx", "Who has what", header=1, dtype=str, engine="calamine")
    rows = {row["person_id"]: row for row in sheet.fillna("").to_dict("records")}
    assert list(rows) == ["M1", "E1", "M2", "E2"]
    said = ("trained_on", "version", "state", "agreed_on", "signed_on", "calendar_of")
    assert [rows["M1"][name] for name in said] == ["2026-10-01", "1", "agreed", DAY, DAY, DAY]
    assert [rows["E1"][name] for name in said] == ["", "1", "agreed", DAY, "", DAY]
    assert rows["M2"]["calendar_of"] == rows["E2"]["calendar_of"] == "2026-11-05"
    assert (rows["E1"]["sessions"], rows["E2"]["sessions"]) == ("17", "26")


def test_the_last_pairs_of_a_cohort_are_cancelled_too(tmp_path: Path) -> None:
    """Both pairs end: nobody has an agreement any more, and the sessions still to come are taken back."""
    folder = programme(tmp_path / "programme")
    press(step_of(folder).results(), "Write the files")
    ended = [{"mentor_id": mentor, "mentee_id": mentee, "state": "withdrawn"} for mentor, mentee in (FIRST, SECOND)]
    tables = {"pairs": tidy(pd.DataFrame(ended), table("pairs"))}
    vault = open_vault(folder / "programme.db", now=NOW)
    vault.store({COHORT: {**vault.tables(COHORT), **tables}}, now=NOW)
    step = step_of(folder)
    assert step.drafts.drafts == ()

    press(step.results(), "Write the files")

    calendar = step.opened.output / "calendar"
    assert len(list((calendar / "cancelled").glob("*.ics"))) == 34
    assert (calendar / "M1_E1.ics").read_text("utf-8").count("STATUS:CANCELLED") == 17
    assert "STATUS:TENTATIVE" not in (calendar / "M1_E1.ics").read_text("utf-8")
