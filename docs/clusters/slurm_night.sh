#!/bin/sh
# All cohorts in one night by SLURM: input first, then an array with a task per cohort, then what is missing and the
# overview. FOLDER is the programme's folder, COMMAND the installed program, DAY the day of the review.
set -eu
: "${FOLDER:?the programme folder}" "${COMMAND:=reverse-mentoring}" "${DAY:=$(date +%F)}"
COHORTS="$PWD/cohorts-$DAY.txt"
export FOLDER COMMAND DAY COHORTS
find "$FOLDER/input" -mindepth 1 -maxdepth 1 -type d -not -name '.*' -printf '%f\n' | sort > "$COHORTS"
# With a mistake in one cohort nothing is stored here, and each task stores its own. “import” quotes wrong cells: no log.
"$COMMAND" import --programme "$FOLDER" > /dev/null 2>&1 || true
last=$(($(wc -l < "$COHORTS") - 1))
array=$(sbatch --parsable --array="0-$last%${AT_ONCE:-2}" "$(dirname "$0")/slurm_cohort.sh")
# Also after a failure, of a task or of its machine: it tries once more what is missing.
sbatch --parsable --dependency="afterany:$array" --job-name=mentoring-rest --output=%x-%j.log \
  --wrap "'$COMMAND' run --all --programme '$FOLDER' --results '$FOLDER/out' --as-of '$DAY' --resume"
