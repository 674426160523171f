"""In kernels that our servers start, an error reaches the page as a sentence with a number, and nothing else of it.

What happened goes to the server's own log under that number: the kind of error and the places in the program, never
the message, since it may quote a person's data. An IPython extension, switched on by run.voila_servers for kernels of
`open` and `dashboard`; papers made in batch and JupyterLab are not touched.
"""

import logging
import secrets
import sys
import threading
from typing import Any

from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook.quiet_log import log_without_data, told_of

SENTENCE = "Something went wrong here; nothing was lost. Reference {number}."


class Reported(Exception):
    """Takes the place of any error on its way to a page."""


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython when the kernel starts."""
    log_without_data()
    for name in ("showtraceback", "showsyntaxerror", "showindentationerror"):
        setattr(shell, name, lambda *_, **__: _show(shell))
    threading.excepthook = lambda problem: _report_quietly(problem.exc_value)
    sys.unraisablehook = lambda problem: _report_quietly(problem.exc_value)


def report(error: BaseException | None) -> str:
    """Logs what happened, without its message, under a new number, which is returned."""
    number = secrets.token_hex(4)
    logging.getLogger(__name__).error("reference %s: %s", number, told_of(error))
    return number


def _report_quietly(error: BaseException | None) -> None:
    report(error)


def _show(shell: Any) -> None:
    """Our own refusals are sentences for people; of anything else the page gets the number alone."""
    error = sys.exc_info()[1]
    said = str(error) if isinstance(error, Refused) else SENTENCE.format(number=report(error))
    if shell.get_parent().get("header", {}).get("msg_type") == "execute_request":
        from reverse_mentoring.present.pages import fragment

        html = str(fragment("sentences", sentences=[said], title=""))
        shell.display_pub.publish({"text/html": html, "text/plain": said})
    shell._showtraceback(Reported, Reported(said), [said])
