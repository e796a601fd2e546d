"""A small classifier that tries to tell real answers from ours to the same prompts.

The measure is the area under its ROC curve on prompts that it was not trained on: 0.5 when it can
only guess, 1 when it always knows. After Lopez-Paz and Oquab, "Revisiting Classifier Two-Sample
Tests" (ICLR 2017).
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from training.measures.bootstrap import Interval, interval
from training.measures.obedience import ranks

FOLDS = 5
HIDDEN = 32
EPOCHS = 150
RATE, DECAY, DROPPED = 0.01, 0.05, 0.3
FARTHEST = 5.0  # standard deviations; what lies beyond is brought in


def auc(real: np.ndarray, ours: np.ndarray) -> float:
    """Chance that a real answer scores above one of ours; ties count half (Mann, Whitney 1947)."""
    if not len(real) or not len(ours):
        return float("nan")
    ranked = ranks(np.concatenate([real, ours]))[:len(real)]
    return float((ranked.sum() - len(real) * (len(real) + 1) / 2) / (len(real) * len(ours)))


class Scaler:
    """Brings features to mean 0 and deviation 1 as in the training rows; NaN becomes 0."""

    def __init__(self, rows: np.ndarray) -> None:
        """Learns from training rows."""
        known = np.isfinite(rows)
        count = np.maximum(1, known.sum(0))
        filled = np.where(known, rows, 0.0)
        self.mean = filled.sum(0) / count
        spread = np.sqrt((np.where(known, rows - self.mean, 0.0)**2).sum(0) / count)
        self.spread = np.where(spread > 0, spread, 1.0)

    def __call__(self, rows: np.ndarray) -> torch.Tensor:
        """[rows, features] ready for the network."""
        scaled = np.where(np.isfinite(rows), (rows - self.mean) / self.spread, 0.0)
        return torch.from_numpy(np.clip(scaled, -FARTHEST, FARTHEST)).float()


def fitted(rows: torch.Tensor, is_real: torch.Tensor) -> nn.Module:
    """The network that tells these rows apart, after EPOCHS passes over all of them."""
    model = nn.Sequential(nn.Linear(rows.shape[1], HIDDEN), nn.ReLU(), nn.Dropout(DROPPED),
                          nn.Linear(HIDDEN, 1))
    stepper = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        loss = F.binary_cross_entropy_with_logits(model(rows)[:, 0], is_real)
        stepper.zero_grad()
        loss.backward()
        stepper.step()
    return model.eval()


def held_out_scores(real: np.ndarray, ours: np.ndarray, folds: int = FOLDS,
                    seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """How real each answer looks, as its rank from 0 to 1 within its fold.

    Row i of both belongs to prompt i; both answers to a prompt are held out together.
    """
    order = np.random.default_rng(seed).permutation(len(real))
    scores = np.zeros((2, len(real)))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for fold in range(folds):
            held = np.sort(order[fold::folds])
            kept = np.sort(np.setdiff1d(order, held))
            if not len(held) or not len(kept):
                continue
            scaler = Scaler(np.concatenate([real[kept], ours[kept]]))
            rows = scaler(np.concatenate([real[kept], ours[kept]]))
            is_real = (torch.arange(2 * len(kept)) < len(kept)).float()
            model = fitted(rows, is_real)
            with torch.no_grad():
                found = model(scaler(np.concatenate([real[held], ours[held]])))[:, 0].numpy()
            scores[:, held] = (ranks(found) / len(found)).reshape(2, -1)
    return scores[0], scores[1]


def real_or_ours_auc(real: np.ndarray, ours: np.ndarray, folds: int = FOLDS, draws: int = 1000,
                     seed: int = 0) -> Interval:
    """The area over all folds, with its interval over prompts. Rows from `answer_features`."""
    if len(real) != len(ours) or len(real) < folds:
        raise ValueError(f"{len(real)} real and {len(ours)} ours, for {folds} folds")
    return interval(auc, *held_out_scores(real, ours, folds, seed), draws=draws, seed=seed)
