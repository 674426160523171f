"""Figures with their uncertainty, for small groups: shares, changes, comparisons, staying."""
