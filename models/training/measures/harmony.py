"""How an accompaniment fits its melody, and what chords it is made of.

Everything is read in frames of a 16th, as Wu et al., "Adaptive Accompaniment with ReaLchords"
(2024, arXiv:2506.14723) do: onsets and ends are rounded to the nearest 16th, and no note is shorter
than one frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.sections import DURATION, ONSET, SYMBOL
from training.vocab import PITCHES

FRAME_STEPS = 6
SILENT = -1
SILENCE = 0  # the chord of a frame without pitches


@dataclass(frozen=True)
class Agreement:
    """Counts of frames, kept apart so that ratios can be pooled over many windows."""

    hits: int  # the melody's pitch class sounds in the accompaniment
    heard: int  # melody and accompaniment both sound
    sung: int  # the melody sounds

    @property
    def ratio(self) -> float:
        """Share of the frames in which both sound; NaN when there are none."""
        return self.hits / self.heard if self.heard else float("nan")

    @property
    def strict_ratio(self) -> float:
        """Share of all frames of the melody: where the accompaniment is silent it misses."""
        return self.hits / self.sung if self.sung else float("nan")


def _frames(notes: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(pitch, first frame, last frame + 1) of every pitched note that begins in the window."""
    pitched = notes[(notes[:, SYMBOL] < PITCHES) & (notes[:, ONSET] < length)]
    half = FRAME_STEPS // 2
    count = frame_count(length)
    first = np.minimum((pitched[:, ONSET] + half) // FRAME_STEPS, count - 1)
    end = (pitched[:, ONSET] + pitched[:, DURATION] + half) // FRAME_STEPS
    return pitched[:, SYMBOL], first, np.clip(end, first + 1, count)


def frame_count(length: int) -> int:
    """Frames in a window of `length` steps; a frame that is only begun counts."""
    return -(-length // FRAME_STEPS)


def top_line(notes: np.ndarray, length: int) -> np.ndarray:
    """[frames] the highest pitch that sounds in each frame, or SILENT."""
    line = np.full(frame_count(length), SILENT)
    for pitch, first, end in zip(*_frames(notes, length), strict=True):
        line[first:end] = np.maximum(line[first:end], pitch)
    return line


def sounding_classes(notes: np.ndarray, length: int) -> np.ndarray:
    """[frames, 12] whether each pitch class sounds."""
    classes = np.zeros((frame_count(length), 12), bool)
    for pitch, first, end in zip(*_frames(notes, length), strict=True):
        classes[first:end, pitch % 12] = True
    return classes


def spread_over(classes: np.ndarray, span_steps: int) -> np.ndarray:
    """[frames, 12] the pitch classes that sound anywhere in the span in which each frame lies."""
    width = max(1, span_steps // FRAME_STEPS)
    spans = -(-len(classes) // width)
    padded = np.zeros((spans * width, 12), bool)
    padded[:len(classes)] = classes
    joined = padded.reshape(spans, width, 12).any(1)
    return np.repeat(joined, width, axis=0)[:len(classes)]


def agreement(melody: np.ndarray, accompaniment: np.ndarray, length: int,
              span_steps: int = FRAME_STEPS) -> Agreement:
    """The frames of a window; of several melody notes at once the highest counts.

    A longer span takes broken chords as whole ones, nearer to papers that compare with a chord
    symbol; a span of one frame is the measure proper.
    """
    line = top_line(melody, length)
    classes = spread_over(sounding_classes(accompaniment, length), span_steps)
    sung, heard = line != SILENT, classes.any(1)
    hits = classes[np.arange(len(line)), line % 12] & sung
    return Agreement(int(hits.sum()), int((sung & heard).sum()), int(sung.sum()))


def note_in_chord_ratio(melody: np.ndarray, accompaniment: np.ndarray, length: int, *,
                        silence_misses: bool = False) -> float:
    """Share of 16th frames whose melody pitch class is in the sounding accompaniment.

    Frames in which both sound are counted (ReaLchords compares with a chord, which always is
    there); with `silence_misses` all frames of the melody are, so that silence is no way out.
    """
    counts = agreement(melody, accompaniment, length)
    return counts.strict_ratio if silence_misses else counts.ratio


def chords_of(notes: np.ndarray, length: int, span_steps: int = FRAME_STEPS) -> np.ndarray:
    """[spans] the set of pitch classes that sound within each span, bit p for class p.

    A span of a frame reads the texture; one of a beat joins broken chords into whole ones.
    """
    joined = spread_over(sounding_classes(notes, length), span_steps)
    return joined[::max(1, span_steps // FRAME_STEPS)] @ (1 << np.arange(12))


def chord_runs(chords: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(chord, length in spans) of every run of the same sounding chord; silences are left out."""
    if not len(chords):
        return np.zeros(0, int), np.zeros(0, int)
    begins = np.flatnonzero(np.diff(chords, prepend=-1) != 0)
    lengths = np.diff(begins, append=len(chords))
    sounds = chords[begins] != SILENCE
    return chords[begins][sounds], lengths[sounds]


def chord_length_entropy(accompaniments: Sequence[np.ndarray]) -> float:
    """Shannon entropy, in bits, of the lengths of all chord runs of many chord sequences."""
    lengths = [chord_runs(chords)[1] for chords in accompaniments]
    counts = np.unique(np.concatenate(lengths), return_counts=True)[1] if lengths else np.zeros(0)
    shares = counts / max(1, counts.sum())
    return float(-(shares * np.log2(shares)).sum() + 0.0)


def mean_pitch_classes(chords: np.ndarray) -> float:
    """Mean number of pitch classes in the spans that sound; NaN when none does."""
    sounding = chords[chords != SILENCE]
    if not len(sounding):
        return float("nan")
    return float((sounding[:, None] >> np.arange(12) & 1).sum(1).mean())
