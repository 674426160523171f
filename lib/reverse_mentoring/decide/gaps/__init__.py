"""Step 1: who needs what, who can teach it, and how sure that is."""
