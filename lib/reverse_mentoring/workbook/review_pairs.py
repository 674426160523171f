"""What becomes of pairs: another rhythm, an end without fault, a new partner among free people."""

from typing import Any, cast

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.review import evidence, review
from reverse_mentoring.decide.review.endings import END_STATES, closing_table, completed_by, may_end
from reverse_mentoring.decide.review.fine_tuning import amended_sides, may_amend
from reverse_mentoring.decide.review.repairing import free_people, may_repair, proposals, under_way
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.pair_files import person_place, points
from reverse_mentoring.words.choices import AgreementChoices, GapChoices, IdPair
from reverse_mentoring.words.days import in_words, in_words_or_empty
from reverse_mentoring.words.pairs import Pair
from reverse_mentoring.words.reviewing import Action, ActionKind, Ending, RePair
from reverse_mentoring.words.roles import ONE
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.agreement_controls import day
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.entry_fields import offer
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View, sentences

NO_PAIR: controls.Option = ("– no pair –", ())
NOT_NOW = (
    "New partners are looked for here while a cohort runs: before that step 2 makes the pairs, afterwards the next one."
)
AS_IT_IS: controls.Option = ("as it is", "")
HOW = "Choose the pair, then fill in one of the two rows. What is changed waits for the yes of both in step 3."
AMENDED = "The agreement reads differently now: both agree to it anew in step 3, where it can also be taken back."
WEEKS = [AS_IT_IS, ("every week", "1"), *((f"every {n} weeks", str(n)) for n in range(2, 9))]
MODES = [AS_IT_IS, ("in person", "in person"), ("remote", "remote"), ("both", "both")]


class PairChanges:
    """Endings, new pairs and fine-tuning of one cohort."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.decisions = desk, desk.decisions
        by = self.decisions
        self._look()
        self._over, self._new = Page(self._over_page), Page(self._new_page)
        self._pair = controls.dropdown("Pair", [NO_PAIR], NO_PAIR[1], lambda _: None, by)
        states = [(state, state) for state in END_STATES]
        self._state = controls.dropdown("How it ends", states, "ended", lambda _: None, by)
        self._day = day("Last day", desk.today)
        self._reason = controls.line("Reason, for you alone", "", lambda _: None, by)
        self._weeks = controls.dropdown("Rhythm from now on", WEEKS, "", lambda _: None, by)
        self._mode = controls.dropdown("How they meet from now on", MODES, "", lambda _: None, by)
        self._proposed = controls.dropdown("New pair", [NO_PAIR], NO_PAIR[1], lambda _: None, by)
        self._first = day("First session from", desk.today)
        self._offer()
        desk.follow_cohort(self._show)

    def view(self) -> View:
        """Live: what is over and who could meet anew, with the controls. Printed: both tables."""
        by = self.decisions
        words = Page(lambda: sentences(HOW, title="Change a pair, or end it"))
        tune = controls.row(self._weeks, self._mode, controls.button("Change it in the agreement", self._tune, by))
        end = controls.row(self._state, self._day, self._reason, controls.button("End this pair", self._end, by))
        pair = controls.row(self._proposed, self._first, controls.button("Make this a pair", self._repair, by))
        undo = controls.row(controls.button("Undo", by.undo, by), frame.status(by))
        live = (
            controls.panel(words, self._pair, tune, end, undo, kind="half"),
            controls.panel(self._over, kind="half"),
            controls.panel(self._new, pair, kind="full"),
        )
        return View(*live, printed=lambda: self._over.printed() + self._new.printed(), classes=("rm-desk",))

    # what is shown

    def _look(self) -> None:
        desk = self.desk
        gap = cast(GapChoices, desk.opened.vault.choices(desk.cohort.name, "gap_analysis").choices)
        self._found = proposals(desk.cohort, desk.pairs, desk.decisions.choices, matching=desk.matched, gap=gap)

    def _show(self) -> None:
        self._look()
        self._offer()
        self._over.refresh()
        self._new.refresh()

    def _offer(self) -> None:
        desk = self.desk
        going_on = [(desk.pair_name(ids), ids) for ids in review.id_pairs(review.active(desk.pairs))]
        offer(self._pair, going_on or [NO_PAIR])
        offer(self._proposed, [(desk.pair_name(pair.ids), pair.ids) for pair in self._found.pairs] or [NO_PAIR])

    def _over_page(self) -> Markup:
        desk = self.desk
        typed = {each.ids for each in desk.decisions.choices.endings}
        rows = [
            {**self._named((row["mentor_id"], row["mentee_id"])), "state": row["state"],
             "on": in_words_or_empty(row["ended"]), "typed": (row["mentor_id"], row["mentee_id"]) in typed}
            for row in closing_table(desk.pairs).to_dict("records")
        ]  # fmt: skip
        suggested = [
            {**self._named(ids), "state": state, "why": why}
            for ids, state, why in completed_by(desk.pairs, desk.held, rhythm=desk.rhythm, today=desk.today)
        ]
        states = [{"state": state, "meaning": meaning} for state, meaning in END_STATES.items()]
        return fragment("endings", headline=_headline(desk.pairs), rows=first_rows(rows, "pairs", whole="review.csv"),
                        suggested=first_rows(suggested, "pairs"), states=states)  # fmt: skip

    def _new_page(self) -> Markup:
        desk, choices = self.desk, self.desk.decisions.choices
        if not under_way(desk.cohort, desk.pairs):
            return sentences(NOT_NOW)
        free = free_people(desk.cohort, desk.pairs, choices, today=desk.today, matching=desk.matched)
        rows = [{"name": desk.name(row["person_id"]), "role": ONE[row["role"]], "reason": row["reason"],
                 "free_from": in_words_or_empty(row["free_from"])} for row in free.to_dict("records")]  # fmt: skip
        left = [{"name": desk.name(each.person_id), "role": ONE[each.role], "reason": each.reason,
                 "remedy": each.remedy} for each in self._found.unmatched]  # fmt: skip
        decided = [{**self._named(each.ids), "on": in_words(each.on), "starts": in_words(each.starts)}
                   for each in choices.repaired]  # fmt: skip
        now = int((free["free_from"] <= pd.Timestamp(desk.today)).sum())
        pairs = len(self._found.pairs)
        said = f"{pairs} new {'pair is' if pairs == 1 else 'pairs are'} possible among {now} free people"
        proposed = first_rows([self._proposal(pair) for pair in self._found.pairs], "new pairs")
        return fragment("repairs", headline=said, proposals=proposed, repaired=decided,
                        free=first_rows(rows, "people"), waiting=first_rows(left, "people"))  # fmt: skip

    def _proposal(self, pair: Pair) -> dict[str, Any]:
        cohort = self.desk.cohort
        return {
            **self._named(pair.ids), "because": pair.because, "fit": points(pair.fit),
            "topics": ", ".join(cohort.topic_names.get(topic, topic) for topic in pair.topics),
            "mentor_place": person_place(cohort, pair.mentor_id), "mentee_place": person_place(cohort, pair.mentee_id),
        }  # fmt: skip

    def _named(self, ids: IdPair) -> dict[str, Any]:
        return {"mentor": self.desk.name(ids[0]), "mentee": self.desk.name(ids[1])}

    # what is decided

    def _chosen(self) -> IdPair | None:
        if not self._pair.value:
            self.decisions.say("No pair is going on.")
        return self._pair.value or None

    def _end(self) -> None:
        ids = self._chosen()
        if ids is None:
            return
        if self._day.value is None:
            self.decisions.say("Choose the last day first.")
            return
        ending = Ending(mentor_id=ids[0], mentee_id=ids[1], state=self._state.value, on=self._day.value,
                        reason=self._reason.value.strip())  # fmt: skip
        if against := may_end(self.desk.pairs, ending, today=self.desk.today):
            self.decisions.say(" ".join(against))
            return
        self.decisions.change(endings=(*self.decisions.choices.endings, ending))
        self._reason.value = ""

    def _repair(self) -> None:
        ids = self._proposed.value
        if not ids or self._first.value is None:
            self.decisions.say("Choose a new pair and the day of its first session.")
            return
        new = RePair(mentor_id=ids[0], mentee_id=ids[1], on=self.desk.today, starts=self._first.value)
        against = may_repair(self.desk.cohort, self.desk.pairs, new, choices=self.decisions.choices,
                             matching=self.desk.matched)  # fmt: skip
        if against:
            self.decisions.say(" ".join(against))
            return
        self.decisions.change(repaired=(*self.decisions.choices.repaired, new))

    def _tune(self) -> None:
        """Both sides of the agreement get the new rhythm or mode; the pair must agree to the changed text anew."""
        ids, weeks, mode = self._chosen(), self._weeks.value, self._mode.value
        if ids is None:
            return
        if not weeks and not mode:
            self.decisions.say("Choose another rhythm or another way to meet first.")
            return
        agreements: Decisions[AgreementChoices] = Decisions(self.desk.opened, "agreements")
        if against := may_amend(self.desk.cohort, agreements.choices, ids):
            self.decisions.say(" ".join(against))
            return
        new = amended_sides(agreements.choices, self.desk.cohort, ids, weeks_between=int(weeks) if weeks else None,
                            mode=mode)  # fmt: skip
        agreements.change(sides=new.sides, confirmed=new.confirmed)
        kinds: list[ActionKind] = [*(["rhythm changed"] if weeks else []), *(["mode changed"] if mode else [])]  # type: ignore[list-item]
        done = [Action(mentor_id=ids[0], mentee_id=ids[1], kind=kind, on=self.desk.today) for kind in kinds]
        self.decisions.change(actions=(*self.decisions.choices.actions, *done))
        self.decisions.tell(AMENDED)


def _headline(pairs: pd.DataFrame) -> str:
    """“3 pairs have ended: 2 completed, 1 withdrawn”."""
    count = len(pairs) - len(review.active(pairs))
    if not count:
        return "All pairs go on" if len(pairs) else "There are no pairs yet"
    return f"{count} {'pair has' if count == 1 else 'pairs have'} ended: {evidence.how_they_ended(pairs)}"
