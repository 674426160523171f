"""Plain Papermill runs each notebook for each cohort of the sample; host questions are answered in one place."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.workbook.opening import NOTEBOOKS, PROGRAMME_VARIABLE

WORKBOOK = Path(__file__).parents[2] / "workbook"
COHORTS = ("2025-autumn", "2026-spring", "2026-autumn")
FILES = {
    "gap_analysis": {
        "gap_report.docx",
        "topics.csv",
        "announcement.docx",
        "signup_form.txt",
        "questionnaire.xlsx",
        "xlsform.xlsx",
    },
    "matching": {"pairs.xlsx", "pairs.csv", "unmatched.csv", "proof.json"},
    "agreements": {"mail_merge.csv", "reminders.csv", "signoffs.xlsx"},
    "review": {"review.csv", "attention.xlsx", "review_forms.xlsx", ".review_counts.json"},
}
MORE = {
    ("agreements", "2026-spring"): {".docx", ".ics", ".zip", ".xlsx", ".txt"},
    ("agreements", "2026-autumn"): {".docx", ".ics", ".zip", ".xlsx", ".txt"},
    ("review", "2025-autumn"): {".docx", ".toml", ".csv"},
}
"""Suffixes of what depends on the pairs and on how far the cohort is."""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """A fresh sample programme; nothing here changes it."""
    return sample_programme(tmp_path_factory.mktemp("papermill") / "programme")


def _executed(step: str, parameters: Mapping[str, str]) -> Any:
    return papermill.execute_notebook(
        WORKBOOK / NOTEBOOKS[step][0], None, parameters=dict(parameters), progress_bar=False, kernel_name="python3",
        extra_arguments=["--IPKernelApp.log_level=50"],
    )  # fmt: skip


def _printed(notebook: Any) -> str:
    """What a reader without a kernel sees."""
    data = [output.get("data", {}) for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(one["text/html"] for one in data if "text/html" in one)


@pytest.mark.parametrize("cohort", COHORTS)
@pytest.mark.parametrize("step", NOTEBOOKS)
def test_each_notebook_runs_for_each_cohort(step: str, cohort: str, programme: Programme, tmp_path: Path) -> None:
    """The four parameters decide on programme, cohort, day and folder; files are written without a click."""
    parameters = {"programme": str(programme.folder), "cohort": cohort, "as_of": "2026-10-19", "results": str(tmp_path)}

    printed = _printed(_executed(step, parameters))

    assert f"cohort {cohort}" in printed
    assert "as of 19 October 2026" in printed
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert FILES[step] <= written
    assert {Path(name).suffix for name in written - FILES[step]} == MORE.get((step, cohort), set())


def test_unknown_cohort_is_refused_with_those_that_exist(programme: Programme) -> None:
    """A mistyped parameter never falls back on another cohort."""
    with pytest.raises(PapermillExecutionError) as refused:
        _executed("review", {"programme": str(programme.folder), "cohort": "2026-sprnig"})

    assert refused.value.ename == "Refused"
    assert "2026-sprnig" in refused.value.evalue
    assert all(cohort in refused.value.evalue for cohort in COHORTS)


def test_day_that_is_none_is_refused_with_a_sentence(programme: Programme) -> None:
    """It says how a day is written."""
    with pytest.raises(PapermillExecutionError) as refused:
        _executed("review", {"programme": str(programme.folder), "as_of": "1.11.2026"})

    assert refused.value.ename == "Refused"
    assert refused.value.evalue == "“1.11.2026” is not a date. Write it as 2026-11-21."


def test_cohort_of_the_address_is_opened(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Voila passes ?cohort= in QUERY_STRING, and the command line the programme; no parameter is needed."""
    monkeypatch.setenv(PROGRAMME_VARIABLE, str(programme.folder))
    monkeypatch.setenv("QUERY_STRING", "cohort=2026-spring")

    assert "cohort 2026-spring" in _printed(_executed("review", {}))


def test_parameter_wins_over_the_address_and_the_newest_cohort_over_none(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without parameter and address the cohort that starts last is opened, on the day of programme.toml."""
    monkeypatch.setenv(PROGRAMME_VARIABLE, str(programme.folder))
    newest = _printed(_executed("gap_analysis", {}))
    monkeypatch.setenv("QUERY_STRING", "cohort=2026-spring")
    chosen = _printed(_executed("gap_analysis", {"cohort": "2025-autumn"}))

    assert "cohort 2026-autumn" in newest
    assert "as of 1 November 2026" in newest
    assert "cohort 2025-autumn" in chosen
