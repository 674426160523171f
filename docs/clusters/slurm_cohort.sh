#!/bin/sh
# One cohort of the night: a task of the array that slurm_night.sh submits.
#SBATCH --job-name=mentoring
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=00:30:00
#SBATCH --output=%x-%A_%a.log
set -eu
cohort=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" "$COHORTS")
exec "$COMMAND" run --programme "$FOLDER" --results "$FOLDER/out" --as-of "$DAY" --resume -- "$cohort"
