"""Other ways to look at it: the same people under other aims, and with weights a little different. Asked for by a
button, because all is solved many times; drawn at once in batch."""

from collections.abc import Callable

from markupsafe import Markup

from reverse_mentoring.decide.matching.scenarios import (
    SCENARIOS,
    Comparison,
    Scenario,
    comparison_sentences,
    scenarios,
    steadiness,
)
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.pair_files import points
from reverse_mentoring.words.choices import MatchingChoices
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.settled import Settled
from reverse_mentoring.workbook.tables import first_rows
from reverse_mentoring.workbook.views import Page, View, sentences, together

TITLE = "Would other aims give other pairs?"
NOT_ASKED = "Not compared yet for the pairs as they are now."
DECIDED = "These pairs are decided or under way: nothing is compared."


class OtherWays:
    """The comparison of the pairs as they are now; current: the pairs."""

    def __init__(self, decisions: Decisions[MatchingChoices], current: Callable[[], Settled]) -> None:
        self.decisions, self.current = decisions, current
        self._asked: Settled | None = None
        self._page = Page(self._show)
        decisions.follow(self._page.refresh)

    def view(self) -> View:
        """Live with a button; in batch compared at once."""
        if self.decisions.opened.results:
            self._compare()
            return self._page
        return together(self._page, extra=(controls.row(controls.button("Compare", self._compare, self.decisions)),))

    def _compare(self) -> None:
        self._asked = self.current()
        self._page.refresh()

    def _show(self) -> Markup:
        now = self.current()
        if now.solution.settled is not None:
            return sentences(DECIDED, title=TITLE)
        if self._asked is not now:
            return sentences(NOT_ASKED, title=TITLE)
        compared = scenarios(now.board, now.solution)
        said = comparison_sentences(compared, steadiness(now.board, now.solution))
        rows = [_row(each, compared) for each in compared.scenarios] if compared and compared.present else []
        names = self.decisions.opened.cohort.names
        stand = first_rows([
            f"{names.get(mentor, mentor)} and {names.get(mentee, mentee)}" for mentor, mentee in compared.stand
        ] if compared else [], "pairs")  # fmt: skip
        return fragment("ways", headline=said[0] if said else TITLE, sentences=said[1:], rows=rows, stand=stand)


def _row(found: Scenario, compared: Comparison) -> dict[str, object]:
    return {
        "name": SCENARIOS[found.name],
        "chosen": found.name == compared.objective,
        "served": found.served,
        "total": points(found.total),
        "lowest": ", ".join(points(fit) for fit in found.lowest) or "–",
        "blocking": found.blocking,
        "others": found.others,
    }
