"""Decisions as pure functions on plain data: no disk, clock, chance, widget or chart."""
