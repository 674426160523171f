"""All cohorts in one night by Airflow: input first, then one task per cohort, then what is missing and the overview.

The program is installed in an environment of its own; Airflow only calls its command. So Airflow keeps names of
cohorts, days and exit codes, and what the command says, which names nobody.
"""

import os
import shlex
from datetime import UTC, datetime
from pathlib import Path

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, task

COMMAND = os.environ.get("REVERSE_MENTORING_COMMAND", "/opt/mentoring/bin/reverse-mentoring")
FOLDER = Path(os.environ.get("REVERSE_MENTORING_FOLDER", "/srv/mentoring"))
WHERE = f"--programme {shlex.quote(str(FOLDER))}"
INTO = f"--results {shlex.quote(str(FOLDER / 'out'))}"
RUN = f"{COMMAND} run {WHERE} {INTO} --resume --as-of {{{{ dag_run.run_after | ds }}}}"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)

with DAG("reverse_mentoring", schedule="0 1 1 * *", start_date=BEGINNING, catchup=False, max_active_runs=1):

    @task
    def cohorts() -> list[dict[str, str]]:
        """Each cohort with a folder in input/, as the environment of its task."""
        folders = (path for path in (FOLDER / "input").iterdir() if path.is_dir() and path.name[0] != ".")
        return [{"COHORT": folder.name} for folder in sorted(folders)]

    # With a mistake in one cohort nothing is stored here, and each task stores its own. “import” quotes cells: no log.
    stored = BashOperator(task_id="store_input", bash_command=f"{COMMAND} import {WHERE} > /dev/null 2>&1 || true")
    each = BashOperator.partial(
        task_id="cohort", bash_command=f'{RUN} -- "$COHORT"', append_env=True, max_active_tis_per_dag=2
    ).expand(env=cohorts())
    # Also after a failure: it tries once more what is missing, and its exit code is that of the night.
    rest = BashOperator(task_id="rest_and_overview", bash_command=f"{RUN} --all", trigger_rule="all_done")

    stored >> each >> rest
