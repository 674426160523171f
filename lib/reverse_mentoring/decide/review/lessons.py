"""What was learned, for one page that others read: no names, and nothing of fewer than group_at_least people or pairs.

What asks for a person in private (a low safety answer, a wish to be called: rules R5 and R11) is not spoken of at all.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from reverse_mentoring.decide.launch.announcing import Section
from reverse_mentoring.decide.review import insights
from reverse_mentoring.decide.review.closing import told_of
from reverse_mentoring.decide.review.naming import names_somebody
from reverse_mentoring.decide.review.review import id_pairs
from reverse_mentoring.words.choices import IdPair, ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words

SIGNS: Mapping[str, str] = {
    "R1": "no session for too long",
    "R2": "a first session that did not come about",
    "R3": "too few of the sessions due held",
    "R4": "no answer to the pulse",
    "R6": "a sudden drop in the answers",
    "R7": "sessions that gave one side much more than the other",
    "R8": "no agreement or no goal after the first sessions",
    "R9": "a goal that did not move",
    "R10": "a change in the organisation that touched the two",
}
"""Rule of attention → the sign in words; those that concern one person's answers in private are not here."""
_THEMES = {"helps": "What helped", "hinders": "What hindered", "idea": "Ideas"}


def lessons(
    cohort: Cohort, pairs: pd.DataFrame, choices: ReviewChoices, *, alarms: pd.DataFrame | None = None
) -> tuple[Section, ...]:
    """What the figures say, as headings with sentences in the order of the page; a heading without any is left out.

    own_lessons are the facilitator's, beside these. pairs: review.pairs_under_review; alarms: their attention list of
    the day, if it is to count beside what was done.
    """
    found = (
        *(Section(title, _themes(cohort, kind)) for kind, title in _THEMES.items()),
        Section("How the pairs ended", _endings(cohort, pairs)),
        Section("What needed attention", _signs(cohort, choices, alarms)),
        Section("What leadership heard, and what came of it", _insights(cohort, choices)),
    )
    return tuple(section for section in found if section.sentences)


def as_sentences(sections: Iterable[Section]) -> tuple[str, ...]:
    """One sentence, or a few, per heading: “What helped: A fixed day in the calendar (7 people in focus groups). …”."""
    return tuple(f"{section.title}: {' '.join(section.sentences)}" for section in sections)


def own_lessons(cohort: Cohort, choices: ReviewChoices) -> tuple[str, ...]:
    """The facilitator's lessons, without those that seem to name somebody."""
    return tuple(text for text in choices.lessons if text.strip() and not names_somebody(text, cohort))


def advice(cohort: Cohort, choices: ReviewChoices) -> tuple[str, ...]:
    """What is left out of the page because it seems to name somebody, in counts, for the facilitator."""
    own = sum(names_somebody(text, cohort) for text in choices.lessons)
    themes = sum(names_somebody(theme, cohort) for theme in set(_notes(cohort)["theme"]))
    left_out = {"lesson": own, "theme of the focus groups": themes}
    return tuple(
        f"{count} {what if count == 1 else _plural(what)} seem{'s' if count == 1 else ''} to name somebody and "
        f"{'is' if count == 1 else 'are'} left out: say it without names."
        for what, count in left_out.items()
        if count
    )


def themes(cohort: Cohort, kind: str) -> pd.DataFrame:
    """Themes of the focus groups of one kind (helps, hinders, idea), most people first: theme, people, groups.

    people: added over groups; of one group that met twice the larger number counts, because it may be the same people.
    Themes that fewer than settings.group_at_least people named, or that seem to name somebody, are not in it.
    """
    notes = _notes(cohort)
    spelled: dict[str, str] = {}
    said: dict[str, dict[str, int]] = {}
    for theme, group, people in notes.loc[notes["kind"] == kind, ["theme", "group", "people"]].to_numpy():
        key = theme.strip().casefold()
        if pd.notna(people) and not names_somebody(theme, cohort):
            spelled.setdefault(key, theme.strip())
            groups = said.setdefault(key, {})
            groups[group] = max(int(people), groups.get(group, 0))
    rows = [(spelled[key], sum(groups.values()), len(groups)) for key, groups in said.items()]
    least = cohort.settings.group_at_least
    rows = sorted((row for row in rows if row[1] >= least), key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["theme", "people", "groups"])


def _notes(cohort: Cohort) -> pd.DataFrame:
    """The coded notes up to as_of; what is not marked helped."""
    notes = cohort.focus_notes[~(cohort.focus_notes["held_on"] > pd.Timestamp(cohort.as_of))]
    return notes.assign(kind=notes["kind"].replace("", "helps")).sort_values(["held_on", "group", "theme"])


def _themes(cohort: Cohort, kind: str) -> tuple[str, ...]:
    table = themes(cohort, kind)
    rows = zip(table["theme"].tolist(), table["people"].tolist(), strict=True)
    return tuple(f"{theme[0].upper()}{theme[1:]} ({people} people in focus groups)." for theme, people in rows)


def _endings(cohort: Cohort, pairs: pd.DataFrame) -> tuple[str, ...]:
    """Completed against all others that are over, without saying of a few pairs how they ended."""
    over = pairs[pairs["state"] != "active"]
    done = int(over["state"].isin(["completed", "completed early"]).sum())
    least = cohort.settings.group_at_least
    said = [told_of((done, len(over)), "pairs that are over were completed, some of them early", least)]
    others = over.loc[~over["state"].isin(["completed", "completed early"]), "state"].value_counts()
    said += [f"{count} pairs: {state}." for state, count in sorted(others.items()) if count >= least and least <= done]
    return tuple(filter(None, said))


def _signs(cohort: Cohort, choices: ReviewChoices, alarms: pd.DataFrame | None) -> tuple[str, ...]:
    """Signs of at least so many different pairs: from what was done, ticked off and stands in today's list."""
    seen: dict[str, set[IdPair]] = {rule: set() for rule in SIGNS}
    for rule, ids in (*_acted(choices), *_listed(alarms)):
        if rule in seen:
            seen[rule].add(ids)
    counted = sorted(((len(ids), rule) for rule, ids in seen.items()), key=lambda each: (-each[0], each[1]))
    least = cohort.settings.group_at_least
    return tuple(f"{SIGNS[rule][0].upper()}{SIGNS[rule][1:]}: {n} pairs." for n, rule in counted if n >= least)


def _acted(choices: ReviewChoices) -> Iterable[tuple[str, IdPair]]:
    yield from ((each.rule, each.ids) for each in choices.actions)
    yield from ((each.rule, each.ids) for each in choices.ticked)


def _listed(alarms: pd.DataFrame | None) -> Iterable[tuple[str, IdPair]]:
    return () if alarms is None else zip(alarms["rule"], id_pairs(alarms), strict=True)


def _insights(cohort: Cohort, choices: ReviewChoices) -> tuple[str, ...]:
    """Those that led to something, in the wording that both released; first how many there are."""
    rows = insights.ledger(choices).to_dict("records")
    if not rows:
        return ()
    told = [
        f"“{row['wording']}” Done on {in_words(row['done_on'])}{f': {action}' if (action := row['action']) else ''}."
        for row in rows
        if row["done_on"] and not names_somebody(f"{row['wording']} {row['action']}", cohort)
    ]
    return (f"{insights.headline(choices)}.", *told)


def _plural(what: str) -> str:
    return what.replace("theme ", "themes ") if " " in what else f"{what}s"
