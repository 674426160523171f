"""The same programme in a file and on a server gives the same files to the byte."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from command_line import AS_OF, COMMAND
from postgres_server import Server
from reverse_mentoring.run.demo import sample_programme
from reverse_mentoring.store import copying
from vault_samples import NOW

pytestmark = pytest.mark.slow


def _run(folder: Path, results: Path, **environment: str) -> dict[str, str]:
    """File → SHA-256 of all that “run --all” wrote, and what the manifests say went in."""
    command = [*COMMAND, "run", "--all", "--programme", str(folder), "--results", str(results), "--jobs", "2", *AS_OF]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)
    assert done.returncode == 0, done.stderr
    # The overview of a run says when it was made.
    files = [path for path in sorted(results.rglob("*")) if path.is_file() and path.name != "index.html"]
    return {path.relative_to(results).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_file_of_the_sample_is_equal_to_the_byte(tmp_path: Path, postgres: Server) -> None:
    """All cohorts, with what was decided in them: from the file, and from a copy of it on a server."""
    programme, copied = sample_programme(tmp_path / "programme"), postgres.schema()
    copying.copy(programme.vault, copied, now=NOW)
    shutil.copytree(programme.folder, tmp_path / "without", ignore=shutil.ignore_patterns("*.db*"))
    url = copied.url.render_as_string().replace("postgresql+psycopg", "postgresql")
    on_file = _run(programme.folder, tmp_path / "file")
    on_server = _run(tmp_path / "without", tmp_path / "server", REVERSE_MENTORING_DATABASE=url)

    different = {name for name in {*on_file, *on_server} if on_file.get(name) != on_server.get(name)}
    data = {name for name in on_file if name.endswith((".csv", ".xlsx", ".json", ".ics", ".docx", ".zip", ".txt"))}
    assert len(data) > 60
    assert different == set()
    manifests = [json.loads(path.read_bytes()) for path in (tmp_path / "server").glob("*/manifest.json")]
    assert sum(step["version"] > 0 for each in manifests for step in each["choices"].values()) == 4
    assert not (tmp_path / "without" / "programme.db").exists()
