"""An answer as numbers, for the classifier that tells real from ours."""

import numpy as np

from training.controls import closeness, polyphony, register, syncopation
from training.measures.harmony import note_in_chord_ratio
from training.measures.shape import METRICS, shape_of
from training.sections import DURATION, ONSET, SYMBOL, VELOCITY
from training.vocab import DRUM_SOUNDS, PITCHES, STEPS_PER_QUARTER

LENGTHS = (3, 6, 8, 9, 12, 16, 18, 24, 36, 48, 72, 96)  # upper edges of classes, in steps
WIDEST_INTERVAL = 12
PLACES = 16  # cells of a bar, whatever its length
FIGURES = 17


def _shares(values: np.ndarray, size: int) -> np.ndarray:
    counts = np.bincount(values, minlength=size)[:size].astype(float)
    return counts / max(1.0, counts.sum())


def _cosine(first: np.ndarray, second: np.ndarray) -> float:
    size = np.linalg.norm(first) * np.linalg.norm(second)
    return float(first @ second / size) if size > 0 else 0.0


def _top(notes: np.ndarray) -> np.ndarray:
    """The highest note of each onset."""
    ordered = notes[np.lexsort((-notes[:, SYMBOL], notes[:, ONSET]))]
    return ordered[np.unique(ordered[:, ONSET], return_index=True)[1]]


def _histograms(notes: np.ndarray, bar_steps: int) -> dict[str, np.ndarray]:
    """What both a call and an answer have, so that they can be compared too."""
    pitched = notes[notes[:, SYMBOL] < PITCHES]
    drums = notes[notes[:, SYMBOL] >= PITCHES]
    line = _top(pitched)
    steps = np.clip(np.diff(line[:, SYMBOL]), -WIDEST_INTERVAL, WIDEST_INTERVAL) + WIDEST_INTERVAL
    gaps = np.diff(np.unique(notes[:, ONSET]))
    return {"interval": _shares(steps, 2 * WIDEST_INTERVAL + 1),
            "gap": _shares(np.searchsorted(LENGTHS, gaps), len(LENGTHS) + 1),
            "duration": _shares(np.searchsorted(LENGTHS, notes[:, DURATION]), len(LENGTHS) + 1),
            "place": _shares(notes[:, ONSET] % bar_steps * PLACES // bar_steps, PLACES),
            "in_beat": _shares(notes[:, ONSET] % STEPS_PER_QUARTER // 2, STEPS_PER_QUARTER // 2),
            "pitch_class": _shares(pitched[:, SYMBOL] % 12, 12),
            "drum": _shares(drums[:, SYMBOL] - PITCHES, len(DRUM_SOUNDS))}


def _figures(answer: np.ndarray, call: np.ndarray, length: int, bar_steps: int) -> list[float]:
    """FIGURES single numbers; `answer` and `call` in steps of the window."""
    pitched = answer[answer[:, SYMBOL] < PITCHES]
    called = call[call[:, SYMBOL] < PITCHES]
    line = _top(pitched)
    leaps = np.abs(np.diff(line[:, SYMBOL])) if len(line) > 1 else np.zeros(1)
    last = answer[np.argmax(answer[:, ONSET])]
    nothing = float("nan")
    return [
        syncopation(answer, STEPS_PER_QUARTER, length), polyphony(answer),
        register(pitched) if len(pitched) else nothing,
        float(np.ptp(pitched[:, SYMBOL])) if len(pitched) else nothing,
        float(leaps.mean()), float((leaps == 0).mean()), float((leaps > 4).mean()),
        float(answer[:, VELOCITY].std()), float(answer[:, VELOCITY].mean()),
        float(answer[:, DURATION].std()), float(last[ONSET] % bar_steps / bar_steps),
        float((length - last[ONSET]) / bar_steps), float(last[DURATION]),
        closeness(pitched, call, length) if len(pitched) and len(called) else nothing,
        note_in_chord_ratio(answer, call, length),
        register(pitched) - register(called) if len(pitched) and len(called) else nothing,
        float(np.isin(answer[:, ONSET], call[:, ONSET]).mean()) if len(call) else nothing]


def answer_features(call: np.ndarray, answer: np.ndarray, start: int, length: int,
                    bar_steps: int) -> np.ndarray:
    """[features] of an answer that begins at step `start` of a window `length` steps long.

    NaN stands where a feature does not apply.
    """
    own = answer.copy()
    own[:, ONSET] -= start
    shape = shape_of(own, length - start, bar_steps)
    shapes = [shape[metric] for metric in METRICS]
    ours, theirs = _histograms(own, bar_steps), _histograms(call, bar_steps)
    alike = [_cosine(ours[name], theirs[name]) for name in ours]
    figures = _figures(answer, call, length, bar_steps) if len(answer) else [float("nan")] * FIGURES
    tables = [ours[name] for name in ours if name != "pitch_class"]
    return np.concatenate([shapes, figures, alike, *tables])
