"""How much of an answer was learnt by heart: the longest run of notes it shares with the training
set, whatever the key.

A line is read as transitions between notes: the pitch interval, and the steps from onset to onset.
Every run of 4 to 32 notes of the training lines is kept as a 64-bit hash in a sorted array, one
array a length.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from training.measures.backoff import mixed
from training.sections import ONSET, SPLITS, SYMBOL, PackedMusic, on_grid
from training.vocab import PARTS, PITCHES

SHORTEST, LONGEST = 4, 32  # notes
LONG_GAP = 192  # steps; longer gaps are alike
ROLL = np.uint64(0x5851F42D4C957F2D)  # an odd multiplier: the hash of a run rolls modulo 2 ** 64


def skyline(notes: np.ndarray) -> np.ndarray:
    """The highest pitched note at each onset, on the grid and in order. Drums are left out."""
    pitched = notes[notes[:, SYMBOL] < PITCHES]
    if not len(pitched):
        return pitched
    pitched = on_grid(pitched)
    pitched = pitched[np.lexsort((-pitched[:, SYMBOL], pitched[:, ONSET]))]
    return pitched[np.unique(pitched[:, ONSET], return_index=True)[1]]


def transitions(line: np.ndarray) -> np.ndarray:
    """[notes - 1] one number for the interval and the onset distance to each next note."""
    intervals = np.diff(line[:, SYMBOL].astype(np.int64))
    gaps = np.minimum(np.diff(line[:, ONSET].astype(np.int64)), LONG_GAP)
    return mixed(np.zeros(len(gaps), np.uint64), intervals * (LONG_GAP + 1) + gaps)


def _rolled(lines: Sequence[np.ndarray]) -> Iterable[tuple[int, np.ndarray]]:
    """(notes in a run, hashes of all runs of that length) for every length in the index."""
    codes = np.concatenate([*lines, np.zeros(LONGEST, np.uint64)])
    sizes = np.array([len(line) for line in lines], np.int64)
    left = np.repeat(np.cumsum(sizes), sizes) - np.arange(sizes.sum())  # transitions to the end
    starts = np.arange(len(left))
    hashes = np.zeros(len(left), np.uint64)
    for count in range(1, LONGEST):
        kept = left >= count
        starts, left, hashes = starts[kept], left[kept], hashes[kept]
        hashes = hashes * ROLL + codes[starts + count - 1]
        if count + 1 >= SHORTEST:
            yield count + 1, hashes


def _distinct(hashes: np.ndarray) -> np.ndarray:
    """The hashes in order, each once. (np.unique of numpy 2.4 takes 50 times as long.)"""
    ordered = np.sort(hashes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


class RunIndex:
    """All runs of the training lines."""

    def __init__(self, lines: Iterable[np.ndarray]) -> None:
        """Reads monophonic lines, rows in order of onset."""
        self._runs = {notes: _distinct(hashes) for notes, hashes
                      in _rolled([transitions(line) for line in lines if len(line) >= SHORTEST])}

    @property
    def bytes(self) -> int:
        """Memory that the index holds."""
        return sum(runs.nbytes for runs in self._runs.values())

    def longest_shared_run(self, line: np.ndarray) -> int:
        """Notes in the longest run that the training lines have too: 0 when it is under SHORTEST,
        LONGEST when it is that long or longer.
        """
        longest = 0
        if len(line) < SHORTEST:
            return longest
        for notes, hashes in _rolled([transitions(line)]):
            runs = self._runs.get(notes)
            if runs is None or not len(runs) or not len(hashes):
                break
            places = np.minimum(np.searchsorted(runs, hashes), len(runs) - 1)
            if not (runs[places] == hashes).any():
                break
            longest = notes
        return longest

    def longest_of_answer(self, notes: np.ndarray) -> int:
        """The longest run of any part's skyline; notes are rows with their part."""
        return max((self.longest_shared_run(skyline(notes[notes[:, 4] == part]))
                    for part in np.unique(notes[:, 4])), default=0)


def training_lines(music: PackedMusic) -> Iterable[np.ndarray]:
    """The skyline of every pitched voice of every section that may be trained on."""
    for section in music.sections:
        if section.split != SPLITS.index("train") or not section.may_train:
            continue
        for index in range(section.first_voice, section.last_voice):
            part, first, last = music.voices[index]
            if PARTS[part] != "drums":
                yield skyline(music.notes[first:last])
