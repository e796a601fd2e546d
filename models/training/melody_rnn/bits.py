"""Bits a note: all bits of a melody's events over its notes."""

import math
from collections.abc import Sequence

import numpy as np
import torch

from training.melody_rnn.melody_data import IGNORED, Excerpt
from training.melody_rnn.melody_model import MelodyRnn
from training.melody_rnn.melody_tokens import FIRST_PITCH

BATCH = 128


def scored_notes(excerpts: Sequence[Excerpt]) -> np.ndarray:
    """The notes of each excerpt. Its first event is given, so no model is asked for it."""
    return np.array([(one.events[1:] >= FIRST_PITCH).sum() for one in excerpts])


@torch.no_grad()
def rnn_bits(model: MelodyRnn, excerpts: Sequence[Excerpt], device: str = "cpu") -> np.ndarray:
    """The bits of each excerpt's events after its first one."""
    bits = np.zeros(len(excerpts))
    order = sorted(range(len(excerpts)), key=lambda index: len(excerpts[index].events))
    for at in range(0, len(order), BATCH):
        chosen = order[at:at + BATCH]
        width = max(len(excerpts[index].events) for index in chosen)
        events = np.full((len(chosen), width), IGNORED, np.int64)
        for row, index in enumerate(chosen):
            events[row, :len(excerpts[index].events)] = excerpts[index].events
        batch = torch.from_numpy(events).to(device)
        known = batch != IGNORED
        logits = model(torch.where(known, batch, 0)[:, :-1])
        log_probs = torch.log_softmax(logits.float(), dim=2)
        targets = torch.where(known, batch, 0)[:, 1:]
        picked = log_probs.gather(2, targets.unsqueeze(2)).squeeze(2) * known[:, 1:]
        bits[chosen] = -picked.sum(1).double().cpu().numpy() / math.log(2)
    return bits
