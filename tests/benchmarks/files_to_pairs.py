"""Input files → pairs with reasons, once, in a process of its own: python files_to_pairs.py FOLDER."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from large_cohorts import cohort_of_files
from reverse_mentoring.decide.matching.board import board
from reverse_mentoring.decide.matching.explaining import pairing
from reverse_mentoring.decide.matching.matching import solve
from reverse_mentoring.words.choices import MatchingChoices

of = board(cohort_of_files(Path(sys.argv[1])), MatchingChoices(objective="total"))
sys.stdout.write(f"{len(pairing(of, solve(of)).pairs)} pairs\n")
