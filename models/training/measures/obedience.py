"""Whether an answer does what was asked of it."""

import numpy as np


def ranks(values: np.ndarray) -> np.ndarray:
    """Rank of each value from 1; equal values share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[place]


def spearman(asked: np.ndarray, measured: np.ndarray) -> float:
    """Rank correlation of asked classes and measured values, with ties: Pearson's of the ranks.

    Spearman 1904. Pairs without a value are left out; NaN when fewer than two differ on either
    side.
    """
    asked, measured = np.asarray(asked, float), np.asarray(measured, float)
    known = np.isfinite(asked) & np.isfinite(measured)
    if not known.any():
        return float("nan")
    first, second = ranks(asked[known]), ranks(measured[known])
    first, second = first - first.mean(), second - second.mean()
    size = np.sqrt((first**2).sum() * (second**2).sum())
    return float((first * second).sum() / size) if size > 0 else float("nan")
