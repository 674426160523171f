"""The files of step 4: the review as a table, the restricted list, the report, and at the close what goes on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reverse_mentoring.decide.evidence.benchmarks import against_last
from reverse_mentoring.decide.evidence.criteria import told
from reverse_mentoring.decide.launch.charter import goal_sentence
from reverse_mentoring.decide.review import evidence, review
from reverse_mentoring.decide.review.attention import FROM_ANSWERS
from reverse_mentoring.decide.review.insights import ledger
from reverse_mentoring.decide.review.lessons import as_sentences, lessons, own_lessons
from reverse_mentoring.decide.review.next_cohort import Proposal, headline, next_settings_toml
from reverse_mentoring.present.attention_file import attention_file
from reverse_mentoring.present.certificates import write_certificates
from reverse_mentoring.present.lessons_page import Changed, LessonsContent, lessons_page
from reverse_mentoring.present.review_forms import review_forms
from reverse_mentoring.present.review_report import (
    Figure,
    Judged,
    Learned,
    Outside,
    ReportContent,
    Seen,
    Shown,
    review_report,
)
from reverse_mentoring.present.spreadsheets import csv_file, put_file
from reverse_mentoring.store import content
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.days import in_words
from reverse_mentoring.workbook import frame
from reverse_mentoring.workbook.review_counts import write_counts
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_finding import Finding
from reverse_mentoring.workbook.review_findings import Findings
from reverse_mentoring.workbook.review_today import Today
from reverse_mentoring.workbook.views import View


class Papers:
    """The files of one cohort; which, follows from what is looked at."""

    def __init__(self, desk: Desk, findings: Findings, finding: Finding, today: Today) -> None:
        self.desk, self.findings, self.finding, self.today = desk, findings, finding, today

    def view(self) -> View:
        """Live: a button and the list. In batch: written at once."""
        return frame.files(self.desk.decisions, self.write)

    def write(self, folder: Path) -> list[Path]:
        """Each month the table, the list and empty forms; each quarter the report too; at the close everything."""
        written = self._monthly(folder)
        if self.desk.opened.results:
            write_counts(folder, self.desk, self.findings)
        if self.desk.mode != "month":
            written.append(folder / "report.docx")
            review_report(written[-1], self._report(), self.desk.cohort)
        return [*written, *self._closing(folder)] if self.desk.mode == "close" else written

    def _without_answers(self) -> pd.DataFrame:
        """The alarms of the day without those that come from what somebody answered in private."""
        alarms = self.desk.alarms
        return alarms[~alarms["rule"].isin(FROM_ANSWERS)].reset_index(drop=True)

    def _monthly(self, folder: Path) -> list[Path]:
        desk = self.desk
        paths = [folder / "review.csv", folder / "attention.xlsx", folder / "review_forms.xlsx"]
        csv_file(paths[0], review.review_table(desk.cohort, desk.pairs, held=desk.held,
                                               alarms=self._without_answers()))  # fmt: skip
        attention_file(paths[1], desk.cohort, self.today.open_alarms(), actions=desk.decisions.choices.actions)
        review_forms(paths[2], desk.cohort)
        return paths

    def _closing(self, folder: Path) -> list[Path]:
        desk, found = self.desk, self.findings
        accepted = desk.decisions.choices.accepted
        lessons_page(folder / "lessons.docx", self._lessons(), desk.cohort)
        put_file(folder / "next_cohort.toml",
                 next_settings_toml(found.proposals, accepted, cohort=desk.cohort).encode())  # fmt: skip
        csv_file(folder / "carry_over.csv", found.carried)
        words = content.messages(desk.cohort.settings.language)
        certificates = write_certificates(folder, found.learned, cohort=desk.cohort, words=words)
        names = ("lessons.docx", "next_cohort.toml", "carry_over.csv")
        return [*(folder / name for name in names), *certificates]

    def _lessons(self) -> LessonsContent:
        desk, found = self.desk, self.findings
        choices, cohort = desk.decisions.choices, desk.cohort
        without_own = choices.model_copy(update={"lessons": ()})
        said = as_sentences(lessons(cohort, desk.pairs, without_own, alarms=desk.alarms))
        change = [each for each in found.proposals if each.change]
        why = found.carried["why"].str.split(".").str[0].value_counts()
        return LessonsContent(
            headline=headline(found.proposals, choices.accepted),
            lessons=said, own=own_lessons(cohort, choices),
            changes=tuple(Changed(each.what, each.now, each.proposed, evidence_for_others(each, cohort),
                                  each.key in choices.accepted) for each in change),
            unchanged=len(found.proposals) - len(change), carry_over=tuple((str(k), int(n)) for k, n in why.items()),
        )  # fmt: skip

    def _report(self) -> ReportContent:
        desk, found = self.desk, self.findings
        return ReportContent(
            headline=evidence.headline(desk.cohort, desk.pairs, self._without_answers()),
            figures=tuple(Figure(each["name"], str(each["value"]), each["of"], each["note"], 2 * len(desk.pairs))
                          for each in self.finding.figures()),
            charter=(*found.how_fixed(), *filter(None, [found.broken()])),
            criteria=self._judged(),
            pictures=tuple(Shown(title, drawn, n=n) for title, drawn, _, n in found.pictures()[-2:]),
            exploratory=self._seen(),
            beside_earlier=self._against_last(),
            outside=tuple(Outside(each.label, each.text, each.caveat)
                          for each in found.outside if self._asked(each.measure)),
            learned=tuple(Learned(row["wording"], row["action"], _state(row)) for row in
                          ledger(desk.decisions.choices).to_dict("records")),
        )  # fmt: skip

    def _asked(self, key: str) -> bool:
        return any(goal.measure == key for goal in self.findings.charter.goals)

    def _seen(self) -> tuple[Seen, ...]:
        return tuple(
            Seen(str(row["measure"]), str(row["finding"]), int(row["n"]),
                 None if pd.isna(row["fewest"]) else int(row["fewest"]))
            for row in self.findings.exploratory.to_dict("records")
        )  # fmt: skip

    def _against_last(self) -> tuple[str, ...]:
        """This cohort against the last one, without a count of answers that would point at too few people."""
        table, least = self.findings.cohorts, self.desk.cohort.settings.group_at_least
        others = table["asked"] - table["safe"]
        few = (table["safe"].between(1, least - 1) | others.between(1, least - 1)).fillna(value=False).astype(bool)
        return against_last(table.assign(**{name: table[name].mask(few) for name in ("safe", "asked")}))

    def _judged(self) -> tuple[Judged, ...]:
        """The goals as others may read them; a strip only where its figure may be seen."""
        desk, known = self.desk, [each.number for each in self.findings.criteria if each.estimate]
        drawn = dict(zip(known, self.findings.strips, strict=True))
        return tuple(
            Judged(goal_sentence(each.goal), each.verdict, each.finding, each.why, each.caveats,
                   each.estimate.n if each.estimate else None, drawn[each.number] if each.estimate else None)
            for each in told(desk.cohort, desk.pairs, self.findings.criteria)
        )  # fmt: skip


def evidence_for_others(change: Proposal, cohort: Cohort) -> str:
    """The evidence, unless its count of forms or pairs would point at the few who did not say so."""
    known = change.estimate
    if known is None or known.value is None or change.key.partition(":")[0] not in ("training", "months"):
        return change.evidence
    fewest = known.n - round(known.value * known.n)
    return "Nearly all of whom it is known say so." if 0 < fewest < cohort.settings.group_at_least else change.evidence


def _state(row: Mapping[Any, Any]) -> str:
    done, due = row["done_on"], row["due"]
    if done:
        return f"done on {in_words(done)}"
    return f"due on {in_words(due)}" if due else "nobody has it yet"
