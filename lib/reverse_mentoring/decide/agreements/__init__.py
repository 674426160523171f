"""Step 3: what a pair agrees, its dates, its training."""
