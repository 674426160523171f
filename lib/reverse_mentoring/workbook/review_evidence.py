"""What can be shown: the charter's goals judged, what else was seen, earlier cohorts and figures from elsewhere."""

from collections.abc import Container, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.launch.charter import goal_sentence
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.words.findings import Criterion
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_development import drawn_picture
from reverse_mentoring.workbook.review_findings import Findings
from reverse_mentoring.workbook.views import Page, View, together

VERDICTS = {"met": "met", "not met": "not met", "cannot tell": "open, because nobody can tell"}
COUNTS = (
    ("Pairs completed of those over", "completed", "over"),
    ("Sessions held of those due", "sessions_held", "sessions_due"),
    ("Goals reached of those reviewed", "goals_reached", "goals"),
    ("People who can say what they think, of those asked", "safe", "asked"),
)
"""Figure in words; columns of benchmarks.beside_earlier."""


class Evidence:
    """The pages of the evidence of one cohort."""

    def __init__(self, desk: Desk, findings: Findings) -> None:
        self.desk, self.findings = desk, findings

    def view(self) -> View:
        """Verdicts first, then pictures, then what nobody promised."""
        pages = (self._criteria_page, self._pictures_page, self._exploratory_page, self._earlier_page)
        return together(*map(Page, pages))

    def headline(self) -> str:
        """“1 of 3 goals met, 1 not met, 1 open, because nobody can tell”."""
        judged = [each.verdict for each in self.findings.criteria]
        said = [f"{judged.count(verdict)} {words}" for verdict, words in VERDICTS.items() if verdict in judged]
        return (
            f"Of {len(judged)} {'goal' if len(judged) == 1 else 'goals'}: {', '.join(said)}" if said else "The charter"
        )

    def _criteria_page(self) -> Markup:
        shared = self._shared()
        rows = [self._row(each, shared) for each in self.findings.criteria]
        said = [f"{_goals(numbers)}: {caveat}" for caveat, numbers in shared.items()]
        page = fragment("criteria", headline=self.headline(), sentences=self.findings.how_fixed(), rows=rows,
                        broken=self.findings.broken(), shared=said)  # fmt: skip
        drawn = self.findings.promised()
        if drawn is None:
            return page
        table = pd.DataFrame([(strip.goal, strip.verdict) for strip in self.findings.strips])
        picture = drawn_picture(drawn.title, drawn.svg(), table, ["Goal", "Verdict"])
        return page + fragment("pictures", pictures=[picture], big=True)

    def _shared(self) -> dict[str, list[int]]:
        """Caveats that belong to several goals, with the goals: said once."""
        found: dict[str, list[int]] = {}
        for each in self.findings.criteria:
            for said in each.caveats:
                found.setdefault(said, []).append(each.number)
        return {said: numbers for said, numbers in found.items() if len(numbers) > 1}

    def _row(self, judged: Criterion, shared: Container[str]) -> dict[str, Any]:
        beside = [{"label": each.label, "text": each.text, "caveat": each.caveat}
                  for each in self.findings.beside(judged.goal.measure)]  # fmt: skip
        own = [said for said in judged.caveats if said not in shared]
        return {"number": judged.number, "goal": goal_sentence(judged.goal), "verdict": judged.verdict,
                "finding": judged.finding, "why": judged.why, "caveats": own, "beside": beside}  # fmt: skip

    def _pictures_page(self) -> Markup:
        drawn = [
            drawn_picture(title, picture.svg(), table.round(2), [str(name).replace("_", " ") for name in table.columns])
            for title, picture, table, _ in self.findings.pictures()
        ]
        return fragment("pictures", pictures=drawn, big=True)

    def _exploratory_page(self) -> Markup:
        return fragment("exploratory", rows=self.findings.exploratory.to_dict("records"), hidden=0)

    def _earlier_page(self) -> Markup:
        table, said = self.findings.cohorts, self.findings.against_last
        rows = [
            {"name": words, "cells": [_cell(row[k], row[n]) for row in table.to_dict("records")]}
            for words, k, n in COUNTS
        ] if len(table) > 1 else []  # fmt: skip
        outside = [{"label": each.label, "text": each.text, "caveat": each.caveat} for each in self.findings.outside]
        first = said[0] if said else "There is no earlier cohort to compare with"
        return fragment("earlier", headline=first, sentences=[*said[1:], *self._still_earlier()],
                        cohorts=table["cohort"].tolist(), rows=rows, outside=outside)  # fmt: skip

    def _still_earlier(self) -> list[str]:
        count = self.findings.still_earlier
        cohorts = "1 cohort" if count == 1 else f"{count:,} cohorts"
        return [f"{cohorts} with an earlier start {'is' if count == 1 else 'are'} left out here."] if count else []


def _goals(numbers: Sequence[int]) -> str:
    """“Goals 2, 3 and 4”."""
    return f"Goals {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _cell(k: Any, n: Any) -> str:
    return f"{k} of {n}" if pd.notna(n) and n else "–"
