"""Where the notebooks and the sample lie: inside an installed package, or in the checkout."""

from pathlib import Path

import reverse_mentoring
from reverse_mentoring.words.problems import Refused

PACKAGE = Path(reverse_mentoring.__file__).parent


def notebooks() -> Path:
    """The folder of the four notebooks."""
    return _first("notebooks", "workbook")


def sample() -> Path:
    """The folder of the sample programme."""
    return _first("sample_data", "sample_data")


def _first(installed: str, checkout: str) -> Path:
    for folder in (PACKAGE / installed, PACKAGE.parent.parent / checkout):
        if folder.is_dir() and any(folder.iterdir()):
            return folder
    raise Refused(f"The folder {checkout} is missing from this installation. Install the package again.")
