"""All papers of all pairs: Word, PDF where wanted, and one ZIP of all that is handed out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reverse_mentoring.decide.agreements.letters import pair_file_stem
from reverse_mentoring.decide.agreements.versions import Line
from reverse_mentoring.present.agreement_fields import agreement_context
from reverse_mentoring.present.own_template import agreement_file
from reverse_mentoring.present.packs import (
    amendment_file,
    blank_papers,
    close_out_file,
    facilitator_pack,
    summary_file,
)
from reverse_mentoring.present.pdf import NoLetters, pdf_writer
from reverse_mentoring.present.spreadsheets import put_file
from reverse_mentoring.present.word_files import WordTemplate, packed
from reverse_mentoring.words.agreements import Agreement
from reverse_mentoring.words.choices import IdPair
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.problems import Problem

Progress = Callable[[int, int], None]
"""Is told how many pairs are done, and of how many."""
_INSTALL = "Install a font with that script (for example Noto Sans), or print from Word."
HANDED_OUT = ("agreements", "summaries", "packs", "calendar", "papers", "training")
"""Folders of what pairs and trainers get."""
ALL_DATES = "calendar/programme.ics"


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
    """Write every pair's agreement and summary, the blank papers and the facilitator's pack.

    In folder: agreements/<pair>.docx (with pdf also .pdf), summaries/<pair>.docx, papers/, of pairs that have agreed
    also papers/<pair>_close_out.docx, facilitator_pack.docx (restricted). Names of files are made of ids. Unchanged
    input, equal bytes.
    template: the organisation's own, or the folder that may hold it (own_template.agreement_file).
    Raises InputProblems where the template is refused, Refused without the extra “pdf”; then nothing is written.
    A text that no font has the letters for gives no PDF of that pair: see problems.
    """
    desk = _Desk(cohort, words, agreement_file(template, _language(agreements, cohort)), pdf_writer() if pdf else None)
    paths: list[Path] = []
    problems: list[Problem] = []
    for done, agreement in enumerate(agreements, 1):
        paths += _put(folder, desk.papers(agreement, problems))
        if progress:
            progress(done, len(agreements))
    blank = blank_papers(cohort, words=words, language=_language(agreements, cohort))
    paths += _put(folder, {f"papers/{name}": content for name, content in blank.items()})
    facilitator_pack(folder / "facilitator_pack.docx", agreements, cohort=cohort, words=words)
    return Written([*paths, folder / "facilitator_pack.docx"], tuple(problems))


def write_amendments(
    folder: Path, changed: Mapping[IdPair, Sequence[Line]], agreements: Iterable[Agreement], *, cohort: Cohort,
    words: Mapping[str, str],
) -> list[Path]:  # fmt: skip
    """Write papers/<pair>_amendment.docx for each pair whose text says something else than what the two agreed to.

    changed: pair → what its text says differently (versions.text_difference).
    """
    wanted = {
        f"papers/{pair_file_stem(*each.ids)}_amendment.docx": amendment_file(
            each, cohort, words=words, changes=changed[each.ids]
        )
        for each in agreements
        if each.ids in changed
    }
    return _put(folder, wanted)


def write_zip(folder: Path, paths: Iterable[Path]) -> Path:
    """Write agreements.zip, with all of these files that are handed out to pairs and trainers; answers it.

    What only the facilitator may read stays out: HANDED_OUT says what goes in. Equal files, equal bytes.
    """
    inside = sorted(path.relative_to(folder).as_posix() for path in paths)
    wanted = [name for name in inside if name.partition("/")[0] in HANDED_OUT and name != ALL_DATES]
    put_file(folder / "agreements.zip", packed((name, (folder / name).read_bytes()) for name in wanted))
    return folder / "agreements.zip"


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
        if agreement.settled:
            made[f"papers/{stem}_close_out.docx"] = close_out_file(agreement, self.cohort, words=self.words)
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
