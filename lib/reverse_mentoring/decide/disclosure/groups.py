"""The groups that figures are told of: frozen at launch and made by size only, never by what anybody answered."""

import pandas as pd

OTHER_FUNCTIONS, NO_LEVEL = "other functions", "level not known"


def frozen_groups(people: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """One row per person, by person_id: person_id, function, level: the groups that he or she is counted in.

    people: person_id, function, level (“” = not known); rank of the level and launch (was there when the cohort
    started) where known. A group needs least + 1 people who were there at launch, so that least stand behind it for
    every viewer in it. Functions below that are told together as OTHER_FUNCTIONS, with the next smallest ones where
    that is still too few. Neighbouring levels are joined from the junior end (“L1–L2”); what is left over at the
    senior end joins the last group. A function that nobody had at launch is another function, a level likewise
    belongs to the group it lies in or next to.
    """
    there = people[people["launch"]] if "launch" in people else people
    need = least + 1
    function = _functions(_sizes(there["function"]), need)
    level = _levels(people, _sizes(there["level"]), need)
    return pd.DataFrame({
        "person_id": people["person_id"],
        "function": [function.get(each, OTHER_FUNCTIONS) for each in people["function"]],
        "level": [level[each] for each in people["level"]],
    }).sort_values("person_id", ignore_index=True)  # fmt: skip


def _sizes(names: "pd.Series[str]") -> dict[str, int]:
    return {str(name): int(size) for name, size in names.value_counts().items()}


def _functions(sizes: dict[str, int], need: int) -> dict[str, str]:
    """function → group, of those that stand alone or were joined."""
    by_size = sorted(sizes, key=lambda name: (sizes[name], name))
    joined = [name for name in by_size if sizes[name] < need or not name]
    apart = [name for name in by_size if name not in joined]
    while apart and joined and sum(sizes[name] for name in joined) < need:
        joined.append(apart.pop(0))
    return {name: name for name in apart} | dict.fromkeys(joined, OTHER_FUNCTIONS)


def _levels(people: pd.DataFrame, sizes: dict[str, int], need: int) -> dict[str, str]:
    """level → group."""
    bands: list[list[str]] = []
    count = 0
    for name in _junior_first(people):
        if not bands or count >= need:
            bands.append([])
            count = 0
        bands[-1].append(name)
        count += sizes.get(name, 0)
    if len(bands) > 1 and count < need:
        left_over = bands.pop()
        bands[-1] += left_over
    return {name: _name(band) for band in bands for name in band}


def _junior_first(people: pd.DataFrame) -> list[str]:
    rank = people["rank"] if "rank" in people else pd.Series(0, people.index)
    known = dict(zip(people["level"], rank.fillna(10**6), strict=True))
    return sorted(known, key=lambda name: (not name, known[name], name))


def _name(band: list[str]) -> str:
    named = [name for name in band if name]
    if not named:
        return NO_LEVEL
    return named[0] if len(named) == 1 else f"{named[0]}–{named[-1]}"
