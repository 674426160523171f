"""The command `dashboard`: the managers' window."""

import os
from pathlib import Path

import click

from reverse_mentoring.words.problems import Refused

RELEASED = Path("released.db")


@click.command()
@click.argument("further", nargs=-1, metavar="")
@click.option("--released", type=click.Path(path_type=Path), default=RELEASED, show_default=True,
              help="The released file to show.")  # fmt: skip
@click.option("--port", default=0, help="Port of the page.", show_default="8867, else a free one")
@click.option("--no-browser", is_flag=True, help="Print the address, open no browser.")
@click.option("--viewers", default=30, type=click.IntRange(1, 1000), show_default=True,
              help="Viewers who may wait for a page at once.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--behind-proxy", is_flag=True, help="A reverse proxy lets people in; see docs/serving.md.")
@click.option("--secret-file", type=click.Path(path_type=Path), help="With the secret that the proxy shows.")
@click.option("--user-header", default="", help="The header in which the proxy names the person.")
def dashboard(further: tuple[str, ...], *, released: Path, port: int, no_browser: bool, viewers: int, host: str,
              behind_proxy: bool, secret_file: Path | None, user_header: str) -> None:  # fmt: skip
    """The managers' page: what was released, and nothing else, read-only.

    Start it where the programme's own data cannot be read: copy released.db into a folder of its own, best under an
    account of its own.
    """
    from reverse_mentoring.run.addresses import DASHBOARD_PORT, free_port
    from reverse_mentoring.run.dashboard_refusals import Wanted, read_secret, reasons_against

    wanted = Wanted(released, host, behind_proxy, secret_file, user_header, further)
    programme = os.environ.get("REVERSE_MENTORING_PROGRAMME", "")
    reasons = reasons_against(wanted, programme=programme, root=hasattr(os, "geteuid") and os.geteuid() == 0)
    if reasons:
        raise Refused("\n".join(f"✗ {reason}" for reason in reasons) + "\nThe managers' page was not started.")

    from reverse_mentoring.run.dashboard_serving import Window, serve
    from reverse_mentoring.run.doors import ProxyDoor, TokenDoor

    chosen = port or (DASHBOARD_PORT if behind_proxy else free_port(DASHBOARD_PORT, host))
    secret = read_secret(secret_file) if behind_proxy and secret_file else ""
    door = ProxyDoor(secret, user_header.strip()) if behind_proxy else TokenDoor(host, chosen)
    window = Window(released.resolve(), host, chosen, door, viewers)
    serve(window, say=click.echo, browser=not no_browser)
