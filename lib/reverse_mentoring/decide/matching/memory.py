"""Whether a cohort fits into memory, answered before anything is allocated.

Everything about a pair is kept at once, so that every other choice can be compared exactly: about forty bytes for each
mentor with each mentee, and sixty more for each place with each mentee while the best pairs are looked for.
"""

PER_PAIR = 44
"""Bytes for a mentor with a mentee: one for each rule, two for each part, eight for the fit, four for hours."""
PER_PLACE = 64
"""Bytes for each place with each mentee: points, worth, preference and the solver's own copy, eight each, twice."""
BESIDE = 256 * 2**20
"""Bytes for everything that does not grow with pairs."""
DENSE_PAIRS = 5_000 * 5_000
"""Places × mentees up to which every pair is compared; above, the best candidates of each (sparse)."""


def bytes_needed(mentors: int, places: int, mentees: int) -> int:
    """Memory for finding the best pairs, in bytes; places: open places of all mentors together."""
    return BESIDE + mentees * (PER_PAIR * mentors + PER_PLACE * places)


def too_large(mentors: int, places: int, mentees: int, *, available: int) -> str:
    """Why these people cannot be paired all at once on this machine, and what to do; empty if they can.

    available: free memory in bytes.
    """
    needed = bytes_needed(mentors, places, mentees)
    if needed <= available and places * mentees <= DENSE_PAIRS:
        return ""
    amount = f"{mentors:,} mentors (juniors) with {places:,} places and {mentees:,} mentees (seniors)"
    why = (
        f"need about {_gigabytes(needed)} of memory; {_gigabytes(available)} are free"
        if needed > available
        else f"are more than the {DENSE_PAIRS:,} possible pairs that are compared one by one"
    )
    return (
        f"{amount} {why}. Split the cohort by site or time zone, or use the command “reverse-mentoring pairs”, which "
        "compares the best candidates of each person (extra “large”)."
    )


def _gigabytes(count: int) -> str:
    return f"{count / 2**30:.1f} GB"
