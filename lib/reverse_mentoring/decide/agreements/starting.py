"""The gate before the first session: both trained, the text agreed; or a person says in writing why not.

Source: without training only a third of such programmes succeed (Rao, “Reverse Mentoring”, Lab Manager); written
agreements open the conversation (Pelletier in Fleming, Verywell Mind).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from reverse_mentoring.decide.agreements.signoffs import Signoff, line_managers, signoffs
from reverse_mentoring.decide.agreements.training import COUNTS_FOR_MONTHS, TrainingDays, training_days
from reverse_mentoring.decide.agreements.wording import filled, listed, long_date
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort

_BOTH: tuple[Literal["mentor", "mentee"], ...] = ("mentor", "mentee")


@dataclass(frozen=True)
class Start:
    """Whether a pair may start, and has. blockers: why it may not; override: the written reason to start all the same,
    “” = none. started: it may, and the day has come: since. warnings: what does not bar the start, and pairs that run
    already although something is missing; sentences."""

    blockers: tuple[str, ...]
    override: str
    started: bool
    since: dt.date | None
    warnings: tuple[str, ...]


def starting(
    cohort: Cohort,
    agreements: Iterable[Agreement],
    choices: AgreementChoices,
    *,
    words: Mapping[str, str],
    new: Collection[IdPair] = (),
) -> dict[IdPair, Start]:
    """Where each of these pairs stands at the gate.

    since: the first day on which nothing was missing any more and the first session had come; with an override, the
    day of the first session. That is the day of the table of pairs, of the first session held, or as planned. A pair
    of the table that runs without training or text is not started: the warnings name it. new: pairs of the table that
    have not met yet (under_review.not_begun); its day is only a plan for them.
    """
    asked = tuple(agreements)
    gate = _Gate(cohort, choices, words, signoffs(cohort, asked, choices, words=words), new)
    return {agreement.ids: gate.start(agreement) for agreement in asked}


def blockers(agreement: Agreement, training: TrainingDays, *, words: Mapping[str, str]) -> tuple[str, ...]:
    """Why this pair cannot start yet, as sentences; empty = it may. Who is not trained, and the text not agreed."""
    untrained = (_untrained(agreement, role, training, words) for role in _BOTH)
    key = {"agreed": "", "signed": "", "changed": "changed"}.get(agreement.state, "draft")
    return (*(each for each in untrained if each), *([words[f"training.blocker.{key}"]] if key else []))


def may_start(blockers: Sequence[str], reason: str = "") -> bool:
    """Whether nothing stands against it, or a written reason stands for it."""
    return not blockers or bool(reason.strip())


def _untrained(
    agreement: Agreement, role: Literal["mentor", "mentee"], training: TrainingDays, words: Mapping[str, str]
) -> str:
    """Why this one does not count as trained; “” = he or she does."""
    person, name = _person(agreement, role)
    if training.done(person, role):
        return ""
    day = training.day(person, role)
    key = f"{role}{'' if day is None else '_old' if training.too_old(day) else '_booked'}"
    said = {"day": long_date(day, words=words)} if day else {}
    return filled(words[f"training.blocker.{key}"], {"name": name, "months": str(COUNTS_FOR_MONTHS), **said})


def _person(agreement: Agreement, role: Literal["mentor", "mentee"]) -> tuple[str, str]:
    if role == "mentor":
        return agreement.mentor_id, agreement.mentor_name
    return agreement.mentee_id, agreement.mentee_name


@dataclass(frozen=True)
class _Gate:
    cohort: Cohort
    choices: AgreementChoices
    words: Mapping[str, str]
    signoffs: Mapping[IdPair, Signoff]
    new: Collection[IdPair]

    @cached_property
    def training(self) -> TrainingDays:
        return training_days(self.cohort, self.choices)

    @cached_property
    def managers(self) -> Mapping[str, str]:
        return line_managers(self.cohort)

    @cached_property
    def reasons(self) -> Mapping[IdPair, str]:
        return {each.ids: each.reason.strip() for each in self.choices.overrides}

    @cached_property
    def running(self) -> dict[IdPair, dt.date]:
        """First day of the pairs that run already: as the table of pairs says, else the first session held."""
        held, table = self.cohort.sessions, self.cohort.pairs
        met = held[held["held_on"].notna()].sort_values("held_on", ascending=False)
        active = table[table["state"].isin(["", "active"]) & (table["started"] <= pd.Timestamp(self.cohort.as_of))]
        begun = {ids: day for ids, day in _days(active, "started").items() if ids not in self.new}
        return _days(met, "held_on") | begun

    def start(self, agreement: Agreement) -> Start:
        """Where one pair stands."""
        why_not = blockers(agreement, self.training, words=self.words)
        reason = self.reasons.get(agreement.ids, "") if why_not else ""
        since = self.since(agreement, complete=not why_not) if may_start(why_not, reason) else None
        started = since is not None and since <= self.cohort.as_of
        return Start(
            why_not, reason, started, since if started else None, tuple(self.warnings(agreement, why_not, reason))
        )

    def since(self, agreement: Agreement, *, complete: bool) -> dt.date | None:
        """The first session, or the later day on which the last of trainings and agreement was there."""
        planned = agreement.sessions[0].start.date() if agreement.sessions else None
        first = self.running.get(agreement.ids, planned)
        agreed = self.signoffs[agreement.ids].first_agreed
        needed = [first, agreed, *(self.training.done(_person(agreement, role)[0], role) for role in _BOTH)]
        return max(filter(None, needed), default=None) if complete and first else first

    def warnings(self, agreement: Agreement, why_not: Sequence[str], reason: str) -> Iterator[str]:
        if reason:
            yield filled(self.words["training.overridden"], {"reason": reason})
        elif why_not and agreement.ids in self.running:
            yield from self.running_although(agreement)
        manager = self.managers.get(agreement.mentor_id, "")
        name = {"name": agreement.mentor_name}
        if "line manager" not in self.signoffs[agreement.ids].signed:
            yield filled(self.words["training.warning.consent"], name)
        if manager and not self.training.done(manager, "line manager"):
            yield filled(self.words["training.warning.manager"], name)

    def running_although(self, agreement: Agreement) -> Iterator[str]:
        """Names what a pair that runs already lacks."""
        day = {"day": long_date(self.running[agreement.ids], words=self.words)}
        people = [
            _person(agreement, role) for role in _BOTH if not self.training.done(_person(agreement, role)[0], role)
        ]
        if people:
            names = listed([name for _, name in people], words=self.words)
            yield filled(self.words["training.running_untrained"], {**day, "names": names})
        if agreement.state not in ("agreed", "signed"):
            yield filled(self.words["training.running_unagreed"], day)


def _days(frame: pd.DataFrame, column: str) -> dict[IdPair, dt.date]:
    """Pair → day; of several rows of one pair the last."""
    ids = zip(frame["mentor_id"], frame["mentee_id"], strict=True)
    return dict(zip(ids, frame[column].dt.date, strict=True))
