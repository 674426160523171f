"""What people of the sample answer in the reviews: quarter forms, closing forms, levels asked again, focus groups."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from meetings import outcomes

Tables = dict[str, pd.DataFrame]
PAIR = ["mentor_id", "mentee_id"]
ROUNDS = {
    "2025-autumn": ("2026-01-12", "2026-04-13", "2026-07-13"),
    "2026-spring": ("2026-08-03", "2026-10-19"),
}
"""First day of each quarter's form; people take up to ten days."""
AGAIN = {"2025-autumn": "2026-09-14", "2026-spring": "2026-10-19"}
"""When the levels of the gap analysis were asked again."""
ITEMS = {
    "again": 4.4, "keeps": 4.2, "serious": 4.4, "disagree": 4.1, "stays": 4.5, "holds_back": 2.0, "fair": 4.0,
    "structure": 3.9, "unwelcome": 3.4, "different": 3.5, "supported": 3.8, "stay": 3.9,
}  # fmt: skip
"""Usual answer to each statement of the quarter's form."""
ONLY = {"structure": "mentor", "unwelcome": "mentor", "different": "mentee"}
GROWING = {"unwelcome": 0.3, "different": 0.35}
"""Points by which an answer rises from one form to the next."""
COOLING = ("again", "keeps", "disagree", "fair", "different")
CHANGED = {
    "mentor": (
        "I say it in the meeting, not after it", "I know whom to ask two floors up",
        "I prepare three sentences before I speak to a director", "I applied for a post that I would not have dared to",
        "I explain without the jargon of my team", "I no longer think that they know it all",
    ),
    "mentee": (
        "I draft with the assistant and check it myself", "I ask the youngest person in the room first",
        "I read the dashboard before the meeting instead of asking for slides", "I answer in the thread, not by e-mail",
        "I walk through the lab each month", "I stopped two reports that nobody read",
    ),
}  # fmt: skip
DISADVANTAGE = "Two hours a month came on top of my full plan; my targets were not changed"
THEMES = {
    "2025-autumn": (
        ("mentors, autumn", "2026-09-15", "a fixed day in the calendar", "helps", 7, "Said before anything else."),
        ("mentors, autumn", "2026-09-15", "the line manager knew of it", "helps", 5, ""),
        ("mentors, autumn", "2026-09-15", "no room to talk undisturbed", "hinders", 6, "Open-plan floors in Lyon."),
        (
            "mentors, autumn",
            "2026-09-15",
            "time on top of the full plan",
            "hinders",
            5,
            "Mostly from the laboratories.",
        ),
        ("mentors, autumn", "2026-09-15", "meet the mentors of other pairs", "idea", 6, "Twice a year would do."),
        ("mentees, autumn", "2026-09-17", "being asked what I do not know", "helps", 6, ""),
        ("mentees, autumn", "2026-09-17", "a small task until next time", "helps", 5, ""),
        ("mentees, autumn", "2026-09-17", "travel weeks", "hinders", 7, "Sessions moved, then forgotten."),
        ("mentees, autumn", "2026-09-17", "shorter sessions, more often", "idea", 3, ""),
    ),
    "2026-spring": (
        ("mentors, spring", "2026-10-13", "a fixed day in the calendar", "helps", 6, ""),
        ("mentors, spring", "2026-10-13", "the first three sessions were planned for us", "helps", 7, ""),
        ("mentors, spring", "2026-10-13", "cancelled at short notice", "hinders", 5, "By the mentee, as a rule."),
        ("mentors, spring", "2026-10-13", "captions for the training videos", "idea", 2, ""),
        ("mentees, spring", "2026-10-14", "somebody who shows it on my own files", "helps", 5, ""),
        ("mentees, spring", "2026-10-14", "summer holidays", "hinders", 6, "Two sessions lost in August."),
        ("mentees, spring", "2026-10-14", "a list of what other pairs work on", "idea", 5, ""),
    ),
}
"""By cohort: group, day, theme, kind, people who said it, note."""


def reviews(rng: np.random.Generator, name: str, tables: Tables) -> Tables:
    """quarters, progress and focus_notes of a cohort whose pairs met; closings too, if its pairs are over."""
    met = _that_met(tables["pairs"], tables["sessions"])
    asked = met[met["state"] != "left"]
    columns = ["group", "held_on", "theme", "kind", "people", "note"]
    found = {
        "quarters": _quarters(rng, met, ROUNDS[name]),
        "closings": _closings(rng, asked),
        "progress": _progress(rng, asked, tables["ratings"], AGAIN[name]),
        "focus_notes": pd.DataFrame(THEMES[name], columns=columns),
    }
    return {kind: frame for kind, frame in found.items() if kind != "closings" or (met["ended"] != "").all()}


def with_others(rng: np.random.Generator, outcome: pd.DataFrame, outside: pd.DataFrame) -> pd.DataFrame:
    """The figures of a cohort and, taken on the same days, those of people outside (rows of the roster, with role):
    two in three were asked. Theirs hardly move."""
    first, last = sorted(outcome["measured_on"].unique())
    asked = outside[rng.random(len(outside)) < 2 / 3]
    return pd.concat([outcome, outcomes(rng, asked, (first, last), gains=0.1)], ignore_index=True)


def _that_met(pairs: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """The pairs that met at all, with course: False where the last two sessions were missed."""
    ordered = sessions.sort_values("number").groupby(PAIR)
    well = ordered["status"].agg(lambda each: list(each)[-2:] != ["missed", "missed"]).rename("well")
    met = ordered["held_on"].agg(lambda days: days.notna().any()).rename("met")
    known = pairs.merge(pd.concat([well, met], axis=1), left_on=PAIR, right_index=True)
    return known[known["met"]].drop(columns="met").reset_index(drop=True)


def _quarters(rng: np.random.Generator, pairs: pd.DataFrame, rounds: Iterable[str]) -> pd.DataFrame:
    """The form of each quarter from the pairs that go on; one in seven does not answer it, few statements are blank."""
    warmth = {(who, place): rng.normal(0, 0.3) for place in pairs.index for who in ("mentor", "mentee")}
    rows = []
    for turn, day in enumerate(map(pd.Timestamp, rounds)):
        early = (day - pd.Timedelta(weeks=6)).strftime("%Y-%m-%d")
        going_on = pairs[(pairs["started"] < early) & ((pairs["ended"] == "") | (pairs["ended"] > f"{day:%Y-%m-%d}"))]
        for pair in going_on.itertuples():
            for who in ("mentor", "mentee"):
                said = [*_statements(rng, who, warmth[who, pair.Index] - (not pair.well), turn)]
                answered = day + pd.Timedelta(days=int(rng.integers(0, 10)))
                if rng.random() < 6 / 7:
                    rows.append((pair.mentor_id, pair.mentee_id, who, answered, *said))
    return pd.DataFrame(rows, columns=[*PAIR, "who", "answered_on", *ITEMS])


def _statements(rng: np.random.Generator, who: str, warmth: float, turn: int) -> Iterator[object]:
    for item, usual in ITEMS.items():
        blank, noise = rng.random() < 0.02, rng.normal(0, 0.45)
        mood = warmth if item in COOLING or warmth > -0.7 else 0.0
        level = usual + GROWING.get(item, 0.0) * turn + (-mood if item == "holds_back" else mood) + noise
        yield pd.NA if blank or ONLY.get(item, who) != who else int(np.clip(round(level), 1, 5))


def _closings(rng: np.random.Generator, pairs: pd.DataFrame) -> pd.DataFrame:
    """The closing form; four in five answer, and one mentor had a disadvantage."""
    rows, complained = [], False
    for pair in pairs.itertuples():
        good = 1.0 if pair.state.startswith("completed") else -1.5
        for who in ("mentor", "mentee"):
            day = pd.Timestamp(pair.ended or "2026-10-01") + pd.Timedelta(days=int(rng.integers(1, 15)))
            harmed = who == "mentor" and good > 0 and not complained
            row = (pair.mentor_id, pair.mentee_id, who, day, *_closing(rng, who, good), *_harm(harmed=harmed))
            thanked, guides = rng.random(2) < (0.8, 0.5 if good > 0 else 0.1)
            if rng.random() < 0.8:
                complained |= harmed
                rows.append((*row, _yes_no(thanked), _yes_no(guides)))
    columns = [*PAIR, "who", "answered_on", "changed", "recommend", "again", "onwards", "disadvantage",
               "which_disadvantage", "thanked_by_name", "guides"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _closing(rng: np.random.Generator, who: str, good: float) -> tuple[str, int, str, str]:
    changed = str(rng.choice(CHANGED[who])) if rng.random() < (0.85 if good > 0 else 0.3) else ""
    recommend = int(np.clip(round(7.6 + good + rng.normal(0, 1.3)), 0, 10))
    onwards = ("continue informally", "continue formally", "end", "new partner")
    chosen = rng.choice(onwards, p=[0.5, 0.15, 0.2, 0.15] if good > 0 else [0.0, 0.0, 0.6, 0.4])
    return changed, recommend, _yes_no(rng.random() < (0.9 if good > 0 else 0.5)), str(chosen)


def _harm(*, harmed: bool) -> tuple[str, str]:
    return ("yes", DISADVANTAGE) if harmed else ("no", "")


def _yes_no(said: bool) -> str:
    return "yes" if said else "no"


def _progress(rng: np.random.Generator, pairs: pd.DataFrame, ratings: pd.DataFrame, day: str) -> pd.DataFrame:
    """Where mentees are now in every topic of the gap analysis: about 0.8 level further in what their pair worked on,
    little in the rest. One in six does not answer, and a few topics are left out."""
    topics = {pair.mentee_id: pair.topics.split("; ") for pair in pairs.itertuples()}
    silent = {person for person in sorted(topics) if rng.random() < 1 / 6}
    rows = []
    for rating in ratings.itertuples():
        learned = rating.topic_id in topics.get(rating.person_id, ())
        gain = rng.choice([-1, 0, 1, 2], p=[0.03, 0.3, 0.47, 0.2] if learned else [0.12, 0.68, 0.18, 0.02])
        answered = pd.Timestamp(day) + pd.Timedelta(days=int(rng.integers(0, 5)))
        if rating.person_id in topics and rating.person_id not in silent and rng.random() < 0.96:
            level = int(np.clip(rating.proficiency + gain, 1, 5))
            rows.append((rating.person_id, rating.topic_id, level, answered))
    return pd.DataFrame(rows, columns=["person_id", "topic_id", "proficiency", "rated_on"])
