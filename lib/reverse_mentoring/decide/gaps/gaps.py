"""Gap analysis: who needs what, who can teach it, and who may meet whom for it.

A need is authentic and unmet: the topic matters to the mentee, he or she is not there yet and wants to learn it from
a more junior colleague. Where a question (want, give) was asked of nobody, it excludes nobody; where it was asked, no
answer counts as no. Importance counts for mentees only. A hand raised in the room says nothing about the same person's
other hands: the need is known of hands only where they were raised for the need itself, and reach never is.
Source: gaps analysis as in Rao, “Reverse Mentoring”, Lab Manager.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reverse_mentoring.decide.gaps.advantage import TOO_FEW, advantage, ahead, holm, verdict
from reverse_mentoring.decide.gaps.indices import draws_of_hands, draws_of_people, mwds, rds, top_three_shares
from reverse_mentoring.decide.matching.eligibility import barred
from reverse_mentoring.decide.matching.kinds import places
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import NeedSettings

REACH_RULES = ("reporting_line", "dotted_line", "levels_apart", "same_team")
"""The rules that a mentee with a need and a teacher must keep to be within each other's reach."""
COLUMNS = (
    "topic_id", "name", "mentees", "mentors", "need", "teachers", "reach", "importance", "mentee_level",
    "mentor_level", "advantage", "advantage_low", "advantage_high", "p_holm", "p_top_three", "mwds", "rds",
    "weighed", "verdict",
)  # fmt: skip
_OF_A_NEED = ("person_id", "topic_id", "importance", "proficiency")
_COUNTS = dict.fromkeys(("mentees", "mentors", "need", "teachers", "reach", "weighed"), "Int64")
_WORDS = dict.fromkeys(("topic_id", "name", "verdict"), "str")
_DTYPES = dict.fromkeys(COLUMNS, "Float64") | _COUNTS | _WORDS


def needs(cohort: Cohort, need: NeedSettings, *, topics: tuple[str, ...] = ()) -> pd.DataFrame:
    """The authentic, unmet needs of mentees; of these topics only, if any are given.

    Columns person_id, topic_id, importance, proficiency, gap (importance − proficiency, 0–4); ordered by person_id,
    then widest gap, highest importance, topic_id.
    """
    ratings, told = cohort.ratings, _told(cohort, "mentee")
    there = told & unmet(ratings, need) & _said_yes(ratings["want"], told)
    if topics:
        there &= ratings["topic_id"].isin(topics).to_numpy()
    importance, level = (_numbers(ratings[column])[there] for column in ("importance", "proficiency"))
    found = _in_order(ratings[list(_OF_A_NEED)], there, level - importance, -importance)
    found["gap"] = found["importance"] - found["proficiency"]
    return found


def unmet(answers: pd.DataFrame, need: NeedSettings) -> NDArray[np.bool_]:
    """Which answers name something that matters and that the person is not good at yet, as far as told."""
    importance, level = (_numbers(answers[column]) for column in ("importance", "proficiency"))
    return np.asarray(
        (importance >= need.importance_at_least)
        & (level <= need.proficiency_at_most)
        & (importance - level >= need.gap_at_least)
    )


def strengths(cohort: Cohort, need: NeedSettings) -> pd.DataFrame:
    """What mentors can and will teach: person_id, topic_id, proficiency; by person_id, best first, topic_id."""
    ratings, told = cohort.ratings, _told(cohort, "mentor")
    level = _numbers(ratings["proficiency"])
    there = told & (level >= need.teaches_from) & _said_yes(ratings["give"], told)
    return _in_order(ratings[["person_id", "topic_id", "proficiency"]], there, -level[there])


def response(cohort: Cohort) -> pd.DataFrame:
    """Per role (mentor, mentee): invited and answered, in people.

    answered: people with at least one answer; where hands were counted, at least the most hands raised for one
    question on one topic.
    """
    rows = []
    for role in ("mentor", "mentee"):
        people = _answers(cohort, role).dropna(subset=["importance", "proficiency"], how="all")["person_id"].nunique()
        rows.append((role, len(cohort.of_role(role)), max(people, _most_hands(cohort, role))))
    return pd.DataFrame(rows, columns=["role", "invited", "answered"])


def topic_table(cohort: Cohort, need: NeedSettings) -> pd.DataFrame:
    """One row per topic, widest need first, ties by topic_id.

    Columns: topic_id, name; mentees, mentors (people who told their level); need (mentees with an authentic, unmet
    need), teachers (mentors who can and will teach it), reach (those mentees with at least one teacher who stands
    enough levels below, outside their reporting lines and in another team); importance (mean, mentees), mentee_level,
    mentor_level (means, 1–5); advantage with its 95 % interval and p_holm (see advantage); p_top_three
    (how surely it is among the three widest needs, 0–1), mwds and rds (see indices); weighed (mentees who told
    how important it is); verdict. Where hands were counted, need and teachers are the hands raised for need and teach;
    without those, need is NA and teachers are the hands at their level or above. reach and rds are NA then.
    """
    rows, needing = _rated_topics(cohort, need)
    by_hand = _tallied_topics(cohort, need)
    drawn = pd.concat([needing, draws_of_hands(by_hand["need"], by_hand["mentees"], seed=cohort.settings.seed)], axis=1)
    rows = pd.concat([rows, by_hand])
    rows["p_top_three"] = top_three_shares(drawn).reindex(rows.index)
    rows["topic_id"] = rows.index
    rows["name"] = [cohort.topic_names.get(topic_id, topic_id) for topic_id in rows.index]
    rows["p_holm"] = holm(rows["p"])
    rows["verdict"] = _verdicts(rows)
    table = rows[list(COLUMNS)].astype(_DTYPES)
    return table.sort_values(["need", "topic_id"], ascending=[False, True], na_position="last", ignore_index=True)


def without_small_groups(table: pd.DataFrame, at_least: int) -> pd.DataFrame:
    """The topic table for readers without names: of fewer answers than that on a side, nothing made of them is left.

    Hidden numbers are NA, and where either side is hidden the verdict is “too few to show”. Where only the importance
    was told by too few, what is made of it is hidden.
    """
    shown = table.copy()
    few_mentees, few_mentors = table["mentees"] < at_least, table["mentors"] < at_least
    few = few_mentees | few_mentors
    few_weighed = few_mentees | table["weighed"].between(1, at_least - 1)
    shown.loc[few_mentees, ["mentees", "mentee_level"]] = pd.NA
    shown.loc[few_weighed, ["need", "importance", "p_top_three", "mwds", "rds", "weighed"]] = pd.NA
    shown.loc[few_mentors, ["mentors", "teachers", "mentor_level"]] = pd.NA
    shown.loc[few, ["reach", "advantage", "advantage_low", "advantage_high", "p_holm"]] = pd.NA
    shown.loc[few, "verdict"] = TOO_FEW
    return shown


def _answers(cohort: Cohort, role: str) -> pd.DataFrame:
    """The ratings of one role's participants, on the topics that this cohort was asked about."""
    return cohort.ratings[_told(cohort, role)]


def _told(cohort: Cohort, role: str) -> NDArray[np.bool_]:
    """Which ratings those are."""
    told = cohort.ratings["person_id"].isin(cohort.ids_of_role(role))
    asked = cohort.settings.cohort(cohort.name).topics
    return (told & cohort.ratings["topic_id"].isin(asked) if asked else told).to_numpy(dtype=bool)


def _said_yes(answers: pd.Series, told: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True for a yes; for everybody where nobody of those who told anything was asked."""
    asked = answers.notna().to_numpy()[told].any()
    return answers.to_numpy(dtype=bool, na_value=not asked)


def _numbers(answers: pd.Series) -> NDArray[np.float64]:
    """Plain numbers, nan where nothing was said."""
    return answers.to_numpy(dtype=float, na_value=np.nan)


def _in_order(ratings: pd.DataFrame, there: NDArray[np.bool_], *lowest: NDArray[np.float64]) -> pd.DataFrame:
    """The ratings that are there by person_id, then the lowest of these numbers (one for each of them), then topic_id.

    Words are compared once each, by number afterwards.
    """
    rows = np.flatnonzero(there)
    words = (ratings[column].to_numpy(dtype=object)[rows].tolist() for column in ("person_id", "topic_id"))
    person, topic = (places(sorted(set(each)), each) for each in words)
    order = np.lexsort([topic, *reversed(lowest), person])
    return ratings.take(rows[order]).reset_index(drop=True)


def _rated_topics(cohort: Cohort, need: NeedSettings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of topics that people rated, and how many need each of them in resamples of the mentees."""
    mentors, mentees = _answers(cohort, "mentor"), _answers(cohort, "mentee")
    topics = sorted({*mentors["topic_id"], *mentees["topic_id"]})
    levels = [_by_person(answers, "proficiency", topics) for answers in (mentors, mentees)]
    rows = advantage(levels[0], levels[1], seed=cohort.settings.seed)
    importance = _by_person(mentees, "importance", topics)
    rows["importance"], rows["weighed"] = importance.mean().astype("Float64"), importance.count()
    rows["mwds"], rows["rds"] = mwds(importance, levels[1]), rds(importance, levels[1])
    needing, teaching = needs(cohort, need), strengths(cohort, need)
    for name, found in (("need", needing), ("teachers", teaching)):
        rows[name] = found["topic_id"].value_counts().reindex(topics, fill_value=0).astype("Int64")
    rows["reach"] = _reach(cohort, needing, teaching, topics)
    marks = pd.DataFrame(_marks(needing, sorted(set(mentees["person_id"])), topics), columns=topics)
    return rows, draws_of_people(marks, seed=cohort.settings.seed)


def _by_person(answers: pd.DataFrame, column: str, topics: list[str]) -> pd.DataFrame:
    """person_id × topic_id; NA where somebody did not answer."""
    return answers.pivot(index="person_id", columns="topic_id", values=column).reindex(columns=topics).astype("Float64")


def _reach(cohort: Cohort, needing: pd.DataFrame, teaching: pd.DataFrame, topics: list[str]) -> pd.Series:
    """Per topic: mentees with the need who may meet at least one teacher of it."""
    mentors, mentees = sorted(set(teaching["person_id"])), sorted(set(needing["person_id"]))
    matrices = barred(cohort, mentors, mentees, MatchingChoices())
    apart = np.zeros((len(mentors), len(mentees)), dtype=bool)
    for rule in REACH_RULES:
        apart |= matrices[rule]
    teaches, needs_it = _marks(teaching, mentors, topics), _marks(needing, mentees, topics)
    in_reach = (~apart).T.astype(np.float32) @ teaches.astype(np.float32) > 0
    return pd.Series((in_reach & needs_it).sum(axis=0), index=topics, dtype="Int64")


def _marks(found: pd.DataFrame, people: list[str], topics: list[str]) -> NDArray[np.bool_]:
    """people × topics: whether the pair of person and topic occurs."""
    marks = np.zeros((len(people), len(topics)), dtype=bool)
    rows, columns = found["person_id"].map(pd.Index(people).get_loc), found["topic_id"].map(pd.Index(topics).get_loc)
    marks[rows.to_numpy(int), columns.to_numpy(int)] = True
    return marks


def _tallied(cohort: Cohort) -> pd.DataFrame:
    """Hands raised, on topics that nobody rated in person."""
    if cohort.tallies.empty:
        return cohort.tallies
    rated = {*_answers(cohort, "mentor")["topic_id"], *_answers(cohort, "mentee")["topic_id"]}
    return cohort.tallies[~cohort.tallies["topic_id"].isin(rated)]


def _tallied_topics(cohort: Cohort, need: NeedSettings) -> pd.DataFrame:
    """The rows of topics for which hands were counted; mwds from the means, as if the same hands had told both."""
    mentors, mentees = _hands(cohort, "mentor", "proficiency"), _hands(cohort, "mentee", "proficiency")
    rows = advantage(mentors, mentees, seed=cohort.settings.seed)
    importance = _hands(cohort, "mentee", "importance")
    rows["importance"], rows["weighed"] = importance.mean().astype("Float64"), importance.count()
    rows["mwds"] = (rows["importance"] - rows["mentee_level"]) * rows["importance"]
    able = (mentors >= need.teaches_from).fillna(False).sum().astype("Int64")
    rows["teachers"] = _yes_hands(cohort, "mentor", "teach", rows.index).fillna(able)
    rows["need"] = _yes_hands(cohort, "mentee", "need", rows.index)
    rows["reach"], rows["rds"] = pd.Series(pd.NA, index=rows.index, dtype="Int64"), np.nan
    return rows


def _yes_hands(cohort: Cohort, role: str, question: str, topics: pd.Index) -> pd.Series:
    """Hands raised for a yes per topic, NA where they were not counted."""
    tallied = _tallied(cohort)
    asked = tallied[(tallied["role"] == role) & (tallied["question"] == question)]
    yes = asked["count"].where(asked["level"] == 1, 0)
    return yes.groupby(asked["topic_id"]).sum().reindex(topics).astype("Int64")


def _most_hands(cohort: Cohort, role: str) -> int:
    tallied = _tallied(cohort)
    raised = tallied[tallied["role"] == role].groupby(["topic_id", "question"])["count"].sum()
    return int(raised.max()) if len(raised) else 0


def _hands(cohort: Cohort, role: str, question: str) -> pd.DataFrame:
    """One row per hand, one column per tallied topic: the levels raised, NA below the last hand."""
    tallied = _tallied(cohort)
    topics = sorted(set(tallied["topic_id"]))
    chosen = tallied[(tallied["role"] == role) & (tallied["question"].replace("", "proficiency") == question)]
    columns = {}
    for topic_id in topics:
        raised = chosen[chosen["topic_id"] == topic_id].sort_values("level")
        columns[topic_id] = pd.Series(np.repeat(raised["level"].to_numpy(float), raised["count"].to_numpy(int)))
    return pd.DataFrame(columns, columns=topics).astype("Float64")


def _verdicts(rows: pd.DataFrame) -> list[str]:
    columns = (_or_none(rows["need"]), rows["teachers"], _or_none(rows["reach"]), ahead(rows))
    return [
        verdict(need, teachers=int(teachers), reach=reach, proven=bool(proven))
        for need, teachers, reach, proven in zip(*columns, strict=True)
    ]


def _or_none(counts: pd.Series) -> list[int | None]:
    return [None if pd.isna(count) else int(count) for count in counts]
