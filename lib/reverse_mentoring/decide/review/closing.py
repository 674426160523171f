"""The end of a cohort: what the closing forms say, whom to thank, who helps the next one, what is still missing.

The facilitator sees all; what goes further (report, lessons) comes from ClosingSummary.for_others, in which no count
points at fewer people than settings.group_at_least.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.decide.review.review import PAIR, active, among, goal_levels, id_pairs
from reverse_mentoring.decide.statistics.intervals import proportion_sentence
from reverse_mentoring.decide.statistics.missing_answers import bounds_sentence
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.tables import CLOSINGS

RECOMMEND: Mapping[str, range] = {"0–6": range(7), "7–8": range(7, 9), "9–10": range(9, 11)}
ONWARDS = CLOSINGS.column("onwards").choices
GOALS_WITHIN_DAYS = 42
"""A goal that was looked at in the last six weeks of its pair has its level of the end."""
_AGAIN, _HARMED = "people would take part again", "people say that taking part had a disadvantage for them"


@dataclass(frozen=True)
class ClosingSummary:
    """The closing forms in counts of people. everybody: in any pair, those who left included; answered: of these.

    again, disadvantage: (said yes, said yes or no). recommend: 0–6, 7–8, 9–10 → people; onwards: choice → people.
    """

    everybody: int
    answered: int
    again: tuple[int, int]
    disadvantage: tuple[int, int]
    recommend: dict[str, int]
    onwards: dict[str, int]

    @property
    def sentences(self) -> tuple[str, ...]:
        """For the facilitator: k of n, with intervals and with what the silent could change."""
        if not self.answered:
            return (f"None of {self.everybody} people has answered the closing form yet.",)
        (again, asked), (harmed, of) = self.again, self.disadvantage
        return (
            f"{proportion_sentence(again, asked, _AGAIN)}.",
            bounds_sentence(again, asked, self.everybody, "people"),
            f"{proportion_sentence(harmed, of, _HARMED)}.",
        )

    def for_others(self, group_at_least: int) -> tuple[str, ...]:
        """The same for everybody else: nothing of too few people, and no count that singles out fewer than that.

        See told_of: “Fewer than 5” stands for none as well as for four, “At least 24 of 28” also for all. How the
        answers spread is told only where each count is 0 or at least group_at_least.
        """
        enough = 2 * group_at_least
        if self.answered < enough:
            return (f"Too few people answered the closing form to say anything of them (fewer than {enough}).",)
        told = [
            told_of(share, noun, group_at_least) for share, noun in ((self.again, _AGAIN), (self.disadvantage, _HARMED))
        ]
        shown = [
            f"{before}{_list(counts)}{after}."
            for before, counts, after in (
                ("", self.recommend, " (how likely they would recommend it, 0 to 10)"),
                ("From here: ", self.onwards, ""),
            )
            if counts and all(count == 0 or count >= group_at_least for count in counts.values())
        ]
        answered = f"{self.answered} of {self.everybody} people answered the closing form."
        return (answered, *filter(None, told), *shown)


def told_of(share: tuple[int, int], noun: str, group_at_least: int) -> str:
    """“23 of 28 people …”; “Fewer than 5 of 28 …”, “At least 24 of 28 …” where the count itself would single out fewer
    than group_at_least; “” where n is under twice that, because one of the two sides always would.

    noun: in the plural, with its verb.
    """
    k, n = share
    if n < 2 * group_at_least:
        return ""
    if k < group_at_least:
        return f"Fewer than {group_at_least} of {n} {noun}."
    if n - k < group_at_least:
        return f"At least {n - group_at_least + 1} of {n} {noun}."
    return f"{k} of {n} {noun}."


def closing_summary(cohort: Cohort, pairs: pd.DataFrame) -> ClosingSummary:
    """What the closing forms say, up to cohort.as_of; pairs: review.pairs_under_review.

    Counted per person: of two forms of one person the later stands, but a disadvantage named in either one counts.
    """
    forms = _forms(cohort, pairs)
    latest = forms.drop_duplicates("person_id", keep="last")
    harmed = forms.dropna(subset="disadvantage").groupby("person_id")["disadvantage"].any()
    recommend = latest["recommend"].dropna()
    onwards = latest.loc[latest["onwards"] != "", "onwards"].value_counts()
    return ClosingSummary(
        everybody=len({person for ids in id_pairs(pairs) for person in ids}),
        answered=len(latest),
        again=(int(latest["again"].sum()), int(latest["again"].notna().sum())),
        disadvantage=(int(harmed.sum()), len(harmed)),
        recommend={name: int(recommend.isin(points).sum()) for name, points in RECOMMEND.items()}
        if len(recommend) else {},
        onwards={name: int(onwards.get(name, 0)) for name in ONWARDS} if len(onwards) else {},
    )  # fmt: skip


def disadvantages(cohort: Cohort) -> pd.DataFrame:
    """Who had a disadvantage by taking part, in whose words: person_id, role, answered_on, which; oldest first.

    For the programme manager alone: neither the partner nor a line manager nor any report may see it.
    """
    forms = _forms(cohort)
    forms = forms[forms["disadvantage"].fillna(value=False).astype(bool)]
    named = {"who": "role", "which_disadvantage": "which"}
    return forms.rename(columns=named)[["person_id", "role", "answered_on", "which"]].reset_index(drop=True)


def recognised(cohort: Cohort) -> pd.DataFrame:
    """Who wants to be thanked by name: person_id, role, name; by name. Whoever said nothing, or no in any of several
    forms, is not among them."""
    return _said_yes(cohort, "thanked_by_name").sort_values(["name", "person_id"], ignore_index=True)


def guides(cohort: Cohort) -> pd.DataFrame:
    """Who would help the next cohort, and is still there: person_id, role, name; by name. No in any form is a no."""
    willing = _said_yes(cohort, "guides")
    return willing[willing["person_id"].isin(still_here(cohort))].sort_values(["name", "person_id"], ignore_index=True)


def still_here(cohort: Cohort) -> set[str]:
    """Those in the roster whose last day has not passed."""
    left = cohort.roster["left_date"] <= pd.Timestamp(cohort.as_of)
    return set(cohort.roster.loc[~left, "person_id"])


def close_ready(cohort: Cohort, pairs: pd.DataFrame) -> tuple[str, ...]:
    """What is still missing before the cohort is closed, as sentences without names; empty = it can be closed."""
    if not len(pairs):
        return ("There are no pairs: nothing to close.",)
    people = {person for ids in id_pairs(pairs) for person in ids}
    asked = people & still_here(cohort)
    silent = len(asked - set(_forms(cohort, pairs)["person_id"]))
    today = pd.Timestamp(cohort.as_of)
    again, groups = cohort.progress["rated_on"] <= today, cohort.focus_notes["held_on"] <= today
    points = {
        f"{_pairs(len(active(pairs)))} still active: write down how each ends.": len(active(pairs)),
        _unrecorded(cohort, pairs): _sessions_open(cohort, pairs),
        f"{_pairs(_goals_open(cohort, pairs))} without a goal level of the last six weeks.": _goals_open(cohort, pairs),
        f"{silent} of {len(asked)} people have not answered the closing form.": silent,
        "Nobody was asked again where they are in the topics: no change of level can be shown.": not again.any(),
        "No focus group is written down: ask a group of each side what helped and what hindered.": not groups.any(),
    }
    return tuple(sentence for sentence, there in points.items() if there)


def _forms(cohort: Cohort, pairs: pd.DataFrame | None = None) -> pd.DataFrame:
    """The closing forms up to as_of, oldest first, with person_id; of these pairs only, if any are given."""
    given = cohort.closings[~(cohort.closings["answered_on"] > pd.Timestamp(cohort.as_of))]
    if pairs is not None:
        given = given[among(given, id_pairs(pairs))]
    person = given["mentor_id"].where(given["who"] == "mentor", given["mentee_id"])
    return given.assign(person_id=person).sort_values(["answered_on", *PAIR, "who"], ignore_index=True)


def _said_yes(cohort: Cohort, question: str) -> pd.DataFrame:
    forms = _forms(cohort).dropna(subset=question)
    willing = forms.groupby("person_id")[question].all()
    rows = forms[forms["person_id"].isin(willing.index[willing.astype(bool)])].drop_duplicates("person_id", keep="last")
    names = [cohort.names.get(person) or person for person in rows["person_id"]]
    return rows.assign(role=rows["who"], name=names)[["person_id", "role", "name"]].astype("str")


def _sessions_open(cohort: Cohort, pairs: pd.DataFrame) -> int:
    """Pairs of which no attendance is known."""
    return int((~among(pairs, id_pairs(cohort.sessions))).sum())


def _unrecorded(cohort: Cohort, pairs: pd.DataFrame) -> str:
    return f"{_pairs(_sessions_open(cohort, pairs))} without any session on record, held or not."


def _goals_open(cohort: Cohort, pairs: pd.DataFrame) -> int:
    """Pairs that went to their end, or still go on, without a goal looked at in their last six weeks."""
    levels = goal_levels(cohort)
    last = levels.groupby(PAIR)["reviewed_on"].max().reindex(pd.MultiIndex.from_frame(pairs[PAIR])).array
    end = pairs["ended"].fillna(pd.Timestamp(cohort.as_of))
    ended_well = pairs["state"].isin(["active", "completed", "completed early"])
    fresh = pd.Series(last, index=pairs.index) >= end - pd.Timedelta(days=GOALS_WITHIN_DAYS)
    return int((ended_well & ~fresh).sum())


def _pairs(count: int) -> str:
    return "1 pair is" if count == 1 else f"{count} pairs are"


def _list(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts.items())
