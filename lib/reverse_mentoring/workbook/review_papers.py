"""The files of step 4: the review as a table, the restricted list, the report, and at the close what goes on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reverse_mentoring.decide import review
from reverse_mentoring.decide.charter import goal_sentence, said_day
from reverse_mentoring.decide.insights import ledger
from reverse_mentoring.decide.lessons import lessons, own_lessons
from reverse_mentoring.decide.next_cohort import headline, next_settings_toml
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
from reverse_mentoring.workbook import frame
from reverse_mentoring.workbook.review_closing import Close
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_evidence import Evidence
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
        if self.desk.mode != "month":
            written.append(folder / "report.docx")
            review_report(written[-1], self._report(), self.desk.cohort)
        return [*written, *self._closing(folder)] if self.desk.mode == "close" else written

    def _monthly(self, folder: Path) -> list[Path]:
        desk = self.desk
        paths = [folder / "review.csv", folder / "attention.xlsx", folder / "review_forms.xlsx"]
        csv_file(paths[0], review.review_table(desk.cohort, desk.pairs, held=desk.held, alarms=desk.alarms))
        attention_file(paths[1], desk.cohort, self.today.open_alarms(), actions=desk.decisions.choices.actions)
        review_forms(paths[2], desk.cohort)
        return paths

    def _closing(self, folder: Path) -> list[Path]:
        desk, close = self.desk, Close(self.desk)
        accepted = desk.decisions.choices.accepted
        lessons_page(folder / "lessons.docx", self._lessons(close), desk.cohort)
        put_file(folder / "next_cohort.toml",
                 next_settings_toml(close.found, accepted, cohort=desk.cohort).encode())  # fmt: skip
        csv_file(folder / "carry_over.csv", close.carried())
        words = content.messages(desk.cohort.settings.language)
        certificates = write_certificates(folder, close.learned(), cohort=desk.cohort, words=words)
        names = ("lessons.docx", "next_cohort.toml", "carry_over.csv")
        return [*(folder / name for name in names), *certificates]

    def _lessons(self, close: Close) -> LessonsContent:
        desk = self.desk
        choices, cohort = desk.decisions.choices, desk.cohort
        found = lessons(cohort, desk.pairs, choices, alarms=desk.alarms)
        said = tuple(sentence for section in found[bool(choices.lessons) :] for sentence in section.sentences)
        change = [each for each in close.found if each.change]
        why = close.carried()["why"].str.partition(".")[0].value_counts()
        return LessonsContent(
            headline=headline(close.found, choices.accepted),
            lessons=said, own=own_lessons(cohort, choices),
            changes=tuple(Changed(each.what, each.now, each.proposed, each.evidence, each.key in choices.accepted)
                          for each in change),
            unchanged=len(close.found) - len(change), carry_over=tuple((str(k), int(n)) for k, n in why.items()),
        )  # fmt: skip

    def _report(self) -> ReportContent:
        desk, found = self.desk, self.findings
        evidence = Evidence(desk, found)
        return ReportContent(
            headline=self.finding.headline(),
            figures=tuple(Figure(each["name"], str(each["value"]), each["of"], each["note"])
                          for each in self.finding.figures()),
            charter=(*evidence.how_fixed(), *filter(None, [evidence.broken()])),
            criteria=self._judged(),
            pictures=tuple(Shown(title, drawn, n=n) for title, drawn, _, n in found.pictures()[-2:]),
            exploratory=tuple(Seen(str(row["measure"]), str(row["finding"]), int(row["n"]))
                              for row in found.exploratory.to_dict("records")),
            beside_earlier=found.against_last,
            outside=tuple(Outside(each.label, each.text, each.caveat) 
                          for each in found.outside if self._asked(each.measure)),
            learned=tuple(Learned(row["wording"], row["action"], _state(row)) for row in
                          ledger(desk.decisions.choices).to_dict("records")),
        )  # fmt: skip

    def _asked(self, key: str) -> bool:
        return any(goal.measure == key for goal in self.findings.charter.goals)

    def _judged(self) -> tuple[Judged, ...]:
        shown = [each.number for each in self.findings.criteria if each.estimate]
        drawn = dict(zip(shown, self.findings.strips, strict=True))
        return tuple(
            Judged(goal_sentence(each.goal), each.verdict, each.finding, each.why, each.caveats,
                   each.estimate.n if each.estimate else None, drawn.get(each.number))
            for each in self.findings.criteria
        )  # fmt: skip


def _state(row: Mapping[Any, Any]) -> str:
    done, due = row["done_on"], row["due"]
    if done:
        return f"done on {said_day(done)}"
    return f"due on {said_day(due)}" if due else "nobody has it yet"
