"""Everything that step 3 writes for five hundred pairs, as one press of the button, and one paper as it is printed."""

import subprocess
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from agreement_pages import press, programme, step_of, told
from agreement_samples import person
from office_reader import needs_libreoffice, printed, squeezed
from reverse_mentoring.words.agreements import Agreement

PAIRS = 500
NAMES = ("Tom & Jerry <b>", "O'Brien-Łuczak", "مريم الحسن", "王小明")
SITES = ("Basel", "Boston", "Singapore")
SAID = {"gain": "See how decisions are made", "offer": "Honest answers", "weeks_between": 3, "minutes": 60}
GOAL = {"whose": "both", "topic_id": "ai_assistants", "due": "2027-03-01", "weight": 2, "much_less": "none",
        "less": "one", "hoped": "four", "more": "eight", "much_more": "ten"}  # fmt: skip
MOST_SECONDS = 60
EDGE = 0.02
"""Share of a page's width that no printer reaches."""


def _many(folder: Path) -> Path:
    """Three continents, difficult names, both sides and three goals for each pair."""
    ids = [{"mentor_id": f"M{at}", "mentee_id": f"E{at}"} for at in range(PAIRS)]
    people = [
        person(f"{side}{at}", role, f"{NAMES[at % 4]}", department=f"of {side}", site=SITES[at % 3], level="L2")
        for side, role in (("M", "mentor"), ("E", "mentee"))
        for at in range(PAIRS)
    ]
    everybody = pd.DataFrame([*people, person("BOSS", "", "The Manager", manager_id="")])
    goals = [{**each, **GOAL, "number": n, "goal": f"Write report {n} with an assistant by March 2027"}
             for each in ids for n in (1, 2, 3)]  # fmt: skip
    rated = [{"person_id": each["person_id"], "topic_id": "ai_assistants", "importance": 5, "want": True, "give": True,
              "proficiency": 5 if each["role"] == "mentor" else 1} for each in people]  # fmt: skip
    return programme(
        folder, roster=everybody, signups=everybody[everybody["role"] != ""], ratings=rated, goal_plans=goals,
        pairs=[{**each, "state": "active"} for each in ids],
        sides=[{**each, **SAID, "who": who} for each in ids for who in ("mentor", "mentee")],
    )  # fmt: skip


@needs_libreoffice
@pytest.mark.slow
def test_five_hundred_pairs_get_all_their_files_in_a_minute(tmp_path: Path) -> None:
    """Word, calendars, packs, letters and the ZIP, with a bar; one agreement is printed and looked at."""
    step = step_of(_many(tmp_path / "programme"))
    view, begun = step.results(), time.process_time()
    press(view, "Write the files")
    seconds = time.process_time() - begun

    out = step.opened.output
    assert "for 500 pairs" in told(view)
    assert seconds < MOST_SECONDS
    counts = {below: len(list((out / below).glob("*.*"))) for below in ("agreements", "summaries", "packs", "calendar")}
    assert counts == {"agreements": 500, "summaries": 500, "packs": 1000, "calendar": 501}
    with zipfile.ZipFile(out / "agreements.zip") as archive:
        assert len(archive.namelist()) == 2505
    _looks_right(out / "agreements" / "M2_E2.docx", step.drafts.by_ids["M2", "E2"], tmp_path)


def _looks_right(paper: Path, agreement: Agreement, folder: Path) -> None:
    """Every clause, goal and session is printed, no placeholder is left, and no ink lies outside of the margins."""
    text = "".join(printed(paper, folder))
    wanted = [each.text for each in agreement.clauses] + [each.title for each in agreement.sessions]
    assert [each for each in wanted if squeezed(each) not in text] == []
    assert not any(left in text for left in ("{{", "}}", "{%", "None"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "png", "--outdir", str(folder), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    dark = np.asarray(Image.open(folder / f"{paper.stem}.png").convert("L")) < 128
    edge = int(dark.shape[1] * EDGE)
    assert dark[edge:-edge, edge:-edge].mean() > EDGE / 2
    for margin in (dark[:edge], dark[-edge:], dark[:, :edge], dark[:, -edge:]):
        assert not margin.any()
