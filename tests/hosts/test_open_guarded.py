"""`open` behind its doorkeeper: the facilitator's pages work as before, and their kernels end with them."""

import time
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser, expect

from local_browser import Window, chromium
from releases import release
from reverse_mentoring.store.released import write_release
from reverse_mentoring.workbook.decisions import now
from reverse_mentoring.workbook.opening import NOTEBOOKS
from served_programme import Served, served

pytestmark = pytest.mark.browser
WAIT = 60_000
FIRST = NOTEBOOKS["gap_analysis"][0]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample programme, with something released."""
    with served(tmp_path_factory.mktemp("guarded")) as running:
        write_release(running.programme.released, release(), now=now())
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """This machine's Chromium."""
    with chromium() as started:
        yield started


def _server(workbook: Served) -> int:
    """The process that listens at the workbook's port."""
    port = int(workbook.address.rpartition(":")[2])
    listening = (each for each in psutil.net_connections("tcp") if each.status == "LISTEN")
    return next(each.pid for each in listening if each.laddr.port == port)


def _ports(workbook: Served) -> int:
    """How many network ports the workbook's processes listen at."""
    family = {_server(workbook), *(each.pid for each in psutil.Process(_server(workbook)).children(recursive=True))}
    return len([each for each in psutil.net_connections("inet") if each.pid in family and each.status == "LISTEN"])


def _kernels(workbook: Served) -> int:
    """How many kernels the workbook has: its processes that hold a kernel's socket file."""
    family = {each.pid for each in psutil.Process(_server(workbook)).children(recursive=True)}
    return len(family & {each.pid for each in psutil.net_connections("unix") if "kernel-" in str(each.laddr)})


def test_a_page_works_and_its_kernel_ends_when_it_is_closed(workbook: Served, browser: Browser) -> None:
    """Without the token in the address, and without a network port at which others could listen to what it says."""
    window = Window(browser)
    page = window.context.new_page()
    page.goto(workbook.page(f"voila/render/{FIRST}", cohort="2026-autumn"))
    expect(page.get_by_role("navigation", name="Steps")).to_be_visible(timeout=WAIT)
    address, ports, kernels = page.url, _ports(workbook), _kernels(workbook)
    page.close(run_before_unload=True)
    end = time.monotonic() + 20
    while _kernels(workbook) and time.monotonic() < end:
        time.sleep(0.2)

    assert "token" not in address
    assert "cohort=2026-autumn" in address
    assert ports <= 2  # the workbook's own, and the kernel's for what its child processes print
    assert (kernels, _kernels(workbook)) == (1, 0)
    assert window.trouble == []


def test_the_facilitator_sees_the_managers_page_too(workbook: Served, browser: Browser) -> None:
    """As released, before anybody else looks."""
    window = Window(browser)
    page = window.context.new_page()
    page.goto(workbook.page("voila/render/dashboard.ipynb"))

    expect(page.get_by_role("heading", level=1, name="On track")).to_be_visible(timeout=WAIT)
    window.context.close()
    assert window.trouble == []
