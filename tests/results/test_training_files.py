"""Training tracks and preparation packs on paper."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from agreement_samples import cohort_of, material, pair, person
from reverse_mentoring.decide.agreements.agreements import agreements
from reverse_mentoring.decide.agreements.preparation import Pack, packs
from reverse_mentoring.decide.agreements.training import courses
from reverse_mentoring.present.training_files import write_packs, write_training
from reverse_mentoring.present.training_template import pack_template, training_template
from reverse_mentoring.present.word_files import TEMPLATES
from reverse_mentoring.store.content import languages, messages
from reverse_mentoring.store.training_plan import training_plan
from reverse_mentoring.words.choices import AgreementChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.papers import Side

NAMES = ["Tom & Jerry <b>", "O'Brien-Łuczak", "مريم الحسن", "王小明", "{{ 7*7 }}"]
TOPICS = [
    {"topic_id": "ai_assistants", "name": "Everyday AI assistants", "definition": "As the catalogue has it"},
    {"topic_id": "low_code", "name": "Automating own routine work", "definition": "x"},
    {"topic_id": "robots", "name": "Our robots", "definition": "Can say which assay they should do"},
    {"topic_id": "belonging", "name": "Belonging & respect", "definition": "", "sensitive": True},
]
RATINGS = [
    {"person_id": "M1", "topic_id": "robots", "proficiency": 4, "give": True},
    {"person_id": "M1", "topic_id": "low_code", "proficiency": 5, "give": True},
    {"person_id": "M1", "topic_id": "ai_assistants", "proficiency": 2, "give": False},
    {"person_id": "E1", "topic_id": "robots", "importance": 5, "proficiency": 1, "want": True},
    {"person_id": "E1", "topic_id": "ai_assistants", "importance": 5, "proficiency": 3, "want": True},
]
every_language = pytest.mark.parametrize("language", languages())


def cohort(language: str = "en", mentor: str = "Ana") -> Cohort:
    people = person("M1", "mentor", mentor), person("E1", "mentee", "Ben")
    return cohort_of(*people, settings={"language": language}, topics=TOPICS, ratings=RATINGS)


def written(
    folder: Path, language: str = "en", *, mentor: str = "Ana", sides: tuple[Side, ...] = ()
) -> dict[str, Path]:
    """The packs of M1 and E1, who work on two topics of three, by role."""
    where, texts, choices = cohort(language, mentor), material(language), AgreementChoices(sides=sides)
    found = agreements(where, [pair("M1", "E1", "robots", "belonging")], choices, material=texts)
    made: tuple[Pack, ...] = packs(where, found, choices, words=texts.words)
    files = write_packs(folder, made, cohort=where, words=texts.words)
    return dict(zip([pack.who for pack in made], files, strict=True))


def text(path: Path) -> str:
    """All text of body, tables and footer, one paragraph a line."""
    with zipfile.ZipFile(path) as package:
        xml = [package.read(name) for name in package.namelist() if name.startswith(("word/document", "word/footer"))]
    lines = [line for part in xml for line in docx.oxml.parse_xml(part).iter(qn("w:p"))]
    return "\n".join("".join(t.text or "" for t in line.iter(qn("w:t"))) for line in lines)


@every_language
def test_each_track_is_one_document_with_agenda_and_cards(tmp_path: Path, language: str) -> None:
    """All of a track stands on paper, in the language of the programme, and no field is left."""
    words = messages(language)
    tracks = courses(training_plan(words), cohort(language), words=words)

    files = write_training(tmp_path, tracks, cohort=cohort(language), words=words)

    assert [path.relative_to(tmp_path).as_posix() for path in files] == [
        "training/mentor.docx", "training/mentee.docx", "training/line_manager.docx",
    ]  # fmt: skip
    for course, path in zip(tracks, files, strict=True):
        shown = text(path)
        wanted = [*course.aims, *(item.title for item in course.agenda), *(item.text for item in course.agenda)]
        wanted += [words for card in course.cards for words in (card.situation, card.what_to_do)]
        assert [each for each in wanted if each not in shown] == []
        assert not re.search(r"[{}]", shown)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_survives_in_a_pack(tmp_path: Path, name: str) -> None:
    """Markup, other scripts and template signs stand in both packs as they are; files are named by ids."""
    files = written(tmp_path, mentor=name)

    assert all(name in text(path) for path in files.values())
    assert sorted(path.name for path in files.values()) == ["M1_E1_mentee.docx", "M1_E1_mentor.docx"]
    assert "{" not in text(files["mentee"]).replace(name, "")


def test_the_mentees_pack_has_topic_pages_questions_and_a_task_and_no_level(tmp_path: Path) -> None:
    """What good looks like for each topic of the pair, three questions, one real task; nothing of anybody's ratings."""
    shown, words = text(written(tmp_path)["mentee"]), messages("en")

    assert "Our robots\nWhat good looks like\nCan say which assay they should do" in shown
    assert [number for number in "123" if shown.count(words[f"pack.question.{number}"]) != 2] == []
    assert shown.count(words["pack.task_hint"]) == 2
    assert "Listen more than you ask" in shown
    assert [level for level in range(1, 6) if words[f"pack.level.{level}"] in shown] == []
    assert "Automating own routine work" not in shown
    assert "my three real questions" in shown


def test_the_mentors_pack_has_own_strengths_only(tmp_path: Path) -> None:
    """The pair's topics first, then what else the mentor can teach, with the own level; room up to five bullets."""
    shown, words = text(written(tmp_path)["mentor"]), messages("en")

    bullets = re.findall(r"^\d\. .*$|^\d\. ?$", shown, re.MULTILINE)
    assert bullets == [
        "1. Our robots: on my own, also in new cases", "2. Belonging & respect",
        "3. Automating own routine work: I could teach it", "4. ", "5. ",
    ]  # fmt: skip
    assert words["pack.demo_hint"] in shown
    assert words["pack.exercise_hint"] in shown
    assert words["pack.say.3"] in shown
    assert "You decide what you tell and when you stop" in shown
    assert [level for level in (1, 2, 3) if words[f"pack.level.{level}"] in shown] == []
    assert "Everyday AI assistants" not in shown


def test_each_reads_only_the_own_hopes(tmp_path: Path) -> None:
    """What one wrote alone stands in the own pack and not in the other's."""
    ids = {"mentor_id": "M1", "mentee_id": "E1"}
    sides = Side(**ids, who="mentor", gain="MENTOR HOPES"), Side(**ids, who="mentee", gain="MENTEE HOPES")

    shown = {who: text(path) for who, path in written(tmp_path, sides=sides).items()}
    assert ["MENTOR HOPES" in shown[who] for who in ("mentor", "mentee")] == [True, False]
    assert ["MENTEE HOPES" in shown[who] for who in ("mentor", "mentee")] == [False, True]


def test_topics_of_the_catalogue_are_defined_in_the_language_of_the_paper() -> None:
    """An own definition stays as it was written; one that is missing is asked for."""
    texts = material("de")
    pairs = [pair("M1", "E1", "ai_assistants", "robots", "belonging")]
    found = agreements(cohort("de"), pairs, AgreementChoices(), material=texts)
    (pack, _) = packs(cohort("de"), found, AgreementChoices(), words=texts.words)

    assert [page.good.split()[0] for page in pack.topics] == ["Schreibt", "Can", "Schreiben"]
    assert pack.topics[0].name == "KI-Assistenten im Alltag"


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """A second run with nothing changed writes equal files."""
    one, other = written(tmp_path / "a"), written(tmp_path / "b")

    assert [path.read_bytes() for path in one.values()] == [path.read_bytes() for path in other.values()]


def test_the_templates_in_the_package_are_those_that_the_code_makes() -> None:
    """Whoever changes the look, here or of the agreement, runs the module again."""
    assert (TEMPLATES / "training.docx").read_bytes() == training_template()
    assert (TEMPLATES / "pack.docx").read_bytes() == pack_template()


@pytest.mark.slow
def test_packs_and_tracks_open_in_libreoffice_with_all_their_text(tmp_path: Path) -> None:
    """Rendered to PDF, nothing is cut: first and last words of each part are on the pages."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("LibreOffice or pdftotext is not installed")
    words = messages("de")
    tracks = courses(training_plan(words), cohort("de"), words=words)
    files = [*written(tmp_path, "de").values(), *write_training(tmp_path, tracks, cohort=cohort("de"), words=words)]
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    subprocess.run(["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files],
                   check=True, capture_output=True, timeout=180)  # fmt: skip

    for path in files:
        shown = subprocess.run(
            ["pdftotext", tmp_path / f"{path.stem}.pdf", "-"], check=True, capture_output=True, text=True
        )
        flat = "".join(shown.stdout.split())
        lines = ["".join(line.split()) for line in text(path).splitlines() if line.strip()]
        assert [line for line in lines if line[:12] not in flat or line[-12:] not in flat] == []
