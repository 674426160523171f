"""What a pair's text says differently from the one that the two confirmed."""

from collections.abc import Iterable

from reverse_mentoring.decide.agreements.versions import Content, Line, content_of, headed, text_difference
from reverse_mentoring.store.agreement_texts import kept
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.papers import Confirmed
from reverse_mentoring.workbook.agreement_drafts import Drafts


def latest_first(own: Iterable[Confirmed]) -> list[Confirmed]:
    """Confirmations by day, of one day the last first."""
    return [each for _, each in sorted(enumerate(own), key=lambda each: (each[1].on, each[0]), reverse=True)]


def other_text(draft: Agreement, drafts: Drafts) -> Confirmed | None:
    """The latest confirmation of another text than today's; None if there is none."""
    own = (each for each in drafts.decisions.choices.confirmed if each.ids == draft.ids)
    return next((each for each in latest_first(own) if each.fingerprint != draft.fingerprint), None)


def changed_lines(drafts: Drafts, wanted: Iterable[Agreement]) -> dict[IdPair, tuple[Line, ...]]:
    """Pair → what its text says differently from the other one that was confirmed last, where that text was kept."""
    others = [(draft, other.fingerprint) for draft in wanted if (other := other_text(draft, drafts))]
    opened = drafts.opened
    texts = kept(opened.vault, opened.cohort.name, [text for _, text in others]) if others else {}
    return {
        draft.ids: _difference(texts[draft.ids, text], draft, drafts)
        for draft, text in others
        if (draft.ids, text) in texts
    }


def _difference(old: Content, draft: Agreement, drafts: Drafts) -> tuple[Line, ...]:
    names = drafts.opened.cohort.topic_names
    was, now = (headed(text, words=drafts.words, topic_names=names) for text in (old, content_of(draft)))
    return text_difference(was, now)
