"""What the people of the sample write down: each one's side of the agreement, goals, trainings, signatures."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from company import TODAY

Tables = dict[str, pd.DataFrame]
LEVELS = ("much_less", "less", "hoped", "more", "much_more")
GAINS = {
    "mentor": (
        "See how decisions are really made here", "Learn to say unwelcome things well", "Be heard by somebody senior",
        "Practise leading a conversation", "Understand what the strategy means for my work", "Find my next step",
    ),
    "mentee": (
        "Do it with my own hands, not have it done", "Ask what I no longer dare to ask in my own unit",
        "Know what newcomers see that I do not", "Stop being the last to hear of it", "Decide faster, with less paper",
        "Get one habit that stays",
    ),
}  # fmt: skip
OFFERS = {
    "mentor": (
        "Short demos and patience", "Examples from my own bench", "Honest answers, also when they are unwelcome",
        "A list of what to try next", "My team's view, without names",
    ),
    "mentee": (
        "Two introductions a quarter", "A look into how a budget is made", "My mistakes of twenty years",
        "Time for your questions, each session", "Feedback on how you present",
    ),
}  # fmt: skip
LIMITS = ("my family", "pay", "colleagues who are not in the room", "my health", "the reorganisation of 2024")
STEPS = {
    "Draft a report with an assistant and check each figure": (
        "No report", "One report, with help", "One report a month, each figure checked",
        "Two a month", "The team does it too",
    ),
    "Know what must not be pasted in": (
        "I guess", "I ask each time", "I can name the five kinds of data without help", "I explain it to one team",
        "It stands on one page that the unit uses",
    ),
    "Post once a week in my own voice": (
        "Nothing posted", "One post a month", "One post each week for eight weeks", "Each week, and I reply",
        "Others of the board begin too",
    ),
    "Know where our customers really talk": (
        "I could not name a place", "I know two by name", "I read three places each month", "I answer there myself",
        "One change of an offer came from it",
    ),
    "Ask three good questions of every chart I am shown": (
        "None", "One, sometimes", "Three at each monthly review", "Others ask them too", "A chart is withdrawn for it",
    ),
    "Read the site dashboard without help": (
        "I have it read to me", "With help", "Alone, each Monday", "I find one thing to ask each time",
        "I show it to another site",
    ),
    "Change one thing that drives newcomers away": (
        "I cannot name one", "I can name three", "One is changed for all", "Two are changed", "Fewer leave early",
    ),
    "Talk with each newcomer after 90 days": (
        "With nobody", "With some", "With each, for half an hour", "And I tell the team what I heard",
        "The other heads of unit do it",
    ),
    "Hear everybody once in each staff meeting": (
        "The same three speak", "Half of them speak", "Everybody speaks in each meeting", "Somebody else sees to it",
        "People bring up what is unwelcome",
    ),
    "Share out the floor in the leadership round": (
        "I speak first", "I speak second", "I speak last in each round", "The chair changes each time",
        "A decision changes because of it",
    ),
    "Run the site meeting so that remote people speak first": (
        "They listen", "They are asked at the end", "They speak first in each meeting", "One of them leads it",
        "Another site takes it over",
    ),
    "Decide in writing, meet to discuss": (
        "All in meetings", "One decision in writing", "Three decisions in writing a month", "Half of the meetings go",
        "The unit asks for it",
    ),
    "Follow one assay in the electronic notebook": (
        "I have no access", "I have looked in once", "One assay from start to end", "Two assays, with questions",
        "I remove one double entry",
    ),
    "Remove one obstacle to paperless work": (
        "I know none", "I know three", "One is removed", "Two are removed", "No paper in that step",
    ),
    "Explain to my team what changed in the rules": (
        "I could not", "With notes", "Twenty minutes, without notes", "And I answer questions",
        "Another team asks for it",
    ),
    "Bring our templates up to today's rules": (
        "None looked at", "Two looked at", "All five brought up to date", "And tested by users", "A yearly date is set",
    ),
    "Answer in threads and share files in the agreed place": (
        "By e-mail", "When reminded", "In three of four cases", "Nearly always", "I show it to a colleague",
    ),
    "Run a call without technical help": (
        "Only with help", "Alone, with mishaps", "Three calls alone, no mishap", "With shared work on a document",
        "I help others",
    ),
    "Sign and file every release electronically": (
        "On paper", "Some of them", "Each release for two months", "Without a reminder", "The unit gives up the paper",
    ),
    "Find any record within two minutes": (
        "I ask for it", "In ten minutes", "In two minutes, in four of five tries", "In one minute",
        "I tidy up one folder for all",
    ),
    "Spend half a day each month on the floor": (
        "Never", "Once", "Half a day each month", "And I work along", "Another head of unit comes too",
    ),
    "Remove one workaround that hides a problem": (
        "I know none", "I know two", "One is removed", "The problem behind it is solved",
        "People name the next one themselves",
    ),
    "Automate one weekly report": (
        "By hand", "Half of it", "The whole report runs by itself", "Somebody else can change it",
        "A second report follows",
    ),
    "Hand over one automation with notes": (
        "Nothing", "Without notes", "One, with one page of notes", "Somebody else runs it alone", "And improves it",
    ),
}  # fmt: skip
"""What one would see at each of the five levels of a goal of meetings.GOALS."""


def papers(rng: np.random.Generator, tables: Tables, roster: pd.DataFrame) -> Tables:
    """sides, goal_plans, training and signoffs of a cohort whose pairs met: nearly all of it is there.

    One mentor of an active pair was never trained, so that the facilitator has to say why the pair may start; one
    mentee signed before the text was agreed; a tenth of the sides and of the line managers' consents is missing.
    """
    pairs = tables["pairs"]
    managers = roster.set_index("person_id")["manager_id"]
    untrained = str(pairs.loc[(pairs["state"] == "active") & (pairs["agreed_on"] != ""), "mentor_id"].min())
    return {
        "sides": _sides(rng, pairs, tables["signups"], roster.set_index("person_id")["time_zone"]),
        "goal_plans": _goal_plans(rng, pairs, tables["goals"]),
        "training": _training(rng, pairs, managers, without=untrained),
        "signoffs": _signoffs(rng, pairs),
    }


def early_training(rng: np.random.Generator, signups: pd.DataFrame, roles: "pd.Series[str]") -> pd.DataFrame:
    """The trainings of a cohort that still forms: half of the people, some days still to come.

    roles: person_id → mentor or mentee.
    """
    days = {"mentor": ("2026-10-21", "2026-10-28", "2026-11-18"), "mentee": ("2026-10-29", "2026-11-19")}
    willing = signups.loc[signups["consent"] == "yes", "person_id"]
    rows = [(person, roles[person], str(rng.choice(days[roles[person]]))) for person in willing if rng.random() < 0.55]
    return _trainings(rows).sort_values(["done_on", "person_id"], ignore_index=True)


def _sides(
    rng: np.random.Generator, pairs: pd.DataFrame, signups: pd.DataFrame, zones: "pd.Series[str]"
) -> pd.DataFrame:
    """What each wrote alone; they meet every three weeks where they agree, and one in ten wrote nothing."""
    modes, rows = signups.set_index("person_id")["mode"], []
    for pair in pairs.itertuples():
        ids, topics = (pair.mentor_id, pair.mentee_id), pair.topics.split("; ")
        weeks = (3, 3) if rng.random() < 0.75 else (3, int(rng.choice([2, 4])))
        minutes = (60, 60) if rng.random() < 0.7 else (60, 45)
        near = zones[ids[0]] == zones[ids[1]] and rng.random() < 0.4
        hours = rng.choice(["09:00", "10:00", "14:00"], 2) if near else ("", "")
        for place, who in enumerate(("mentor", "mentee")):
            said = (_one(rng, GAINS[who]), "; ".join(_first(rng, topics)), _one(rng, OFFERS[who]), _limit(rng))
            rhythm = (weeks[place], minutes[place], hours[place], modes[ids[place]])
            safe = rng.choice(["", "own learning", "strict", "open topics"], p=[0.4, 0.45, 0.1, 0.05])
            if rng.random() < 0.9:
                rows.append((*ids, who, *said, *rhythm, safe))
    columns = ["mentor_id", "mentee_id", "who", "gain", "topics", "offer", "limits", "weeks_between", "minutes", "hour",
               "mode", "confidentiality"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _one(rng: np.random.Generator, texts: Sequence[str]) -> str:
    return str(rng.choice(texts))


def _first(rng: np.random.Generator, topics: Sequence[str]) -> Sequence[str]:
    """All topics, or but the first."""
    return topics if rng.random() < 0.7 else topics[:1]


def _limit(rng: np.random.Generator) -> str:
    return str(rng.choice(LIMITS)) if rng.random() < 0.25 else ""


def _goal_plans(rng: np.random.Generator, pairs: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """The goals that are looked at in the reviews, as written at the start: due after half a year, with five levels."""
    keys = ["mentor_id", "mentee_id", "number"]
    written = goals.drop_duplicates(keys)[[*keys, "goal", "topic_id", "weight"]].reset_index(drop=True)
    started = written.merge(pairs, on=["mentor_id", "mentee_id"])["started"]
    whose = np.where(written["number"] == 1, "both", rng.choice(["mentee", "mentor", "both"], len(written)))
    due = (pd.to_datetime(started) + pd.Timedelta(weeks=26)).dt.strftime("%Y-%m-%d")
    steps = pd.DataFrame([STEPS[goal] for goal in written["goal"]], columns=list(LEVELS))
    return pd.concat([written.assign(whose=whose, due=due), steps], axis=1)


def _training(
    rng: np.random.Generator, pairs: pd.DataFrame, managers: "pd.Series[str]", *, without: str
) -> pd.DataFrame:
    """Mentors and mentees of pairs that agreed, in the three weeks before the first pair began; four in five of the
    line managers, in the last one."""
    met = pairs[pairs["agreed_on"] != ""]
    start = pd.Timestamp(pairs["started"].min())
    days = [(start - pd.Timedelta(days=back)).strftime("%Y-%m-%d") for back in (18, 13, 11)]
    rows = [(person, "mentor", str(rng.choice(days))) for person in met["mentor_id"] if person != without]
    rows += [(person, "mentee", str(rng.choice(days[1:]))) for person in met["mentee_id"].unique()]
    bosses = sorted({str(managers[person]) for person in met["mentor_id"]} - {""})
    last = (start - pd.Timedelta(days=5)).strftime("%Y-%m-%d")
    rows += [(boss, "line manager", last) for boss in bosses if rng.random() < 0.8]
    return _trainings(rows)


def _trainings(rows: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["person_id", "track", "done_on"])


def _signoffs(rng: np.random.Generator, pairs: pd.DataFrame) -> pd.DataFrame:
    """Both sign within a week of their agreement, the line manager before the start; a few are missing."""
    met = pairs[pairs["agreed_on"] != ""]
    hasty, rows = str(met.loc[met["state"] == "active", "mentee_id"].max()), []
    for pair in met.itertuples():
        ids, agreed = (pair.mentor_id, pair.mentee_id), pd.Timestamp(pair.agreed_on)
        days = {who: agreed + pd.offsets.BDay(int(rng.integers(0, 6))) for who in ("mentor", "mentee")}
        days["line manager"] = pd.Timestamp(pair.started) - pd.offsets.BDay(int(rng.integers(1, 10)))
        kept = dict(zip(days, rng.random(3) < (0.97, 0.95, 0.9), strict=True))
        if pair.mentee_id == hasty:
            days["mentee"], kept["mentee"] = agreed - pd.offsets.BDay(4), True
        rows += [(*ids, who, min(day, TODAY)) for who, day in days.items() if kept[who]]
    return pd.DataFrame(rows, columns=["mentor_id", "mentee_id", "who", "signed_on"])
