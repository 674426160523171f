"""A programme in its review, for the tests of the page."""

import shutil
from pathlib import Path

import pytest

from reverse_mentoring.workbook.review_desk import Desk
from review_pages import opened, review_programme


@pytest.fixture(scope="package", name="untouched")
def _untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return review_programme(tmp_path_factory.mktemp("untouched") / "programme")


@pytest.fixture(name="folder")
def _folder(untouched: Path, tmp_path: Path) -> Path:
    return shutil.copytree(untouched, tmp_path / "programme")


@pytest.fixture(name="desk")
def _desk(folder: Path) -> Desk:
    return Desk(opened(folder), "quarter")
