"""The release gate: what managers may see of a closed round, decided so that nobody's answer can be worked out."""
