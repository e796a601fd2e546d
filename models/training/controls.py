"""Measures what the controls ask for, on the notes of an answer. Times are steps."""

import numpy as np

from training.sections import DURATION, ONSET, SYMBOL
from training.vocab import CONTROLS, PITCHES, STEPS_PER_QUARTER, control_class

# Krumhansl and Kessler's key profiles (1982).
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
SPREADS = [profile - profile.mean() for profile in (MAJOR, MINOR)]
PROFILES = np.stack([np.roll(spread, key) / np.linalg.norm(spread)
                     for spread in SPREADS for key in range(12)])


def key_of(notes: np.ndarray) -> int | None:
    """The key that fits the notes best: 0..11 major, 12..23 minor; None without pitches."""
    pitched = notes[notes[:, SYMBOL] < PITCHES]
    weights = np.bincount(pitched[:, SYMBOL] % 12, np.minimum(pitched[:, DURATION], 48), 12)
    spread = weights - weights.mean()
    norm = np.linalg.norm(spread)
    return int(np.argmax(PROFILES @ spread)) if norm > 0 else None


def density(notes: np.ndarray, length: int) -> float:
    """Onsets a quarter note."""
    return len(np.unique(notes[:, ONSET])) * STEPS_PER_QUARTER / length


def register(notes: np.ndarray) -> float:
    """Mean MIDI pitch."""
    return float(notes[:, SYMBOL].mean())


def syncopation(notes: np.ndarray, beat_steps: int, length: int) -> float:
    """Share of the onsets off the beat after which the next beat, inside the length, has none."""
    onsets = np.unique(notes[:, ONSET])
    next_beats = -(-onsets // beat_steps) * beat_steps
    held = (onsets % beat_steps > 0) & ~np.isin(next_beats, onsets) & (next_beats < length)
    return float(held.mean())


def polyphony(notes: np.ndarray) -> float:
    """Mean notes at an onset."""
    return len(notes) / len(np.unique(notes[:, ONSET]))


def chord_rate(notes: np.ndarray, bars: float, beat_steps: int) -> float:
    """Changes a bar of the pitch classes that sound, looked at on every beat; the first counts."""
    beats = notes[:, ONSET] // beat_steps
    chords = [frozenset(notes[beats == beat, SYMBOL] % 12) for beat in np.unique(beats)]
    changes = sum(not later <= before for before, later in zip(chords, chords[1:], strict=False))
    return (1 + changes) / bars


def closeness(notes: np.ndarray, call: np.ndarray, period: int) -> float:
    """Share of the notes that the call has too, at the same place of the period, as pitch class."""
    def places(line: np.ndarray) -> np.ndarray:
        return line[:, ONSET] % period * 12 + line[:, SYMBOL] % 12

    return float(np.isin(places(notes), places(call[call[:, SYMBOL] < PITCHES])).mean())


def measured_controls(notes: np.ndarray, call: np.ndarray, bars: int, bar_steps: int,
                      beat_steps: int) -> dict[str, float]:
    """What the notes of an answer over `bars` bars do, for each control that applies to them."""
    length = bars * bar_steps
    values = {"density": density(notes, length),
              "syncopation": syncopation(notes, beat_steps, length)}
    pitched = notes[notes[:, SYMBOL] < PITCHES]
    if len(pitched):
        values |= {"register": register(pitched), "polyphony": polyphony(pitched),
                   "chord_rate": chord_rate(pitched, bars, beat_steps)}
        if len(call):
            values["closeness"] = closeness(pitched, call, length)
    return values


def control_classes(values: dict[str, float]) -> np.ndarray:
    """The class of each control in the vocabulary's order, 0 where there is no value."""
    return np.array([control_class(name, values[name]) if name in values else 0
                     for name in CONTROLS], np.uint8)
