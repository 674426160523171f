"""What a new release tells that the one before did not: for the facilitator, before the OK."""

from collections.abc import Sequence

from reverse_mentoring.decide.disclosure.cells import where
from reverse_mentoring.decide.disclosure.gate import NAMES
from reverse_mentoring.words.release import Cell, Release

Key = tuple[str, str, str, str]


def since_last(release: Release, earlier: Sequence[Release]) -> tuple[str, ...]:
    """Sentences: how many figures differ from the last release of this cohort, which are new, which are gone."""
    before = [each for each in earlier if each.cohort == release.cohort]
    if not before:
        return (f"Nothing of {release.cohort} was released before.",)
    last = max(before, key=lambda each: each.round.number)
    then, now = _shown(last), _shown(release)
    both = then.keys() & now.keys()
    other = sum(then[key] != now[key] for key in both)
    said = [f"Since {last.round.name}: {other} of {len(both)} figures that are shown both times differ."]
    for words, keys in (("Shown now, but not then", now.keys() - then), ("Shown then, but not now", then.keys() - now)):
        if keys:
            named = (f"{NAMES[cell.kind]}, {where(cell)}" for key, cell in (now | then).items() if key in keys)
            said.append(f"{words}: {'; '.join(named)}.")
    return tuple(said)


def _shown(release: Release) -> dict[Key, Cell]:
    return {(cell.kind, cell.item, cell.grouping, cell.group): cell for cell in release.cells if cell.shown}
