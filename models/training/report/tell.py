"""Whether a classifier can tell our continuations from the true ones."""

import numpy as np

from training.measures.answer_features import answer_features
from training.measures.real_or_ours import real_or_ours_auc
from training.report.prompts import Case


def _features(cases: list[Case], answers: list[np.ndarray]) -> np.ndarray:
    return np.stack([answer_features(notes, case.cut.call, case.answer_bars * case.metre.bar_steps,
                                     case.metre.bar_steps)
                     for case, notes in zip(cases, answers, strict=True)])


def real_or_ours(cases: list[Case], true: list[np.ndarray], ours: list[np.ndarray]) -> list[float]:
    """[auc, low, high] of the classifier; 0.5 means that it cannot tell."""
    return real_or_ours_auc(_features(cases, true), _features(cases, ours)).as_json()
