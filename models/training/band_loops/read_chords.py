"""Chords as they are read off a human accompaniment that has no labels."""

from training.band_loops.symbols import spell
from training.band_loops.windows import Notes
from training.band_writer.chords import Chord

SHAPES = ((0, 4, 7), (0, 3, 7), (0, 4, 7, 10), (0, 3, 7, 10), (0, 3, 6),
          (0, 3, 6, 9), (0, 3, 6, 10))
# What a foreign tone costs beside what a tone of the chord gains, and what a fourth tone costs
FOREIGN, FOURTH = 1.0, 0.08
ROOT_IN_BASS = 0.25


def _weights(notes: Notes, start: int, end: int) -> list[float]:
    weights = [0.0] * 12
    for onset, duration, pitch, _ in notes:
        weights[pitch % 12] += max(0, min(end, onset + duration) - max(start, onset))
    return weights


def read_chord(notes: Notes, bass: Notes, start: int, end: int) -> Chord | None:
    """The chord that fits what sounds in [start, end) best; None for silence."""
    weights = _weights(notes, start, end)
    total = sum(weights)
    if total == 0:
        return None
    low = _weights(bass, start, end)
    lowest = low.index(max(low)) if sum(low) else None

    def gain(chord: Chord) -> float:
        inside = sum(weights[tone] for tone in chord.classes)
        fit = (inside - FOREIGN * (total - inside)) / total
        return fit + ROOT_IN_BASS * (chord.root == lowest) - FOURTH * (len(chord.tones) > 3)

    return max((Chord(root, shape, root) for shape in SHAPES for root in range(12)), key=gain)


def read_chords(notes: Notes, bass: Notes, length: int, span: int) -> list[list]:
    """[tick, symbol] at each change, a chord for every `span` ticks."""
    changes: list[list] = []
    for start in range(0, length, span):
        chord = read_chord(notes, bass, start, min(length, start + span))
        symbol = spell(chord) if chord else (changes[-1][1] if changes else None)
        if not changes or changes[-1][1] != symbol:
            changes.append([start, symbol])
    return changes
