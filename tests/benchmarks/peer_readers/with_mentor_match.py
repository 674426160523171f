"""mentor-match: our rules as Disqualify, the topics as a rule that scores; one round of its Munkres."""

import time

from plain import Pair, People, run

spent = [0.0]


def pair(people: People) -> list[Pair]:
    """The matches that were marked successful."""
    from matching.match import Match
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data
    from matching.rules.rule import Disqualify

    class Topics:
        """Scores a match by its topics."""

        def apply(self, match_object: Match) -> int:
            return people.score(match_object.mentor.email, match_object.mentee.email)

    def forbidden(match: Match) -> bool:
        return not people.allowed(match.mentor.email, match.mentee.email)

    mentors = [Mentor(grade=row["rank"], email=person) for person, row in people.mentors.items()]
    mentees = [Mentee(grade=row["rank"], email=person) for person, row in people.mentees.items()]
    start = time.perf_counter()
    process_data(mentors, mentees, [[Topics(), Disqualify(forbidden)]])
    spent[0] = time.perf_counter() - start
    return [(mentor.email, mentee.email) for mentor in mentors for mentee in mentor.mentees]


if __name__ == "__main__":
    run(pair, lambda: spent[0])
