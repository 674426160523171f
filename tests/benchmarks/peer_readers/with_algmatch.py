"""algmatch: residents = mentees, hospitals = mentors, by number, ranked by topics; deferred acceptance."""

import time

from plain import Pair, People, run

spent = [0.0]


def pair(people: People) -> list[Pair]:
    """The stable matching in which mentees propose."""
    from algmatch import HospitalResidentsProblem

    ranked = people.ranked()
    names = [list(side) for side in ranked]
    number = [{person: place for place, person in enumerate(side, start=1)} for side in names]
    residents = {number[0][b]: [number[1][a] for a in mentors] for b, mentors in ranked[0].items()}
    hospitals = {
        number[1][a]: {"capacity": 1, "preferences": [number[0][b] for b in mentees]}
        for a, mentees in ranked[1].items()
    }
    start = time.perf_counter()
    problem = HospitalResidentsProblem(dictionary={"residents": residents, "hospitals": hospitals})
    found = problem.get_stable_matching()
    spent[0] = time.perf_counter() - start
    pairs = (found or {"resident_sided": {}})["resident_sided"]
    return [(names[1][int(h[1:]) - 1], names[0][int(r[1:]) - 1]) for r, h in pairs.items() if h]


if __name__ == "__main__":
    run(pair, lambda: spent[0])
