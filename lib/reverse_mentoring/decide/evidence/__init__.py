"""Step 4: what the figures show, their uncertainty, and the charter judged by them."""
