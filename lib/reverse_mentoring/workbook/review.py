"""Step 4 on screen: the state of the cohort, whom to call, what is known, what can be shown, the close."""

from markupsafe import Markup

from reverse_mentoring.decide.review.answer_checks import said_of_answers
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.workbook import frame
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.review_closing import Close
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_development import Development
from reverse_mentoring.workbook.review_entries import Entries
from reverse_mentoring.workbook.review_evidence import Evidence
from reverse_mentoring.workbook.review_finding import Finding
from reverse_mentoring.workbook.review_findings import Findings
from reverse_mentoring.workbook.review_insights import Insights
from reverse_mentoring.workbook.review_pairs import PairChanges
from reverse_mentoring.workbook.review_papers import Papers
from reverse_mentoring.workbook.review_release import ReleasePanel
from reverse_mentoring.workbook.review_today import Today
from reverse_mentoring.workbook.views import Page, View, together


class Review:
    """The review of one cohort on the day of its opening. mode: month, quarter, close, or "" = by the calendar."""

    def __init__(self, opened: Opened, mode: str = "") -> None:
        self.desk = Desk(opened, mode)
        self._findings = Findings(self.desk)
        self._finding, self._today = Finding(self.desk), Today(self.desk)

    def header(self) -> View:
        """Programme, cohort and step."""
        return frame.header(self.desk.opened, "review")

    def finding(self) -> View:
        """The cohort as a sentence with four numbers and their denominators; starts that were an exception."""
        return self._finding.view()

    def today(self) -> View:
        """Whom to call, at most seven at a glance; endings, new pairs, another rhythm."""
        return together(self._today.view(), PairChanges(self.desk).view())

    def entries(self) -> View:
        """What answers leave open, and a form to type in what came on paper."""
        page = Page(self._answers_page)
        self.desk.follow_cohort(page.refresh)
        return together(page, Entries(self.desk).view())

    def development(self) -> View:
        """Sessions, pulses, goals and insights, each quarter and at the close."""
        desk = self.desk
        return desk.section(lambda: together(Development(desk).view(), Insights(desk).view()), "quarter", "close")

    def evidence(self) -> View:
        """What can be shown against the charter, and what managers may see of it."""
        desk = self.desk
        return desk.section(
            lambda: together(Evidence(desk, self._findings).view(), ReleasePanel(desk).view()), "quarter", "close"
        )

    def closing(self) -> View:
        """The close and the next cohort."""
        return self.desk.section(lambda: Close(self.desk, self._findings).view(), "close")

    def results(self) -> View:
        """review.csv and attention.xlsx (restricted); each quarter report.docx; at the close all that goes on."""
        return Papers(self.desk, self._findings, self._finding, self._today).view()

    def _answers_page(self) -> Markup:
        said = said_of_answers(self.desk.cohort, self.desk.pairs)
        return fragment(
            "sentences", title="", sentences=said or ("No answer is late, doubled or contradicts another.",)
        )
