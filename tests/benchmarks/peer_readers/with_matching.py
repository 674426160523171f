"""matching: residents = mentees, hospitals = mentors, ranked by topics; deferred acceptance.

It copies its players one inside the other, so that more than a few dozen need a deeper stack than usual.
"""

import sys
import threading
import time
import warnings

from plain import Pair, People, run

spent = [0.0]


def pair(people: People) -> list[Pair]:
    """The stable matching in which mentees propose."""
    from matching.games import HospitalResident

    mentees, mentors = people.ranked()
    mentees, mentors = ({person: ranked for person, ranked in side.items() if ranked} for side in (mentees, mentors))
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        game = HospitalResident.create_from_dictionaries(mentees, mentors, dict.fromkeys(mentors, 1))
        found = game.solve(optimal="resident")
    spent[0] = time.perf_counter() - start
    return [(mentor.name, mentee.name) for mentor, partners in found.items() for mentee in partners]


if __name__ == "__main__":
    sys.setrecursionlimit(10**7)
    threading.stack_size(2**29)
    deep = threading.Thread(target=run, args=(pair, lambda: spent[0]))
    deep.start()
    deep.join()
