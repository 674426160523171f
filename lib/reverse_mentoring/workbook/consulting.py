"""Two-sided choice on screen: shortlists for both sides, proposals and their answers; who changes, and where."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.matching import proposals
from reverse_mentoring.decide.matching.drafts import Changes, by_department, changes
from reverse_mentoring.decide.matching.matching import GOING_ON
from reverse_mentoring.decide.matching.matching import proposals as states_of
from reverse_mentoring.decide.matching.shortlists import Shortlists, shortlists
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.shortlist_files import write_shortlists
from reverse_mentoring.words.choices import IdPair, MatchingChoices
from reverse_mentoring.words.pairs import Pair
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.settled import Settled
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View

LOST = "not possible"
NOBODY = ("– choose –", None)
NEXT = {
    LOST: ("c-v", "Was proposed, cannot stay: tell both"),
    "proposed": ("c-o", "Ask the mentee (senior)"),
    "mentee agrees": ("c-b", "Ask the mentor (junior)"),
    "suggested": ("", "Propose it"),
    "accepted": ("c-g", "Nothing: it stays"),
}
"""State → look, what to do next; in the order in which pairs are shown."""
NOT_ASKED = "Nothing was proposed to people yet"
ORDER = (
    "Ask the mentee (senior) first; tell the mentor (junior) only of a mentee who has agreed. "
    "Nobody has to say why they would like somebody else."
)
OTHERS = (
    "“Another please” gives a pair up for good. What both accepted never moves; other proposals stay unless fewer "
    "people would have a partner."
)
ANYWAY = "You may decide the pairs without these answers; then tell people that they were not asked."
DECIDED = "These pairs are decided or under way: nothing more is proposed."
NO_DRAFT = "No draft is kept to compare with"


class Consulting:
    """Asking people, for one cohort; current: the pairs as they are now."""

    def __init__(self, decisions: Decisions[MatchingChoices], current: Callable[[], Settled]) -> None:
        self.decisions, self.current = decisions, current
        self._written: list[str] = []
        self._listed = "No shortlists written yet."
        self._lists = Page(self._lists_page)
        self._foreseen: tuple[MatchingChoices, IdPair, Changes] | None = None

    def panel(self) -> View:
        """Live: where each pair stands, the answers, the shortlists. Printed: how many pairs stand where."""
        page = frame.followed(self.decisions, self._state_page)
        answers = self._answers()
        self._outlook = Page(self._outlook_page)
        content = controls.panel(page, answers, self._outlook, self._asking(), self._lists, kind="full")
        return View(content, printed=lambda: self._state_page(names=False), classes=("rm-desk",))

    def draft(self) -> View:
        """Who has another mentor than in the draft that was kept for comparison."""
        return frame.followed(self.decisions, self._draft_page)

    def departments(self) -> View:
        """Pairs by the departments of the two, and who waits where."""
        return frame.followed(self.decisions, self._departments_page)

    # what is shown

    def _pairs(self) -> list[Pair]:
        return [pair for pair in self.current().pairing.pairs if pair.state in GOING_ON]

    def _settled(self) -> bool:
        return self.current().solution.settled is not None

    def _name(self, person: str) -> str:
        return self.decisions.opened.cohort.names.get(person, person)

    def _standing(self) -> dict[IdPair, str]:
        """Where each pair stands with the two people, whatever the facilitator pinned or decided."""
        said = states_of(self.decisions.choices)
        lost = dict.fromkeys(said, LOST)
        return lost | {pair.ids: said.get(pair.ids, "suggested") for pair in self._pairs()}

    def _state_page(self, *, names: bool = True) -> Markup:
        standing = self._standing()
        count = Counter(standing.values())
        figures = [
            {"name": "Pairs", "value": count.total() - count[LOST], "note": f"{count['suggested']} not proposed yet"},
            {"name": "Proposed", "value": count["proposed"], "note": "the mentee is asked"},
            {"name": "Mentee agrees", "value": count["mentee agrees"], "note": "the mentor is asked"},
            {"name": "Accepted", "value": count["accepted"], "note": "both agreed"},
        ]
        rows = [
            {"mentor": self._name(mentor), "mentee": self._name(mentee), "state": state,
             "look": NEXT[state][0], "next": NEXT[state][1]}
            for (mentor, mentee), state in sorted(standing.items(), key=lambda each: list(NEXT).index(each[1]))
        ] if names and count.total() > count["suggested"] else []  # fmt: skip
        headline, sentences = self._said(count)
        return fragment("consulting", headline=headline, sentences=sentences, figures=figures,
                        rows=first_rows(rows, "pairs"))  # fmt: skip

    def _said(self, count: Counter[str]) -> tuple[str, tuple[str, ...]]:
        choices, settled = self.decisions.choices, self._settled()
        agreed = f"{count['accepted']} of {count.total() - count[LOST]} pairs"
        asked = any(getattr(choices, name) for name in proposals.LISTS)
        open_ = proposals.blockers(choices, self.current().pairing) if asked else ()
        if not asked:
            return NOT_ASKED, (DECIDED,) if settled else (ORDER, OTHERS)
        if settled:
            return f"Decided; both agreed to {agreed}", (*open_, DECIDED)
        if not open_:
            return "Both sides of all pairs have agreed: ready to decide", (OTHERS,)
        return f"Both agreed to {agreed}", (*open_, ANYWAY, ORDER, OTHERS)

    def _outlook_page(self) -> Markup:
        """What happens to others, before the click."""
        pair = self._pair.value
        if self._settled() or self._standing().get(pair, LOST) in (LOST, "suggested"):
            return fragment("sentences", title="", sentences=())
        found = self._foresee(pair)
        said = f"If {self._name(pair[0])} and {self._name(pair[1])} would like another partner: {found.headline}"
        return self._changes_page(said, found, ("Mentor now", "Mentor then"), "Nothing has moved yet.")

    def _foresee(self, pair: IdPair) -> Changes:
        choices, settled = self.decisions.choices, self.current()
        if self._foreseen is None or self._foreseen[:2] != (choices, pair):
            after = proposals.pairs_after_another_please(settled.board, pair)
            self._foreseen = choices, pair, changes(settled.solution.pairs, after)
        return self._foreseen[2]

    def _draft_page(self) -> Markup:
        draft = self.decisions.choices.draft
        found = changes(draft or (), self.current().solution.pairs if draft is not None else ())
        said = NO_DRAFT if draft is None else f"Since the draft: {found.headline}"
        return self._changes_page(said, found, ("Mentor in the draft", "Mentor now"))

    def _changes_page(self, said: str, found: Changes, columns: tuple[str, str], explanation: str = "") -> Markup:
        rows = [
            {"mentee": self._name(move.mentee_id), "before": ", ".join(map(self._name, move.before)),
             "after": ", ".join(map(self._name, move.after))}
            for move in found.moves
        ]  # fmt: skip
        before, after = columns
        return fragment("draft_changes", headline=said, explanation=explanation, before=before, after=after,
                        rows=first_rows(rows, "people"))  # fmt: skip

    def _departments_page(self) -> Markup:
        pairs = [pair.ids for pair in self._pairs()]
        found = by_department(self.decisions.opened.cohort, pairs)
        mentors, mentees = (int(found.waiting[role].sum()) for role in ("mentor", "mentee"))
        return fragment(
            "by_department",
            headline=f"Where the {len(pairs)} pairs are; {mentors} mentors and {mentees} mentees wait",
            columns=list(found.pairs.columns),
            rows=_counted(found.pairs),
            waiting=_counted(found.waiting),
        )

    def _lists_page(self) -> Markup:
        said = fragment("sentences", title="", sentences=(self._listed,) if self._written else ())
        return said + fragment("files", files=self._written, sentence=self._listed, folder="")

    # what is decided

    def _answers(self) -> Any:
        by = self.decisions
        self._pair = controls.dropdown("Pair that was asked", [NOBODY], None, lambda _: self._outlook.refresh(), by)
        self._when_open = [
            controls.button("Mentee agrees", self._answered(proposals.mentee_agrees), by),
            controls.button("Both agree", self._answered(proposals.both_agree), by),
            controls.button("Another please", self._answered(proposals.another_please), by),
        ]
        return controls.row(self._pair, *self._when_open)

    def _asking(self) -> Any:
        by = self.decisions
        propose = controls.button("Propose these pairs to people", self._propose, by, primary=True)
        withdraw = controls.button("Withdraw the proposals", self._withdraw, by)
        lists = controls.button("Write shortlists for both sides", self._write, by)
        self._when_open += [propose, withdraw, lists]
        self._show()
        by.follow(self._show)
        return controls.row(
            lists, propose, withdraw, controls.button("Take back the last decision", by.undo, by), frame.status(by)
        )

    def _show(self) -> None:
        """Offers the pairs as they are now, and only what can be done."""
        standing, chosen = self._standing(), self._pair.value
        named = [(f"{self._name(mentor)} and {self._name(mentee)}", (mentor, mentee)) for mentor, mentee in standing]
        options = [NOBODY, *sorted(named)]
        if list(self._pair.options) != options:
            self._pair.options = options
            self._pair.value = chosen if chosen in standing else None
        for button in self._when_open:
            button.disabled = self._settled()
        self._outlook.refresh()

    def _answered(self, answer: Callable[[MatchingChoices, IdPair], proposals.Changed]) -> Callable[[], None]:
        def act() -> None:
            if self._pair.value is None:
                self.decisions.say("Choose the pair that was asked first.")
                return
            self.decisions.change(**answer(self.decisions.choices, self._pair.value))

        return act

    def _propose(self) -> None:
        self.decisions.change(**proposals.propose(self.decisions.choices, [pair.ids for pair in self._pairs()]))

    def _withdraw(self) -> None:
        self.decisions.change(**proposals.withdraw_proposals(self.decisions.choices))

    def _write(self) -> None:
        opened, lists = self.decisions.opened, shortlists(self.current().board)
        opened.output.mkdir(parents=True, exist_ok=True)
        paths = write_shortlists(opened.output, opened.cohort, lists)
        self._listed = summary(lists)
        self._written[:] = [path.relative_to(opened.output).as_posix() for path in paths]
        self._lists.refresh()


def summary(lists: Shortlists) -> str:
    """How many people have a list, as a sentence."""
    if not lists.everybody:
        return (
            "Nobody can be named: shortlists are for people who signed up, agreed to take part and have a free place."
        )
    mentees, mentors = (sum(bool(each.others) for each in side) for side in (lists.mentees, lists.mentors))
    empty = len(lists.everybody) - mentees - mentors
    rest = f"; {empty} more could not be shown a name, see the reasons there" if empty else ""
    return f"{mentees} mentees and {mentors} mentors have a list{rest}."


def _counted(counts: pd.DataFrame) -> list[dict[str, Any]]:
    return [{"name": name, "counts": row} for name, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)]
