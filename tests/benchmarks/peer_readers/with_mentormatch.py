"""mentormatch: made for senior mentors, so levels are turned round; it has no place for reporting lines, languages,
hours or conflicts, and asks for sex and site, of which we give only the site."""

import time

from plain import Pair, People, run

spent = [0.0]
SITES = ["Basel", "London", "Boston", "elsewhere"]
YEARS_A_LEVEL = 7
"""Its own rule wants seven years between the two."""


def pair(people: People) -> list[Pair]:
    """The pairs that its two rounds (wishes, then all) assign."""
    from mentormatch.api.app.setup_app_context import Context
    from mentormatch.utils import ApplicantType, PairType

    sides = [
        [applicant(person, row, topics) for person, row in side.items()]
        for side, topics in ((people.mentors, "teaches"), (people.mentees, "needs"))
    ]
    start = time.perf_counter()
    context = Context(*sides)
    for role in (ApplicantType.MENTOR, ApplicantType.MENTEE):
        context.get_applicants(role).assemble_applicant_objects()
    for round_ in (PairType.PREFERRED, PairType.RANDOM):
        context.get_matcher(round_).execute()
    spent[0] = time.perf_counter() - start
    mentors = context.get_applicants(ApplicantType.MENTOR)
    return [(str(each.mentor.wwid), str(each.mentee.wwid)) for mentor in mentors for each in mentor.yield_pairs]


def applicant(person: str, row: dict[str, object], topics: str) -> dict[str, object]:
    """One person in its words."""
    level = 9 - int(str(row["rank"]))
    return {
        "wwid": person, "first_name": row["name"], "last_name": "", "position_level": level,
        "years_total": YEARS_A_LEVEL * level, "location": row["site"], "gender": "", "function": row["department"],
        "skills": list(row[topics]), "preference_yes": SITES, "preference_maybe": [], "preference_no": [],  # type: ignore[call-overload]
        "preferred_wwids": [], "preferred_functions": [], "favor": 0, "max_mentee_count": 1,
    }  # fmt: skip


if __name__ == "__main__":
    run(pair, lambda: spent[0])
