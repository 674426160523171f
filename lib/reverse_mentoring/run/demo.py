"""The sample programme in a folder of its own, imported, with what its facilitator decided, ready to open."""

import datetime as dt
import os
from pathlib import Path

from reverse_mentoring.run.places import sample
from reverse_mentoring.store.address import DATABASE_VARIABLE
from reverse_mentoring.store.importing import cohort_folders, read_input, store_input
from reverse_mentoring.store.programme import SETTINGS_FILE, Programme, find, set_up
from reverse_mentoring.store.vault import Vault, open_vault
from reverse_mentoring.words.problems import Refused
from reverse_mentoring.words.steps import STEPS


def sample_programme(folder: Path | None) -> Programme:
    """The sample programme in this folder (default: the user's data folder); what was decided in it is kept."""
    from platformdirs import user_data_path

    if os.environ.get(DATABASE_VARIABLE):
        raise Refused(f"{DATABASE_VARIABLE} names a shared vault, and the sample would go into it. Unset it first.")
    place = folder or user_data_path("reverse-mentoring") / "sample-programme"
    programme = find(place) if (place / SETTINGS_FILE).is_file() else set_up(place, sample_from=sample())
    vault = open_vault(programme.vault)
    store_input(read_input(programme, vault, cohort_folders(programme)), vault, now=dt.datetime.now(dt.UTC))
    _decide(sample() / "choices", vault)
    return programme


def _decide(folder: Path, vault: Vault) -> None:
    """The choices that come with the sample, choices/<cohort>/<step>.json, where nobody has decided anything yet."""
    for path in sorted(folder.glob("*/*.json")):
        cohort, step = path.parent.name, path.stem
        if not vault.choices(cohort, step).version:
            choices = STEPS[step].model_validate_json(path.read_bytes())
            vault.save_choices(cohort, step, choices, expected_version=0, now=dt.datetime.now(dt.UTC))
