"""What staff are told before sign-up opens, and the text of the sign-up form. No participant is named, and nothing is
said of a group smaller than group_at_least.

Sources: the launch answers that rank is not all-knowing (Health Decisions, practice 73), tells all staff (Verywell
Mind, 101), takes those who are interested (Lab Manager, 54) and promises that nobody pays for candour (BioSpace, 18).
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from reverse_mentoring.decide.gaps.gaps import topic_table, without_small_groups
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words

_BEFORE_THE_START = dt.timedelta(weeks=2)
_VOLUNTARY = (
    "Nobody has to take part, nobody is told who said no, and you may stop at any time without giving a reason."
)


@dataclass(frozen=True)
class Section:
    """A heading and the sentences below it."""

    title: str
    sentences: tuple[str, ...]


def topic_list(cohort: Cohort, choices: GapChoices) -> dict[str, str]:
    """topic_id → name of what is offered: the programme topics, else those put to the room, else those asked about.

    Sensitive topics are left out: only volunteers offer them.
    """
    sensitive = set(cohort.topics["topic_id"][cohort.topics["sensitive"].fillna(False).astype(bool)])
    asked = choices.programme_topics or choices.asked or cohort.settings.cohort(cohort.name).topics
    offered = asked or tuple(cohort.topics["topic_id"])
    names = cohort.topic_names | choices.own_topics
    return {topic: names.get(topic, topic) for topic in offered if topic not in sensitive}


def short_of_mentors(table: pd.DataFrame, cohort: Cohort, choices: GapChoices) -> tuple[str, ...]:
    """Names of the topics offered that more mentees need than mentors can teach; table: gaps.topic_table.

    Topics on which fewer than group_at_least mentors or mentees answered are never named.
    """
    offered = topic_list(cohort, choices)
    shown = without_small_groups(table, cohort.settings.group_at_least).set_index("topic_id")
    short = (shown["need"] > shown["teachers"]).fillna(False)
    return tuple(name for topic, name in offered.items() if bool(short.get(topic, False)))


def signup_by(cohort: Cohort) -> dt.date | None:
    """Two weeks before the first sessions; None where that has passed."""
    last = cohort.start - _BEFORE_THE_START
    return last if last >= cohort.as_of else None


def announcement(cohort: Cohort, charter: Charter, choices: GapChoices, table: pd.DataFrame) -> tuple[Section, ...]:
    """The announcement to staff; table: gaps.topic_table."""
    return (
        Section("Why we do this", _why(cohort, charter)),
        Section("What it is", _what(charter)),
        Section("Who can take part", _who(charter)),
        Section("What it is about", _topics(cohort, choices, table)),
        Section("How long, how often", _rhythm(cohort, charter)),
        Section("What the organisation sees", _seen(cohort)),
        Section("How to sign up, and whom to ask", (*_by_when(cohort), *_whom(cohort, charter))),
    )


def signup_text(cohort: Cohort, charter: Charter, choices: GapChoices, *, table: pd.DataFrame | None = None) -> str:
    """The sign-up form as plain text, for mentors and for mentees, to be copied into any form tool.

    table: gaps.topic_table, if it is known already. What stands in square brackets is the column's name, so
    that the answers can be read back.
    """
    if table is None:
        table = topic_table(cohort, choices.need or cohort.settings.need)
    short = short_of_mentors(table, cohort, choices)
    topics = tuple(topic_list(cohort, choices).values())
    start = (
        f"Reverse mentoring · {cohort.settings.organisation} · {cohort.name}",
        "Sign-up form",
        "",
        *_lines(_VOLUNTARY, *_who(charter), *_rhythm(cohort, charter)[:1], *_by_when(cohort), *_whom(cohort, charter)),
    )
    mentor = _form("Form for mentors (junior): you teach", (*_common(), *_mentor_questions(cohort, topics, short)))
    mentee = _form("Form for mentees (senior): you learn", (*_common(), *_mentee_questions(topics)))
    return "\n".join((*start, "", *mentor, "", *mentee, ""))


def _why(cohort: Cohort, charter: Charter) -> tuple[str, ...]:
    sponsor = "" if charter.sponsor in cohort.names.values() else charter.sponsor
    learns = "The sponsor learns first: he or she takes part as a mentee." if charter.sponsor_learns else ""
    given = (
        charter.why,
        "Rank is not knowing everything. Some things are known best by those who joined last, who are closest to "
        "customers or to the bench, or who use a tool every day; here they teach those who decide.",
        *(charter.outcomes.get(whose, "") for whose in ("mentors", "mentees", "organisation")),
        f"Sponsor: {sponsor}." if sponsor else "",
        learns,
    )
    return tuple(sentence for sentence in given if sentence)


def _what(charter: Charter) -> tuple[str, ...]:
    return (
        "A more junior colleague, the mentor (junior), mentors a more senior one, the mentee (senior). Both learn, and "
        "both agree in writing on topics, rhythm and ground rules before they start.",
        f"Voluntary: {_VOLUNTARY[0].lower()}{_VOLUNTARY[1:]}",
        "Confidential: what is said between two people stays between them.",
        "No effect on appraisal: taking part, stopping, or what was said counts neither for nor against anybody in "
        "appraisal, pay or promotion, and nobody is paired within his or her own reporting line. Retaliation is not "
        "tolerated; there is a named contact, and a private way out.",
    )


def _who(charter: Charter) -> tuple[str, ...]:
    rule = charter.eligibility or "Everybody may ask to take part; who is paired is decided by needs and strengths."
    return (rule,)


def _topics(cohort: Cohort, choices: GapChoices, table: pd.DataFrame) -> tuple[str, ...]:
    names = tuple(topic_list(cohort, choices).values())
    short = short_of_mentors(table, cohort, choices)
    return (
        f"{', '.join(names)}." if names else "The topics are chosen with those who take part.",
        *((f"Mentors are wanted most for: {', '.join(short)}.",) if short else ()),
        "You need not be an expert to teach: it is enough to do it alone, also in new cases, and to like explaining.",
    )


def _rhythm(cohort: Cohort, charter: Charter) -> tuple[str, ...]:
    weeks, months = charter.weeks_between, charter.months
    every = "every week" if weeks == 1 else f"every {weeks} weeks"
    span = "one month" if months == 1 else f"{months} months"
    minutes = cohort.settings.rhythm.minutes
    return (
        f"{minutes} minutes {every}, for {span}; sessions are working time.",
        f"The first sessions take place in the week of {in_words(cohort.start)}. The end is planned: afterwards the "
        "two decide freely whether they go on.",
    )


def _seen(cohort: Cohort) -> tuple[str, ...]:
    return (
        "The facilitator sees who signed up and what each person answered, in order to pair people. Of "
        "others, each sees only his or her own partner.",
        f"Managers see only summaries of groups of {cohort.settings.group_at_least} people or more; never a person, "
        "a pair or a note. What is talked about in sessions is not recorded.",
    )


def _by_when(cohort: Cohort) -> tuple[str, ...]:
    day = signup_by(cohort)
    if day:
        return (f"Sign up by {in_words(day)} with the sign-up form.",)
    return ("Sign up with the sign-up form; the first pairs are being made now, so please ask whether there is room.",)


def _whom(cohort: Cohort, charter: Charter) -> tuple[str, ...]:
    contact = cohort.settings.contact
    manager = charter.programme_manager or contact.name
    line = f" ({contact.email})" if contact.email else ""
    facilitator = f" The facilitator is {charter.facilitator}." if charter.facilitator else ""
    return (
        f"Questions, doubts, or a wish to stop: ask {manager}{line}.{facilitator}",
        f"If something weighs on you: {contact.support}.",
    )


def _lines(*sentences: str) -> tuple[str, ...]:
    return tuple(f"- {sentence}" for sentence in sentences)


def _form(title: str, questions: tuple[str, ...]) -> tuple[str, ...]:
    return (title, "-" * len(title), *(f"{number}. {text}" for number, text in enumerate(questions, start=1)))


def _common() -> tuple[str, ...]:
    return (
        "[person_id] Your personnel number.",
        "[role] I sign up as: mentor (I teach) / mentee (I learn).",
        "[consent] “I take part of my own will. I know that I may stop at any time without giving a reason, that what "
        "we say stays between us, and that taking part has no effect on my appraisal.” yes / no",
        "[capacity] With how many partners at most? (1 if empty)",
        "[languages] In which languages can you hold a conversation? For example: en; de",
        "[availability] Your usual working time, as 09:00-17:00.",
        "[mode] How would you like to meet? in person / remote / both",
        "[common_ground] What could you two talk about besides work? Interests, places, studies; separate them by "
        "semicolons. Say only what your partner may know.",
    )


def _mentor_questions(cohort: Cohort, topics: tuple[str, ...], short: tuple[str, ...]) -> tuple[str, ...]:
    sensitive = _asked_with_care(cohort)
    wanted = f" Wanted most, because there are fewer mentors than needed: {', '.join(short)}." if short else ""
    offers = (
        f"[consents: topic_id, consented_on] On a sheet of its own, only if you want to: {'; '.join(sensitive)}. “I am "
        "willing to be asked about: … Date: …” Nobody expects it of you, only the facilitator reads it, and you may "
        "take it back at any time without giving a reason."
    )
    return (
        f"Which of these can and would you teach? {'; '.join(topics)}.{wanted} The questionnaire asks for the "
        "level of each.",
        *((offers,) if sensitive else ()),
    )


def _asked_with_care(cohort: Cohort) -> tuple[str, ...]:
    """Names of the sensitive topics that people may volunteer for; none unless programme.toml allows to keep that."""
    if not cohort.settings.special_topics:
        return ()
    listed = cohort.topics[cohort.topics["sensitive"].fillna(False).astype(bool)]
    return tuple(str(name) for name in listed["name"])


def _mentee_questions(topics: tuple[str, ...]) -> tuple[str, ...]:
    return (
        f"Which of these do you want to learn from a more junior colleague? {'; '.join(topics)}. The "
        "questionnaire asks how important each is to you, and where you are today.",
    )
