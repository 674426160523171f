"""One cohort's four notebooks by Airflow's PapermillOperator. It works, but read docs/clusters.md before you use it.

The folder papermill/<cohort> must be there. The kernel is that of the program, made known to Airflow once:
/opt/mentoring/bin/python -m ipykernel install --prefix AIRFLOW_ENVIRONMENT --name reverse-mentoring
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.sdk import DAG, Param, chain

FOLDER = Path(os.environ.get("REVERSE_MENTORING_FOLDER", "/srv/mentoring"))
BOOKS = Path(os.environ.get("REVERSE_MENTORING_NOTEBOOKS", "/opt/mentoring/notebooks"))
INTO = f"{FOLDER}/papermill/{{{{ params.cohort }}}}"
ASKED = {
    "programme": str(FOLDER),
    "cohort": "{{ params.cohort }}",
    "as_of": "{{ dag_run.run_after | ds }}",
    "results": INTO,
}

with DAG(
    "reverse_mentoring_papermill",
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    params={"cohort": Param("2026-autumn", type="string")},
):
    chain(
        *(
            PapermillOperator(
                task_id=name,
                input_nb=str(BOOKS / f"{name}.ipynb"),
                output_nb=f"{INTO}/{name}.ipynb",
                kernel_name="reverse-mentoring",
                language_name="python",
                parameters=ASKED,
            )
            for name in ("01_gap_analysis", "02_matching", "03_agreements", "04_review")
        )
    )
