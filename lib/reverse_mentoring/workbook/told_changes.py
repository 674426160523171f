"""What somebody else changed meanwhile, in sentences for the person at the screen. They quote: never for a log.

What one of a pair wants is never quoted: the sentence stays on the page when the other of the two sits down. The form
of that side says it instead (agreement_unsaved), to whoever has opened it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from reverse_mentoring.decide.merging import Clash, Path

MOST = 6
UNQUOTED = ("sides",)
"""Fields that hold what one may not read of another."""


def others_changed(changed: Iterable[Path], names: Mapping[str, str]) -> str:
    """“Meanwhile somebody else changed: off limits; sides (Ana · Bo · mentor). That holds as well.”"""
    places = [_place(path, names) for path in changed]
    more = f"; and {len(places) - MOST} more" if len(places) > MOST else ""
    return f"Meanwhile somebody else changed: {'; '.join(places[:MOST])}{more}. That holds as well."


def both_changed(clashes: Iterable[Clash], names: Mapping[str, str]) -> str:
    """What the other wrote, and what this person wrote, who may write it again; of a side only where it is."""
    told = "; ".join(_place(each.path, names) + _quoted(each, names) for each in clashes)
    return (
        f"Somebody else changed the same in the meantime, and that is kept. {told}. Yours was not saved: look at the "
        "page again, and repeat it if it should hold."
    )


def _place(path: Path, names: Mapping[str, str]) -> str:
    field, *item = path
    inner = ", ".join(_named(each, names).replace("_", " ") for each in item)
    return field.replace("_", " ") + (f" ({inner})" if inner else "")


def _quoted(clash: Clash, names: Mapping[str, str]) -> str:
    if clash.path[0] in UNQUOTED:
        return ""
    return f": now {_said(clash.theirs, names)}, you chose {_said(clash.mine, names)}"


def _said(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        return "“" + "; ".join(f"{name.replace('_', ' ')}: {_plain(each, names)}" for name, each in value.items()) + "”"
    return f"“{_plain(value, names)}”" if value not in (None, "", [], {}) else "nothing"


def _plain(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(each, names) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(each, names)}" for name, each in value.items())
    return {None: "–", True: "yes", False: "no"}.get(value) or _named(str(value), names)


def _named(text: str, names: Mapping[str, str]) -> str:
    return " · ".join(names.get(part, part) for part in text.split(" · "))
