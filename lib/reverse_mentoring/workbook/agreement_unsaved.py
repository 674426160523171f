"""What one of a pair typed while somebody else typed the same side: shown in the form of that side, nowhere else."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from reverse_mentoring.decide.merging import Clash
from reverse_mentoring.words.papers import Side
from reverse_mentoring.workbook.agreement_desk import ASKED, said
from reverse_mentoring.workbook.agreement_drafts import Drafts

THEIRS = (
    "Somebody else wrote on this side at the same moment, and that is kept. What you typed was not saved; type it "
    "again if it should hold:"
)


def not_saved(side: Side, drafts: Drafts) -> tuple[str, ...]:
    """What was typed into this side and lost to somebody else, by question; empty if nothing was.

    side: as it stands now, opened by the one who writes it.
    """
    mine = dict(_typed(side, drafts.decisions.unsaved))
    try:
        wanted = Side.model_validate(side.model_dump() | mine)
    except ValidationError:
        return ()
    lost = [asked for asked in ASKED if getattr(wanted, asked) and getattr(wanted, asked) != getattr(side, asked)]
    quoted = [f"{drafts.words[f'side.header.{asked}']}: “{said(wanted, asked, drafts)}”" for asked in lost]
    return (THEIRS, *quoted) if lost else ()


def _typed(side: Side, clashes: Iterable[Clash]) -> Iterator[tuple[str, Any]]:
    """The fields of this side in what was not saved."""
    for clash in clashes:
        field, *item = clash.path
        if field != "sides" or (item and item[0] != " · ".join((*side.ids, side.who))):
            continue
        if len(item) == 2:
            yield item[1], clash.mine
        else:
            mine = clash.mine if isinstance(clash.mine, list) else [clash.mine]
            for each in mine:
                yield from _answers(side, each)


def _answers(side: Side, typed: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(typed, Mapping) and (typed["mentor_id"], typed["mentee_id"], typed["who"]) == (*side.ids, side.who):
        yield from ((asked, typed[asked]) for asked in ASKED if asked in typed)
