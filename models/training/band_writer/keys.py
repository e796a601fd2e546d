"""The key of a stretch of chords, and the scale that goes with a chord in a key."""

from collections.abc import Sequence
from functools import cache

from training.band_writer.chords import Chord
from training.band_writer.song import Span

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
BLUES = (0, 3, 5, 6, 7, 10)
TONIC_GAIN = 0.6
EDGE_GAIN = 0.8
CLEARLY_BETTER = 1.15

Key = tuple[int, tuple[int, ...]]
ALL_KEYS: list[Key] = [(root, scale) for scale in (MAJOR, MINOR) for root in range(12)]


def _fit(key: Key, spans: Sequence[Span]) -> float:
    root, scale = key
    classes = {(root + step) % 12 for step in scale}
    third = 4 if scale == MAJOR else 3
    gain = 0.0
    for index, span in enumerate(spans):
        inside = sum(pitch in classes for pitch in span.chord.classes) / len(span.chord.classes)
        is_tonic = span.chord.root == root and span.chord.has(3, 4) in (third, None)
        edge = EDGE_GAIN if index in (0, len(spans) - 1) else 0
        gain += (span.end - span.start) * (inside + is_tonic * (TONIC_GAIN + edge))
    return gain


def find_key(spans: Sequence[Span], usual: Key | None = None) -> Key:
    """The key that agrees best with the chords; the usual one unless it is clearly worse."""
    best = max(ALL_KEYS, key=lambda key: _fit(key, spans))
    if usual and _fit(best, spans) < _fit(usual, spans) * CLEARLY_BETTER:
        return usual
    return best


@cache
def scale_of(chord: Chord, key: Key) -> tuple[int, ...]:
    """Pitch classes to play over a chord: the key's, bent to the chord's own tones."""
    classes = {(key[0] + step) % 12 for step in key[1]}
    for tone in chord.classes - classes:
        for near in ((tone + 1) % 12, (tone - 1) % 12):
            if near not in chord.classes:
                classes.discard(near)
        classes.add(tone)
    return tuple(sorted(classes))


@cache
def ladder(classes: tuple[int, ...], low: int, high: int) -> tuple[int, ...]:
    """Every pitch of these classes in [low, high]."""
    return tuple(pitch for pitch in range(low, high + 1) if pitch % 12 in classes)


def nearest(pitches: Sequence[int], target: float) -> int:
    """The pitch nearest to a target, the lower one of two."""
    return min(pitches, key=lambda pitch: (abs(pitch - target), pitch))
