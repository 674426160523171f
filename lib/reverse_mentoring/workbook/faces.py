"""Two faces of one page: with names for the facilitator, without for the projector.

Whoever sees a page can read all its widgets, also hidden ones. So the face is not hidden but taken down: what was
shown is closed, its state leaves the page, and what the other face shows is built anew.
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from reverse_mentoring.workbook.views import View


class Faced(View):
    """A view that is built for the face of the moment; rebuild() after the face has changed."""

    def __init__(self, build: Callable[[], View]) -> None:
        self._build = build
        self._inner = build()
        super().__init__(self._inner, printed=self._print)

    def rebuild(self) -> None:
        """Takes down what is shown and builds it anew."""
        old, self._inner = self._inner, self._build()
        self.children = (self._inner,)
        take_down(old)

    def _print(self) -> Markup:
        return self._inner.printed()


def take_down(widget: Any) -> None:
    """Closes a widget with all that is in it: nothing of it stays in the page or its kernel's answers."""
    for child in getattr(widget, "children", ()):
        take_down(child)
    for part in ("layout", "style"):
        if getattr(widget, part, None) is not None:
            getattr(widget, part).close()
    widget.close()
