"""What follows from the choices of step 2: all possible pairs, the best ones, and the reasons."""

from dataclasses import dataclass

from reverse_mentoring.decide.matching.board import Board, board, under
from reverse_mentoring.decide.matching.explaining import pairing
from reverse_mentoring.decide.matching.matching import Solution, solve
from reverse_mentoring.decide.matching.memory import too_large
from reverse_mentoring.words.choices import GapChoices, MatchingChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.pairs import Pairing
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.workbook.opening import Opened


@dataclass(frozen=True)
class Settled:
    """Everything that the pages of step 2 show of the pairs; gap: what was chosen in step 1."""

    board: Board
    solution: Solution
    pairing: Pairing
    gap: GapChoices


def settle(opened: Opened, choices: MatchingChoices, before: Settled | None = None) -> Settled:
    """The pairs under these choices; needs and programme topics as chosen in step 1. before: the last answer, whose
    rules and fits are used again where they still hold."""
    if before is None:
        gap = opened.vault.choices(opened.cohort.name, "gap_analysis").choices
        assert isinstance(gap, GapChoices)
        _fits_into_memory(opened.cohort)
        of = board(opened.cohort, choices, gap.need, topics=gap.programme_topics)
    else:
        gap, of = before.gap, under(before.board, choices)
    solved = solve(of)
    return Settled(of, solved, pairing(of, solved), gap)


def _fits_into_memory(cohort: Cohort) -> None:
    """Refused, before anything is allocated, if so many people cannot be compared one by one on this machine."""
    import psutil

    mentors, mentees = (cohort.of_role(role) for role in ("mentor", "mentee"))
    said = too_large(len(mentors), int(mentors["capacity"].sum()), len(mentees),
                     available=psutil.virtual_memory().available)  # fmt: skip
    if said:
        raise Refused(said)
