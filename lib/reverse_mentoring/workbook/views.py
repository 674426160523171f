"""A view has two forms: live on screen, and printed for a reader without a kernel.

The printed form is ordinary HTML next to the widget in the same output: the executed notebook, its HTML page and the
notebook checks read it. This is the only place that puts HTML on screen, and it takes only what present.pages made.
"""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from reverse_mentoring.present.pages import fragment


class View(widgets.VBox):
    """Widgets on screen; printed says what a page without a kernel shows instead."""

    def __init__(self, *children: widgets.Widget, printed: Callable[[], Markup], classes: tuple[str, ...] = ()) -> None:
        super().__init__(children=children, _dom_classes=classes)
        self.printed = printed

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(**kwargs), "text/html": str(self.printed()), "text/plain": "(a page)"}


class Page(View):
    """A page of HTML that can be shown anew."""

    def __init__(self, show: Callable[[], Markup]) -> None:
        self._show = show
        self._box = widgets.HTML(str(show()))  # noqa: TID251 — the one place
        super().__init__(self._box, printed=lambda: Markup(self._box.value))

    def refresh(self) -> None:
        """Draws the page again."""
        self._box.value = str(self._show())


def together(*views: View, extra: tuple[widgets.Widget, ...] = (), classes: tuple[str, ...] = ()) -> View:
    """Several views as one, printed one after the other; extra widgets are live only."""
    return View(*views, *extra, printed=lambda: Markup("\n").join(view.printed() for view in views), classes=classes)


def sentences(*said: str, title: str = "") -> Markup:
    """Plain sentences as a page."""
    return fragment("sentences", sentences=said, title=title)
