"""How it develops: sessions and pulses over time, goals as both see them, what answers leave open."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.review import review
from reverse_mentoring.decide.review.attainment import attainment, disagreements, views
from reverse_mentoring.decide.statistics.intervals import proportion_sentence
from reverse_mentoring.present import charts
from reverse_mentoring.present.pages import fragment, picture
from reverse_mentoring.words.figures import signed
from reverse_mentoring.workbook import controls
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.tables import shown
from reverse_mentoring.workbook.views import Page, View, together

LEVELS = {-2: "much less", -1: "less", 0: "as hoped", 1: "more", 2: "much more"}
PULSE = ["Month", "Answers", "Median", "Lower quartile", "Upper quartile"]
T_SCORES = "T-scores of the pairs (50 = as hoped on the whole; spread of 10): "


class Development:
    """Pictures and goals of one cohort."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._scores = controls.tick(
            "Show T-scores (one figure per pair)", False, lambda _: self._goals.refresh(), desk.decisions
        )
        self._pictures, self._goals = Page(self._pictures_page), Page(self._goals_page)

    def view(self) -> View:
        """Pictures, then goals; live also the switch to T-scores."""
        goals = View(controls.panel(self._goals, self._scores, kind="full"), printed=self._goals.printed,
                     classes=("rm-desk",))  # fmt: skip
        return together(self._pictures, goals)

    def _pictures_page(self) -> Markup:
        cohort, drawn = self.desk.cohort, []
        months = review.sessions_by_month(cohort)
        if len(months):
            drawn.append(drawn_picture("Sessions held of those due", charts.sessions_chart(months).svg(), months,
                                       ["Month", "Due", "Held"]))  # fmt: skip
        pulse = review.pulse_summary(cohort)
        for item in ("say", "worth"):
            rows = pulse[pulse["item"] == item].rename(columns={"period": "month"}).drop(columns="item")
            if rows["median"].notna().any():
                said = review.ITEMS[item]
                title = f"“{said[0].upper()}{said[1:]}”"
                drawn.append(drawn_picture(title, charts.pulse_chart(rows).svg(), rows, PULSE))
        return fragment("pictures", pictures=drawn, big=True)

    def _goals_page(self) -> Markup:
        cohort = self.desk.cohort
        reached, goals = review.goals_reached(cohort)
        said = [*self._levels(), *self._apart(), *(self._t_scores() if self._scores.value else ())] if goals else []
        title = f"Goals: {proportion_sentence(reached, goals, 'goals are where the pair hoped or beyond')}"
        return fragment("sentences", title=title, sentences=said)

    def _levels(self) -> list[str]:
        table = review.goal_summary(self.desk.cohort)
        at = dict(zip(table["level"].tolist(), table["goals"].tolist(), strict=True))
        return [" · ".join(f"{words} ({signed(level, 0)}): {at[level]}" for level, words in LEVELS.items())]

    def _apart(self) -> list[str]:
        """Goals that the two see two levels apart or more."""
        said = []
        for row in disagreements(views(self.desk.cohort)).to_dict("records"):
            two = self.desk.pair_name((row["mentor_id"], row["mentee_id"]))
            levels = [signed(int(row[who]), 0) for who in ("mentor", "mentee")]
            said.append(f"{two} see goal {row['number']} differently: mentor {levels[0]}, mentee {levels[1]}. Ask both "
                        "what they look at.")  # fmt: skip
        return said

    def _t_scores(self) -> list[str]:
        scores = attainment(self.desk.cohort)
        known = [f"{self.desk.pair_name((row['mentor_id'], row['mentee_id']))} {row['t_score']:.0f}"
                 for row in scores.to_dict("records")]  # fmt: skip
        return [f"{T_SCORES}{'; '.join(known)}."] if known else []


def drawn_picture(title: str, svg: str, table: pd.DataFrame, head: list[str]) -> dict[str, Any]:
    """A picture with its table, for pictures.html.j2."""
    rows = [[shown(value) for value in row] for row in table.itertuples(index=False)]
    return {"title": title, "svg": picture(svg), "head": head, "rows": rows}
