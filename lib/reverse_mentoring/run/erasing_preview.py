"""What a person reads before an erasure: what goes, file by file, and what it means."""

from collections.abc import Iterator, Sequence

from reverse_mentoring.run.erasing import Plan, looked_for, place_of
from reverse_mentoring.store.person_files import Deed

_TITLES: dict[Deed, str] = {
    "delete": "Deleted, because the workbook wrote them and can write them again without the person",
    "list again": "Shortened: the list of files of a run that is no longer whole (run the cohort again)",
    "erase inside": "Copies of the vault in which the same is erased",
    "edit": "Your input files that are edited",
    "yours": "Yours to change or delete: the command leaves them as they are, and says “not complete” until then",
    "not searched": "Not looked into",
}


def preview(plan: Plan) -> Iterator[str]:
    """The sentences, in the order in which they are read."""
    yield f"Looked for: {'; '.join(looked_for(plan.person))}."
    if not plan.known:
        yield "The vault has no rows about this id any more. Names are looked for as given with --name and --mail."
    yield from _vault(plan)
    for deed, title in _TITLES.items():
        found = [each for each in plan.traces if each.deed == deed]
        if found:
            yield f"{title}:"
            yield from (f"  {place_of(each, plan.programme.folder)}{_where(each.where)}" for each in found)
    yield from _meaning(plan)


def _vault(plan: Plan) -> Iterator[str]:
    if not plan.changes:
        yield "In the vault: nothing."
        return
    yield "In the vault:"
    for each in plan.changes:
        parts = [f"{_rows(each.table, each.gone)} deleted"] if each.gone else []
        parts += [f"{_rows(each.table, each.changed)} changed"] if each.changed else []
        yield f"  {each.cohort or 'the company'}, {each.table}: {', '.join(parts)}"


def _rows(table: str, count: int) -> str:
    kind = "version" if table.startswith("choices: ") else "row"
    return f"{count} {kind}{'' if count == 1 else 's'}"


def _where(where: str) -> str:
    return f" ({where})" if where else ""


def _meaning(plan: Plan) -> Iterator[str]:
    pairs = _count(plan, ("pairs", "choices: matching"))
    if pairs:
        yield "Pairs with this person are gone then, for the partner as well, with their agreements and sessions."
    if plan.to_come:
        yield (
            f"{plan.to_come} calendar entries to come have been given and cannot be cancelled afterwards: let the pair "
            "end and write the files of step 3 first, and send the cancellations."
        )
    if any(each.table == "choices: charter" for each in plan.changes):
        yield "Versions of a charter name the person: they are rewritten and, if they were sealed, sealed again."
    if any(each.deed in ("delete", "list again") for each in plan.traces):
        yield "Run the cohorts again afterwards, so that the files for everybody else are there again."
    yield "Stop the workbook before you go on. Released figures stay: they hold no person."


def _count(plan: Plan, tables: Sequence[str]) -> int:
    return sum(each.gone + each.changed for each in plan.changes if each.table in tables)
