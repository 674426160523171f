"""All papers of all pairs: Word, PDF where wanted, and one ZIP of them."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reverse_mentoring.decide.agreements.letters import pair_file_stem
from reverse_mentoring.present.agreement_fields import agreement_context
from reverse_mentoring.present.own_template import agreement_file
from reverse_mentoring.present.packs import blank_papers, facilitator_pack, summary_file
from reverse_mentoring.present.pdf import NoLetters, pdf_writer
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.present.word_files import WordTemplate, packed
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.problems import Problem

Progress = Callable[[int, int], None]
"""Is told how many pairs are done, and of how many."""
_INSTALL = "Install a font with that script (for example Noto Sans), or print from Word."


def write_papers(
    folder: Path,
    agreements: Sequence[Agreement],
    *,
    cohort: Cohort,
    words: Mapping[str, str],
    template: Path | None = None,
    pdf: bool = False,
    progress: Progress | None = None,
) -> "Written":
    """Write every pair's agreement and summary, the blank papers, the facilitator's pack, and a ZIP.

    In folder: agreements/<pair>.docx (with pdf also .pdf), summaries/<pair>.docx, papers/, facilitator_pack.docx
    (restricted, not in the ZIP), agreements.zip. Names of files are made of ids. Unchanged input, equal bytes.
    template: the organisation's own, or the folder that may hold it (own_template.agreement_file).
    Raises InputProblems where the template is refused, Refused without the extra “pdf”; then nothing is written.
    A text that no font has the letters for gives no PDF of that pair: see problems.
    """
    desk = _Desk(cohort, words, agreement_file(template, _language(agreements, cohort)), pdf_writer() if pdf else None)
    papers: dict[str, bytes] = {}
    problems: list[Problem] = []
    for done, agreement in enumerate(agreements, 1):
        papers |= desk.papers(agreement, problems)
        if progress:
            progress(done, len(agreements))
    blank = blank_papers(cohort, words=words, language=_language(agreements, cohort))
    papers |= {f"papers/{name}": content for name, content in blank.items()}
    paths = [*_put(folder, papers), folder / "facilitator_pack.docx", folder / "agreements.zip"]
    facilitator_pack(paths[-2], agreements, cohort=cohort, words=words)
    put_file(paths[-1], packed(papers, method=zipfile.ZIP_STORED))
    return Written(paths, tuple(problems))


@dataclass(frozen=True)
class Written:
    """What was written, and which PDF could not be."""

    paths: list[Path]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Desk:
    """Where the papers of one cohort are written. as_pdf: None without PDF."""

    cohort: Cohort
    words: Mapping[str, str]
    agreed: WordTemplate
    as_pdf: Callable[[Mapping[str, Any]], bytes] | None

    def papers(self, agreement: Agreement, problems: list[Problem]) -> dict[str, bytes]:
        """File name → content of one pair's papers."""
        stem = pair_file_stem(*agreement.ids)
        context = agreement_context(agreement, self.cohort, words=self.words)
        made = {
            f"agreements/{stem}.docx": self.agreed.document(context),
            f"summaries/{stem}.docx": summary_file(agreement, self.cohort, words=self.words),
        }
        if self.as_pdf:
            try:
                made[f"agreements/{stem}.pdf"] = self.as_pdf(context)
            except NoLetters as letters:
                what = f"no PDF, because no font on this machine has “{letters}”; the Word file is complete."
                problems.append(Problem(f"{stem}.pdf", None, "", what, _INSTALL))
        return made


def _language(agreements: Sequence[Agreement], cohort: Cohort) -> str:
    return agreements[0].language if agreements else cohort.settings.language


def _put(folder: Path, papers: Mapping[str, bytes]) -> list[Path]:
    for below in sorted({name.partition("/")[0] for name in papers}):
        (folder / below).mkdir(parents=True, exist_ok=True)
    for name, content in papers.items():
        put_file(folder / name, content)
    return [folder / name for name in papers]
