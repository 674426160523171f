"""What those who did not answer could change: bounds of the need without any assumption about them.

Source: Manski 1989, “Anatomy of the selection problem”, Journal of Human Resources 24(3) (worst-case bounds).
"""

from dataclasses import replace

import pandas as pd

from reverse_mentoring.decide.gaps.gaps import needs, response, topic_table
from reverse_mentoring.decide.statistics.intervals import PERCENT_FROM
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.roles import MANY
from reverse_mentoring.words.settings import NeedSettings

TOP = 3
_ANSWERS = ["importance", "proficiency", "want"]


def bounds(cohort: Cohort, need: NeedSettings, *, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Per topic the fewest and the most mentees who can have the need, whatever those who were silent would have said.

    Columns topic_id, need_low (nobody who was silent needs it: what was counted), need_high (all of them do), NA where
    the need is not known; ordered as gaps.topic_table. Silent is who takes part and left out an answer on the
    topic, unless the other answers already rule the need out. Of hands, silent are all who raised none for their level.
    table: gaps.topic_table, if it is known already.
    """
    table = topic_table(cohort, need) if table is None else table
    most = needs(_filled_in(cohort, table[table["reach"].notna()]), need)
    by_person = most["topic_id"].value_counts().reindex(table["topic_id"]).fillna(0).to_numpy()
    invited = len(cohort.of_role("mentee"))
    by_hand = table["need"] + (invited - table["mentees"]).clip(lower=0)
    high = by_hand.where(table["reach"].isna(), by_person)
    found = pd.DataFrame({"topic_id": table["topic_id"], "need_low": table["need"], "need_high": high})
    return found.astype({"need_low": "Int64", "need_high": "Int64"})


def top_three_holds(cohort: Cohort, need: NeedSettings, *, table: pd.DataFrame | None = None) -> bool | None:
    """Whether the three widest needs stay the same whatever those who were silent would have said.

    None where there is nothing to compare: no more than three topics with a known need, or no need at all. table: as
    for bounds.
    """
    known = bounds(cohort, need, table=table).dropna()
    widest, others = known.iloc[:TOP], known.iloc[TOP:]
    if others.empty or not widest["need_low"].sum():
        return None
    return bool(widest["need_low"].min() > others["need_high"].max())


def response_sentences(
    cohort: Cohort, need: NeedSettings | None = None, *, table: pd.DataFrame | None = None
) -> tuple[str, ...]:
    """How many of each role answered, and whether the others could change the three widest needs.

    need: as programme.toml says if not given. table: as for bounds.
    """
    rows = response(cohort)
    if not rows["answered"].sum():
        return ("Nobody has answered yet.",)
    said = zip(rows["role"], rows["answered"], rows["invited"], strict=True)
    rates = tuple(_rate(int(answered), int(invited), MANY[role]) for role, answered, invited in said)
    holds = top_three_holds(cohort, need or cohort.settings.need, table=table)
    return rates if holds is None else (*rates, _top_three(holds))


def _top_three(holds: bool) -> str:
    if holds:
        return "The three widest needs stay the same, whatever those who did not answer would have said."
    return (
        "Which three needs are the widest is not settled: the answers of those who were silent, or a tie, could change "
        "it."
    )


def _rate(answered: int, invited: int, who: str) -> str:
    if not invited:
        return f"{answered} {who} answered; how many were invited is not known."
    share = f" ({100 * answered / invited:.0f}\N{NO-BREAK SPACE}%)" if PERCENT_FROM <= invited >= answered else ""
    return f"{answered} of {invited} {who} answered{share}."


def _filled_in(cohort: Cohort, table: pd.DataFrame) -> Cohort:
    """The cohort as if every mentee had said what makes a need wherever he or she said nothing."""
    mentees = cohort.of_role("mentee")["person_id"]
    grid = pd.MultiIndex.from_product([mentees, table["topic_id"]], names=["person_id", "topic_id"])
    said = cohort.ratings.set_index(["person_id", "topic_id"]).reindex(grid).reset_index()
    for answer, most in zip(_ANSWERS, (5, 1, True), strict=True):
        said[answer] = said[answer].fillna(most)
    return replace(cohort, ratings=said)
