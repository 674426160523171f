"""Controls with a name, a look and a guarded callback. Dropdowns, not sliders: those have no accessible name."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from reverse_mentoring.workbook.decisions import Decisions

Option = tuple[str, Any]


def dropdown(label: str, options: Sequence[Option], value: Any, act: Callable[[Any], None], by: Decisions[Any]) -> Any:
    """A drop-down list; act(value) when another option is chosen."""
    field = widgets.Dropdown(options=list(options), value=value, description=label)
    field.add_class("rm-field")
    return _followed(field, act, by)


def tick(label: str, value: bool, act: Callable[[bool], None], by: Decisions[Any]) -> Any:
    """A box to tick; act(ticked) when it changes."""
    field = widgets.Checkbox(value=value, description=label, indent=False)
    field.add_class("rm-tick")
    return _followed(field, act, by)


def line(label: str, value: str, act: Callable[[str], None], by: Decisions[Any]) -> Any:
    """A line of text; act(text) at Enter or when it is left."""
    field = widgets.Text(value=value, description=label, continuous_update=False)
    field.add_class("rm-field")
    return _followed(field, act, by)


def button(label: str, act: Callable[[], None], by: Decisions[Any], *, primary: bool = False) -> widgets.Button:
    """A button; act() when it is pressed."""
    field = widgets.Button(description=label)
    field.add_class("rm-button")
    if primary:
        field.add_class("rm-primary")
    field.on_click(by.guard(act))
    return field


def row(*fields: widgets.Widget) -> widgets.HBox:
    """Controls side by side, wrapping on a narrow screen."""
    box = widgets.HBox(list(fields))
    box.add_class("rm-controls")
    return box


def panel(*content: widgets.Widget, kind: str) -> widgets.VBox:
    """A card of a desk. kind: side, middle, why or full."""
    box = widgets.VBox(list(content))
    box.add_class("rm-panel")
    box.add_class(f"rm-{kind}")
    return box


def _followed(field: Any, act: Callable[[Any], None], by: Decisions[Any]) -> Any:
    by_hand = by.guard(lambda: act(field.value))
    field.observe(lambda _: by_hand(), names="value")
    return field


class Numbered:
    """Two lists side by side: of what, and how many. The number follows what is chosen.

    field: the choice that maps what is chosen to a number; usual: the number where nothing was chosen.
    """

    def __init__(
        self,
        field: str,
        labels: tuple[str, str],
        items: Sequence[Option],
        numbers: Sequence[Option],
        by: Decisions[Any],
    ) -> None:
        self.field, self.by = field, by
        self.usual: Callable[[str], Any] = lambda _: numbers[0][1]
        self._what = dropdown(labels[0], items, items[0][1], lambda _: self.show(), by)
        self._number = dropdown(labels[1], numbers, numbers[0][1], self._set, by)
        by.follow(self.show)

    def widgets(self) -> Any:
        """Both lists in one row."""
        return row(self._what, self._number)

    def _chosen(self) -> Any:
        said = getattr(self.by.choices, self.field)
        return said.get(self._what.value, self.usual(self._what.value))

    def show(self) -> None:
        """Sets the number to what holds for the thing chosen."""
        offered = [number for _, number in self._number.options]
        self._number.value = self._chosen() if self._chosen() in offered else offered[-1]

    def _set(self, number: Any) -> None:
        if number == self._chosen():
            return
        said = {**getattr(self.by.choices, self.field), self._what.value: number}
        if number == self.usual(self._what.value):
            del said[self._what.value]
        self.by.change(**{self.field: said})
