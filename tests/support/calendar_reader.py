"""An own small reader of iCalendar files (RFC 5545), independent of what writes them."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo


@dataclass
class Part:
    """BEGIN … END: lines by name as (parameters, raw value), and what is inside."""

    kind: str
    lines: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def of(self, kind: str) -> list["Part"]:
        return [part for part in self.parts if part.kind == kind]

    def raw(self, name: str) -> str:
        ((_, value),) = self.lines[name]
        return value

    def text(self, name: str) -> str:
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.raw(name))


@dataclass
class Calendar(Part):
    """A whole file."""

    @property
    def entries(self) -> list[Part]:
        return self.of("VEVENT")

    def moment(self, entry: Part, name: str) -> dt.datetime:
        """A date-time of an entry; its VTIMEZONE must say the same as the time zone database."""
        ((parameters, value),) = entry.lines[name]
        naive = dt.datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        if value.endswith("Z"):
            return naive.replace(tzinfo=dt.UTC)
        zone = parameters.removeprefix("TZID=")
        (declared,) = [part for part in self.of("VTIMEZONE") if part.raw("TZID") == zone]
        when = naive.replace(tzinfo=ZoneInfo(zone))
        assert when.utcoffset() == _offset(declared, naive)
        return when


def read_calendar(path: Path) -> Calendar:
    """The file after unfolding; fails where a line is too long or does not end with CRLF."""
    octets = path.read_bytes()
    assert octets.endswith(b"\r\n")
    assert octets.count(b"\n") == octets.count(b"\r") == octets.count(b"\r\n")
    assert max(map(len, octets.split(b"\r\n"))) <= 75
    lines = octets.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    calendar = Calendar("VCALENDAR")
    open_parts: list[Part] = [calendar]
    for line in lines[1:-1]:
        name, parameters, value = re.fullmatch(r"([A-Z-]+);?([^:]*):(.*)", line).groups()
        if name == "BEGIN":
            open_parts[-1].parts.append(Part(value))
            open_parts.append(open_parts[-1].parts[-1])
        elif name == "END":
            assert open_parts.pop().kind == value
        else:
            open_parts[-1].lines.setdefault(name, []).append((parameters, value))
    assert open_parts == [calendar]
    return calendar


def _offset(zone: Part, local: dt.datetime) -> dt.timedelta:
    """Ahead of UTC by the observance that began last."""
    begun = []
    for part in zone.parts:
        assert set(part.lines) <= {"DTSTART", "RDATE", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"}
        onsets = [part.raw("DTSTART"), *(day for _, value in part.lines.get("RDATE", []) for day in value.split(","))]
        sign, hours, minutes = re.fullmatch(r"([+-])(\d\d)(\d\d)", part.raw("TZOFFSETTO")).groups()
        ahead = dt.timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        begun += [(dt.datetime.strptime(each, "%Y%m%dT%H%M%S"), ahead) for each in onsets]  # noqa: DTZ007
    return max(each for each in begun if each[0] <= local)[1]
