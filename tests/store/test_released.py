"""released.db: what was released stays as it was, small numbers do not get in, and nothing else is in the file."""

import datetime as dt
import hashlib
import itertools
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases import hidden_everywhere, release
from reverse_mentoring.store import released
from reverse_mentoring.store.released import changed, publish, write_release
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Cell, Release
from vault_samples import NOW, made

PAGE = Path(__file__).parents[2] / "docs" / "released-file.md"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
figures = st.floats(-1e6, 1e6)


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "released.db"


@pytest.fixture(name="vault")
def _vault(tmp_path: Path) -> Vault:
    return open_vault(tmp_path / "programme.db", now=NOW)


def written(path: Path, releases: Sequence[Release]) -> bytes:
    for each in releases:
        write_release(path, each, now=NOW)
    return path.read_bytes()


def entries(path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(path.with_name("programme.db"))) as connection:
        rows = connection.execute("SELECT action, cohort, detail FROM audit ORDER BY number")
        return [row for row in rows if row[0] == "release"]


def test_what_was_released_is_read_back(path: Path) -> None:
    """Every cell of every round of every cohort, by cohort and round, with the comments."""
    told = replace(release(1), comments=("Several found the first session the hardest.", "“Zoë & co.”"))
    written(path, [release(2), release(1, cohort="2025-autumn"), told])

    assert read_releases(path) == (release(1, cohort="2025-autumn"), told, release(2))


@given(cells=st.lists(st.builds(Cell, st.sampled_from(["pulse", "change"]), texts, st.just("function"), texts,
                                st.sampled_from(["", "5–9", "15–19", "20", "118"]), figures, figures, figures, texts)),
       name=texts, comments=st.lists(texts))  # fmt: skip
@settings(deadline=None, max_examples=40)
def test_any_words_and_figures_come_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[Cell], name: str, comments: list[str]
) -> None:
    """Whatever the texts are made of, in the order in which they were given."""
    of = replace(release(1), organisation=name, cells=(*cells, *release(1).cells), comments=tuple(comments))
    path = tmp_path_factory.mktemp("any") / "released.db"
    write_release(path, of, now=NOW)

    assert read_releases(path) == (of,)


def test_no_file_means_nothing_was_released(path: Path) -> None:
    """The window opens before the first release."""
    assert read_releases(path) == ()


def test_equal_content_is_equal_to_the_byte(tmp_path: Path) -> None:
    """In whatever order the releases came."""
    three = (release(1), release(2), release(1, cohort="2025-autumn"))
    files = {written(tmp_path / f"{number}.db", order) for number, order in enumerate(itertools.permutations(three))}

    assert len(files) == 1


@pytest.mark.parametrize("again", [release(1), release(1, held=70), hidden_everywhere(release(1))])
def test_a_release_never_changes(path: Path, again: Release) -> None:
    """Neither a corrected one nor the very same is taken a second time; the file stays as it is."""
    before = written(path, [release(1)])

    with pytest.raises(Refused, match=r"Quarter 1 of 2026-spring was released already\. A release never changes\."):
        write_release(path, again, now=NOW)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (Cell("pulse", "say", "function", "Law", "4", 4.0), "cells_n"),
        (Cell("pulse", "say", "function", "Law", "5", 4.0), "cells_n"),
        (Cell("pulse", "say", "function", "Law", "7–9", 4.0), "cells_n"),
        (Cell("pulse", "say", "function", "Law", "19", 4.0), "cells_n"),
        (Cell("pulse", "say", "function", "Law", "020", 4.0), "cells_n"),
        (Cell("pulse", "say", "function", "Law", "Ada", 4.0), "cells_n"),
        (Cell("pulse", "say", "function", "Law", "5–9", None), "cells_hidden"),
        (Cell("pulse", "say", "function", "Law", "5–9", float("nan")), "cells_hidden"),
        (Cell("pulse", "say", "function", "Law", "", None, 3.5), "cells_hidden"),
        (Cell("pulse", "say", "function", "Law", "", None, None, 4.5), "cells_hidden"),
        (Cell("pulse", "say", "pair", "M1 N1", "20", 4.0), "cells_grouping"),  # type: ignore[arg-type]
        (Cell("notes", "say", "cohort", "", "20", 4.0), "cells_kind"),  # type: ignore[arg-type]
    ],
)
def test_what_no_release_may_hold_is_refused(path: Path, cell: Cell, rule: str) -> None:
    """A number of people that is too small or too exact, a hidden cell that tells something, an undeclared table."""
    before = written(path, [release(1)])

    with pytest.raises(Refused, match=rf"This may not be released \(CHECK constraint failed: {rule}\)"):
        write_release(path, replace(release(2), cells=(cell,)), now=NOW)
    assert path.read_bytes() == before


def test_a_smallest_group_below_the_floor_is_refused(path: Path) -> None:
    """Whatever the settings say."""
    with pytest.raises(Refused, match="releases_least"):
        write_release(path, replace(release(1), least=4), now=NOW)


def test_comments_need_ten_people(path: Path) -> None:
    """Where no cell rests on ten or more, nothing that was said is passed on, not even paraphrased."""
    few = replace(release(1), cells=(Cell("pulse", "say", "cohort", "", "5–9", 4.0),), comments=("It went well.",))

    with pytest.raises(Refused, match="Comments are released only of 10 people or more"):
        write_release(path, few, now=NOW)
    assert not path.exists()


def test_the_file_may_only_be_read_and_has_no_hour(path: Path) -> None:
    """Its rights, its time (midnight of the day), and nothing lies beside it."""
    written(path, [release(1), release(2)])

    assert path.stat().st_mode & 0o777 == 0o444
    assert dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) == dt.datetime.combine(NOW, dt.time(), dt.UTC)
    read_releases(path)
    assert [each.name for each in path.parent.iterdir()] == ["released.db"]


def test_why_a_cell_is_hidden_is_not_in_the_file(path: Path) -> None:
    """Which tables the audit dropped stays with the facilitator: the bytes are the same."""
    dropped = replace(release(1), dropped=("say × level",))

    assert written(path, [dropped]) == written(path.with_name("other.db"), [release(1)])


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to be read as the header of one" * 9])
def test_another_file_is_refused(path: Path, content: bytes) -> None:
    """In one sentence, without a traceback."""
    path.write_bytes(content)

    with pytest.raises(Refused, match="no file of releases"):
        read_releases(path)


def test_a_vault_is_not_read_as_releases(path: Path, vault: Vault) -> None:
    """The window refuses it, even where somebody renames it."""
    vault.backup(path)

    with pytest.raises(Refused, match="is a database, but no file of releases"):
        read_releases(path)


def test_a_newer_form_is_refused(path: Path) -> None:
    """With both numbers."""
    content = bytearray(written(path, [release(1)]))
    content[60:64] = (2).to_bytes(4)  # where SQLite keeps user_version
    path.chmod(0o600)
    path.write_bytes(content)

    with pytest.raises(Refused, match=r"another version of this program \(form 2, this one reads 1\)"):
        read_releases(path)


def test_publishing_is_in_the_audit_log(path: Path, vault: Vault) -> None:
    """One entry with counts and the hash of the file that lies there; the chain holds."""
    fingerprint = publish(vault, path, release(1), earlier=(), now=NOW)
    shown = sum(cell.shown for cell in release(1).cells)

    assert fingerprint == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entries(path) == [
        ("release", "2026-spring", f"round 1, {shown} of {len(release(1).cells)} cells shown, sha256 {fingerprint}")
    ]
    assert vault.check_audit() == []
    assert changed(vault, path) == ()


def test_file_and_log_change_together_or_not_at_all(path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the file cannot be put in its place, there is no entry, no file, and nothing beside it."""

    def full(self: Path, target: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Refused, match=r"released\.db cannot be written"):
        publish(vault, path, release(1), earlier=(), now=NOW)

    assert entries(path) == []
    assert not [each for each in path.parent.iterdir() if "released" in each.name]


def test_a_release_outlives_an_erasure(path: Path, vault: Vault) -> None:
    """People go from the vault; the file stays to the byte, and the round stays released."""
    people = made("roster", person_id=["P1", "P2"], name=["Ada", "Bo"])
    vault.store({"": {"roster": people}, "2026-spring": {}}, now=NOW)
    publish(vault, path, release(1), earlier=(), now=NOW)
    before = path.read_bytes()
    vault.store({"": {"roster": people.iloc[:0]}}, now=NOW)

    with pytest.raises(Refused, match="released already"):
        publish(vault, path, release(1, held=70), earlier=read_releases(path), now=NOW)
    assert path.read_bytes() == before


def test_a_lost_release_stops_the_next(path: Path, vault: Vault) -> None:
    """Without the earlier one nobody can see what both would tell together; taking the file away resets nothing."""
    publish(vault, path, release(1), earlier=(), now=NOW)
    path.unlink()

    with pytest.raises(Refused, match=r"lacks what was released before \(round 1 of 2026-spring\)\. Put it back"):
        publish(vault, path, release(2), earlier=(), now=NOW)
    assert not path.exists()


def test_a_changed_file_shows(path: Path, vault: Vault) -> None:
    """By the hash in the audit log."""
    publish(vault, path, release(1), earlier=(), now=NOW)
    path.chmod(0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE cells SET value = 5 WHERE kind = 'pulse'")

    (sentence,) = changed(vault, path)
    assert "is not the file that the audit log names last" in sentence


def test_what_came_in_the_meantime_is_looked_at_first(path: Path, vault: Vault) -> None:
    """A preview made beside fewer releases is not published."""
    publish(vault, path, release(1), earlier=(), now=NOW)

    with pytest.raises(Refused, match="Somebody else released something in the meantime"):
        publish(vault, path, release(2), earlier=(), now=NOW)
    assert read_releases(path) == (release(1),)


def test_two_at_once_lose_nothing(path: Path, vault: Vault) -> None:
    """Of six windows that release different rounds at the same moment one wins; the others are told."""
    start, outcomes = threading.Barrier(6), list[str]()

    def one(number: int) -> None:
        start.wait()
        try:
            publish(vault, path, release(number), earlier=(), now=NOW)
            outcomes.append("released")
        except Refused:
            outcomes.append("refused")

    threads = [threading.Thread(target=one, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused"] * 5 + ["released"]
    assert len(read_releases(path)) == len(entries(path)) == 1


def test_the_reader_knows_nothing_of_the_vault() -> None:
    """A fresh interpreter that reads releases has loaded four modules of ours: none of them can open a vault."""
    code = (
        "import sys\nfrom reverse_mentoring.store.released_file import read_releases\n"
        "print(sorted(name for name in sys.modules if name.startswith('reverse_mentoring.')))\n"
        "print(sorted({'sqlalchemy', 'pandas', 'pydantic', 'numpy'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    ours = ["store", "store.released_file", "words", "words.problems", "words.release"]

    assert shown.stdout.splitlines() == [str([f"reverse_mentoring.{name}" for name in ours]), "[]"]


def test_every_column_is_documented(path: Path) -> None:
    """docs/released-file.md lists the tables and columns that the file has, in their order, and the form."""
    written(path, [release(1)])
    page = PAGE.read_text("utf-8")
    told = {
        table: re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
        for table, body in re.findall(r"^## ([a-z]+)\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    }
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        there = {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}
        form = connection.execute("PRAGMA user_version").fetchone()[0]

    assert {name: columns for name, columns in told.items() if columns} == there
    assert f"form {form}" in page
    assert f"{released.APPLICATION_ID:#x}" in page
