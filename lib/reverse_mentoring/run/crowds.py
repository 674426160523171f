"""Pairs for more people than can be compared one by one: the best candidates of each, without screen or reasons."""

import datetime as dt
from pathlib import Path

import pandas as pd

from reverse_mentoring.decide.matching.crowd import crowd
from reverse_mentoring.decide.matching.matching import settled_pairs
from reverse_mentoring.decide.matching.sparse import SparseAnswer, best_of_candidates
from reverse_mentoring.present.spreadsheets import csv_file
from reverse_mentoring.store.cohorts import load_cohort
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.vault import open_vault
from reverse_mentoring.words.choices import GapChoices, MatchingChoices
from reverse_mentoring.words.problems import Refused


def pair_many(programme: Programme, cohort: str, folder: Path) -> tuple[SparseAnswer, list[Path]]:
    """The answer and the files written: pairs.csv (mentor_id, mentee_id, state) and unmatched.csv (person_id, role).

    Refused if there is no such cohort, if its pairs are decided or under way, or if the extra “large” is not
    installed. Most people served, then the largest total; the answer says how much better other pairs
    could be at most.
    """
    settings, vault = programme.settings(), open_vault(programme.vault)
    as_of = settings.as_of or dt.datetime.now().astimezone().date()
    people = load_cohort(vault, cohort, settings, as_of)
    choices, gap = (vault.choices(cohort, step).choices for step in ("matching", "gap_analysis"))
    assert isinstance(choices, MatchingChoices)
    assert isinstance(gap, GapChoices)
    if settled_pairs(people, choices) is not None:
        raise Refused(f"The pairs of {cohort} are decided or under way. Reopen them on page 2, or take another cohort.")
    found = best_of_candidates(crowd(people, choices, gap.need, topics=gap.programme_topics))
    rows = [(*pair, "pinned") for pair in found.pins] + [(*pair, "suggested") for pair in found.pairs]
    pairs = pd.DataFrame(rows, columns=["mentor_id", "mentee_id", "state"]).sort_values(["mentor_id", "mentee_id"])
    paired = {*pairs["mentor_id"], *pairs["mentee_id"]}
    left = people.participants.loc[~people.participants["person_id"].isin(paired), ["person_id", "role"]]
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / "pairs.csv", folder / "unmatched.csv"]
    for path, frame in zip(paths, (pairs, left), strict=True):
        csv_file(path, frame)
    return found, paths
