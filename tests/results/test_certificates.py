"""Certificates of learning hours: time and topics of one person, nothing of anybody else and no judgement."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.document import Document

from agreement_samples import cohort_of, person
from reverse_mentoring.decide.agreements.wording import fields
from reverse_mentoring.decide.review.learning_hours import Learned
from reverse_mentoring.present.certificate_template import certificate_template
from reverse_mentoring.present.certificates import certificate_file, write_certificates
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.store.content import languages, messages

NAMES = ["Tom & Jerry <b>", "O'Brien-Łuczak", "مريم الحسن", "王小明", "{{ 7*7 }}"]
MENTOR = Learned(
    "M1", "mentor", ((dt.date(2026, 3, 2), 45), (dt.date(2026, 3, 23), 60)), (dt.date(2026, 2, 2), 120), ("low_code",)
)
MENTEE = Learned("E1", "mentee", ((dt.date(2026, 3, 2), 45),))
TOPICS = [{"topic_id": "low_code", "name": "Automating own routine work"}]
every_language = pytest.mark.parametrize("language", languages())


def written(folder: Path, who: Learned, *, language: str = "en", name: str = "Ana", **settings: object) -> Path:
    people = person("M1", "mentor", name), person("E1", "mentee", "Ben Partner")
    where = cohort_of(*people, settings={"language": language, **settings}, topics=TOPICS)
    return write_certificates(folder, [who], cohort=where, words=messages(language))[0]


def text(document: Document) -> str:
    """All text of body, tables and footer; spaces that do not break as spaces."""
    paragraphs = [p.text for p in document.paragraphs]
    paragraphs += [c.text for t in document.tables for row in t.rows for c in row.cells]
    paragraphs += [p.text for p in document.sections[0].footer.paragraphs]
    return "\n".join(paragraphs).replace("\N{NO-BREAK SPACE}", " ")


def test_certificate_states_time_days_and_topics(tmp_path: Path) -> None:
    """Each part with its days and length, the sum, the topics, who answers for it."""
    words = text(docx.Document(str(written(tmp_path, MENTOR))))
    must = ("Ana", "as a mentor (junior)", "3 h 45 min", "2 sessions", "2 March 2026 to 23 March 2026", "1 h 45 min",
            "Training for mentors (junior)", "2 February 2026", "2 h", "Automating own routine work",
            "Vera Roth, for the programme", "Aare Life Sciences", "It is no evaluation")  # fmt: skip

    assert [said for said in must if said not in words] == []


def test_certificate_says_nothing_of_the_partner(tmp_path: Path) -> None:
    """Neither name nor id of the other, nor how the pair fared or ended; no name in the name of the file."""
    path = written(tmp_path, MENTOR, name="Ana Planted")
    words = text(docx.Document(str(path)))

    assert not any(said in words for said in ("Partner", "E1", "M1", "completed", "withdrawn"))
    assert path.relative_to(tmp_path).as_posix() == certificate_file(MENTOR) == "certificates/M1_mentor.docx"


def test_one_session_without_training_is_enough(tmp_path: Path) -> None:
    """One day instead of a span, minutes below an hour, no heading without topics."""
    words = text(docx.Document(str(written(tmp_path, MENTEE))))

    assert "1 session" in words
    assert "45 min" in words
    assert " to " not in words.split("Days of the sessions")[0].split("1 session")[-1]
    assert "Topics" not in words
    assert "Training" not in words


@every_language
@pytest.mark.parametrize("name", NAMES)
def test_names_stand_as_they_are_written(tmp_path: Path, language: str, name: str) -> None:
    """No script, no letter is lost; the language is the one that Word checks the spelling in."""
    document = docx.Document(str(written(tmp_path, MENTOR, language=language, name=name)))
    words = text(document)

    assert name in words
    assert fields(words.replace(name, "")) == ()
    assert document.core_properties.language.startswith(language)


def test_german_certificate_holds_no_english(tmp_path: Path) -> None:
    """Labels, dates, topics of the catalogue and the person who answers for it are German."""
    path = written(tmp_path, MENTOR, language="de", contact={})
    words = text(docx.Document(str(path)))

    assert "Teilnahmebestätigung" in words
    assert "2. März 2026 bis 23. März 2026" in words
    assert "Die Programmleitung, für das Programm" in words
    assert not any(said in words for said in ("session", "Automating", "mentoring programme", "the programme"))


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Written twice, compared as files; another person's is another file."""
    first, second = (written(tmp_path / folder, MENTOR) for folder in "ab")

    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != written(tmp_path / "c", MENTEE).read_bytes()


def test_template_is_what_its_script_makes() -> None:
    """Nobody edited the Word file by hand."""
    assert (TEMPLATES / "certificate.docx").read_bytes() == certificate_template()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_certificate_of_a_long_programme_fits_on_one_page(tmp_path: Path) -> None:
    """Thirty sessions."""
    from pypdf import PdfReader

    days = tuple((dt.date(2025, 1, 1) + dt.timedelta(weeks=2 * n), 60) for n in range(30))
    path = written(tmp_path, Learned("M1", "mentor", days, (dt.date(2024, 12, 1), 120), ("low_code",)), language="de")
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    subprocess.run(["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path], check=True,
                   capture_output=True, timeout=120)  # fmt: skip

    assert len(PdfReader(tmp_path / "M1_mentor.pdf").pages) == 1
