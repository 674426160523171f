"""What batch counts of a review, for the overview of all cohorts: no person, pair or answer."""

import json
from collections import Counter
from pathlib import Path

from reverse_mentoring.decide.evidence.criteria import told
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.words.overview import REVIEW_COUNTS, VERDICTS
from reverse_mentoring.workbook.review_desk import Desk
from reverse_mentoring.workbook.review_findings import Findings


def write_counts(folder: Path, desk: Desk, findings: Findings) -> None:
    """Writes into the folder what was looked at, and how many goals of the charter stand how.

    Verdicts are those of report.docx. Each month goals are not judged: to look every month would find something by
    chance; then goals has only their number, under “not judged”.
    """
    if desk.mode == "month":
        goals: dict[str, int] = {"not judged": len(findings.charter.goals)}
    else:
        verdicts = Counter(each.verdict for each in told(desk.cohort, desk.pairs, findings.criteria))
        goals = {verdict: verdicts[verdict] for verdict in VERDICTS}
    put_file(folder / REVIEW_COUNTS, json.dumps({"mode": desk.mode, "goals": goals}).encode())
