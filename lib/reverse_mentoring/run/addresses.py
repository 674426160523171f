"""Where our servers listen: on this machine, at a usual port if it is free."""

import socket
import threading

HOST = "127.0.0.1"
USUAL_PORT = 8866
"""Of the workbook."""
DASHBOARD_PORT = 8867
"""Of the managers' page."""


def free_port(usual: int, host: str = HOST) -> int:
    """The usual port if it is free, else any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in (usual, 0):
        with socket.socket(family) as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    return usual


def open_in_browser(address: str) -> None:
    """Opens the page if this machine has a browser; does not wait for it."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    threading.Thread(target=browser.open, args=(address,), daemon=True).start()
