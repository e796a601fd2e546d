"""The packed notes in memory: sections of one metre, their voices, and windows of bars."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from training.vocab import PARTS

SPLITS = ("train", "valid", "test")
# A note is (onset, duration, symbol, velocity); all times in steps.
ONSET, DURATION, SYMBOL, VELOCITY = range(4)
# Played or humanised parts are put back on the grid before the partner learns to write them.
GRID = np.array([0, 0, 3, 3, 4, 4, 6, 6, 8, 8, 9, 12, 12, 12, 15, 16, 16, 18, 18, 18, 20, 20, 21,
                 24, 24])


@dataclass(frozen=True)
class Section:
    """A stretch of a piece in one metre."""

    piece: int
    set: int
    split: int
    may_train: bool
    style: int
    metre: int
    bar_steps: int
    bars: int
    first_voice: int
    last_voice: int


@dataclass(frozen=True)
class Part:
    """The notes of one voice within a window, from the window's first step."""

    part: int
    notes: np.ndarray  # [notes, 4]


def on_grid(notes: np.ndarray) -> np.ndarray:
    """The notes with onsets on 32nds or triplets, and no two alike."""
    onset = notes[:, ONSET]
    tidy = notes.copy()
    tidy[:, ONSET] = onset // 24 * 24 + GRID[onset % 24]
    _, first = np.unique(tidy[:, ONSET] * 256 + tidy[:, SYMBOL], return_index=True)
    return tidy[first]


class PackedMusic:
    """The file that training.data writes."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as packed:
            self.notes = np.stack([packed[name].astype(np.int32) for name in
                                   ("onset", "duration", "symbol", "velocity")], axis=1)
            self.voices = packed["voices"]
            self.sections = [Section(*(int(value) for value in row)) for row in packed["sections"]]
            self.pieces = json.loads(str(packed["pieces"]))
            self.sets = json.loads(str(packed["sets"]))
            self.split_hash = str(packed["split_hash"])

    @cached_property
    def humanised_sets(self) -> frozenset[int]:
        """The sets whose pitched notes are played or humanised and so lie off the grid."""
        names = ("band_writer", "freedoom", "own_midi")
        return frozenset(self.sets.index(name) for name in names)

    def parts_of(self, section: Section) -> list[int]:
        """The part of each voice."""
        return [int(self.voices[index][0])
                for index in range(section.first_voice, section.last_voice)]

    def window(self, section: Section, first_bar: int, bars: int) -> list[Part]:
        """The voices' notes that begin in these bars; empty voices are left out."""
        start, end = first_bar * section.bar_steps, (first_bar + bars) * section.bar_steps
        parts = []
        for index in range(section.first_voice, section.last_voice):
            part, first, last = self.voices[index]
            lower, upper = np.searchsorted(self.notes[first:last, ONSET], (start, end))
            if upper <= lower:
                continue
            notes = self.notes[first + lower:first + upper].copy()
            notes[:, ONSET] -= start
            if section.set in self.humanised_sets and PARTS[part] != "drums":
                notes = on_grid(notes)
                notes = notes[notes[:, ONSET] < end - start]
            notes[:, DURATION] = np.minimum(notes[:, DURATION], end - start - notes[:, ONSET])
            if len(notes):
                parts.append(Part(int(part), notes))
        return parts
