"""Step 0 on screen: the charter as a form, what is still open, what this cohort can show, the lock at launch.

The whole form is read at each change. What cannot be saved (a day that is none, no reason after launch) stays in its
field, and the line on saving says what is wanted; nothing typed is lost.
"""

from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from reverse_mentoring.decide.launch import charter as rules
from reverse_mentoring.decide.launch.power import can_show
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook import charter_fields, controls, frame
from reverse_mentoring.workbook.charter_fields import Fields
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.views import Page, View, sentences


class CharterDesk:
    """The charter of one cohort; the page is a function of what is saved."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.decisions: Decisions[Charter] = Decisions(opened, "charter")
        self._showing = False
        self._fields: Fields = {}
        self._goals: list[Fields] = []
        cohort = opened.cohort
        self._figures = charter_fields.figures(cohort)
        levels = set(cohort.participants["level"])
        others = cohort.roster[~cohort.roster["person_id"].isin(cohort.participants["person_id"])]
        self._sizes = (
            len(cohort.of_role("mentee")),
            len(cohort.participants),
            int(others["level"].isin(levels).sum()),
        )

    @property
    def charter(self) -> Charter:
        """As saved."""
        return self.decisions.choices

    def view(self) -> View:
        """The form with the page beside it; the page alone on the projector and in print."""
        page = Page(self._page)
        self.decisions.follow(page.refresh)
        if self.opened.room:
            return page
        form = controls.panel(*self._form(), kind="middle")
        form.add_class("rm-charter")
        return View(form, controls.panel(page, kind="why"), printed=page.printed, classes=("rm-desk",))

    def _page(self) -> Markup:
        charter = self.charter
        still = rules.missing(charter)
        return fragment(
            "charter",
            headline=_headline(charter, len(still)),
            explanation=f"Last change: {charter.change_reason}"
            if charter.change_reason and not self.opened.room
            else "",
            broken=_broken(charter),
            missing=still,
            advice=rules.advice(charter),
            can_show=can_show(*self._sizes, group_at_least=self.opened.cohort.settings.group_at_least),
            goals=[rules.goal_sentence(goal, self.opened.cohort.topic_names) for goal in charter.goals],
            facts=[] if self.opened.room else _facts(charter),
            open=bool(self.opened.results),
        )

    def _form(self) -> list[Any]:
        by = self.decisions
        self._fields = charter_fields.charter_fields(self._save, by)
        self._goal_box = widgets.VBox()
        self._reason = controls.line("Reason for the change", "", self._save, by)
        self._lock = controls.button("Lock at launch", self._lock_now, by, primary=True)
        self._show()
        by.follow(self._show)
        f = self._fields
        return [
            _title("The charter"),
            f["why"], controls.row(f["sponsor"], f["facilitator"], f["programme_manager"]), f["sponsor_learns"],
            f["eligibility"], controls.row(f["months"], f["weeks_between"]),
            *(f[f"outcome_{whose}"] for whose in rules.OUTCOMES),
            self._goal_box,
            self._reason,
            controls.row(
                controls.button("Add the example goal", self._add_goal, by),
                controls.button("Remove the last goal", self._remove_goal, by),
                controls.button("Undo", self._undo, by),
                self._lock,
            ),
            frame.status(by),
        ]  # fmt: skip

    def _save(self, _: Any = None) -> None:
        """What stands in the form, if it differs from what is saved."""
        if not self._showing:
            self._keep(charter_fields.typed_charter(self._fields, self._goals))

    def _keep(self, wanted: Charter) -> None:
        new = rules.changed(self.charter, wanted, self._reason.value)
        if new != self.charter:
            self.decisions.change(**new.model_dump())
            self._forget_reason()

    def _add_goal(self) -> None:
        form = charter_fields.typed_charter(self._fields, self._goals)
        goal = rules.example_goal(self.opened.cohort.start)
        self._keep(form.model_copy(update={"goals": (*form.goals, goal)}))

    def _remove_goal(self) -> None:
        if not self._goals:
            raise Refused("There is no goal to remove.")
        self._keep(charter_fields.typed_charter(self._fields, self._goals[:-1]))

    def _lock_now(self) -> None:
        self._save()
        self.decisions.change(**rules.locked(self.charter, self.opened.cohort.as_of).model_dump())

    def _undo(self) -> None:
        charter = self.charter
        as_launched = rules.is_locked(charter) and not charter.change_reason
        if as_launched and charter.locked_on != self.opened.cohort.as_of:
            raise Refused(
                "The lock can only be undone on the day of the launch. Write a reason and change the charter."
            )
        self._forget_reason()
        self.decisions.undo()

    def _forget_reason(self) -> None:
        """Every change needs a reason of its own."""
        self._showing = True
        self._reason.value = ""
        self._showing = False

    def _show(self) -> None:
        """The form as saved; while something in it cannot be saved, the form as typed."""
        is_newer = getattr(self, "_shown", None) != self.decisions.version
        if self.decisions.trouble and not is_newer:
            return
        self._shown, self._showing = self.decisions.version, True
        self._show_goals()
        _fill(self._fields, charter_fields.shown_charter(self.charter))
        for fields, goal in zip(self._goals, self.charter.goals, strict=True):
            _fill(fields, charter_fields.shown_goal(goal))
        self._reason.layout.display = "" if rules.is_locked(self.charter) else "none"
        self._lock.layout.display = "none" if rules.is_locked(self.charter) else ""
        self._showing = False

    def _show_goals(self) -> None:
        """As many groups of fields as there are goals; those that stay keep the place of the cursor."""
        wanted = len(self.charter.goals)
        del self._goals[wanted:]
        while len(self._goals) < wanted:
            place = len(self._goals) + 1
            self._goals.append(charter_fields.goal_fields(place, self._save, self.decisions, shown_by=self._figures))
        boxes = list(self._goal_box.children[:wanted])
        boxes += [_goal_box(place, self._goals[place]) for place in range(len(boxes), wanted)]
        self._goal_box.children = boxes


def _goal_box(place: int, fields: Fields) -> widgets.VBox:
    box = widgets.VBox([_title(f"Goal {place + 1}"), controls.row(*fields.values())])
    box.add_class("rm-goal")
    return box


def _title(title: str) -> Page:
    return Page(lambda: sentences(title=title))


def _fill(fields: Fields, values: dict[str, Any]) -> None:
    for name, field in fields.items():
        if isinstance(field, widgets.Dropdown) and values[name] not in dict(field.options).values():
            field.options = (*field.options, (values[name], values[name]))  # a figure that the cohort has no more
        field.value = values[name]


def _headline(charter: Charter, still_open: int) -> str:
    things = f"{still_open} thing{' is' if still_open == 1 else 's are'} still open"
    if rules.is_locked(charter):
        return f"The charter is locked since {in_words(charter.locked_on)}" + (f"; {things}" if still_open else "")
    return f"{things} before the charter can be locked" if still_open else "The charter is ready to be locked at launch"


def _broken(charter: Charter) -> str:
    if not rules.is_locked(charter) or rules.is_intact(charter):
        return ""
    return "This charter no longer says what it said when it was locked: it was changed outside of this page."


def _facts(charter: Charter) -> list[tuple[str, str]]:
    outcomes = [(f"Outcome: {name}", charter.outcomes.get(whose, "")) for whose, name in rules.OUTCOMES.items()]
    facts = [
        ("Why", charter.why),
        ("Sponsor", charter.sponsor + (" (learns first)" if charter.sponsor and charter.sponsor_learns else "")),
        ("Who may take part", charter.eligibility),
        ("Length", f"{charter.months} months, a session every {charter.weeks_between} weeks"),
        ("Facilitator", charter.facilitator),
        ("Programme manager", charter.programme_manager),
        *outcomes,
        ("Seal", charter.locked[:12]),
    ]
    return [(name, value or "–") for name, value in facts]
