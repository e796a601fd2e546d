"""Writes bands: rule-made bass, comping, riffs and melodies over real chord charts."""
