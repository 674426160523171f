"""What the facilitator lays down for all pairs, on the left of the desk: rhythm, and choices within the clauses."""

from functools import partial
from typing import Any

from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.agreement_drafts import Drafts
from reverse_mentoring.workbook.views import Page, sentences

RHYTHM = {
    "weeks_between": ("Weeks from session to session", (1, 2, 3, 4)),
    "months": ("Months", (3, 6, 9, 12)),
    "sessions": ("Sessions", (0, 6)),
    "minutes": ("Minutes", (45, 60, 90)),
}
SESSIONS = {0: "as many as fit", 6: "six sessions"}
WORDING = {
    "confidentiality": (
        "Confidentiality",
        (("strict: nothing leaves the room", "strict"), ("own learning may be told", "own learning"),
         ("topics may be told", "open topics")),
    ),
    "no_evaluation_months": (
        "No evaluation role",
        (("while the pair runs", 0), ("and 6 months after", 6), ("and 12 months after", 12)),
    ),
}  # fmt: skip
TEXTS = {"off_limits": "Topics that are off limits", "jurisdiction": "Jurisdiction (the law that applies)"}


class AllAgreements:
    """Controls that hold for all pairs."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts, self.decisions = drafts, drafts.decisions
        by = self.decisions
        self._fields: dict[str, Any] = {}
        for name, (label, numbers) in RHYTHM.items():
            current = getattr(drafts.rhythm, name)
            options = [
                (SESSIONS.get(n, str(n)) if name == "sessions" else str(n), n) for n in sorted({*numbers, current})
            ]
            self._fields[name] = controls.dropdown(label, options, current, partial(self._set_rhythm, name), by)
        for name, (label, worded) in WORDING.items():
            self._fields[name] = controls.dropdown(label, worded, self._now(name), partial(self._set, name), by)
        minutes = [(str(n), n) for n in sorted({0, 15, 30, 45, 60, 90, by.choices.preparation_minutes})]
        self._fields["preparation_minutes"] = controls.dropdown(
            "Minutes of preparation",
            minutes,
            by.choices.preparation_minutes,
            partial(self._set, "preparation_minutes"),
            by,
        )
        for name, label in TEXTS.items():
            self._fields[name] = controls.line(label, self._now(name), partial(self._set, name), by)
        by.follow(self._show)

    def widgets(self) -> list[Any]:
        """The controls, below a title, and whether all is saved."""
        by = self.decisions
        title = Page(
            lambda: sentences("A change un-confirms what was agreed on the old text.", title="The same for all pairs")
        )
        undo = controls.button("Undo", by.undo, by)
        return [title, *self._fields.values(), controls.row(undo), frame.status(by)]

    def _now(self, name: str) -> Any:
        return getattr(self.drafts.rhythm if name in RHYTHM else self.decisions.choices, name)

    def _show(self) -> None:
        for name, field in self._fields.items():
            value = self._now(name)
            if isinstance(value, int) and value not in [number for _, number in field.options]:
                field.options = [*field.options, (str(value), value)]
            field.value = value

    def _set_rhythm(self, name: str, value: int) -> None:
        if self._now(name) != value:
            self.decisions.change(rhythm=self.drafts.rhythm.model_copy(update={name: value}).model_dump())

    def _set(self, name: str, value: Any) -> None:
        if self._now(name) != value:
            self.decisions.change(**{name: value})
