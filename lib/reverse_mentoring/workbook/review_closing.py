"""The close of a cohort and what it leaves to the next: hours, thanks, guides, proposals that a person accepts."""

from typing import Any

from markupsafe import Markup

from reverse_mentoring.decide.review import review
from reverse_mentoring.decide.review.closing import close_ready, closing_summary, guides, recognised
from reverse_mentoring.decide.review.lessons import advice
from reverse_mentoring.decide.review.next_cohort import HOW, accepted_weights, headline
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.store.cohorts import cohort_names
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.roles import ONE
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.decisions import now
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_findings import Findings
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View

IN_NO_FOLDER = '/ \\ : * ? " < > |'
NOTHING: controls.Option = ("– nothing is proposed –", "")


class Close:
    """Close-out and next cohort, on screen."""

    def __init__(self, desk: Desk, findings: Findings) -> None:
        self.desk, self.decisions, self.findings = desk, desk.decisions, findings
        by = self.decisions
        self.found = findings.proposals
        self._closing, self._next = Page(self._closing_page), Page(self._next_page)
        self._proposal = controls.dropdown("Proposed change", [NOTHING], "", lambda _: None, by)
        self._lesson = controls.line("A lesson for the next cohort, without names", "", self._learn, by)
        self._name = controls.line("Name of the next cohort, such as 2027-spring", "", lambda _: None, by)
        self._offer()
        desk.follow(self._show)

    def view(self) -> View:
        """Live: the close, the proposals and what can be done with them. Printed: both pages."""
        by = self.decisions
        decide = controls.row(
            self._proposal,
            controls.button("Accept it", self._accept, by),
            controls.button("Take it back", self._refuse, by),
        )
        begin = controls.row(self._name, controls.button("Begin it with what you accepted", self._begin, by))
        undo = controls.row(controls.button("Undo", by.undo, by), frame.status(by))
        live = (
            controls.panel(self._closing, kind="full"),
            controls.panel(self._next, decide, self._lesson, begin, undo, kind="full"),
        )
        return View(*live, printed=lambda: self._closing.printed() + self._next.printed(), classes=("rm-desk",))

    # what is shown

    def _show(self) -> None:
        self._offer()
        self._next.refresh()

    def _offer(self) -> None:
        change = [(f"{each.what}: {each.proposed}", each.key) for each in self.found if each.change] or [NOTHING]
        if list(self._proposal.options) != change:
            self._proposal.options = change
            self._proposal.value = change[0][1]

    def _closing_page(self) -> Markup:
        desk = self.desk
        summary, states = closing_summary(desk.cohort, desk.pairs), review.close_states(desk.pairs)
        done = states[states["state"].isin(["completed", "completed early"])]["pairs"].sum()
        still = close_ready(desk.cohort, desk.pairs)
        said = f"{done} of {len(desk.pairs)} pairs completed; " + (
            f"{len(still)} {'thing is' if len(still) == 1 else 'things are'} open before closing"
            if still
            else "nothing is open"
        )
        hours = self._hours()
        return fragment(
            "closing", headline=said, open=still, sentences=summary.sentences, hours=hours, hidden="", figures=[],
            recommend=[{"answers": answers, "people": people} for answers, people in summary.recommend.items()],
            onwards=[{"what": what, "people": people} for what, people in summary.onwards.items()],
            thanked=first_rows(recognised(desk.cohort)["name"].tolist(), "people"),
            guides=first_rows(guides(desk.cohort)["name"].tolist(), "people"),
        )  # fmt: skip

    def _hours(self) -> list[dict[str, Any]]:
        rows = []
        for role, words in ONE.items():
            people = [each for each in self.findings.learned if each.role == role]
            if people:
                rows.append({"role": words.capitalize(), "people": len(people),
                             "sessions": sum(len(each.sessions) for each in people),
                             "hours": round(sum(each.minutes for each in people) / 60)})  # fmt: skip
        return rows

    def _next_page(self) -> Markup:
        accepted = self.decisions.choices.accepted
        rows = [
            {"what": each.what, "now": each.now, "proposed": each.proposed, "change": each.change,
             "evidence": each.evidence, "interval": each.interval, "accepted": each.key in accepted}
            for each in self.found
        ]  # fmt: skip
        first = [
            {
                "order": row["order"],
                "name": self.desk.name(row["person_id"]),
                "role": ONE[row["role"]],
                "why": row["why"],
            }
            for row in self.findings.carried.to_dict("records")
        ]
        said = [*HOW, *advice(self.desk.cohort, self.decisions.choices)]
        own = [f"Lesson: {lesson}" for lesson in self.decisions.choices.lessons]
        return fragment("next_cohort", headline=headline(self.found, accepted), sentences=[*said, *own], rows=rows,
                        carry_over=first_rows(first, "people", whole="carry_over.csv"))  # fmt: skip

    # what is decided

    def _accept(self) -> None:
        key, accepted = self._proposal.value, self.decisions.choices.accepted
        if not key:
            self.decisions.say("Nothing is proposed.")
        elif key not in accepted:
            self.decisions.change(accepted=(*accepted, key))

    def _refuse(self) -> None:
        accepted = self.decisions.choices.accepted
        self.decisions.change(accepted=tuple(key for key in accepted if key != self._proposal.value))

    def _learn(self, text: str) -> None:
        if text.strip():
            self.decisions.change(lessons=(*self.decisions.choices.lessons, text.strip()))
            self._lesson.value = ""

    def _against(self, name: str) -> str:
        """Why no cohort of this name can begin from here; “” where one can."""
        vault = self.desk.opened.vault
        if not name:
            return "Write the name of the next cohort first."
        if not name.isprintable() or name.startswith(".") or set(name) & set(IN_NO_FOLDER.split()):
            return f"A cohort is also a folder: its name does not begin with a dot and holds none of {IN_NO_FOLDER}"
        if name not in cohort_names(vault):
            return ""
        if name == self.desk.cohort.name or len(vault.tables(name)["pairs"]):
            return f"{name} has pairs already. Write the name of the next cohort."
        if vault.choices(name, "matching").version:
            return f"In {name} weights were decided already; they stay as they are."
        return ""

    def _begin(self) -> None:
        """A new cohort, or one in which nothing is decided yet, gets the accepted weights as its first choices."""
        name, vault = self._name.value.strip(), self.desk.opened.vault
        if against := self._against(name):
            self.decisions.say(against)
            return
        if name not in cohort_names(vault):
            vault.store({name: {}}, now=now(), note="begun from the review")
        weights = accepted_weights(self.found, self.decisions.choices.accepted, self.desk.matched.weights)
        vault.save_choices(name, "matching", MatchingChoices(weights=weights), expected_version=0, now=now())
        self.decisions.tell(f"{name} begins with the weights of this cohort and what was accepted.")
