"""How different the answers of a set are from each other.

The Vendi score is Friedman and Dieng, "The Vendi Score: A Diversity Evaluation Metric for Machine
Learning" (TMLR 2023, arXiv:2210.02410), equation 1: the exponential of the von Neumann entropy of
K / n, where K holds the similarities of n things, each 1 to itself. It says to how many wholly
different things the set amounts: 1 when all are alike, n when no two have anything in common.
"""

from collections.abc import Sequence

import numpy as np

from training.measures.harmony import SILENCE, chord_runs, sounding_classes
from training.vocab import STEPS_PER_QUARTER

CHORDS = 1 << 12
SMALLEST_SHARE = 1e-12


def vendi_score(features: np.ndarray) -> float:
    """The score of [things, features] under the cosine; rows of zeros are like each other only."""
    if not len(features):
        return float("nan")
    features = np.column_stack([features, ~features.any(1)]).astype(float)
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    kernel = unit @ unit.T
    shares = np.linalg.eigvalsh(kernel / len(kernel))
    shares = shares[shares > SMALLEST_SHARE]
    return float(np.exp(-(shares * np.log(shares)).sum()))


def vendi_of_size(features: np.ndarray, size: int, draws: int = 20, seed: int = 0) -> float:
    """Mean score of random subsets of `size` things: sets of unlike size become comparable."""
    if size >= len(features):
        return vendi_score(features)
    rng = np.random.default_rng(seed)
    return float(np.mean([vendi_score(features[rng.choice(len(features), size, replace=False)])
                          for _ in range(draws)]))


def chroma_features(accompaniments: Sequence[np.ndarray], length: int) -> np.ndarray:
    """[things, quarters * 12] how much of each quarter note each pitch class sounds.

    Each quarter's mean over the classes is taken off, so that the cosine compares which classes
    sound and not how many. `length` in steps; use it for answers of one length.
    """
    rows = []
    for notes in accompaniments:
        frames = sounding_classes(notes, length).astype(float)
        width = STEPS_PER_QUARTER * len(frames) // max(1, length)
        quarters = [frames[at:at + width].mean(0) for at in range(0, len(frames), width)]
        chroma = np.stack(quarters)
        rows.append((chroma - chroma.mean(1, keepdims=True)).ravel())
    return np.stack(rows)


def chord_bigrams(chord_sequences: Sequence[np.ndarray]) -> np.ndarray:
    """[things, kinds] counts of chords and of pairs of chords that follow each other.

    Pairs alone would make nearly every two answers strangers; the single chords tell near from far.
    """
    counted = []
    for chords in chord_sequences:
        chords = chord_runs(chords[chords != SILENCE])[0]
        counted.append(np.concatenate([chords, CHORDS + chords[:-1] * CHORDS + chords[1:]]))
    kinds, column = np.unique(np.concatenate(counted), return_inverse=True)
    row = np.repeat(np.arange(len(counted)), [len(one) for one in counted])
    table = np.zeros((len(counted), len(kinds)), np.float32)
    np.add.at(table, (row, column), 1)
    return table
