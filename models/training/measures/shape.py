"""The shape of a line: measures of one answer, and how far ours lie from the true ones."""

from collections.abc import Mapping, Sequence

import numpy as np

from training.controls import density
from training.sections import ONSET, SYMBOL
from training.vocab import PITCHES

CELL_STEPS = 6  # a 16th; 2 would hold 32nds and triplets apart
RUN = 3  # notes of a bar that must come again for the bar to count as repeated
MAJOR = (0, 2, 4, 5, 7, 9, 11)
HARMONIC_MINOR = (0, 2, 3, 5, 7, 8, 11)
SCALES = np.array([[(step - key) % 12 in scale for step in range(12)]
                   for scale in (MAJOR, HARMONIC_MINOR) for key in range(12)])
METRICS = ("pitch_class_entropy", "groove_similarity", "note_density", "scale_share",
           "self_repetition")
NAN = float("nan")


def pitch_class_entropy(notes: np.ndarray) -> float:
    """Entropy in bits of the pitch classes of the notes; NaN without pitches.

    Wu and Yang, "The Jazz Transformer on the Front Line" (ISMIR 2020), section 5.1, over the whole
    answer as one window. Every note counts once, as in their histogram of onsets.
    """
    pitched = notes[notes[:, SYMBOL] < PITCHES, SYMBOL]
    if not len(pitched):
        return NAN
    shares = np.bincount(pitched % 12, minlength=12) / len(pitched)
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum() + 0.0)


def groove_patterns(notes: np.ndarray, length: int, bar_steps: int,
                    cell_steps: int = CELL_STEPS) -> np.ndarray:
    """[bars, cells] whether a note begins in each cell of each bar; onsets go to the nearest."""
    bars, cells = -(-length // bar_steps), -(-bar_steps // cell_steps)
    pattern = np.zeros((bars, cells), bool)
    bar, place = notes[:, ONSET] // bar_steps, notes[:, ONSET] % bar_steps
    cell = np.minimum((place + cell_steps // 2) // cell_steps, cells - 1)
    inside = bar < bars
    pattern[bar[inside], cell[inside]] = True
    return pattern


def groove_similarity(notes: np.ndarray, length: int, bar_steps: int,
                      cell_steps: int = CELL_STEPS) -> float:
    """Mean of 1 - (share of the cells that differ) over all pairs of bars; NaN for one bar.

    Wu and Yang 2020, section 5.2; they have 64 cells in a bar of 4/4, we have 16.
    """
    pattern = groove_patterns(notes, length, bar_steps, cell_steps).astype(float)
    if len(pattern) < 2:
        return NAN
    differing = pattern @ (1 - pattern).T
    differing = differing + differing.T
    return float(1 - differing[np.triu_indices(len(pattern), 1)].mean() / pattern.shape[1])


def scale_share(notes: np.ndarray) -> float:
    """Share of the notes in the scale that holds most of them, of 12 major and 12 harmonic minor.

    Mogren, "C-RNN-GAN" (2016), as `scale_consistency` in muspy (Dong et al. 2020). Muspy's minor is
    the natural one, whose notes are those of the relative major: the harmonic one adds something.
    """
    pitched = notes[notes[:, SYMBOL] < PITCHES, SYMBOL]
    if not len(pitched):
        return NAN
    return float((SCALES @ np.bincount(pitched % 12, minlength=12)).max() / len(pitched))


def _bar_runs(notes: np.ndarray, bar_steps: int, cell_steps: int) -> dict[int, set[tuple]]:
    """The runs of each bar that sounds: RUN neighbours, or all notes of a bar with fewer."""
    cells = (notes[:, ONSET] + cell_steps // 2) // cell_steps * cell_steps
    symbols = notes[:, SYMBOL]
    names = np.where(symbols < PITCHES, symbols % 12, symbols)
    bars: dict[int, set] = {}
    for cell, name in zip(cells.tolist(), names.tolist(), strict=True):
        bars.setdefault(cell // bar_steps, set()).add((cell % bar_steps, name))
    ordered = {bar: sorted(rows) for bar, rows in bars.items()}
    return {bar: {tuple(rows[at:at + RUN]) for at in range(max(1, len(rows) - RUN + 1))}
            for bar, rows in ordered.items()}


def self_repetition(notes: np.ndarray, bar_steps: int, cell_steps: int = CELL_STEPS) -> float:
    """Share of the sounding bars that have a run of notes in common with another bar.

    A run is RUN notes that follow each other within the bar, as (place in the bar, pitch class) in
    order of place, then class; a bar with fewer notes is one run. NaN when fewer than two bars
    sound. After the n-gram repetition of text generation (Li et al. 2016, distinct-n); our own.
    """
    runs = _bar_runs(notes, bar_steps, cell_steps)
    if len(runs) < 2:
        return NAN
    bars_with: dict[tuple, int] = {}
    for bar in runs.values():
        for run in bar:
            bars_with[run] = bars_with.get(run, 0) + 1
    return sum(any(bars_with[run] > 1 for run in bar) for bar in runs.values()) / len(runs)


def shape_of(notes: np.ndarray, length: int, bar_steps: int) -> dict[str, float]:
    """All measures of an answer whose onsets count from its own first bar; NaN where none holds."""
    if not len(notes):
        return dict.fromkeys(METRICS, NAN) | {"note_density": 0.0}
    return {"pitch_class_entropy": pitch_class_entropy(notes),
            "groove_similarity": groove_similarity(notes, length, bar_steps),
            "note_density": density(notes, length),
            "scale_share": scale_share(notes),
            "self_repetition": self_repetition(notes, bar_steps)}


def wasserstein(first: np.ndarray, second: np.ndarray) -> float:
    """The first Wasserstein distance of two samples: the area between their distributions."""
    points = np.sort(np.concatenate([first, second]))
    below_first = np.searchsorted(np.sort(first), points[:-1], side="right") / len(first)
    below_second = np.searchsorted(np.sort(second), points[:-1], side="right") / len(second)
    return float((np.abs(below_first - below_second) * np.diff(points)).sum())


def distances(ours: Sequence[Mapping[str, float]],
              true: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """For each metric how far ours lie from the true answers of the same prompts, in order.

    `distribution`: Wasserstein-1 over the pooled standard deviation, the root of the mean of both
    variances; 0 is the same distribution. `paired`: mean |ours - true| of the same prompt, over the
    same deviation. Two draws of one distribution have `paired` above 0: compare rungs.
    Prompts for which either has no value are left out; `prompts` says how many stay.
    """
    result = {}
    for metric in ours[0] if len(ours) else ():
        pair = np.array([[one[metric], other[metric]]
                         for one, other in zip(ours, true, strict=True)], float)
        pair = pair[np.isfinite(pair).all(1)]
        spread = float(np.sqrt(pair.var(0).mean())) if len(pair) else NAN
        apart = wasserstein(pair[:, 0], pair[:, 1]) if len(pair) else NAN
        paired = float(np.abs(pair[:, 0] - pair[:, 1]).mean()) if len(pair) else NAN
        if len(pair) and spread == 0:
            spread = 1.0  # both constant: the distance stays in the metric's own unit
        result[metric] = {"distribution": apart / spread, "paired": paired / spread,
                          "prompts": len(pair)}
    return result
