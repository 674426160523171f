"""What the tests of the sample programme have in common."""

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reverse_mentoring.words.settings import Settings

SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="session")
def roster() -> pd.DataFrame:
    """The roster by person_id, as text."""
    people = pd.read_csv(SAMPLE / "input" / "roster.csv", dtype=str, keep_default_na=False)
    return people.set_index("person_id", drop=False)


@pytest.fixture(scope="session")
def settings() -> Settings:
    """What programme.toml of the sample says."""
    return Settings.model_validate(tomllib.loads((SAMPLE / "programme.toml").read_text("utf-8")))


@pytest.fixture(scope="session")
def above(roster: pd.DataFrame) -> pd.DataFrame:
    """Who stands above whom at any depth, as a matrix, by repeated squaring of the direct lines."""
    ids = list(roster["person_id"])
    direct = pd.DataFrame(False, index=ids, columns=ids)
    for person in roster.itertuples():
        for boss in [person.manager_id, *person.dotted_line_ids.split("; ")]:
            if boss:
                direct.loc[person.person_id, boss] = True
    paths = direct.to_numpy()
    for _ in range(4):
        paths = paths | ((paths.astype(np.float32) @ paths.astype(np.float32)) > 0)
    return pd.DataFrame(paths, index=ids, columns=ids)
