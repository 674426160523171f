"""What follows from the finding of step 1: secondary figures, recruitment, files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from reverse_mentoring.decide.gaps.nonresponse import bounds, response_sentences
from reverse_mentoring.decide.launch.announcing import signup_text
from reverse_mentoring.decide.launch.recruitment import candidates, missing_mentors
from reverse_mentoring.decide.launch.volunteers import offered
from reverse_mentoring.present.announcement import announcement_pack
from reverse_mentoring.present.charts import GapPictures
from reverse_mentoring.present.gap_report import gap_report, topics_csv
from reverse_mentoring.present.pages import fragment
from reverse_mentoring.present.questionnaire import questionnaire_xlsx, xlsform
from reverse_mentoring.present.spreadsheets import csv_file
from reverse_mentoring.store.content import catalogue
from reverse_mentoring.words.charter import Charter
from reverse_mentoring.words.choices import GapChoices
from reverse_mentoring.words.cohort import Cohort
from reverse_mentoring.words.settings import NeedSettings
from reverse_mentoring.workbook.tables import plain_rows, shown

MOST_CANDIDATES = 8


def secondary_rows(
    cohort: Cohort, shown_topics: pd.DataFrame, need: NeedSettings, *, table: pd.DataFrame
) -> list[dict[str, Any]]:
    """Per topic that is shown, as text: name, top_three (share), mwds, rds, bounds (“12–15”). table: of all topics."""
    if shown_topics.empty:
        return []
    silent = bounds(cohort, need, table=table).set_index("topic_id")
    return [
        {"name": row["name"], "top_three": _percent(row["p_top_three"]), "mwds": shown(row["mwds"], digits=1),
         "rds": shown(row["rds"], digits=0), "bounds": _bounds(silent, row["topic_id"])}
        for row in shown_topics.to_dict("records")
    ]  # fmt: skip


def silence(cohort: Cohort, need: NeedSettings, *, table: pd.DataFrame) -> tuple[str, ...]:
    """What non-response could change, in sentences."""
    return response_sentences(cohort, need, table=table)


def recruitment_page(cohort: Cohort, table: pd.DataFrame, choices: GapChoices, *, charter: Charter) -> Markup:
    """Per programme topic how many mentors are missing and who could fill it. With names: never for the room."""
    chosen = choices.programme_topics
    missing = plain_rows(missing_mentors(table, chosen))
    topics = [
        {"name": cohort.topic_names.get(row["topic_id"], row["topic_id"]), "sentence": _sentence(row),
         "candidates": _people(cohort, row["topic_id"], choices.need or cohort.settings.need)}
        for row in missing
    ]  # fmt: skip
    lacking = sum(bool(row["missing"]) for row in missing)
    headline = f"{lacking} of {len(missing)} programme topics need more mentors before sign-up opens"
    if not chosen:
        headline = "Choose the programme topics above; then it shows how many mentors are missing"
    return fragment(
        "recruitment", headline=headline, topics=topics, signup=signup_text(cohort, charter, choices, table=table)
    )


def volunteers_page(cohort: Cohort) -> Markup:
    """Sensitive topic → names of those whose consent is in force. Live only: it stands in no file and no printed page;
    empty where consents are not kept."""
    listed = catalogue()
    names = dict(zip(listed["topic_id"], listed["name"], strict=True)) | cohort.topic_names
    rows = [
        (names.get(topic, topic), ", ".join(cohort.names.get(person, person) for person in people))
        for topic, people in offered(cohort).items()
    ]
    return fragment("volunteers", rows=rows)


@dataclass(frozen=True)
class GapPapers:
    """What the files of step 1 are made from."""

    cohort: Cohort
    table: pd.DataFrame
    choices: GapChoices
    charter: Charter


def write_results(folder: Path, made: GapPapers, *, pictures: GapPictures) -> list[Path]:
    """gap_report.docx, topics.csv, announcement.docx, signup_form.txt, questionnaire.xlsx, xlsform.xlsx."""
    names = (
        "gap_report.docx",
        "topics.csv",
        "announcement.docx",
        "signup_form.txt",
        "questionnaire.xlsx",
        "xlsform.xlsx",
    )
    paths = [folder / name for name in names]
    cohort, table, choices, charter = made.cohort, made.table, made.choices, made.charter
    gap_report(paths[0], cohort, table, choices, pictures=pictures)
    csv_file(paths[1], topics_csv(table))
    announcement_pack(paths[2], cohort, charter, choices, table)
    paths[3].write_text(signup_text(cohort, charter, choices, table=table) + "\n", encoding="utf-8")
    questionnaire_xlsx(paths[4], cohort.topics)
    xlsform(paths[5], cohort.topics)
    return paths


def _sentence(row: dict[str, Any]) -> str:
    if row["need"] is None or row["teachers"] is None:
        return "Need or teachers are not known yet."
    rest = f"{row['missing']} more {'is' if row['missing'] == 1 else 'are'} missing." if row["missing"] else "Enough."
    return f"{row['need']} mentees need it, {row['teachers']} mentors can and will teach it: {rest}"


def _people(cohort: Cohort, topic_id: str, need: NeedSettings) -> list[dict[str, str]]:
    found = plain_rows(candidates(cohort, topic_id, need))[:MOST_CANDIDATES]
    return [
        {"name": cohort.names.get(row["person_id"], row["person_id"]), "level": shown(row["proficiency"] or "–"),
         "why": row["why"]}
        for row in found
    ]  # fmt: skip


def _percent(share: Any) -> str:
    return "–" if pd.isna(share) else f"{100 * share:.0f} %"


def _bounds(silent: pd.DataFrame, topic_id: str) -> str:
    if topic_id not in silent.index:
        return "–"
    low, high = silent.loc[topic_id, ["need_low", "need_high"]]
    return f"{low}–{high}"
