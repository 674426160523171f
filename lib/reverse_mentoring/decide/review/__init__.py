"""Step 4: what happened, whom to call, endings and new pairs, the close, the next cohort."""
