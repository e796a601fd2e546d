"""Percentile bootstrap intervals (Efron 1979; Efron and Tibshirani 1993, chapter 13), seeded."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from training.measures.obedience import spearman

DRAWS = 2000
COVERAGE = 0.95


@dataclass(frozen=True)
class Interval:
    """A value and where it would lie in COVERAGE of repetitions with other prompts."""

    value: float
    low: float
    high: float

    def as_json(self) -> list[float]:
        """[value, low, high] to four places."""
        return [round(number, 4) for number in (self.value, self.low, self.high)]


def interval(statistic: Callable[..., float], *samples: np.ndarray, draws: int = DRAWS,
             seed: int = 0) -> Interval:
    """The interval of a statistic of samples of one length, drawn together row by row.

    A row is what is independent: one prompt, piece or window, not one frame. Draws for which the
    statistic is NaN are left out.
    """
    arrays = [np.asarray(sample) for sample in samples]
    size = len(arrays[0])
    if size == 0:
        return Interval(float("nan"), float("nan"), float("nan"))
    rng = np.random.default_rng(seed)
    values = [statistic(*(array[rows] for array in arrays))
              for rows in (rng.integers(0, size, size) for _ in range(draws))]
    tail = 100 * (1 - COVERAGE) / 2
    low, high = np.nanpercentile(values, [tail, 100 - tail])
    return Interval(float(statistic(*arrays)), float(low), float(high))


def mean_interval(values: np.ndarray, *, draws: int = DRAWS, seed: int = 0) -> Interval:
    """The interval of a mean; NaNs are left out first."""
    kept = np.asarray(values, float)
    kept = kept[np.isfinite(kept)]
    return interval(np.mean, kept, draws=draws, seed=seed)


def ratio_interval(parts: np.ndarray, wholes: np.ndarray, *, draws: int = DRAWS,
                   seed: int = 0) -> Interval:
    """The interval of sum(parts) / sum(wholes): hits over frames, or bits over notes."""
    def ratio(part: np.ndarray, whole: np.ndarray) -> float:
        return float(part.sum() / whole.sum()) if whole.sum() else float("nan")

    return interval(ratio, parts, wholes, draws=draws, seed=seed)


def spearman_interval(asked: np.ndarray, measured: np.ndarray, *, draws: int = DRAWS,
                      seed: int = 0) -> Interval:
    """The interval of a rank correlation."""
    return interval(spearman, asked, measured, draws=draws, seed=seed)
