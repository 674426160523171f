"""Step 3 on screen: what holds for all pairs, where each stands, its text, its sides and goals, training, files."""

from reverse_mentoring.workbook import controls, frame
from reverse_mentoring.workbook.agreement_desk import Standing
from reverse_mentoring.workbook.agreement_drafts import Drafts
from reverse_mentoring.workbook.agreement_papers import Papers
from reverse_mentoring.workbook.agreement_rules import AllAgreements
from reverse_mentoring.workbook.agreement_sides import Writing
from reverse_mentoring.workbook.agreement_signing import Signing
from reverse_mentoring.workbook.agreement_training import Training
from reverse_mentoring.workbook.opening import Opened
from reverse_mentoring.workbook.views import View


class Agreements:
    """The agreements of one cohort; every view is a function of the choices and of the pair that is chosen."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.drafts = Drafts(opened)
        self._all, self._standing = AllAgreements(self.drafts), Standing(self.drafts)
        self._signing, self._writing = Signing(self.drafts), Writing(self.drafts)
        self._training, self._papers = Training(self.drafts), Papers(self.drafts)

    def header(self) -> View:
        """Programme, cohort and step."""
        return frame.header(self.opened, "agreements")

    def desk(self) -> View:
        """What holds for all, where the pairs stand, and the chosen pair, side by side."""
        middle, right = self._standing.middle(), self._standing.right()
        live = (
            controls.panel(*self._all.widgets(), kind="side"),
            controls.panel(middle, kind="middle"),
            controls.panel(right, kind="why"),
        )
        return View(*live, printed=lambda: middle.printed() + right.printed(), classes=("rm-desk",))

    def text(self) -> View:
        """One agreement to read, to agree and to sign, and what changed in it."""
        return self._signing.view()

    def writing(self) -> View:
        """Each side and the goals, typed in."""
        return self._writing.view()

    def training(self) -> View:
        """Who was trained, who has signed."""
        return self._training.view()

    def results(self) -> View:
        """All papers of all pairs."""
        return self._papers.view()
