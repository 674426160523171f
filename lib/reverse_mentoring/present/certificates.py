"""Certificates of learning hours: one Word document per person; no evaluation, nothing of a partner."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reverse_mentoring.decide.agreements.letters import safe_id
from reverse_mentoring.decide.agreements.wording import filled, long_date
from reverse_mentoring.decide.review.learning_hours import Learned
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.present.word_files import LOCALES, TEMPLATES, word_template
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import ContactSettings

Words = Mapping[str, str]
_LABELS = ("in_all", "what", "when", "how_long", "topics", "dates", "note", "basis", "date", "page")
_SPACE = "\N{NO-BREAK SPACE}"


def write_certificates(folder: Path, people: Iterable[Learned], *, cohort: Cohort, words: Words) -> list[Path]:
    """Write certificates/<id>_<role>.docx below folder, one per person and role; answers the files.

    people: learning_hours.learned. words: messages of the programme's language (settings.language). No file
    name holds a name. The same input gives the same bytes.
    """
    template = word_template(TEMPLATES / "certificate.docx", locale=LOCALES.get(cohort.settings.language, ""))
    files = []
    for each in people:
        path = folder / certificate_file(each)
        path.parent.mkdir(parents=True, exist_ok=True)
        put_file(path, template.document(_context(each, cohort, words)))
        files.append(path)
    return files


def certificate_file(person: Learned) -> str:
    """Where the certificate lies below the cohort's results, with “/”."""
    return f"certificates/{safe_id(person.person_id)}_{person.role}.docx"


def _context(person: Learned, cohort: Cohort, words: Words) -> dict[str, Any]:
    settings, title = cohort.settings, words["certificate.title"]
    topics = [cohort.topic_names.get(topic, topic) for topic in person.topics]
    footer = {"date": long_date(cohort.as_of, words=words), "title": title}
    return {
        "title": title,
        "organisation": settings.organisation,
        "cohort": cohort.name,
        "as_of": cohort.as_of,
        "locale": LOCALES.get(settings.language, settings.language),
        "words": {name: words[f"certificate.{name}"] for name in _LABELS} | {"programme": words["doc.programme"]},
        "name": cohort.names.get(person.person_id) or person.person_id,
        "lead": filled(words["certificate.lead"], {"organisation": settings.organisation}),
        "role": words[f"certificate.role.{person.role}"],
        "in_all": _time(person.minutes, words),
        "parts": _parts(person, words),
        "topics": ", ".join(words.get(f"topic.{topic}", topic) for topic in topics),
        "dates": " · ".join(_day(day, words) for day, _ in person.sessions),
        "sign": filled(words["certificate.sign"], {"contact": _contact(settings.contact.name, words)}),
        "footer": filled(words["certificate.footer"], footer),
    }


def _parts(person: Learned, words: Words) -> list[dict[str, str]]:
    """Sessions and training, each with when and how long."""
    first, last = person.sessions[0][0], person.sessions[-1][0]
    count, minutes = len(person.sessions), sum(minutes for _, minutes in person.sessions)
    between = filled(words["certificate.from_to"], {"first": _day(first, words), "last": _day(last, words)})
    sessions = {
        "what": words["certificate.session"]
        if count == 1
        else filled(words["certificate.sessions"], {"count": str(count)}),
        "when": between if first != last else _day(first, words),
        "how_long": _time(minutes, words),
    }
    if not person.trained:
        return [sessions]
    day, length = person.trained
    name = words[f"training.title.{person.role}"]
    return [{"what": name, "when": _day(day, words), "how_long": _time(length, words)}, sessions]


def _contact(name: str, words: Words) -> str:
    """Who answers for the programme; in the language of the paper where programme.toml names nobody."""
    shown = words["agreement.contact"] if name == ContactSettings().name else name
    return shown[0].upper() + shown[1:]


def _day(day: dt.date, words: Words) -> str:
    """The long date, kept on one line."""
    return long_date(day, words=words).replace(" ", _SPACE)


def _time(minutes: int, words: Words) -> str:
    """“12 h 30 min”."""
    hours, rest = divmod(minutes, 60)
    kind = "both" if hours and rest else "hours" if hours else "minutes"
    values = {"hours": str(hours), "minutes": str(rest)}
    return filled(words[f"certificate.time.{kind}"], values).replace(" ", _SPACE)
