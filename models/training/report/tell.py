"""Whether a classifier can tell our continuations from the true ones."""

import numpy as np

from training.measures.answer_features import answer_features
from training.measures.real_or_ours import real_or_ours_auc
from training.report.prompts import Case
from training.sections import ONSET, VELOCITY


def _features(case: Case, answer: np.ndarray) -> np.ndarray:
    placed = answer.copy()
    placed[:, ONSET] += case.answer_start
    return answer_features(case.cut.call, placed, case.answer_start, case.length,
                           case.metre.bar_steps)


def _as_notated(answer: np.ndarray, true: np.ndarray) -> np.ndarray:
    """An answer without its dynamics where the true one was written without: that tells nothing."""
    notated = answer.copy()
    if not true[:, VELOCITY].any():
        notated[:, VELOCITY] = 0
    return notated


def real_or_ours(cases: list[Case], true: list[np.ndarray], ours: list[np.ndarray]) -> list[float]:
    """[auc, low, high] of the classifier; 0.5 means that it cannot tell.

    Answers count from their own first bar.
    """
    ours = [_as_notated(one, real) for one, real in zip(ours, true, strict=True)]
    rows = [np.stack([_features(case, notes) for case, notes in zip(cases, made, strict=True)])
            for made in (true, ours)]
    return real_or_ours_auc(*rows).as_json()
