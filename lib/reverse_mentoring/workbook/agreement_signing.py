"""The text of one pair: to be read together, agreed, signed; what changed since; the start as an exception."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from reverse_mentoring.decide.agreements.goal_plans import LEVEL_SIGNS
from reverse_mentoring.decide.agreements.signoffs import SIGNERS, signoffs
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.store.agreement_texts import keep
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.papers import Confirmed, Override, Signature, Signer
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.agreement_changes import changed_lines, latest_first, other_text
from reverse_mentoring.workbook.agreement_controls import day, day_that_has_come, pair_list
from reverse_mentoring.workbook.agreement_desk import BANNER
from reverse_mentoring.workbook.agreement_drafts import Drafts
from reverse_mentoring.workbook.views import Page, View, together

OWN_CLAUSES_BROKEN = "Your own clauses cannot be used as they are; put clauses.csv right first."
NO_PAIR = "No pair is chosen."
REASON_FIRST = "Write down the reason first: it stands in the record and in step 4."


class Signing:
    """The chosen pair's text, and what can be done with it."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts, self.decisions = drafts, drafts.decisions
        by = self.decisions
        self._text, self._changes, self._standing = (
            Page(self._text_page),
            Page(self._changes_page),
            Page(self._standing_page),
        )
        self._agree = controls.button("Both have agreed to this text", self._confirm, by, primary=True)
        self._disagree = controls.button("Not agreed any more", self._take_back, by)
        self._day = day("Day", drafts.opened.cohort.as_of)
        self._sign: dict[Signer, Any] = {
            who: controls.button(
                f"Signed by {'the ' if who == 'line manager' else ''}{who}", partial(self._signed, who), by
            )
            for who in SIGNERS
        }
        self._reason = controls.line("Reason to start although something is missing", "", lambda _: None, by)
        self._start = controls.button("Start although something is missing", self._override, by)
        self._stop = controls.button("Take the exception back", self._no_override, by)
        self._show()
        drafts.follow(self._show)

    def view(self) -> View:
        """Live: the text on the left, what can be done on the right. Printed: the text and where it stands."""
        by = self.decisions
        text = together(self._text, self._changes)
        acts = (
            pair_list(self.drafts), self._standing, self._day, controls.row(self._agree, self._disagree),
            controls.row(*self._sign.values()), self._reason, controls.row(self._start, self._stop),
            controls.row(controls.button("Undo", by.undo, by), frame.status(by)),
        )  # fmt: skip
        live = controls.panel(text, kind="middle"), controls.panel(*acts, kind="why")
        return View(*live, printed=lambda: text.printed() + self._standing.printed(), classes=("rm-desk",))

    def not_yet(self) -> tuple[str, ...]:
        """Why the two cannot agree to this text yet, as sentences; empty = they can."""
        draft = self.drafts.draft
        if draft is None:
            return (NO_PAIR,)
        return (*([OWN_CLAUSES_BROKEN] if self.drafts.problems else []), *self.drafts.lacking[draft.ids])

    # what is shown

    def _show(self) -> None:
        draft = self.drafts.draft
        settled = draft is not None and draft.settled
        confirmed = any(each.ids == self.drafts.chosen for each in self.decisions.choices.confirmed)
        self._agree.disabled = bool(self.not_yet()) or (settled and confirmed)
        self._disagree.disabled = not (settled and confirmed)
        for who, button in self._sign.items():
            button.disabled = draft is None or not (settled or who == "line manager")
        start = self.drafts.starts.get(draft.ids) if draft else None
        self._start.disabled = start is None or not start.blockers
        self._stop.disabled = start is None or not start.override
        for page in (self._text, self._changes, self._standing):
            page.refresh()

    def _text_page(self) -> Markup:
        draft = self.drafts.draft
        return fragment(
            "agreement",
            draft=draft,
            banner=BANNER,
            topics=self.drafts.opened.cohort.topic_names,
            levels=LEVEL_SIGNS,
            sessions=[_session(session) for session in draft.sessions] if draft else (),
        )

    def _changes_page(self) -> Markup:
        draft = self.drafts.draft
        own = [each for each in self.decisions.choices.confirmed if each.ids == self.drafts.chosen]
        if draft is None or not own:
            return fragment("agreement_changes", headline="", versions=(), lines=())
        other, lines = other_text(draft, self.drafts), changed_lines(self.drafts, [draft]).get(draft.ids, ())
        return fragment(
            "agreement_changes",
            headline=_difference(draft, other, changes=len(lines)),
            versions=[f"{_long(each.on)}: {each.step}, version {number}" for number, each in _numbered(own)],
            lines=lines,
        )

    def _standing_page(self) -> Markup:
        draft = self.drafts.draft
        if draft is None:
            return fragment("agreement_standing", draft=None)
        signoff = self.drafts.signoffs[draft.ids]
        return fragment(
            "agreement_standing",
            draft=draft,
            since=_long(signoff.agreed_on) if signoff.agreed_on else "",
            not_yet=self.not_yet(),
            by_table=draft.settled and not any(each.ids == draft.ids for each in self.decisions.choices.confirmed),
            signed=[
                {"who": who_signs(draft, who), "on": _long(signoff.signed[who]) if who in signoff.signed else "not yet"}
                for who in SIGNERS
            ],
            void=signoff.void,
            start=self.drafts.starts[draft.ids],
        )

    # what is decided

    def _confirm(self) -> None:
        draft, on = self.drafts.draft, day_that_has_come(self._day, self.drafts)
        if draft is None or on is None or self.not_yet():
            return
        self._keep(draft)
        self.decisions.change(confirmed=(*self.decisions.choices.confirmed, _confirmed(draft, "agreed", on)))

    def _keep(self, draft: Agreement) -> None:
        opened = self.drafts.opened
        keep(opened.vault, opened.cohort.name, [draft], now=dt.datetime.now(dt.UTC))

    def _take_back(self) -> None:
        draft = self.drafts.draft
        if draft:
            others = [
                each for each in self.decisions.choices.confirmed
                if each.ids != draft.ids or each.fingerprint != draft.fingerprint
            ]  # fmt: skip
            self.decisions.change(confirmed=tuple(others))

    def _signed(self, who: Signer) -> None:
        """One has signed; once both mentor and mentee have, the text counts as signed."""
        draft, on = self.drafts.draft, day_that_has_come(self._day, self.drafts)
        if draft is None or on is None:
            return
        agreed_on = self.drafts.signoffs[draft.ids].agreed_on
        if who != "line manager" and agreed_on and on < agreed_on:
            self.decisions.say(f"The two agreed to this text on {_long(agreed_on)}; a signature before does not count.")
            return
        choices = self.decisions.choices
        others = tuple(each for each in choices.signed if (each.ids, each.who) != (draft.ids, who))
        new = Signature(mentor_id=draft.mentor_id, mentee_id=draft.mentee_id, who=who, on=on)
        wanted = choices.model_copy(update={"signed": (*others, new)})
        after = signoffs(self.drafts.opened.cohort, [draft], wanted, words=self.drafts.words)[draft.ids].signed
        changed: dict[str, Any] = {"signed": wanted.signed}
        if {"mentor", "mentee"} <= after.keys() and draft.state != "signed" and not self.not_yet():
            self._keep(draft)
            both = _confirmed(draft, "signed", max(after["mentor"], after["mentee"]))
            changed["confirmed"] = (*choices.confirmed, both)
        self.decisions.change(**changed)

    def _override(self) -> None:
        draft, reason = self.drafts.draft, self._reason.value.strip()
        if draft is None:
            return
        if not reason:
            self.decisions.say(REASON_FIRST)
            return
        new = Override(mentor_id=draft.mentor_id, mentee_id=draft.mentee_id, reason=reason)
        self.decisions.change(overrides=(*self._other_overrides(), new))
        self._reason.value = ""

    def _no_override(self) -> None:
        self.decisions.change(overrides=self._other_overrides())

    def _other_overrides(self) -> tuple[Override, ...]:
        return tuple(each for each in self.decisions.choices.overrides if each.ids != self.drafts.chosen)


def who_signs(draft: Agreement, who: Signer) -> str:
    """The one of the three who signs, by name where the paper has it."""
    names = {"mentor": f"{draft.mentor_name}, mentor (junior)", "mentee": f"{draft.mentee_name}, mentee (senior)"}
    return names.get(who, f"line manager of {draft.mentor_name}")


def _difference(draft: Agreement, other: Confirmed | None, *, changes: int) -> str:
    """In how many points the text differs from the other one that was confirmed."""
    if other is None:
        return "The text is the one that was agreed"
    if not changes:
        return f"The text agreed on {_long(other.on)} was not kept, so it cannot be compared"
    points = f"{changes} {'point reads' if changes == 1 else 'points read'} differently"
    if draft.settled:
        return f"{points} in the text agreed on {_long(other.on)}"
    return f"Since the text agreed on {_long(other.on)}: {points} now"


def _confirmed(draft: Agreement, step: Any, on: dt.date) -> Confirmed:
    return Confirmed(
        mentor_id=draft.mentor_id, mentee_id=draft.mentee_id, step=step, fingerprint=draft.fingerprint, on=on
    )


def _numbered(own: list[Confirmed]) -> list[tuple[int, Confirmed]]:
    """Each confirmation with the number of its text, the latest first."""
    numbers: Mapping[str, int] = {
        text: number
        for number, text in enumerate(dict.fromkeys(each.fingerprint for each in reversed(latest_first(own))), 1)
    }
    return [(numbers[each.fingerprint], each) for each in latest_first(own)]


def _session(session: Any) -> dict[str, Any]:
    moved = f"moved because of {session.holiday}" if session.holiday else ""
    return {
        "number": session.number,
        "when": f"{session.start:%a} {session.start.day} {session.start:%b %Y, %H:%M}",
        "there": session.there,
        "title": session.title,
        "note": ". ".join(filter(None, (moved, session.note))),
    }


def _long(on: dt.date) -> str:
    return f"{on.day} {on:%B %Y}"
