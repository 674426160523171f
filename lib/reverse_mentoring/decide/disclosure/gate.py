"""The release gate: everything that leaves the vault for managers, of one closed round of one cohort."""

from collections.abc import Iterable, Sequence

import pandas as pd

from reverse_mentoring.decide.disclosure import audit, facts, told
from reverse_mentoring.decide.disclosure.answers import round_answers
from reverse_mentoring.decide.disclosure.cells import answer_cells, table_name, where, without
from reverse_mentoring.decide.disclosure.groups import frozen_groups
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.disclosure import GROUP_FLOOR
from reverse_mentoring.words.release import Cell, Kind, Release, Round
from reverse_mentoring.words.reviewing import Insight

NAMES: dict[Kind, str] = {
    "take-up": "how pairs stand",
    "sessions": "sessions held of those due",
    "goals": "goals by level",
    "pulse": "answers of the pulse",
    "change": "change per topic",
    "criteria": "goals of the charter",
    "insights": "insights",
}
"""What the tables of each kind are called before the facilitator."""


def release(
    cohort: Cohort,
    pairs: pd.DataFrame,
    round: Round,
    *,
    charter: Charter | None = None,
    insights: Sequence[Insight] = (),
    earlier: Sequence[Release] = (),
) -> Release:
    """What managers may see of this round, and nothing else.

    pairs: review.pairs_under_review. earlier: every release of this cohort that was made before; the smallest group is
    never below that of any of them, nor below cohort.settings. dropped: tables of the pulse of which no cell is shown.
    The same input gives the same release; neither the order of rows nor names matter. ValueError where the round is not
    closed.
    """
    before = [each for each in earlier if each.cohort == cohort.name and each.round.number < round.number]
    least = max(GROUP_FLOOR, cohort.settings.group_at_least, *(each.least for each in before))
    answers = round_answers(cohort, pairs, round)
    groups = frozen_groups(answers.people, least=least)
    pulse = answer_cells(answers, groups, least=least)
    pulse = without(pulse, audit.fails(answers, groups, pulse))
    cells = (
        *facts.growing_cells(cohort, pairs, round, need=least + 1, earlier=before),
        *facts.session_cells(cohort, pairs, round, groups=groups, need=least + 1),
        *pulse,
        *told.change_cells(cohort, pairs, round, least=least, earlier=before),
        *told.criteria_cells(cohort, pairs, round, charter=charter or Charter(), need=least + 1),
        *told.insight_cells(insights, round.last),
    )
    return Release(cohort.settings.organisation, cohort.name, round, least, cells, dropped=_not_shown(pulse))


def preview(release: Release) -> tuple[str, ...]:
    """What the facilitator reads before the OK: what will be shown, what will not, how much is left; as sentences."""
    cells = release.cells
    shown = sum(cell.shown for cell in cells)
    said = [f"{shown} of {len(cells)} cells are shown."]
    for kind, name in NAMES.items():
        theirs = [cell for cell in cells if cell.kind == kind]
        if theirs:
            said.append(f"{name[0].upper()}{name[1:]}: {sum(cell.shown for cell in theirs)} of {len(theirs)} shown.")
    if release.dropped:
        said.append(f"Left out as whole tables: {', '.join(release.dropped)}.")
    if away := [where(cell) for cell in cells if not cell.shown and table_name(cell) not in release.dropped]:
        said.append(f"Not shown: {', '.join(away)}.")
    said.append(
        f"Behind every figure of answers stand at least {release.least} people besides any one viewer. "
        "A cell that is not shown looks like every other one that is not shown."
    )
    said.append(
        "Departments and levels are those of the day on which people came into their pairs: whoever has moved since is "
        "still counted there. Groups are made by the numbers at launch, whoever has joined since."
    )
    said.append("Once released, this does not change any more.")
    return tuple(said)


def _not_shown(cells: Iterable[Cell]) -> tuple[str, ...]:
    tables: dict[str, bool] = {}
    for cell in cells:
        tables[table_name(cell)] = tables.get(table_name(cell), False) or cell.shown
    return tuple(name for name, shown in tables.items() if not shown)
