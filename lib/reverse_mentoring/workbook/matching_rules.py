"""What the facilitator asks of all pairs, on the left of the desk: weights, what “best” means, rules, limits."""

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup

from reverse_mentoring.decide.matching.eligibility import RULES
from reverse_mentoring.decide.matching.fit import STEP, USUAL_WEIGHTS
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.words.choices import WEIGHT_SHARES, MatchingChoices, Weight
from reverse_mentoring.words.pairs import PARTS
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.settled import Settled
from reverse_mentoring.workbook.views import Page, sentences

SOFT_RULES = {rule.rule_id: rule.name for rule in RULES if not rule.always}
WEIGHTS = [(word, word) for word in WEIGHT_SHARES]
OBJECTIVES = [
    ("Lift the lowest pair", "floor"),
    ("Highest total", "total"),
    ("Worst-off first", "worst_first"),
    ("Respect choices", "choice"),
]
UP_TO = range(1, 21)


class AllPairs:
    """Controls that hold for all pairs; current: the pairs as they are now."""

    def __init__(self, decisions: Decisions[MatchingChoices], current: Callable[[], Settled]) -> None:
        self.decisions, self.current = decisions, current
        by = decisions
        self._objective = controls.dropdown("Most people served, then", OBJECTIVES, by.choices.objective,
                                            lambda chosen: by.change(objective=chosen), by)  # fmt: skip
        self._weights = {
            part: controls.dropdown(label, WEIGHTS, self._weight(part), partial(self._weigh, part), by)
            for part, label in PARTS.items()
        }
        self._rules = {
            rule: controls.tick(name, rule not in by.choices.allowed, partial(self._switch, rule), by)
            for rule, name in SOFT_RULES.items()
        }
        self._reason = controls.line("Reason for allowing one", "", lambda _: None, by)
        by.follow(self.show)
        self.show()

    def widgets(self) -> list[Any]:
        """Weights and objective, then rules, then limits."""
        by = self.decisions
        return [
            _title("What makes a good pair?"),
            *self._weights.values(),
            frame.followed(by, self._together),
            controls.button("Usual weights", lambda: by.change(weights={}), by),
            _title("The best pairs"),
            self._objective,
            _title("Never pair"),
            *self._rules.values(),
            self._reason,
            _title("How many"),
            *(each.widgets() for each in self._limits()),
        ]

    def show(self) -> None:
        """Sets every control to what is chosen, and says how many pairs each rule removes."""
        chosen = self.decisions.choices
        self._objective.value = chosen.objective
        for part, field in self._weights.items():
            field.value = self._weight(part)
        removes = {count.rule: count.removes for count in self.current().pairing.rules}
        for rule, field in self._rules.items():
            field.value = rule not in chosen.allowed
            said = "allowed" if rule in chosen.allowed else f"removes {removes.get(rule, 0)}"
            field.description = f"{SOFT_RULES[rule]} ({said})"

    def _limits(self) -> list[controls.Numbered]:
        by, cohort = self.decisions, self.decisions.opened.cohort
        departments = sorted({str(name) for name in cohort.participants["department"]} - {""})
        mentors = [(cohort.names.get(person, person), person) for person in cohort.of_role("mentor")["person_id"]]
        at_least = [("no minimum", 0), *((f"at least {k}", k) for k in UP_TO)]
        at_most = [("no limit", 0), *((f"at most {k}", k) for k in UP_TO)]
        topics = [(name, topic) for topic, name in cohort.topic_names.items()]
        asked = (
            ("capacity", ("Mentor (junior)", "Mentees"), sorted(mentors), [(str(k), k) for k in range(4)]),
            ("coverage", ("Pairs on a topic", "How many"), sorted(topics), at_least),
            ("department_caps", ("Pairs with a department", "How many"), [(d, d) for d in departments], at_most),
        )
        fields = {field: controls.Numbered(field, labels, items, numbers, by)
                  for field, labels, items, numbers in asked if items}  # fmt: skip
        if "capacity" in fields:
            signed_up = dict(zip(cohort.participants["person_id"], cohort.participants["capacity"], strict=True))
            fields["capacity"].usual = lambda person: int(signed_up[person])
        for each in fields.values():
            each.show()
        return list(fields.values())

    def _weight(self, part: str) -> Weight:
        return (USUAL_WEIGHTS | self.decisions.choices.weights)[part]

    def _weigh(self, part: str, weight: Weight) -> None:
        if self._weight(part) != weight:
            self.decisions.change(weights={**self.decisions.choices.weights, part: weight})

    def _together(self) -> Markup:
        points = sum(STEP[part] * WEIGHT_SHARES[self._weight(part)] for part in PARTS) / 100
        return fragment("sentences", title="", sentences=(f"Together {points:g} points; the fit is shown as of 100.",))

    def _switch(self, rule: str, forbid: bool) -> None:
        allowed = self.decisions.choices.allowed
        if forbid == (rule not in allowed):
            return
        reason = self._reason.value.strip()
        if forbid:
            self.decisions.change(allowed={other: why for other, why in allowed.items() if other != rule})
        elif reason:
            self.decisions.change(allowed={**allowed, rule: reason})
            self._reason.value = ""
        else:
            self.decisions.say("Write down the reason first, then allow the rule: it stands in the record.")


def _title(text: str) -> Page:
    return Page(lambda: sentences(title=text))
