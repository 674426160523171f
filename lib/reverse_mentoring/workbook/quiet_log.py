"""A log that tells which error came from where in the program, never what it said: that may quote somebody's data."""

import logging
import sys
from collections.abc import Iterator
from pathlib import PurePath

OURS = "reverse_mentoring"
_MOST_PLACES, _MOST_ERRORS = 12, 3


class WithoutData(logging.Formatter):
    """Our own lines as they are written; of everybody else's the place in the program and the kind of error only."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if record.name.split(".")[0] == OURS:
            return f"{record.levelname} {record.getMessage()}"
        error = record.exc_info[1] if record.exc_info else record.msg
        told = told_of(error) if isinstance(error, BaseException) else "no details are logged"
        return f"{record.levelname} {record.name} in {record.module}:{record.lineno}: {told}"


def log_without_data() -> None:
    """Every logger of this process, to the error stream that it was started with (in a kernel sys.stderr would lead
    to the page)."""
    handler = logging.StreamHandler(sys.__stderr__)
    handler.setFormatter(WithoutData())
    handler.setLevel(logging.ERROR)
    root = logging.getLogger()
    root.handlers = [handler]
    for logger in [each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger)]:
        logger.handlers, logger.propagate = [], True


def told_of(error: BaseException | None) -> str:
    """Each error of a chain: its kind, and the places that it came through, innermost first."""
    told: list[str] = []
    while error and len(told) < _MOST_ERRORS:
        told.append(f"{type(error).__name__} in {' < '.join(_places(error)) or 'no place'}")
        error = error.__cause__ or error.__context__
    return ", after ".join(told)


def _places(error: BaseException) -> list[str]:
    return list(_steps(error))[::-1][:_MOST_PLACES]


def _steps(error: BaseException) -> Iterator[str]:
    step = error.__traceback__
    while step:
        code = step.tb_frame.f_code
        file = PurePath(code.co_filename)  # a cell's is drawn by chance, and lies in nobody's package
        yield f"{file.name if 'ipykernel_' not in code.co_filename else 'cell'}:{step.tb_lineno} {code.co_name}"
        step = step.tb_next
