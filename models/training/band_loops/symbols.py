"""Chord labels of the sets, spelt as players write them."""

from training.band_writer.chords import Chord, parse_chord
from training.band_writer.loops import NAMES

# What follows the root, by semitones over it
SUFFIXES = {
    (0, 4, 7): "", (0, 3, 7): "m", (0, 3, 6): "dim", (0, 4, 8): "aug", (0, 7): "5",
    (0, 4, 7, 10): "7", (0, 4, 7, 11): "maj7", (0, 3, 7, 10): "m7", (0, 3, 6, 9): "dim7",
    (0, 3, 6, 10): "m7b5", (0, 4, 7, 9): "6", (0, 3, 7, 9): "m6", (0, 4, 7, 10, 2): "9",
    (0, 4, 7, 11, 2): "maj9", (0, 3, 7, 10, 2): "m9", (0, 2, 7): "sus2", (0, 5, 7): "sus4",
    (0, 5, 7, 10): "7sus4", (0, 4, 8, 10): "7#5",
}


def symbol_of(label: str) -> str | None:
    """A label such as `E:min7/b3` as `Em7/G`; None where there is no chord."""
    chord = parse_chord(label)
    return spell(chord) if chord else None


def spell(chord: Chord) -> str:
    """The chord's symbol; tones that no symbol has are left out."""
    tones = set(chord.tones)
    known = [shape for shape in SUFFIXES if set(shape) <= tones]
    suffix = SUFFIXES[max(known, key=len)] if known else "5"
    bass = "" if chord.bass == chord.root else f"/{NAMES[chord.bass]}"
    return f"{NAMES[chord.root]}{suffix}{bass}"
