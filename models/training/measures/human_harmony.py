"""The harmony figures of real music, to hold ours against.

python -m training.measures.human_harmony --packed packed.npz
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.measures.bootstrap import ratio_interval
from training.measures.diversity import chord_bigrams, chroma_features, vendi_of_size
from training.measures.harmony import (
    FRAME_STEPS,
    agreement,
    chord_length_entropy,
    chords_of,
    mean_pitch_classes,
)
from training.sections import SPLITS, PackedMusic
from training.tasks import merged
from training.vocab import PARTS, STEPS_PER_QUARTER

SETS = ("nottingham", "pop909_sep", "openscore_lieder", "m21_bach")
ACCOMPANIMENT = ("comp", "harmony", "bass")  # a second tune, `lead`, is left out
BARS = 8
FOUR_FOUR = 96  # steps; diversity is measured on windows of one length


@dataclass(frozen=True)
class Pair:
    """A melody with its accompaniment. Times are steps from the window's beginning."""

    melody: np.ndarray
    accompaniment: np.ndarray
    bar_steps: int
    piece: int

    @property
    def length(self) -> int:
        """Steps in the window."""
        return BARS * self.bar_steps


def pairs(music: PackedMusic, name: str, split: str = "test") -> Iterator[Pair]:
    """All windows of BARS bars, one after the other, in which both sound."""
    for section in music.sections:
        if music.sets[section.set] != name or section.split != SPLITS.index(split):
            continue
        for first in range(0, section.bars - BARS + 1, BARS):
            parts = music.window(section, first, BARS)
            melody = merged([part for part in parts if PARTS[part.part] == "melody"])
            other = merged([part for part in parts if PARTS[part.part] in ACCOMPANIMENT])
            if len(melody) and len(other):
                yield Pair(melody, other, section.bar_steps, section.piece)


def harmony_report(windows: list[Pair], span_steps: int, size: int, seed: int = 0) -> dict:
    """The figures of a set of windows; the accompaniment is read in spans of `span_steps`.

    Diversity is the Vendi score of `size` windows of 4/4. `by_chance` is the ratio of melodies
    beside the accompaniment of another window, in whatever key.
    """
    counts = [agreement(one.melody, one.accompaniment, one.length, span_steps)
              for one in windows]
    pieces, owner = np.unique([one.piece for one in windows], return_inverse=True)
    hits, heard, sung = (np.bincount(owner, [getattr(count, name) for count in counts], len(pieces))
                         for name in ("hits", "heard", "sung"))
    chords = [chords_of(one.accompaniment, one.length, span_steps) for one in windows]
    even = [index for index, one in enumerate(windows) if one.bar_steps == FOUR_FOUR]
    size = min(size, len(even))
    chroma = chroma_features([windows[index].accompaniment for index in even], BARS * FOUR_FOUR)
    order = np.random.default_rng(seed).permutation(len(windows))
    strangers = [agreement(one.melody, windows[other].accompaniment, one.length, span_steps)
                 for one, other in zip(windows, order, strict=True)]
    chance = sum(one.hits for one in strangers) / max(1, sum(one.heard for one in strangers))
    return {"windows": len(windows), "pieces": len(pieces),
            "ratio": ratio_interval(hits, heard, seed=seed).as_json(),
            "strict": ratio_interval(hits, sung, seed=seed).as_json(),
            "by_chance": round(chance, 3),
            "chord_entropy": round(chord_length_entropy(chords), 3),
            "pitch_classes": round(mean_pitch_classes(np.concatenate(chords)), 3),
            "vendi_of": size,
            "vendi_chroma": round(vendi_of_size(chroma, size, seed=seed), 2),
            "vendi_bigrams": round(vendi_of_size(chord_bigrams([chords[index] for index in even]),
                                                 size, seed=seed), 2)}


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True)
    parser.add_argument("--split", default="test")
    parser.add_argument("--size", type=int, default=100)
    options = parser.parse_args()
    music = PackedMusic(options.packed)
    for name in SETS:
        windows = list(pairs(music, name, options.split))
        for span, steps in (("frame", FRAME_STEPS), ("quarter", STEPS_PER_QUARTER)):
            report = harmony_report(windows, steps, options.size)
            print(json.dumps({"set": name, "span": span, **report}))


if __name__ == "__main__":
    main()
