"""Which schedulers a run takes: Dask has no password, so that an address without TLS must be one of this machine."""

import sys
from pathlib import Path

import pytest

from command_line import AS_OF, said, small
from dask_cluster import needs_dask
from reverse_mentoring.run.cluster import _refuse_open
from reverse_mentoring.words.problems import Refused


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786", "tls://h:1"])
def test_this_machine_and_tls_are_taken(address: str) -> None:
    """Without more ado."""
    _refuse_open([address], trusted=False)


@pytest.mark.parametrize("address", ["tcp://0.0.0.0:8786", "tcp://192.0.2.7:8786", "tcp://no.such.host.invalid:8786"])
def test_an_open_address_needs_an_operator_who_answers_for_it(address: str) -> None:
    """The sentence says what could happen and what to do."""
    with pytest.raises(Refused, match="can run anything as you"):
        _refuse_open([address], trusted=False)
    _refuse_open([address], trusted=True)


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://", "inproc://1/2"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """Also for an operator who trusts the network."""
    with pytest.raises(Refused, match="is no address of a scheduler"):
        _refuse_open([address], trusted=True)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["--scheduler", "tcp://127.0.0.1:1", "--jobs", "2"], "--jobs is for this machine alone"),
        (["--trusted-network"], "--trusted-network says something about a --scheduler"),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path: Path, asked: list[str], sentence: str) -> None:
    """Before anything is written."""
    home = small(tmp_path / "p", "one")
    shown = said("run", "--all", "--programme", home, "--results", tmp_path / "out", *asked, *AS_OF)

    assert shown.exit_code == 1
    assert sentence in shown.output
    assert sorted(each.name for each in home.iterdir()) == ["input", "programme.toml"]


@needs_dask
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tcp://192.0.2.7:8786", "Use tls://"),
        ("tls://127.0.0.1:1", "Dask knows no certificate"),
    ],
)
def test_a_refused_scheduler_leaves_nothing(tmp_path: Path, address: str, sentence: str) -> None:
    """No input is stored and no folder is made."""
    home = small(tmp_path / "p", "one")
    shown = said("run", "--all", "--programme", home, "--results", tmp_path / "out", "--scheduler", address, *AS_OF)

    assert shown.exit_code == 1
    assert sentence in shown.output
    assert not (tmp_path / "out").exists()


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence, and nothing is made."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    home = small(tmp_path / "p", "one")
    where = ("--programme", home, "--results", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1", *AS_OF)
    shown = said("run", "--all", *where)

    assert shown.exit_code == 1
    assert "pip install reverse-mentoring[cluster]" in shown.output
    assert not (tmp_path / "out").exists()
