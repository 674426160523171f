"""Reasons against a pair: hard rules, each a matrix for all possible pairs and a sentence for one.

A rule is declared once, in RULES; screen, batch, proof sheet and error show the same words. To add one, write the
function that answers for all pairs and append it to RULES.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reverse_mentoring.decide.matching.hours import shared_minutes
from reverse_mentoring.decide.matching.kinds import by_kind, codes, marks, places
from reverse_mentoring.decide.matching.reporting import ReportingLines
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import ROSTER

Matrix = npt.NDArray[np.bool_]
People = dict[str, npt.NDArray[Any]]
"""What the rules and the fit look at, one value a person: consent (yes or no) and the columns of LOOKED_AT."""
LOOKED_AT = (
    "level", "dotted_line_ids", "appraised_by_ids", "former_manager_ids", "team", "department", "site", "mode",
    "time_zone", "availability", "languages", "common_ground",
)  # fmt: skip


@dataclass(frozen=True)
class Candidates:
    """Mentors (rows) and mentees (columns) of one cohort, with what the rules look at."""

    cohort: Cohort
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    choices: MatchingChoices

    @cached_property
    def rows(self) -> People:
        return _people(self.cohort, self.mentors)

    @cached_property
    def columns(self) -> People:
        return _people(self.cohort, self.mentees)

    @cached_property
    def places(self) -> tuple[dict[str, int], dict[str, int]]:
        """The row of each mentor and the column of each mentee."""
        rows, columns = ({person: place for place, person in enumerate(s)} for s in (self.mentors, self.mentees))
        return rows, columns

    @cached_property
    def lines(self) -> ReportingLines:
        return ReportingLines(self.cohort.roster)

    @cached_property
    def shared_minutes(self) -> npt.NDArray[np.float32]:
        """Working minutes in common in the week in which the cohort starts; nan where unknown. Whole, so exact."""
        rows, columns = (
            list(zip(side["time_zone"].tolist(), side["availability"].tolist(), strict=True))
            for side in (self.rows, self.columns)
        )
        day = self.cohort.start
        return by_kind(rows, columns, lambda one, other: shared_minutes(one, other, day=day).astype(np.float32))

    @cached_property
    def ranks(self) -> dict[tuple[str, str], str]:
        """(person_id, other_id) → the rank that the person gave the other; refusals are not among them."""
        wishes = self.cohort.preferences
        said = zip(*(wishes[column].tolist() for column in ("person_id", "other_id", "rank")), strict=True)
        return {(who, whom): rank for who, whom, rank in said if rank.isdecimal()}

    def pairs(self, wanted: Sequence[tuple[str, str]]) -> Matrix:
        """True at each (person, other) in either direction."""
        matrix = np.zeros((len(self.mentors), len(self.mentees)), dtype=np.bool_)
        row, column = self.places
        for mentor, mentee in {each for pair in wanted for each in (pair, pair[::-1])}:
            if mentor in row and mentee in column:
                matrix[row[mentor], column[mentee]] = True
        return matrix


def _people(cohort: Cohort, ids: Sequence[str]) -> People:
    """What the rules look at. Of somebody in a pair who takes part no longer, only what is known of place and line
    counts: consent and hours are no question any more."""
    people, place = cohort.participants, places(cohort.participants["person_id"].tolist(), ids)
    if (place < 0).any():
        people, place = _with_the_past(cohort, ids), np.arange(len(ids))
    found = {column: people[column].to_numpy(dtype=object)[place] for column in LOOKED_AT}
    return found | {"consent": people["consent"].to_numpy(dtype=bool, na_value=False)[place]}


def _with_the_past(cohort: Cohort, ids: Sequence[str]) -> pd.DataFrame:
    known = cohort.participants.set_index("person_id")
    past = tidy(cohort.roster[~cohort.roster["person_id"].isin(known.index)], ROSTER).set_index("person_id")
    strangers = tidy(pd.DataFrame({"person_id": sorted({*ids} - {*known.index, *past.index})}), ROSTER)
    past = pd.concat([past, strangers.set_index("person_id")]).assign(consent=True, availability="", time_zone="")
    return pd.concat([known, past]).loc[list(ids)]


@dataclass(frozen=True)
class Rule:
    """A hard rule. sentence: filled with {mentor} and {mentee}; always: cannot be switched off."""

    rule_id: str
    name: str
    sentence: str
    always: bool
    bars: Callable[[Candidates], Matrix]


def _consent(c: Candidates) -> Matrix:
    if not c.cohort.asked_for_consent:
        return np.zeros((len(c.mentors), len(c.mentees)), dtype=np.bool_)
    return ~np.logical_and.outer(c.rows["consent"], c.columns["consent"])


def _reporting_line(c: Candidates) -> Matrix:
    return c.lines.same_line(c.mentors, c.mentees)


def _dotted_line(c: Candidates) -> Matrix:
    """One of the two, or somebody below that one at any depth, is the other's second superior."""
    above_mentees = _above_listed(c.lines, _listed(c.rows["dotted_line_ids"]), c.mentors, c.mentees)
    return above_mentees | _above_listed(c.lines, _listed(c.columns["dotted_line_ids"]), c.mentees, c.mentors).T


def _above_listed(
    lines: ReportingLines, listed: dict[int, list[str]], people: Sequence[str], others: Sequence[str]
) -> Matrix:
    """people × others: the other is one of those listed for the person, or stands above one of them."""
    bosses = list(dict.fromkeys(boss for each in listed.values() for boss in each))
    number = {boss: k for k, boss in enumerate(bosses)}
    reach = lines.above(others, bosses).T
    for place, other in enumerate(others):
        if other in number:
            reach[number[other], place] = True
    matrix = np.zeros((len(people), len(others)), dtype=np.bool_)
    for i, each in listed.items():
        matrix[i] = reach[[number[boss] for boss in each]].any(axis=0)
    return matrix


def _listed(column: npt.NDArray[Any]) -> dict[int, list[str]]:
    return {i: list(ids) for i, ids in enumerate(column.tolist()) if isinstance(ids, tuple) and ids}


def _named(c: Candidates, column: str) -> Matrix:
    """One of the two stands in this list of the other's."""
    sides = (c.mentors, c.rows[column]), (c.mentees, c.columns[column])
    return c.pairs([(person, other) for people, lists in sides
                    for person, others in zip(people, lists.tolist(), strict=True) for other in others])  # fmt: skip


def _appraisal(c: Candidates) -> Matrix:
    return _named(c, "appraised_by_ids")


def _former_manager(c: Candidates) -> Matrix:
    return c.pairs(()) if c.cohort.settings.rules.former_manager == "allow" else _named(c, "former_manager_ids")


def _same(c: Candidates, column: str) -> Matrix:
    rows, columns = codes(c.rows[column], c.columns[column])
    return np.asarray(np.equal(np.where(rows < 0, -2, rows)[:, None], columns[None, :]))


def _same_team(c: Candidates) -> Matrix:
    return _same(c, "team") & (c.cohort.settings.rules.same_team == "forbid")


def _same_department(c: Candidates) -> Matrix:
    return _same(c, "department") & (c.cohort.settings.rules.same_department == "forbid")


def _levels_apart(c: Candidates) -> Matrix:
    ranks = level_ranks(c.cohort.settings, c.cohort.participants["level"])
    rows, columns = (np.array([ranks.get(level, np.nan) for level in side["level"].tolist()], dtype=float)
                     for side in (c.rows, c.columns))  # fmt: skip
    return np.asarray(columns[None, :] < rows[:, None] + c.cohort.settings.rules.levels_apart)


def _conflict(c: Candidates) -> Matrix:
    wishes, conflicts = (zip(f["person_id"].tolist(), f["other_id"].tolist(), strict=True)
                         for f in (c.cohort.preferences, c.cohort.conflicts))  # fmt: skip
    ranks = c.cohort.preferences["rank"].tolist()
    refused = [pair for pair, rank in zip(wishes, ranks, strict=True) if rank.lower() == "no"]
    return c.pairs([*conflicts, *refused])


def _earlier_pair(c: Candidates) -> Matrix:
    """Pairs of this cohort that are over, and all pairs of other cohorts."""
    here, others = (zip(f["mentor_id"].tolist(), f["mentee_id"].tolist(), strict=True)
                    for f in (c.cohort.pairs, c.cohort.earlier))  # fmt: skip
    states = c.cohort.pairs["state"].tolist()
    return c.pairs([*others, *(pair for pair, state in zip(here, states, strict=True) if state not in ("", "active"))])


def _veto(c: Candidates) -> Matrix:
    return c.pairs(c.choices.vetoes)


def _declined(c: Candidates) -> Matrix:
    return c.pairs(c.choices.declined)


def _language(c: Candidates) -> Matrix:
    if c.cohort.settings.rules.shared_language == "allow":
        return c.pairs(())
    return by_kind(c.rows["languages"].tolist(), c.columns["languages"].tolist(), _strangers)


def _strangers(rows: Sequence[tuple[str, ...]], columns: Sequence[tuple[str, ...]]) -> Matrix:
    """Both named languages, and none in common."""
    spoken = marks(rows, columns)
    told = [side.any(axis=1) for side in spoken]
    return np.equal(spoken[0] @ spoken[1].T, 0) & np.logical_and.outer(*told)


def _overlap(c: Candidates) -> Matrix:
    return np.asarray(c.shared_minutes < 60 * c.cohort.settings.rules.overlap_hours)


RULES: tuple[Rule, ...] = (
    Rule("consent", "Both agreed to take part", "{mentor} or {mentee} has not agreed to take part.", True, _consent),
    Rule("reporting_line", "Same reporting line", "{mentor} and {mentee} are in one reporting line.", True,
         _reporting_line),
    Rule("dotted_line", "Dotted reporting line", "A dotted line links {mentor} and {mentee}.", True, _dotted_line),
    Rule("appraisal", "Appraisal or pay", "One of {mentor} and {mentee} appraises or decides the pay of the other.",
         True, _appraisal),
    Rule("conflict", "Named as not to be paired", "{mentor} and {mentee} are not to be paired (no reason is asked).",
         True, _conflict),
    Rule("earlier_pair", "Were a pair before", "{mentor} and {mentee} were a pair before.", True, _earlier_pair),
    Rule("veto", "Forbidden by the facilitator", "You decided against {mentor} with {mentee}.", True, _veto),
    Rule("declined", "Asked for another partner", "{mentor} or {mentee} asked for another partner.", True, _declined),
    Rule("former_manager", "Former manager", "One of {mentor} and {mentee} was the other's manager before.", False,
         _former_manager),
    Rule("same_team", "Same team", "{mentor} and {mentee} are in the same team.", False, _same_team),
    Rule("same_department", "Same department", "{mentor} and {mentee} are in the same department.", False,
         _same_department),
    Rule("levels_apart", "Too close in level", "{mentee} is not far enough above {mentor} in level.", False,
         _levels_apart),
    Rule("language", "No language in common", "{mentor} and {mentee} named no language in common.", False, _language),
    Rule("overlap", "Too few shared working hours", "The working days of {mentor} and {mentee} hardly overlap.", False,
         _overlap),
)  # fmt: skip
NO_TOPIC = Rule("topic", "Nothing to teach", "{mentor} teaches nothing that {mentee} needs and wants.", True,
                lambda c: c.pairs(()))  # fmt: skip
"""Needs the ratings, so it is answered by fit; declared here for its words."""


def barred(
    cohort: Cohort, mentors: Sequence[str], mentees: Sequence[str], choices: MatchingChoices
) -> dict[str, Matrix]:
    """rule_id → matrix mentors × mentees, True where the rule forbids the pair; allowed rules are left out."""
    return bars(Candidates(cohort, tuple(mentors), tuple(mentees), choices))


def bars(candidates: Candidates) -> dict[str, Matrix]:
    """The same as barred, for candidates whose tables have been looked up already."""
    allowed = candidates.choices.allowed
    return {rule.rule_id: rule.bars(candidates) for rule in RULES if rule.always or rule.rule_id not in allowed}


def reasons_against(cohort: Cohort, mentor_id: str, mentee_id: str, choices: MatchingChoices) -> tuple[str, ...]:
    """Why these two may not be paired, as sentences; empty if nothing stands against it."""
    found = barred(cohort, [mentor_id], [mentee_id], choices)
    names = {"mentor": cohort.names.get(mentor_id, mentor_id), "mentee": cohort.names.get(mentee_id, mentee_id)}
    return tuple(rule.sentence.format(**names) for rule in RULES if rule.rule_id in found and found[rule.rule_id][0, 0])


def level_ranks(settings: Settings, levels: "pd.Series[str]") -> dict[str, int]:
    """level → rank, higher = more senior: by level_order, else by the number in each level; {} if not known."""
    if settings.level_order:
        return {level: rank for rank, level in enumerate(settings.level_order)}
    known = sorted({str(level) for level in levels.tolist()} - {""})
    numbers = [re.fullmatch(r"\D*(\d+)\D*", level) for level in known]
    return {level: int(number[1]) for level, number in zip(known, numbers, strict=True) if number and all(numbers)}
