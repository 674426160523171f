"""Step 4 on screen: the state of the cohort as a sentence, whom to call today, sessions, pulses, goals."""

from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide import evidence, review
from reverse_mentoring.decide.attention import attention
from reverse_mentoring.decide.charter import goal_sentence, is_intact, said_day
from reverse_mentoring.decide.training import training_days
from reverse_mentoring.present import charts
from reverse_mentoring.present.pages import fragment, picture
from reverse_mentoring.present.spreadsheets import csv_file, xlsx_file
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import AgreementChoices, MatchingChoices, ReviewChoices
from reverse_mentoring.words.papers import Track
from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.decisions import Decisions
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.tables import shown
from reverse_mentoring.workbook.views import Page, View

MOST_TODAY = 7
NO_CHARTER = "No goals were written into a charter, so nothing can be called a success or a failure."
RESTRICTED = "Restricted: for the facilitator only. Quotes private answers; never show it to a partner or a manager."
LEVELS = {-2: "much less", -1: "less", 0: "as hoped", 1: "more", 2: "much more"}


class Review:
    """The review of one cohort on the day of its opening; what was ticked off is a choice."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.decisions: Decisions[ReviewChoices] = Decisions(opened, "review")
        cohort = opened.cohort
        agreed = opened.vault.choices(cohort.name, "agreements").choices
        decided = opened.vault.choices(cohort.name, "matching").choices
        assert isinstance(agreed, AgreementChoices)
        assert isinstance(decided, MatchingChoices)
        self.agreed = agreed
        self.rhythm = agreed.rhythm or cohort.settings.rhythm
        self.pairs = review.pairs_under_review(
            cohort, decided.final or (), agreed=[each.ids for each in agreed.confirmed]
        )
        self.alarms = attention(cohort, self.pairs, rhythm=self.rhythm)
        self.held = review.sessions_held(cohort, self.pairs, weeks_between=self.rhythm.weeks_between)

    def header(self) -> View:
        """Programme, cohort and step."""
        return frame.header(self.opened, "review")

    def finding(self) -> View:
        """The cohort as a sentence with four numbers and their denominators; starts that were an exception."""
        return Page(lambda: self._finding_page() + self._exceptions_page())

    def today(self) -> View:
        """Whom to call, at most seven, and a way to tick them off."""
        page = frame.followed(self.decisions, self._today_page)
        by = self.decisions
        buttons = controls.row(
            controls.button("First one is done", self._tick_first, by, primary=True),
            controls.button("Undo", by.undo, by),
            frame.status(by),
        )
        return View(controls.panel(page, buttons, kind="full"), printed=page.printed, classes=("rm-desk",))

    def pictures(self) -> View:
        """Sessions held of those due, and the pulse over time; each with its table."""
        return Page(self._pictures_page)

    def goals(self) -> View:
        """Goals by the level reached."""
        return Page(self._goals_page)

    def results(self) -> View:
        """review.csv and attention.xlsx (restricted)."""
        return frame.files(self.decisions, self._write)

    def open_alarms(self) -> pd.DataFrame:
        """The attention list without what was ticked off, worst first."""
        done = set(self.decisions.choices.done)
        keys = zip(self.alarms["rule"], self.alarms["mentor_id"], self.alarms["mentee_id"], strict=True)
        still_open = pd.Series([key not in done for key in keys], index=self.alarms.index, dtype=bool)
        return self.alarms[still_open]

    def _finding_page(self) -> Markup:
        cohort, held = self.opened.cohort, self.held
        due, took_place = int(held["due"].sum()), int(held["held"].sum())
        reached, goals = review.goals_reached(cohort)
        going_on = len(review.active(self.pairs))
        answered = review.answers(cohort)["person_id"].nunique()
        figures = [
            _figure("Pairs going on", going_on, len(self.pairs), "of all pairs ever"),
            _figure("Sessions held", took_place, due, "of those due"),
            _figure("Goals at the level hoped for", reached, goals, "of those reviewed"),
            _figure("People who answered a pulse", answered, 2 * len(self.pairs), "of all in pairs"),
        ]
        return fragment(
            "review",
            headline=evidence.headline(cohort, self.pairs, self.alarms),
            sentences=evidence.not_recorded(cohort, self.pairs) if len(self.pairs) else (),
            figures=figures,
        )

    def _exceptions_page(self) -> Markup:
        """Pairs that may start although something is missing, with the reason; pairs that run without training."""
        pairs = {ids: " and ".join(map(self._name, ids)) for ids in review.id_pairs(self.pairs)}
        said = [f"{pairs[each.ids]}: {each.reason}" for each in self.agreed.overrides if each.ids in pairs]
        return fragment("exceptions", exceptions=said, untrained=self._untrained())

    def _untrained(self) -> list[str]:
        """A sentence for each pair that runs although somebody is not trained; one for all if no training is known."""
        cohort, training = self.opened.cohort, training_days(self.opened.cohort, self.agreed)
        active = review.active(self.pairs)
        running = review.id_pairs(active[active["started"] <= pd.Timestamp(cohort.as_of)])
        if running and not training.days:
            return ["No training is recorded for this cohort."]
        found = []
        for mentor, mentee in running:
            roles: tuple[tuple[str, Track], ...] = ((mentor, "mentor"), (mentee, "mentee"))
            lacking = [self._name(person) for person, track in roles if not training.done(person, track)]
            if lacking:
                names = f"{self._name(mentor)} and {self._name(mentee)}"
                found.append(f"{names}: {' and '.join(lacking)} not trained.")
        return found

    def _name(self, person: str) -> str:
        return self.opened.cohort.names.get(person) or person

    def _today_page(self) -> Markup:
        names = self.opened.cohort.names
        rows = [
            {"level": group["level"].iloc[0], "why": group["why"].tolist(), "mentor": names.get(mentor, mentor),
             "mentee": names.get(mentee, mentee), "first": names.get(*[group["person_id"].iloc[0]] * 2),
             "first_action": group["first_action"].iloc[0]}
            for (mentor, mentee), group in self._by_pair()
        ]  # fmt: skip
        red = sum(row["level"] == "red" for row in rows)
        said = f"Today: {red} to call, {len(rows) - red} to look at" if rows else "Today: nobody to call"
        return fragment("today", headline=said, rows=rows[:MOST_TODAY], more=max(len(rows) - MOST_TODAY, 0))

    def _by_pair(self) -> list[Any]:
        """The open alarms of each pair, the pair with the worst one first."""
        return list(self.open_alarms().groupby(["mentor_id", "mentee_id"], sort=False))

    def _tick_first(self) -> None:
        for _, group in self._by_pair()[:1]:
            keys = zip(group["rule"], group["mentor_id"], group["mentee_id"], strict=True)
            self.decisions.change(done=(*self.decisions.choices.done, *keys))

    def _pictures_page(self) -> Markup:
        cohort, drawn = self.opened.cohort, []
        months = review.sessions_by_month(cohort)
        if len(months):
            drawn.append(_picture("Sessions held of those due", charts.sessions_chart(months), months,
                                  ["Month", "Due", "Held"]))  # fmt: skip
        pulse = review.pulse_summary(cohort)
        for item in ("say", "worth"):
            rows = pulse[pulse["item"] == item].rename(columns={"period": "month"}).drop(columns="item")
            if rows["median"].notna().any():
                said = review.ITEMS[item]
                drawn.append(_picture(f"“{said[0].upper()}{said[1:]}”", charts.pulse_chart(rows), rows,
                                      ["Month", "Answers", "Median", "Lower quartile", "Upper quartile"]))  # fmt: skip
        return fragment("pictures", pictures=drawn)

    def _goals_page(self) -> Markup:
        table = review.goal_summary(self.opened.cohort)
        reached, goals = review.goals_reached(self.opened.cohort)
        goals_at = dict(zip(table["level"].tolist(), table["goals"].tolist(), strict=True))
        said = [f"{words} ({level:+d}): {goals_at[level]}".replace("-", "−") for level, words in LEVELS.items()]
        title = f"Goals: {evidence.proportion_sentence(reached, goals, 'goals are where the pair hoped or beyond')}"
        return fragment("sentences", title=title, sentences=[" · ".join(said)] if goals else []) + self._charter_page()

    def _charter_page(self) -> Markup:
        """By what the programme said at launch that it wants to be judged."""
        charter = self.opened.vault.choices(self.opened.cohort.name, "charter").choices
        assert isinstance(charter, Charter)
        if not charter.goals:
            return fragment("for_the_room", title="The charter", sentences=[NO_CHARTER], points=())
        sealed = (
            f"Locked on {said_day(charter.locked_on)}." if charter.locked_on else "Not locked: goals may still move."
        )
        broken = [] if is_intact(charter) or not charter.locked else ["Its contents do not fit the seal of the launch."]
        goals = [goal_sentence(goal) for goal in charter.goals]
        return fragment("for_the_room", title="What the charter promised", sentences=[sealed, *broken], points=goals)

    def _write(self, folder: Path) -> list[Path]:
        cohort, paths = self.opened.cohort, [folder / "review.csv", folder / "attention.xlsx"]
        csv_file(paths[0], review.review_table(cohort, self.pairs, held=self.held, alarms=self.alarms))
        listed = self.open_alarms().copy()
        for column in ("mentor_id", "mentee_id", "person_id"):
            listed[column.removesuffix("_id")] = listed[column].map(lambda person: cohort.names.get(person, ""))
        xlsx_file(paths[1], {"Attention": listed}, notes={"Attention": RESTRICTED})
        return paths


def _figure(name: str, k: int, n: int, note: str) -> dict[str, Any]:
    return {"name": name, "value": k if n else "–", "of": f"of {n}" if n else "", "note": note if n else "nothing yet"}


def _picture(title: str, svg: str, table: pd.DataFrame, head: list[str]) -> dict[str, Any]:
    rows = [[shown(value) for value in row] for row in table.itertuples(index=False)]
    return {"title": title, "svg": picture(svg), "head": head, "rows": rows}
