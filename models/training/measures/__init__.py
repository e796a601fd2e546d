"""Measures of answers: pure functions on notes.

Notes are [notes, 5] rows (onset, duration, symbol, velocity, part); times are steps, 24 to the
quarter note; symbols under 128 are MIDI pitches, the others drums. Columns that a measure does not
read may be missing.
"""
