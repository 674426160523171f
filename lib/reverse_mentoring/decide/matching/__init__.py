"""Step 2: who may be paired, how well two people fit, the best pairs and their reasons."""
