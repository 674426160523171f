"""The training tracks and the preparation packs as Word documents."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reverse_mentoring.decide.agreements.preparation import BULLETS, Pack
from reverse_mentoring.decide.agreements.training import Course
from reverse_mentoring.decide.agreements.wording import filled, long_date
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.present.word_files import LOCALES, TEMPLATES, word_template
from reverse_mentoring.words.cohort import Cohort

Words = Mapping[str, str]
_TRAINING = ("aims", "agenda", "minutes", "part", "how", "cards", "cards_note", "do")
_PACK = ("good", "expertise", "expertise_hint", "say", "sessions", "session", "when", "you_prepare", "page")
_EMPTY_LINES = 3


def write_training(folder: Path, courses: Iterable[Course], *, cohort: Cohort, words: Words) -> list[Path]:
    """Write training/<track>.docx for each track below folder: aims, agenda, cards to cut apart. Answers the files.

    words: messages of the programme's language. The same input gives the same bytes.
    """
    tracks = {course.track.replace(" ", "_"): _training_context(course, cohort, words) for course in courses}
    return [_write(folder / "training" / f"{track}.docx", "training", said) for track, said in tracks.items()]


def write_packs(folder: Path, packs: Iterable[Pack], *, cohort: Cohort, words: Words) -> list[Path]:
    """Write one Word file per pair and side below folder, named as Pack.file says. Answers the files.

    words: messages of the packs' language. The same input gives the same bytes.
    """
    return [_write(folder / pack.file, "pack", _pack_context(pack, cohort, words)) for pack in packs]


def _write(path: Path, template: str, context: Mapping[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    put_file(path, word_template(TEMPLATES / f"{template}.docx", locale=context["locale"]).document(context))
    return path


def _frame(title: str, cohort: Cohort, words: Words, *, language: str, footer: str) -> dict[str, Any]:
    """What every document names."""
    day = long_date(cohort.as_of, words=words)
    return {
        "title": title,
        "organisation": cohort.settings.organisation,
        "programme": words["doc.programme"],
        "cohort": cohort.name,
        "as_of": cohort.as_of,
        "locale": LOCALES.get(language, language),
        "footer": f"{day} · {footer}",
    }


def _training_context(course: Course, cohort: Cohort, words: Words) -> dict[str, Any]:
    title = words[f"training.title.{course.track}"]
    return {
        **_frame(title, cohort, words, language=cohort.settings.language, footer=title),
        "words": {name: words[f"training.{name}"] for name in _TRAINING} | {"page": words["pack.page"]},
        "length": filled(words["training.length"], {"minutes": str(course.minutes)}),
        "aims": list(course.aims),
        "agenda": [vars(item) for item in course.agenda],
        "cards": [vars(card) for card in course.cards],
    }


def _pack_context(pack: Pack, cohort: Cohort, words: Words) -> dict[str, Any]:
    who = filled(words["pack.with"], {"name": pack.name, "partner": pack.partner})
    room = [""] * (BULLETS - len(pack.bullets)) if pack.who == "mentor" else []
    return {
        **_frame(words[f"pack.title.{pack.who}"], cohort, words, language=pack.language, footer=who),
        "words": {name: words[f"pack.{name}"] for name in _PACK},
        "who": who,
        "before": pack.before,
        "gain": filled(words["pack.gain"], {"text": pack.gain}) if pack.gain else "",
        "bullets": [*pack.bullets, *room],
        "topics": [vars(topic) for topic in pack.topics],
        "parts": _mentor_parts(words) if pack.who == "mentor" else _mentee_parts(words),
        "say": [words[f"pack.say.{number}"] for number in range(1, 6)] if pack.who == "mentor" else [],
        "sessions": [vars(session) for session in pack.sessions],
    }


def _mentor_parts(words: Words) -> list[dict[str, Any]]:
    """What the mentor writes on each topic."""
    empty = [""] * _EMPTY_LINES
    return [{"title": words[f"pack.{part}"], "hint": words[f"pack.{part}_hint"], "lines": empty}
            for part in ("demo", "exercise")]  # fmt: skip


def _mentee_parts(words: Words) -> list[dict[str, Any]]:
    """What the mentee writes on each topic: three own questions, one real task."""
    asked = [text for number in range(1, 4) for text in (f"{number}. {words[f'pack.question.{number}']}", "")]
    task = {"title": words["pack.task"], "hint": words["pack.task_hint"], "lines": [""] * _EMPTY_LINES}
    return [{"title": words["pack.questions"], "hint": "", "lines": asked}, task]
