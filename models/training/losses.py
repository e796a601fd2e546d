"""Nats of every attribute of every event that a batch asks for."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.batches import Batch
from training.vocab import ANSWER_BEGINS, METRES, ONSET_STEPS

ATTRIBUTES = ("onset", "part", "symbol", "duration", "velocity")


def bar_steps_of(metre: int, events: np.ndarray, at: np.ndarray) -> int:
    """Steps in a bar of an example; a metre that is not listed tells it by its events."""
    if metre < len(METRES):
        numerator, denominator = METRES[metre]
        return 96 * numerator // denominator
    bars = events[:, 2]
    later = np.nonzero(bars)[0]
    return int((at[later[0]] - events[later[0], 1]) // bars[later[0]]) if len(later) else 96


@dataclass(frozen=True)
class Inputs:
    """A batch as tensors on a device."""

    events: Tensor
    at: Tensor
    moments: Tensor
    rhythm: Tensor
    targets: Tensor
    weights: Tensor
    asked: Tensor
    asked_parts: Tensor
    metre: Tensor
    bar_steps: Tensor


def on_device(batch: Batch, device: str) -> Inputs:
    """The batch as tensors."""
    bars = np.array([bar_steps_of(int(metre), events, at) for metre, events, at in
                     zip(batch.metre, batch.events, batch.at, strict=True)])
    arrays = [batch.events, batch.at, batch.moments, batch.rhythm, batch.targets, batch.weights,
              batch.asked, batch.asked_parts, batch.metre, bars]
    kinds = [torch.long, torch.long, torch.float32, torch.uint8, torch.long, torch.float32,
             torch.long, torch.uint8, torch.long, torch.long]
    return Inputs(*(torch.from_numpy(np.ascontiguousarray(array)).to(device, kind)
                    for array, kind in zip(arrays, kinds, strict=True)))


def event_nats(model: nn.Module, inputs: Inputs) -> tuple[Tensor, Tensor, Tensor]:
    """(nats [N, 5], weights [N], row of the batch [N]) of the N events that are asked for.

    An attribute that an event does not have counts 0.
    """
    trunk, heads = model.trunk, model.heads
    x = trunk.embed(inputs.events, inputs.moments, inputs.asked, inputs.asked_parts, inputs.metre)
    hidden = trunk(x, inputs.at, inputs.bar_steps).float()
    chosen = (inputs.targets >= 0).any(-1)
    hidden, targets = hidden[chosen], inputs.targets[chosen]
    row = chosen.nonzero()[:, 0]
    condition = trunk.condition(inputs.asked, inputs.asked_parts)[row]
    is_answer = (inputs.events[chosen][:, :1] >= ANSWER_BEGINS).float()
    hidden = heads.told(hidden, condition * is_answer)
    bar_steps, place = inputs.bar_steps[row], inputs.events[chosen][:, 1]
    nats = torch.zeros(len(targets), len(ATTRIBUTES), device=hidden.device)
    logits = heads.onsets(hidden, place, bar_steps, inputs.rhythm[chosen].float())
    nats[:, 0] = F.cross_entropy(logits, targets[:, 0], ignore_index=-1, reduction="none")
    following = torch.roll(inputs.moments, -1, 1)[chosen]
    real = (targets[:, 2] >= 0).nonzero()[:, 0]
    target, moment = targets[real], following[real]
    onset = target[:, 0].clamp(0, ONSET_STEPS - 1)
    next_place = torch.roll(inputs.events[..., 1], -1, 1)[chosen][real]
    state = heads.placed(hidden[real], onset, next_place, moment)
    rows = [F.cross_entropy(heads.parts(state), target[:, 1], reduction="none")]
    state = state + heads.part_table[target[:, 1]]
    rows.append(F.cross_entropy(heads.symbols(state, moment), target[:, 2], reduction="none"))
    state = state + heads.symbol_table[target[:, 2]]
    rows.append(F.cross_entropy(heads.durations(state), target[:, 3], reduction="none"))
    state = state + heads.duration_table[target[:, 3]]
    rows.append(F.cross_entropy(heads.velocities(state), target[:, 4], ignore_index=-1,
                                reduction="none"))
    nats = nats.index_copy(0, real, torch.cat([nats[real, :1], torch.stack(rows, 1)], 1))
    return nats, inputs.weights[chosen], row
