"""A release, from the vault to released.db: made, shown to a person, written as shown."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from reverse_mentoring.decide.disclosure import gate
from reverse_mentoring.decide.disclosure.answers import rounds
from reverse_mentoring.decide.disclosure.comments import Comments, against
from reverse_mentoring.decide.disclosure.since_last import since_last
from reverse_mentoring.decide.review.naming import names_somebody
from reverse_mentoring.store import released
from reverse_mentoring.store.free_texts import free_texts
from reverse_mentoring.store.programme import Programme
from reverse_mentoring.store.released_file import read_releases
from reverse_mentoring.store.reviewed import Reviewed, load_reviewed
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import ReviewChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.release import Release, Round

NONE = Comments()


@dataclass(frozen=True)
class Prepared:
    """What would be released. preview: what a person reads before the OK; earlier: what was released before; shared:
    how many comments its sentences rest on."""

    release: Release
    preview: tuple[str, ...]
    earlier: tuple[Release, ...]
    shared: int = 0


def prepare(programme: Programme, cohort: str, wanted: str, *, comments: Comments = NONE) -> Prepared:
    """The release of this round of this cohort, not yet written. wanted: its number or name (“2”, “quarter 2”).

    Refused if there is no such cohort, if the round is not closed, if it or a later one was released before, if
    released.db lacks an earlier release, if a sentence of it names somebody, or if something speaks against comments.
    """
    settings, vault, path = programme.settings(), open_vault(programme.vault), programme.released
    as_of = settings.as_of or dt.datetime.now().astimezone().date()
    known = load_reviewed(vault, cohort, settings, as_of)
    closed = rounds(known.cohort)
    span = _closed(closed, wanted, known.cohort)
    released.refuse_lost(vault, path)
    earlier = read_releases(path)
    released.refuse_again(earlier, cohort, span.number)
    before = [each.round for each in earlier if each.cohort == cohort]
    _refuse_before(before, span)
    _refuse_comments(vault, known.cohort, comments)
    made = replace(_release(vault, known, span, earlier=earlier), comments=comments.sentences)
    released.refuse_comments_of_few(made)
    said = (*gate.preview(made), *since_last(made, earlier), *_skipped(closed, before, span))
    return Prepared(made, (*said, *released.changed(vault, path)), earlier, comments.shared)


def publish(programme: Programme, prepared: Prepared, *, now: dt.datetime) -> str:
    """Writes what was prepared, and nothing else, into released.db; returns the SHA-256 of the file.

    Refused if something else was released since.
    """
    vault, path = open_vault(programme.vault), programme.released
    return released.publish(vault, path, prepared.release, earlier=prepared.earlier, shared=prepared.shared, now=now)


def to_release(cohort: Cohort, earlier: Sequence[Release]) -> tuple[Round, ...]:
    """The closed rounds that can still be released, the earliest first."""
    last = max((each.round.number for each in earlier if each.cohort == cohort.name), default=0)
    return tuple(each for each in rounds(cohort) if each.number > last)


def _closed(closed: Sequence[Round], wanted: str, cohort: Cohort) -> Round:
    """The round of this number or name."""
    for each in closed:
        if wanted.strip().casefold() in (str(each.number), each.name.casefold()):
            return each
    if not closed:
        raise Refused(f"No round of {cohort.name} is closed yet on {in_words(cohort.as_of)}.")
    listed = ", ".join(f"{each.number} ({in_words(each.first)} to {in_words(each.last)})" for each in closed)
    raise Refused(f"“{wanted}” is no closed round of {cohort.name}. Closed rounds: {listed}.")


def _refuse_before(before: Sequence[Round], span: Round) -> None:
    """The gate holds a round against those before it: its counts must not tell, beside theirs, what few people did."""
    later = [each.name for each in before if each.number > span.number]
    if later:
        raise Refused(f"{later[0].capitalize()} was released already; a round before it cannot be added any more.")
    shared = [each for each in before if each.last >= span.first]
    if shared:
        raise Refused(
            f"{shared[-1].name.capitalize()} was released up to {in_words(shared[-1].last)}, and {span.name} would "
            f"begin on {in_words(span.first)}. Put the cohort's start in programme.toml back to what it was then."
        )


def _skipped(closed: Sequence[Round], before: Sequence[Round], span: Round) -> tuple[str, ...]:
    """What can no longer be released once this round is."""
    known = {each.number for each in before}
    names = [each.name for each in closed if each.number < span.number and each.number not in known]
    return (f"Not released so far, and not any more after this: {', '.join(names)}.",) if names else ()


def _release(vault: Vault, known: Reviewed, span: Round, *, earlier: Sequence[Release]) -> Release:
    cohort = known.cohort
    charter = cast(Charter, vault.choices(cohort.name, "charter").choices)
    insights = cast(ReviewChoices, vault.choices(cohort.name, "review").choices).insights
    made = gate.release(cohort, known.pairs, span, charter=charter, insights=insights, earlier=earlier)
    if any(names_somebody(sentence, cohort) for sentence in _sentences(made)):
        raise Refused(
            "A sentence of this release names somebody: look at the goals of the charter. Nothing was written."
        )
    return made


def _refuse_comments(vault: Vault, cohort: Cohort, comments: Comments) -> None:
    if said := against(comments, cohort, free_texts(vault, cohort.name) if comments.sentences else ()):
        raise Refused(" ".join(said))


def _sentences(made: Release) -> list[str]:
    """What a person has written, or what is made of it."""
    return [text for cell in made.cells if cell.kind == "criteria" for text in (cell.item, cell.text)]
