"""One drawer for many processes draws what each would draw itself, for this account alone, and is never missed."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from reverse_mentoring.present.drawer import ADDRESS, png_of, svg_of
from reverse_mentoring.run.shared_drawer import shared_drawer
from running_kernels import gone

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="on Windows each process draws for itself"),
]
OWNER = """
import os, psutil, time
from reverse_mentoring.run.shared_drawer import shared_drawer
with shared_drawer():
    print(psutil.Process().children()[0].pid, flush=True)
    time.sleep(60)
"""


def chart(words: str = "ä") -> dict[str, Any]:
    """A chart in the words of Vega-Lite."""
    return {"data": {"values": [{"a": words, "b": 2}]}, "mark": "bar",
            "encoding": {"x": {"field": "b", "type": "quantitative"},
                         "y": {"field": "a", "type": "nominal"}}}  # fmt: skip


@pytest.fixture(name="drawer")
def _drawer() -> Iterator[psutil.Process]:
    before = psutil.Process().children()
    with shared_drawer():
        (found,) = set(psutil.Process().children()) - set(before)
        yield found


def test_it_draws_the_same(drawer: psutil.Process) -> None:
    """Byte for byte; and it is the drawer that draws."""
    spent = sum(drawer.cpu_times()[:2])
    theirs = [svg_of(chart()), svg_of(chart("</script>")), png_of(svg_of(chart()))]
    busy = sum(drawer.cpu_times()[:2]) - spent
    address = os.environ.pop(ADDRESS)
    own = [svg_of(chart()), svg_of(chart("</script>")), png_of(svg_of(chart()))]
    os.environ[ADDRESS] = address

    assert theirs == own
    assert busy > 0


def test_it_is_for_this_account_alone(drawer: psutil.Process) -> None:
    """Nobody else may enter the folder of its socket, and it listens to no network."""
    folder = Path(os.environ[ADDRESS]).parent
    svg_of(chart())

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert drawer.net_connections("inet") == []


def test_a_chart_that_it_cannot_draw_is_the_error_of_who_asked(drawer: psutil.Process) -> None:
    """And the next one is drawn."""
    with pytest.raises(ValueError, match="Vega"):
        svg_of({"mark": 7})
    assert "svg" in svg_of(chart())


def test_without_it_each_draws_for_itself(drawer: psutil.Process) -> None:
    """Nothing fails when it dies."""
    theirs = svg_of(chart())
    drawer.kill()
    drawer.wait()

    assert svg_of(chart()) == theirs


def test_it_ends_with_its_owner() -> None:
    """However that one ends."""
    with subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        drawer = int(owner.stdout.readline())
        owner.kill()
    assert gone(drawer)
