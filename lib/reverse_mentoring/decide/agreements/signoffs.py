"""Who has signed what, what is still missing, and the reminders that say so.

A signature of the two counts for the text that it was given to: one that is older than the last agreement on the
present text is void. The line manager agrees to the hours, not to the text, and never sees it; so a change of the text
does not touch that consent.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from reverse_mentoring.decide.agreements.must_haves import missing_clauses
from reverse_mentoring.decide.agreements.wording import filled, long_date
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import AgreementChoices, IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Confirmed, Signer

SIGNERS: tuple[Signer, ...] = ("mentor", "mentee", "line manager")
COLUMNS = ("mentor_id", "mentee_id", "mentor", "mentee", "line_manager", "state", "agreed_on", "mentor_signed",
           "mentee_signed", "line_manager_signed", "missing", "missing_clauses", "differences", "void")  # fmt: skip


@dataclass(frozen=True)
class Signoff:
    """Where one pair stands. agreed_on: when both agreed to the present text; first_agreed: to any text. signed: the
    signatures that count. missing, void: sentences on those that are not there, and that count no more."""

    agreed_on: dt.date | None
    first_agreed: dt.date | None
    signed: Mapping[Signer, dt.date]
    missing: tuple[str, ...]
    void: tuple[str, ...]


def signoffs(
    cohort: Cohort, agreements: Iterable[Agreement], choices: AgreementChoices, *, words: Mapping[str, str]
) -> dict[IdPair, Signoff]:
    """Where each of these pairs stands; typed on screen stands instead of imported, what lies ahead counts not yet.

    Where it was confirmed that both signed the present text, both have.
    """
    file = _File(cohort, choices, words)
    return {agreement.ids: file.signoff(agreement) for agreement in agreements}


def signoff_table(
    cohort: Cohort, agreements: Iterable[Agreement], choices: AgreementChoices, *, words: Mapping[str, str]
) -> pd.DataFrame:
    """One row per pair, in the order of the agreements: columns COLUMNS, for the facilitator.

    mentor, mentee, line_manager: names; agreed_on and …_signed: ISO dates, “” = not, or void. missing (signatures),
    missing_clauses, void: sentences; differences: points that are still open. These four are tuples; all else is text.
    """
    asked = tuple(agreements)
    found = signoffs(cohort, asked, choices, words=words)
    managers = line_managers(cohort)
    rows = []
    for each in asked:
        state, manager = found[each.ids], managers.get(each.mentor_id, "")
        days = (state.agreed_on, *(state.signed.get(who) for who in SIGNERS))
        who = (*each.ids, each.mentor_name, each.mentee_name, cohort.names.get(manager, ""), each.state)
        points = tuple(difference.point for difference in each.differences)
        texts = (state.missing, _lacking(each, words), points, state.void)
        rows.append((*who, *(day.isoformat() if day else "" for day in days), *texts))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def line_managers(cohort: Cohort) -> dict[str, str]:
    """person_id → person_id of the line manager, where that is somebody of the roster."""
    rows = cohort.of_roster("person_id", "manager_id")
    return {person: manager for person, manager in rows if manager in cohort.names}


@dataclass(frozen=True)
class _File:
    """All signatures of one cohort."""

    cohort: Cohort
    choices: AgreementChoices
    words: Mapping[str, str]

    @cached_property
    def given(self) -> dict[tuple[IdPair, Signer], dt.date]:
        table = self.cohort.signoffs
        ids = zip(table["mentor_id"], table["mentee_id"], strict=True)
        rows = zip(ids, table["who"], table["signed_on"].dt.date, strict=True)
        days: dict[tuple[IdPair, Signer], dt.date] = {(pair, who): day for pair, who, day in rows if pd.notna(day)}
        return days | {(each.ids, each.who): each.on for each in self.choices.signed}

    @cached_property
    def agreed(self) -> dict[IdPair, dt.date]:
        rows = self.cohort.pairs[self.cohort.pairs["agreed_on"].notna()]
        ids = zip(rows["mentor_id"], rows["mentee_id"], strict=True)
        return dict(zip(ids, rows["agreed_on"].dt.date, strict=True))

    @cached_property
    def confirmed(self) -> dict[IdPair, list[Confirmed]]:
        found: dict[IdPair, list[Confirmed]] = {}
        for each in sorted(self.choices.confirmed, key=lambda each: each.on):
            found.setdefault(each.ids, []).append(each)
        return found

    def signoff(self, agreement: Agreement) -> Signoff:
        """Where one pair stands."""
        agreed_on, void = self.agreed_on(agreement), list[str]()
        signed: dict[Signer, dt.date] = {}
        for who, day in self.signatures(agreement):
            if who == "line manager" or (agreed_on and day >= agreed_on):
                signed[who] = day
            else:
                void.append(self.void(agreement, who, day, agreed_on))
        missing = tuple(self.lacks(agreement, who) for who in SIGNERS if who not in signed)
        return Signoff(agreed_on, self.first_agreed(agreement.ids), signed, missing, tuple(void))

    def signatures(self, agreement: Agreement) -> Iterator[tuple[Signer, dt.date]]:
        """Every signature up to today; that of both, where it was confirmed, instead of an older one."""
        both = [each.on for each in self.confirmed.get(agreement.ids, ())
                if each.step == "signed" and each.fingerprint == agreement.fingerprint]  # fmt: skip
        for who in SIGNERS:
            own = self.given.get((agreement.ids, who))
            days = [*([own] if own else []), *(both if who != "line manager" else [])]
            past = [day for day in days if day <= self.cohort.as_of]
            if past:
                yield who, max(past)

    def agreed_on(self, agreement: Agreement) -> dt.date | None:
        """Since when both stand by the present text without a break; None where they do not."""
        if agreement.state not in ("agreed", "signed"):
            return None
        day = None
        for each in reversed(self.confirmed.get(agreement.ids, [])):
            if each.fingerprint != agreement.fingerprint:
                break
            day = each.on
        return day or self.agreed.get(agreement.ids)

    def first_agreed(self, ids: IdPair) -> dt.date | None:
        """When both agreed for the first time, to whatever text."""
        days = [each.on for each in self.confirmed.get(ids, ())]
        return min([*days, *([self.agreed[ids]] if ids in self.agreed else [])], default=None)

    def void(self, agreement: Agreement, who: Signer, day: dt.date, agreed_on: dt.date | None) -> str:
        agreed = {"agreed": long_date(agreed_on, words=self.words)} if agreed_on else {}
        values = {"name": _name(agreement, who), "day": long_date(day, words=self.words), **agreed}
        return filled(self.words["signoff.void" if agreed_on else "signoff.void_open"], values)

    def lacks(self, agreement: Agreement, who: Signer) -> str:
        values = {"name": _name(agreement, who), "mentor": agreement.mentor_name}
        return filled(self.words[f"signoff.missing.{who}"], values)


def _name(agreement: Agreement, who: Signer) -> str:
    return agreement.mentee_name if who == "mentee" else agreement.mentor_name


def _lacking(agreement: Agreement, words: Mapping[str, str]) -> tuple[str, ...]:
    """The must-have clauses that the agreement lacks, as sentences; not what else is open."""
    lacking = missing_clauses(agreement.clauses, sensitive=True, words=words)
    return tuple(sentence for sentence in lacking if sentence in agreement.missing)
