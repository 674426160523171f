"""The tables that a programme consists of: one declaration from which reading, the vault, the empty
templates and the data dictionary are made. What their columns are stands in words.columns.
"""

from reverse_mentoring.words.columns import Column, Table
from reverse_mentoring.words.privacy import WhoSees

PAIR, FACILITATOR = WhoSees.PAIR, WhoSees.FACILITATOR
_ROLES = ("mentor", "mentee")
_PAIR_COLUMNS = (
    Column("mentor_id", "id", "the mentor (junior) of the pair", True, who_sees=PAIR),
    Column("mentee_id", "id", "the mentee (senior) of the pair", True, who_sees=PAIR),
)


def _rating(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, "whole", meaning, required, 1, 5)


ROSTER = Table("roster", "Everybody in the company or unit, also those who do not take part", ("person_id",), (
    Column("person_id", "id", "the number or short name that the HR system uses", True),
    Column("name", "text", "as it should stand in documents", True, who_sees=PAIR),
    Column("email", "text", "for the mail merge", who_sees=PAIR),
    Column("level", "text", "grade or career level; roles can be derived from it"),
    Column("manager_id", "id", "person_id of the line manager; empty at the top"),
    Column("dotted_line_ids", "ids", "further people reported to"),
    Column("former_manager_ids", "ids", "managers of the last years"),
    Column("appraised_by_ids", "ids", "who appraises or decides the pay of this person, beside the line manager"),
    Column("team", "text", "smallest unit", who_sees=PAIR),
    Column("department", "text", "larger unit", who_sees=PAIR),
    Column("site", "text", "place of work", who_sees=PAIR),
    Column("time_zone", "text", "IANA name such as Europe/Zurich", who_sees=PAIR),
    Column("languages", "texts", "languages for a conversation, for example en; de", who_sees=PAIR),
    Column("hire_date", "date", "first day of work"),
    Column("left_date", "date", "last day of work"),
))  # fmt: skip
SIGNUPS = Table("signups", "Who offered to take part, and how", ("person_id",), (
    Column("person_id", "id", "who signed up", True),
    Column("role", "choice", "mentor (junior, teaches) or mentee (senior, learns); else derived from level",
           choices=_ROLES, who_sees=PAIR),
    Column("capacity", "whole", "how many partners at most (1 if empty)", low=0, high=20),
    Column("consent", "yes_no", "takes part of their own will"),
    Column("common_ground", "texts", "interests, places, studies: for people to connect by", who_sees=PAIR),
    Column("mode", "choice", "in person, remote or both", choices=("in person", "remote", "both"), who_sees=PAIR),
    Column("availability", "text", "usual working time as local hours, for example 09:00-17:00", who_sees=PAIR),
))  # fmt: skip
CONSENTS = Table("consents", "Who agreed in writing to be asked about which sensitive topic; read only where "
                 "programme.toml says special_topics = true", ("person_id", "topic_id"), (
    Column("person_id", "id", "who volunteers, in a form of its own", True),
    Column("topic_id", "id", "the sensitive topic that this person is willing to speak about", True),
    Column("consented_on", "date", "the day of the consent", True),
    Column("withdrawn_on", "date", "the day on which it was taken back; from that day on it does not hold"),
))  # fmt: skip
RATINGS = Table("ratings", "What each person said about each topic", ("person_id", "topic_id"), (
    Column("person_id", "id", "who answered", True),
    Column("topic_id", "id", "about which topic", True),
    _rating("importance", "how important it is for the next twelve months (mentees)"),
    _rating("proficiency", "where the person is today: 1 never done … 5 could teach it"),
    Column("want", "yes_no", "would like to learn it from a more junior colleague"),
    Column("give", "yes_no", "is willing to help a senior colleague with it"),
))  # fmt: skip
TALLIES = Table("tallies", "Hands raised in the room, without persons", ("topic_id", "role", "question", "level"), (
    Column("topic_id", "id", "about which topic", True),
    Column("role", "choice", "whose hands", True, choices=_ROLES),
    Column("question", "choice", "what was asked (proficiency if empty)",
           choices=("proficiency", "importance", "need", "teach")),
    Column("level", "whole", "the answer, 1–5; 1 = yes for need and teach", True, 1, 5),
    Column("count", "whole", "how many hands", True, 0, 10_000),
))  # fmt: skip
PREFERENCES = Table("preferences", "Whom somebody would like, or would not", ("person_id", "other_id"), (
    Column("person_id", "id", "whose wish", True),
    Column("other_id", "id", "about whom", True),
    Column("rank", "text", "1 for the first choice, 2 … or “no”"),
))  # fmt: skip
CONFLICTS = Table("conflicts", "Who must not be paired; a reason is never asked", ("person_id", "other_id"), (
    Column("person_id", "id", "one of the two", True),
    Column("other_id", "id", "the other", True),
))  # fmt: skip
PAIRS = Table("pairs", "Pairs that exist already", ("mentor_id", "mentee_id"), (
    *_PAIR_COLUMNS,
    Column("topics", "ids", "what the pair works on", who_sees=PAIR),
    Column("started", "date", "planned date of the first session", who_sees=PAIR),
    Column("state", "choice", "active if empty", who_sees=PAIR,
           choices=("active", "completed", "completed early", "ended", "withdrawn", "left")),
    Column("ended", "date", "last day of the pair", who_sees=PAIR),
    Column("agreed_on", "date", "day on which both agreed the learning agreement", who_sees=PAIR),
))  # fmt: skip
SESSIONS = Table("sessions", "Attendance: one row per planned session", ("mentor_id", "mentee_id", "number"), (
    *_PAIR_COLUMNS,
    Column("number", "whole", "1 for the first session", True, 1, 200, who_sees=PAIR),
    Column("planned_on", "date", "the date that was planned", True, who_sees=PAIR),
    Column("status", "choice", "what became of it", True, choices=("held", "moved", "cancelled", "missed"),
           who_sees=PAIR),
    Column("held_on", "date", "the date it took place", who_sees=PAIR),
    Column("cancelled_by", "choice", "who could not come", choices=(*_ROLES, "both")),
))  # fmt: skip
PULSES = Table("pulses", "The 30-second questionnaire after a session",
               ("mentor_id", "mentee_id", "who", "answered_on"), (
    *_PAIR_COLUMNS,
    Column("who", "choice", "which of the two answered", True, choices=_ROLES),
    Column("answered_on", "date", "the day of the answer", True),
    Column("met", "choice", "did the planned session take place", choices=("held", "moved", "missed")),
    _rating("worth", "the last session was worth my time"),
    _rating("say", "I could say what I really thought"),
    _rating("both", "we both learned something"),
    _rating("next", "I know what our next step is"),
    Column("call", "yes_no", "please contact me; only the facilitator sees this"),
))  # fmt: skip
GOALS = Table("goals", "What the two want to reach, with the level seen at each review",
              ("mentor_id", "mentee_id", "number", "who", "reviewed_on"), (
    *_PAIR_COLUMNS,
    Column("number", "whole", "1 to 3", True, 1, 9, who_sees=PAIR),
    Column("topic_id", "id", "the topic it belongs to", who_sees=PAIR),
    Column("goal", "text", "in the pair's own words", who_sees=PAIR),
    Column("weight", "whole", "how much it counts, 1 to 3 (1 if empty)", low=1, high=3, who_sees=PAIR),
    Column("level", "whole", "−2 … +2 as written at the start; 0 is what was hoped for", True, -2, 2, who_sees=PAIR),
    Column("who", "choice", "whose view (both if empty)", choices=(*_ROLES, "both"), who_sees=PAIR),
    Column("reviewed_on", "date", "the day it was looked at", True, who_sees=PAIR),
))  # fmt: skip
SIDES = Table("sides", "What each of the two wants of the learning agreement, given alone before the first session",
              ("mentor_id", "mentee_id", "who"), (
    *_PAIR_COLUMNS,
    Column("who", "choice", "who wrote this", True, choices=_ROLES, who_sees=PAIR),
    Column("gain", "text", "what I want to gain", who_sees=PAIR),
    Column("topics", "ids", "what I would like to work on", who_sees=PAIR),
    Column("offer", "text", "what I offer", who_sees=PAIR),
    Column("limits", "text", "what I do not want to speak about", who_sees=PAIR),
    Column("weeks_between", "whole", "weeks from one session to the next", low=1, high=8, who_sees=PAIR),
    Column("minutes", "whole", "length of a session", low=15, high=180, who_sees=PAIR),
    Column("hour", "text", "the hour that suits me, as 10:00, my local time", who_sees=PAIR),
    Column("mode", "choice", "how to meet", choices=("in person", "remote", "both"), who_sees=PAIR),
    Column("confidentiality", "choice", "how much may leave the room",
           choices=("strict", "own learning", "open topics"), who_sees=PAIR),
))  # fmt: skip
GOAL_PLANS = Table("goal_plans", "The goals of a pair as written at the start, each with five levels",
                   ("mentor_id", "mentee_id", "number"), (
    *_PAIR_COLUMNS,
    Column("number", "whole", "1 to 3", True, 1, 3, who_sees=PAIR),
    Column("whose", "choice", "whose goal (both if empty)", choices=(*_ROLES, "both"), who_sees=PAIR),
    Column("goal", "text", "in the pair's own words", True, who_sees=PAIR),
    Column("topic_id", "id", "the topic it belongs to", who_sees=PAIR),
    Column("programme_goal", "text", "the goal of the programme that it serves", who_sees=PAIR),
    Column("due", "date", "by when", who_sees=PAIR),
    Column("weight", "whole", "how much it counts, 1 to 3 (1 if empty)", low=1, high=3, who_sees=PAIR),
    Column("much_less", "text", "what one would see at −2", who_sees=PAIR),
    Column("less", "text", "what one would see at −1", who_sees=PAIR),
    Column("hoped", "text", "what one would see at 0, as hoped", who_sees=PAIR),
    Column("more", "text", "what one would see at +1", who_sees=PAIR),
    Column("much_more", "text", "what one would see at +2", who_sees=PAIR),
))  # fmt: skip
TRAINING = Table("training", "Who has done which training", ("person_id", "track"), (
    Column("person_id", "id", "who was trained", True),
    Column("track", "choice", "which training", True, choices=(*_ROLES, "line manager")),
    Column("done_on", "date", "the day", True),
))  # fmt: skip
SIGNOFFS = Table("signoffs", "Who has signed the learning agreement of a pair; the line manager agrees to the hours",
                 ("mentor_id", "mentee_id", "who"), (
    *_PAIR_COLUMNS,
    Column("who", "choice", "who signed", True, choices=(*_ROLES, "line manager"), who_sees=PAIR),
    Column("signed_on", "date", "the day", True, who_sees=PAIR),
))  # fmt: skip
OUTCOMES = Table("outcomes", "Anything else that is measured: stay, mobility, accidents, any figure",
                 ("person_id", "measure", "measured_on"), (
    Column("person_id", "id", "whose figure", True),
    Column("measure", "text", "what was measured, in words", True),
    Column("value", "number", "the figure", True),
    Column("measured_on", "date", "when", True),
))  # fmt: skip
QUARTERS = Table("quarters", "The three-minute form that both fill in every quarter",
                 ("mentor_id", "mentee_id", "who", "answered_on"), (
    *_PAIR_COLUMNS,
    Column("who", "choice", "which of the two answered", True, choices=_ROLES),
    Column("answered_on", "date", "the day of the answer", True),
    _rating("again", "I would choose this partner again"),
    _rating("keeps", "my partner prepares and keeps what we agree"),
    _rating("serious", "my partner takes what I say seriously"),
    _rating("disagree", "we can disagree without it becoming awkward"),
    _rating("stays", "what we discuss stays between us"),
    _rating("holds_back", "I hold back because of our difference in rank (5 = very much)"),
    _rating("fair", "the effort is fairly shared between us"),
    _rating("structure", "I can structure a session so that my mentee gets something out of it (mentors)"),
    _rating("unwelcome", "I can tell a senior person something unwelcome (mentors)"),
    _rating("different", "I have done something differently because of these sessions (mentees)"),
    _rating("supported", "my line manager supports the time I give to this"),
    _rating("stay", "I expect to be working here in twelve months"),
))  # fmt: skip
CLOSINGS = Table("closings", "The closing form of each of the two", ("mentor_id", "mentee_id", "who"), (
    *_PAIR_COLUMNS,
    Column("who", "choice", "which of the two answered", True, choices=_ROLES),
    Column("answered_on", "date", "the day of the answer", True),
    Column("changed", "text", "the one thing that changed in what I do"),
    Column("recommend", "whole", "how likely I would recommend taking part, 0 to 10", low=0, high=10),
    Column("again", "yes_no", "I would take part again, in the same or the other role"),
    Column("onwards", "choice", "from here",
           choices=("end", "continue informally", "continue formally", "new partner")),
    Column("disadvantage", "yes_no", "taking part had a disadvantage for me"),
    Column("which_disadvantage", "text", "which one; only the programme manager sees this"),
    Column("thanked_by_name", "yes_no", "my name may stand where participants are thanked"),
    Column("guides", "yes_no", "I would help the next cohort with what I have learned"),
))  # fmt: skip
PROGRESS = Table("progress", "Where people are after it: the levels of the gap analysis asked again",
                 ("person_id", "topic_id", "rated_on"), (
    Column("person_id", "id", "who answered", True),
    Column("topic_id", "id", "about which topic", True),
    Column("proficiency", "whole", "where the person is now: 1 never done … 5 could teach it", True, 1, 5),
    Column("rated_on", "date", "the day of the answer", True),
))  # fmt: skip
FOCUS_NOTES = Table("focus_notes", "What focus groups said, coded by theme, without names",
                    ("group", "held_on", "theme", "kind"), (
    Column("group", "text", "which group, as “mentors, spring”", True),
    Column("held_on", "date", "the day", True),
    Column("theme", "text", "the theme in a few words", True),
    Column("kind", "choice", "what it is (helps if empty)", choices=("helps", "hinders", "idea")),
    Column("people", "whole", "how many of the group said it", low=1, high=100),
    Column("note", "text", "in the facilitator's words, without names"),
))  # fmt: skip
TOPICS = Table("topics", "Topics of your own, beside those that come with the workbook", ("topic_id",), (
    Column("topic_id", "id", "short name used in the other files", True, who_sees=WhoSees.RELEASED),
    Column("name", "text", "as people should read it", who_sees=WhoSees.RELEASED),
    Column("definition", "text", "what good looks like", who_sees=WhoSees.RELEASED),
    Column("sensitive", "yes_no", "only volunteers speak about it; never rated", who_sees=WhoSees.RELEASED),
))  # fmt: skip

TABLES: tuple[Table, ...] = (ROSTER, TOPICS, SIGNUPS, CONSENTS, RATINGS, TALLIES, PREFERENCES, CONFLICTS, PAIRS, SIDES,
                             GOAL_PLANS, TRAINING, SIGNOFFS, SESSIONS, PULSES, QUARTERS, CLOSINGS, GOALS,
                             PROGRESS, OUTCOMES, FOCUS_NOTES)  # fmt: skip
"""In the order in which they are read, stored and explained."""


def table(name: str) -> Table:
    """The declared table of that name; KeyError if there is none."""
    return {each.name: each for each in TABLES}[name]
