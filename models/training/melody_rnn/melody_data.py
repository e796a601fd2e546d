"""The tokenised melodies: windows to train on and excerpts to measure with."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.melody_rnn.melody_tokens import FIRST_PITCH, MAX_PITCH, MIN_PITCH

SPLITS = ("train", "valid", "test")
IGNORED = 255
EXCERPT_BARS = 8
MIN_EXCERPT_BARS = 2
MIN_EXCERPT_NOTES = 4
# How often a set is drawn: by its size to this power, times its weight. Songs and dances that a
# player would play count for more than orchestral and keyboard parts.
SIZE_POWER = 0.7
SET_WEIGHTS = {"openewld": 2.5, "m21_oneills": 1.3, "m21_ryans": 1.3, "m21_airds_misc": 1.3,
               "polish_scores": 1.3, "openscore_quartets": 0.7, "freedoom": 0.7,
               "chopin_first_editions": 0.5}
NEAR_SHIFT = 6
FAR_SHIFT = 18
FAR_SHARE = 0.15


@dataclass(frozen=True)
class Excerpt:
    """Up to eight bars of one melody, from a bar line on."""

    set_name: str
    piece: int
    steps_per_quarter: int
    bar_steps: int
    first_bar: int
    events: np.ndarray


class MelodyData:
    """All melodies of the file that make_melodies.py wrote."""

    def __init__(self, path: Path) -> None:
        """Loads the file."""
        stored = np.load(path)
        self.rows: np.ndarray = stored["rows"]
        self.sets: list[str] = json.loads(str(stored["sets"]))
        self.pieces: list[list[str]] = json.loads(str(stored["pieces"]))
        ends = np.cumsum(self.rows[:, 5])
        self.melodies = np.split(stored["events"], ends[:-1])

    def indices(self, split: str) -> np.ndarray:
        """The numbers of the melodies of a split."""
        return np.flatnonzero(self.rows[:, 2] == SPLITS.index(split))

    def split_hash(self, split: str) -> str:
        """Names the melodies of a split: changes when any event or piece does."""
        digest = hashlib.sha256()
        for index in self.indices(split):
            digest.update(self.pieces[self.rows[index, 0]][0].encode())
            digest.update(self.melodies[index].tobytes())
        return digest.hexdigest()

    def excerpts(self, split: str) -> Iterator[Excerpt]:
        """Every melody of a split, cut into excerpts of eight bars; short ends are left out."""
        for index in self.indices(split):
            piece, set_index, _, steps_per_quarter, bar_steps, length = self.rows[index]
            width = EXCERPT_BARS * bar_steps
            for at in range(0, length, width):
                events = self.melodies[index][at:at + width]
                if (len(events) >= MIN_EXCERPT_BARS * bar_steps
                        and (events[1:] >= FIRST_PITCH).sum() >= MIN_EXCERPT_NOTES):
                    yield Excerpt(self.sets[set_index], int(piece), int(steps_per_quarter),
                                  int(bar_steps), int(at // bar_steps), events)


class WindowSampler:
    """Draws windows of the training melodies, each from a bar line on and in some key."""

    def __init__(self, data: MelodyData, steps: int, seed: int) -> None:
        """Windows hold `steps` + 1 events, padded with IGNORED."""
        self.data, self.steps, self.seed = data, steps, seed
        self.indices = data.indices("train")
        rows = data.rows[self.indices]
        sizes = np.bincount(rows[:, 1], weights=rows[:, 5], minlength=len(data.sets))
        weights = np.array([SET_WEIGHTS.get(name, 1.0) for name in data.sets])
        share = sizes ** SIZE_POWER * weights / np.maximum(sizes, 1)
        chance = rows[:, 5] * share[rows[:, 1]]
        self.cumulative = np.cumsum(chance / chance.sum())

    def batch(self, number: int, size: int) -> np.ndarray:
        """Batch `number`, uint8 [size, steps + 1]; the same for the same seed."""
        dice = np.random.default_rng((self.seed, number))
        picks = np.searchsorted(self.cumulative, dice.random(size) * self.cumulative[-1])
        windows = np.full((size, self.steps + 1), IGNORED, np.uint8)
        for row, pick in enumerate(picks):
            window = self._window(self.indices[pick], dice)
            windows[row, :len(window)] = window
        return windows

    def _window(self, index: int, dice: np.random.Generator) -> np.ndarray:
        melody, bar_steps = self.data.melodies[index], self.data.rows[index, 4]
        bars = len(melody) // bar_steps
        first = int(dice.integers(0, max(1, bars - MIN_EXCERPT_BARS + 1))) * bar_steps
        return transposed(melody[first:first + self.steps + 1], dice)


def transposed(events: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """The events moved by a random interval that keeps every note in range."""
    is_note = events >= FIRST_PITCH
    if not is_note.any():
        return events
    lowest, highest = int(events[is_note].min()), int(events[is_note].max())
    reach = FAR_SHIFT if dice.random() < FAR_SHARE else NEAR_SHIFT
    down = min(reach, lowest - FIRST_PITCH)
    up = min(reach, MAX_PITCH - MIN_PITCH + FIRST_PITCH - highest)
    shift = int(dice.integers(-down, up + 1))
    return np.where(is_note, events.astype(int) + shift, events).astype(np.uint8)
