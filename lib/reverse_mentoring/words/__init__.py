"""The words of the field as data: tables, settings, choices, problems. Imports nothing else of ours."""
