"""Who may be asked about a sensitive topic: people who consented in writing, for that topic, until they take it back.

A consent can point at health, origin or sexual orientation (Art. 9 GDPR); so nobody is offered without one.
"""

import datetime as dt

import pandas as pd

from reverse_mentoring.words.cohort import Cohort


def consents_in_force(consents: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The rows (words.tables.CONSENTS) given on that day or before and not taken back by then.

    >>> day = pd.to_datetime(pd.Series(["2026-10-01", "2026-10-01", "2026-12-01"]))
    >>> back = pd.to_datetime(pd.Series(["2026-11-02", "2026-11-01", None]))
    >>> both = pd.DataFrame({"person_id": ["a", "b", "c"], "consented_on": day, "withdrawn_on": back})
    >>> consents_in_force(both, dt.date(2026, 11, 1))["person_id"].tolist()
    ['a']
    """
    today = pd.Timestamp(as_of)
    back = consents["withdrawn_on"] <= today
    return consents[(consents["consented_on"] <= today) & ~back].reset_index(drop=True)


def sensitive_topics(cohort: Cohort) -> set[str]:
    """The ids of sensitive topics: those marked so, and all for which there is a consent."""
    marked = cohort.topics["topic_id"][cohort.topics["sensitive"].fillna(False).astype(bool)]
    return {*marked, *cohort.consents["topic_id"]}


def volunteers(cohort: Cohort, topic_id: str) -> list[str]:
    """person_id of the mentors who take part and whose consent for this sensitive topic is in force, by id."""
    agreed = cohort.consents
    return sorted(_willing(cohort) & set(agreed["person_id"][agreed["topic_id"] == topic_id]))


def offered(cohort: Cohort) -> dict[str, list[str]]:
    """Sensitive topic → its volunteers, by topic_id; topics without any are left out."""
    found = {str(topic): volunteers(cohort, str(topic)) for topic in sorted(set(cohort.consents["topic_id"]))}
    return {topic: people for topic, people in found.items() if people}


def _willing(cohort: Cohort) -> set[str]:
    mentors = cohort.of_role("mentor")
    return set(mentors["person_id"][mentors["consent"].fillna(True).astype(bool)])
