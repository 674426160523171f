"""Results at an address: whole or not there, at whatever moment a run ends."""

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from made_results import known, made, stored, whole
from reverse_mentoring.run.one_cohort import told
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.overview import write_overview
from reverse_mentoring.run.results_elsewhere import NOT_TOLD, NOT_WHOLE, begin, bring, place, put
from reverse_mentoring.run.unchanged import DAMAGED, NONE_YET
from reverse_mentoring.store.programme import Programme, find
from reverse_mentoring.words.overview import Overview
from reverse_mentoring.words.problems import Refused
from small_cohorts import AS_OF as DAY

pytest.importorskip("fsspec", reason="fsspec is not installed: pip install reverse-mentoring[storage]")
from tiring_storage import ADDRESS, Ended, Tiring, tiring, tree


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme with one cohort whose input is stored."""
    return stored(tmp_path_factory.mktemp("elsewhere") / "p")


@pytest.fixture
def order(home: Path, tmp_path: Path) -> Order:
    """Made in a folder of the test, to be put into the storage that ends runs."""
    tiring()
    return Order(find(home), tmp_path / "made", DAY, elsewhere=ADDRESS)


def test_a_cohort_is_put_there_as_it_was_made(order: Order) -> None:
    """Every file; on this machine only its manifest remains."""
    folder = made(order, "J1", "agreements/J1_S3.docx")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    put(order, "one", folder)

    assert tree() == {f"/results/out/one/{name}": content for name, content in files.items()}
    assert [path.name for path in (order.results / "one").iterdir()] == ["manifest.json"]


def test_killed_at_any_moment_it_is_whole_or_not_there(order: Order) -> None:
    """Before every single change in the storage; the next run notices, and ends in the tree of an undisturbed one."""
    yesterday = replace(order, as_of=DAY - dt.timedelta(days=1))
    old, new = made(yesterday, "J2", "old.txt", place="old"), made(order, "J1", "new/1.txt", place="new")
    now = known(order)

    def lies() -> None:
        Tiring.emptied()
        put(order, "one", old)
        Tiring.rested()

    lies()
    put(order, "one", new)
    wanted, changes = tree(), Tiring.changes

    assert changes == 8  # mark, manifest away, three files, an old one away, manifest, mark away
    for moment in range(changes):
        lies()
        Tiring.rested(at=moment)
        with pytest.raises(Ended):
            put(order, "one", new)

        assert whole(tree()) or "/results/out/one/manifest.json" not in tree()

        begin(order)
        if now.changes("one"):
            put(order, "one", new)

        assert tree() == wanted


def test_what_was_interrupted_is_said(order: Order) -> None:
    """Killed before the old manifest was taken away: all of it is there, and it was to be replaced."""
    put(order, "one", made(order, "J1"))
    Tiring.rested(at=1)
    with pytest.raises(Ended):
        put(order, "one", made(order, "J1"))
    bring(order)

    assert known(order).changes("one") == (NOT_WHOLE,)


def test_a_whole_result_of_the_same_input_is_left(order: Order) -> None:
    """And one that is gone there is none here either."""
    put(order, "one", made(order, "J1"))
    bring(order)

    assert known(order).changes("one") == ()

    Tiring.emptied()
    bring(order)

    assert known(order).changes("one") == (NONE_YET,)


def _changed(storage: Tiring) -> None:
    storage.pipe_file("/results/out/one/pairs.csv", b"same length?")


@pytest.mark.parametrize(
    "change",
    [
        _changed,
        lambda storage: storage.rm_file("/results/out/one/pairs.csv"),
        lambda storage: storage.pipe_file("/results/out/one/mine.txt", b""),
    ],
)
def test_whatever_is_changed_there_is_a_reason(order: Order, change: Callable[[Tiring], None]) -> None:
    """A file changed, taken away or added after the manifest; the result on this machine would not tell."""
    put(order, "one", made(order, "J1"))
    change(Tiring())
    bring(order)

    assert known(order).changes("one") == (DAMAGED,)


def test_a_storage_that_tells_no_times_is_not_trusted(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result there is made anew each time, and the sentence says why."""
    monkeypatch.setattr("reverse_mentoring.run.storage.TIMES", ())
    put(order, "one", made(order, "J1"))
    bring(order)

    assert known(order).changes("one") == (NOT_TOLD,)


def test_two_runs_do_not_mix(order: Order) -> None:
    """Whoever began first notices, and puts no manifest: what the other one put stands, or nothing does."""
    other = made(order, "J2", place="other")
    Tiring.rested(at=1, then=lambda: put(order, "one", other))
    with pytest.raises(Refused, match="Another run puts one at tiring://results/out at the same time"):
        put(order, "one", made(order, "J1"))
    bring(order)

    assert known(order).changes("one") == (DAMAGED,)
    assert not whole(tree())


def test_a_storage_that_fails_midway_fails_the_cohort_with_a_sentence(order: Order) -> None:
    """Without what the storage said, which may hold keys; nothing whole lies there, and the next run puts it."""

    def fails() -> None:
        raise ConnectionResetError("key AKIA… of host …")

    folder = made(order, "J1")
    Tiring.rested(at=2, then=fails)
    became = told("one", lambda: put(order, "one", folder))

    assert became == Outcome("one", 1, (f"{ADDRESS} cannot be reached, or did not answer as it should "
                                        "(ConnectionResetError).",))  # fmt: skip
    assert not whole(tree())

    put(order, "one", folder)

    assert whole(tree())


def test_something_else_in_the_place_of_a_result_is_left_alone(order: Order) -> None:
    """Files without a manifest, and without the mark of a run that ended."""
    Tiring().pipe_file("/results/out/one/holiday.jpg", b"mine")
    with pytest.raises(Refused, match="tiring://results/out/one is no result of a run; nothing was changed"):
        put(order, "one", made(order, "J1"))

    assert tree() == {"/results/out/one/holiday.jpg": b"mine"}


def test_the_overview_stands_on_what_lies_there(order: Order) -> None:
    """Also on what another machine has put there meanwhile; compared with the overview that lies there."""
    put(order, "one", made(order, "J1"))
    write_overview(order, [Outcome("one", 0, pairs=1, files=4)], known=["one"])
    elsewhere = replace(order, results=order.results.with_name("other machine"), as_of=DAY + dt.timedelta(days=30))
    Tiring().pipe_file("/results/out/two/manifest.json", tree()["/results/out/one/manifest.json"])
    write_overview(elsewhere, (), known=["one"])
    kept = Overview.model_validate_json(tree()["/results/out/overview.json"])

    assert [each.cohort for each in kept.run.standings] == ["one", "two"]
    assert kept.last
    assert [each.cohort for each in kept.last.standings] == ["one"]
    assert b"<b>two</b>: new here" in tree()["/results/out/index.html"]
    assert "/results/out/summary.xlsx" in tree()


def test_a_folder_is_a_folder(tmp_path: Path) -> None:
    """Also as an address; anything else with :// is made in a hidden folder of the programme's."""
    programme = Programme(tmp_path)

    assert place(str(tmp_path / "out"), programme) == (tmp_path / "out", "")
    assert place((tmp_path / "my results").as_uri(), programme) == (tmp_path / "my results", "")
    assert place("s3://b/x/", programme) == place("s3://b/x", programme)
    assert place("s3://b/x", programme)[0] != place("s3://b-x", programme)[0]
    assert place("s3://b/x", programme)[0].parent == tmp_path


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("s3://key:secret@bucket/x", "holds no password and no token"),
        ("sftp://me:secret@host/x", "holds no password and no token"),
        ("abfs://box@account.example/x?sig=secret", "holds no password and no token"),
        ("s3://", "is no address of a place for results"),
        ("zip://x::s3://bucket/x.zip", "is no address of a place for results"),
    ],
)
def test_an_address_with_a_secret_is_refused(tmp_path: Path, address: str, sentence: str) -> None:
    """Before anything is done, and without repeating it."""
    with pytest.raises(Refused, match=sentence) as refused:
        place(address, Programme(tmp_path))

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nowhere://x/y", "“nowhere://” is no kind of storage that is known here."),
        ("s3://x/y", "the extra “storage” is needed: pip install reverse-mentoring[storage]"),
        ("gs://x/y", "A package for gs:// addresses is missing here; pip install fsspec[gs]"),
    ],
)
def test_what_is_missing_is_said(order: Order, address: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    for package in ("s3fs", "gcsfs"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(Refused) as refused:
        begin(replace(order, elsewhere=address))

    assert sentence in str(refused.value)
