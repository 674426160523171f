"""A cohort as the decisions need it, put together from the vault, the settings and the catalogue of topics."""

import datetime as dt
from dataclasses import replace

import pandas as pd

from reverse_mentoring.decide.launch.volunteers import consents_in_force
from reverse_mentoring.decide.review.under_review import changes_cohort, under_review
from reverse_mentoring.store import content
from reverse_mentoring.store.vault import Vault
from reverse_mentoring.words.choices import MatchingChoices, ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.columns import tidy
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.settings import Settings
from reverse_mentoring.words.tables import CONSENTS, ROSTER, SIGNUPS

Tables = dict[str, pd.DataFrame]
_NAMED = ("ratings", "tallies", "goals", "goal_plans", "progress")
"""The tables in which each row names one topic."""


def cohort_names(vault: Vault) -> list[str]:
    """The cohorts that exist, in alphabetical order."""
    return vault.cohorts()


def load_cohort(vault: Vault, name: str, settings: Settings, as_of: dt.date, *, tables: Tables | None = None) -> Cohort:
    """Everything known of this cohort on that day, also what was typed, ended and paired anew in the review.

    Its settings are those given, but for group_at_least: once there are pairs it never falls below what was in force
    then, since that is what people were promised.
    tables: of vault.tables, where they have been read already. Refused, with the names that exist, if there is no
    such cohort.
    """
    if name not in cohort_names(vault):
        existing = ", ".join(cohort_names(vault)) or "none yet"
        raise Refused(f"There is no cohort “{name}”. Cohorts in the vault: {existing}.")
    tables = vault.tables(name) if tables is None else tables
    topics = _topics(tables, settings.cohort(name).topics)
    participants = _participants(tables, settings, as_of)
    others = {key: frame for key, frame in tables.items() if key not in ("topics", "signups")}
    others["consents"] = consents_in_force(tables["consents"], as_of) if settings.special_topics else CONSENTS.empty()
    known = {"participants": participants, "topics": topics, "earlier": _earlier(vault, name, participants)}
    known["at_launch"] = vault.at_launch(name)
    in_force = _as_promised(vault, name, settings)
    return _reviewed(vault, Cohort(name=name, settings=in_force, as_of=as_of, **known, **others), tables)


def _as_promised(vault: Vault, name: str, settings: Settings) -> Settings:
    promised = vault.promised(name, settings.group_at_least, now=dt.datetime.now(dt.UTC))
    return settings.model_copy(update={"group_at_least": max(promised, settings.group_at_least)})


def _reviewed(vault: Vault, cohort: Cohort, tables: Tables) -> Cohort:
    """The cohort with what was written down in step 4; its topics are those that occur then."""
    review = vault.choices(cohort.name, "review").choices
    assert isinstance(review, ReviewChoices)
    if not changes_cohort(review):
        return cohort
    matching = vault.choices(cohort.name, "matching").choices
    assert isinstance(matching, MatchingChoices)
    found = under_review(cohort, review, matching.final or ())
    typed = {name: getattr(found, name) for name in _NAMED}
    return replace(found, topics=_topics({**tables, **typed}, cohort.settings.cohort(cohort.name).topics))


def _earlier(vault: Vault, name: str, participants: pd.DataFrame) -> pd.DataFrame:
    """The pairs of other cohorts whose two people both take part here."""
    here = set(participants["person_id"])
    pairs = [pair for pair in vault.pairs_of_others(name) if here.issuperset(pair)]
    return pd.DataFrame(pairs, columns=["mentor_id", "mentee_id"], dtype="str")


def _participants(tables: Tables, settings: Settings, as_of: dt.date) -> pd.DataFrame:
    """Who takes part, as words.cohort says: those who signed up, or, if nobody was asked, all who rated."""
    signups, roster = tables["signups"], tables["roster"]
    if signups.empty:
        ratings = tables["ratings"]
        answered = ratings[["importance", "proficiency"]].notna().any(axis=1)
        signups = tidy(ratings.loc[answered, ["person_id"]].drop_duplicates(), SIGNUPS)
    place = pd.Index(roster["person_id"]).get_indexer(pd.Index(signups["person_id"]))
    known = roster.take(place.clip(0)) if (place >= 0).all() else tidy(roster.reindex(place), ROSTER)
    people = pd.concat([signups, known.drop(columns="person_id").set_axis(signups.index)], axis=1)
    if (people["role"] == "").any():
        people["role"] = people["role"].where(people["role"] != "", _derived_roles(people["level"], settings))
    people["capacity"] = people["capacity"].fillna(1)
    has_left = people["left_date"] <= pd.Timestamp(as_of)
    taking_part = people[(people["role"] != "") & ~has_left]
    return taking_part.sort_values("person_id", ignore_index=True)


def _derived_roles(levels: pd.Series, settings: Settings) -> pd.Series:
    """mentor or mentee by level; "" where programme.toml names the level for neither, or for both."""
    is_mentor, is_mentee = levels.isin(settings.mentor_levels), levels.isin(settings.mentee_levels)
    roles = pd.Series("", index=levels.index, dtype="str")
    return roles.mask(is_mentor & ~is_mentee, "mentor").mask(is_mentee & ~is_mentor, "mentee")


def _topics(tables: Tables, asked: tuple[str, ...]) -> pd.DataFrame:
    """The topics that occur, by topic_id, in the programme's own words where it has them, else the catalogue's."""
    columns = ["topic_id", "name", "definition", "sensitive"]
    own = tables["topics"][tables["topics"]["name"] != ""]
    rows = [zip(*(frame[column].tolist() for column in columns), strict=True) for frame in (content.catalogue(), own)]
    known = {topic: rest for each in rows for topic, *rest in each}
    used = sorted(_used(tables) | set(asked))
    found = [(topic, *known.get(topic, (topic, "", False))) for topic in used]
    texts = {column: pd.array([row[at] for row in found], dtype="str") for at, column in enumerate(columns[:-1])}
    return pd.DataFrame({**texts, "sensitive": pd.array([row[-1] is True for row in found], dtype="boolean")})


def _used(tables: Tables) -> set[str]:
    """The topics that somebody answered about, works on, wishes for, or set a goal for."""
    named = ("ratings", "tallies", "goals", "goal_plans", "progress")
    single = {topic for name in named for topic in tables[name]["topic_id"].tolist()}
    listed = {topic for name in ("pairs", "sides") for topics in tables[name]["topics"].tolist() for topic in topics}
    return (single | listed) - {""}
