"""A Word file as LibreOffice shows it: the words on each page, read back from the PDF that it prints."""

import shutil
import subprocess
from pathlib import Path

import pytest

MISSING = "LibreOffice is not installed (Debian: apt-get install libreoffice-writer)"
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason=MISSING)


def printed(document: Path, folder: Path) -> list[str]:
    """The text of every page, white space taken out: a line may break anywhere."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(document)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return pages(folder / f"{document.stem}.pdf")


def pages(pdf: Path) -> list[str]:
    """The text of every page of a PDF, without white space."""
    from pypdf import PdfReader

    return [squeezed(page.extract_text()) for page in PdfReader(pdf).pages]


def squeezed(text: str) -> str:
    """The text without white space and soft line breaks."""
    return "".join(text.split())
