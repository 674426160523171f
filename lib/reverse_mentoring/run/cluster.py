"""Cohorts run by the workers of a Dask cluster: one machine outgrown, or several processes on one.

Dask asks nobody for a password: whoever reaches a scheduler can run anything as the account of its workers. So an
address without TLS is good for this machine alone, unless the operator answers for the network.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from reverse_mentoring.run import locks
from reverse_mentoring.run.orders import Order, Outcome
from reverse_mentoring.run.progress import OVER, Progress
from reverse_mentoring.run.tasks import Task, Work
from reverse_mentoring.words.problems import FAILED, Refused

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 15
WORKERS_SECONDS = 60.0
"""How long a run waits for a first worker, and, when all have gone, for a new one."""
LOOK_SECONDS, COUNT_SECONDS = 0.1, 5.0
SAME_EVERYWHERE = "Nothing was run. Install the same program on all machines, with the same packages."
ONCE_MORE = "its worker ended; begun once more"
NO_SCHEDULER = "The scheduler ended or could not be reached any more; nothing was written. Go on with --resume."
NO_WORKERS = f"No worker was left, and none came for {WORKERS_SECONDS:.0f} s; nothing was written. Go on with --resume."


@contextmanager
def cluster(order: Order, *, address: str, trusted: bool) -> Iterator[Work]:
    """The workers of the scheduler at this address; Refused, before anything is stored, if they cannot work for us.

    trusted: the operator answers for everybody who can reach the scheduler without TLS.
    """
    _refuse_open([address], trusted=trusted)
    with _client(address) as client:
        _wait_for_workers(client, address)
        _refuse_unlike(client, order, trusted=trusted)
        client.register_plugin(_warm_kernels())
        yield partial(_all, client)


@contextmanager
def _client(address: str) -> Iterator["Client"]:
    try:
        from distributed import Client, Security
    except ImportError:
        raise Refused("For a cluster the extra “cluster” is needed: pip install reverse-mentoring[cluster].") from None
    _quiet()
    if address.startswith("tls:") and not Security().get_connection_args("client").get("ssl_context"):
        raise Refused("Dask knows no certificate for tls://. docs/clusters.md says where it looks for one.")
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise Refused(f"No scheduler answers at {address} ({type(error).__name__}).") from None
    try:
        yield client
    finally:
        with suppress(Exception):  # a scheduler that is gone
            client.close(timeout=CONNECT_SECONDS)


def _quiet() -> None:
    """What matters is said in our own sentences; Dask's log lines would stand between them."""
    import logging

    for name in ("distributed", *(each for each in logging.root.manager.loggerDict if each.startswith("distributed"))):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _refuse_open(addresses: Iterable[str], *, trusted: bool) -> None:
    for address in addresses:
        scheme, host = urlsplit(address).scheme, urlsplit(address).hostname
        if scheme not in ("tcp", "tls") or not host:
            raise Refused(
                f"“{address}” is no address of a scheduler. Write it as tcp://127.0.0.1:8786 or tls://host:8786."
            )
        if scheme == "tcp" and not trusted and not _loopback(host):
            raise Refused(
                f"{address} can be reached from other machines, without password and encryption: whoever reaches it "
                "can run anything as you. Use tls://, or listen on 127.0.0.1 only; or give --trusted-network if nobody "
                "else is in that network."
            )  # fmt: skip


def _loopback(host: str) -> bool:
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return all(ipaddress.ip_address(str(each).partition("%")[0]).is_loopback for each in found)


def _wait_for_workers(client: "Client", address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except TimeoutError:
        raise Refused(
            f"No worker came to {address} within {WORKERS_SECONDS:.0f} s. Start some: docs/clusters.md."
        ) from None


def _warm_kernels() -> Any:
    from reverse_mentoring.run.cluster_worker import Ready

    return Ready()


def _refuse_unlike(client: "Client", order: Order, *, trusted: bool) -> None:
    """Every worker must have the same program and packages, be as closed as ours, and see the same programme."""
    from reverse_mentoring.run.cluster_worker import doors, packages, surroundings

    _compare(client, packages, _other_packages)
    _refuse_open(client.run_on_scheduler(doors), trusted=trusted)
    for found in client.run(doors).values():
        _refuse_open(found, trusted=trusted)
    _compare(client, partial(surroundings, replace(order, mapping=None), locks.ourselves()), _other_surroundings)


def _compare(client: "Client", look: Callable[[], dict[str, str]], differs: Callable[[str, set[str]], str]) -> None:
    """What this process finds must be found by all workers that do not go meanwhile."""
    from distributed.comm import CommClosedError

    ours = look()
    for worker, found in client.run(look, on_error="return").items():
        if isinstance(found, CommClosedError):
            continue
        if isinstance(found, Refused):
            raise Refused(f"Worker {worker}: {found}")
        if isinstance(found, BaseException):
            raise Refused(f"Worker {worker} cannot work for this programme ({type(found).__name__}). {SAME_EVERYWHERE}")
        other = {name for name in ours if found.get(name) != ours[name]}
        if other:
            raise Refused(differs(worker, other))


def _other_packages(worker: str, names: set[str]) -> str:
    return f"Worker {worker} has another version of {', '.join(sorted(names))}. {SAME_EVERYWHERE}"


def _other_surroundings(worker: str, names: set[str]) -> str:
    if "machine" in names:
        return (f"Worker {worker} runs on another machine, and the vault is a file of this one. Nothing was run. "
                "Several machines need the vault on PostgreSQL: docs/shared-vault.md.")  # fmt: skip
    return (f"Worker {worker} does not see the same {' and '.join(sorted(names))}. Nothing was run. All of them need "
            "the programme's folder and the folder of results under the same path.")  # fmt: skip


def _all(client: "Client", tasks: Iterable[Task], progress: Progress) -> dict[str, Outcome]:
    """Outcomes of all cohorts; interrupted, it takes back what is not finished, and workers end with their notebook."""
    from reverse_mentoring.run.cluster_worker import run_here

    talk, claimant = f"reverse-mentoring-{uuid4().hex}", locks.ourselves()
    client.subscribe_topic(talk, _Listener(progress))
    waiting: dict[str, Future] = {}
    try:
        for task in tasks:
            # One group of keys: Dask then keeps tasks at the scheduler until a worker is free.
            waiting[task.cohort] = client.submit(run_here, task, claimant, talk, key=(talk, task.cohort))
        found = {}
        for outcome in _outcomes(client, waiting):
            progress(outcome.cohort, OVER)
            found[outcome.cohort] = outcome
        return found
    finally:
        with suppress(Exception):  # a scheduler that is gone
            client.cancel(list(waiting.values()))


class _Listener:
    """Tells the steps that workers tell; a cohort that begins again has lost its worker."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._begun: set[str] = set()

    def __call__(self, event: tuple[float, Any]) -> None:
        from reverse_mentoring.run.cluster_worker import BEGUN

        cohort, name = event[1]
        if name != BEGUN:
            self._progress(cohort, name)
        elif cohort in self._begun:
            self._progress(cohort, ONCE_MORE)
        self._begun.add(cohort)


def _outcomes(client: "Client", waiting: dict[str, "Future"]) -> Iterator[Outcome]:
    """Each as soon as it is there; a result is let go at once, so that no dead worker's cohort is run again for it."""
    seen = looked = time.monotonic()
    while waiting:
        for cohort in [cohort for cohort, future in waiting.items() if future.done()]:
            yield _outcome(cohort, waiting.pop(cohort))
        if (now := time.monotonic()) - looked > COUNT_SECONDS:
            looked, seen = now, now if _any_worker(client) else seen
        if now - seen > WORKERS_SECONDS:
            yield from (Outcome(cohort, FAILED, (NO_WORKERS,)) for cohort in waiting)
            return
        time.sleep(LOOK_SECONDS)


def _any_worker(client: "Client") -> bool:
    try:
        return bool(client.nthreads())
    except (OSError, TimeoutError):  # what becomes of its futures tells more
        return True


def _outcome(cohort: str, future: "Future") -> Outcome:
    from distributed import CancelledError, KilledWorker

    try:
        outcome: Outcome = future.result(timeout=CONNECT_SECONDS)
    except KilledWorker:
        said = "The worker ended each time that it ran this cohort; is there enough memory? Nothing was written."
    except (CancelledError, OSError, TimeoutError):
        said = NO_SCHEDULER
    except Exception as error:  # its text may hold what nobody may read
        said = f"Stopped by an unexpected {type(error).__name__}; nothing was written."
    else:
        return outcome
    return Outcome(cohort, FAILED, (said,))
