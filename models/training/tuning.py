"""Tunes a network on a player's own music, and keeps the best that it was."""

import copy
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from training.batches import Batch, Sampler
from training.examples import Example
from training.losses import on_device
from training.midi_folder import NoMusicError
from training.sections import PackedMusic
from training.train import VALID_SEED, answer_nats, learn, optimisers, rate_share, set_rates
from training.vocab import TASKS

WARM_UP_STEPS = 20  # the network is warm, only the optimisers are not
EXAMPLES_A_TASK = 24
ATTEMPTS_AN_EXAMPLE = 10  # most windows hold most tasks; a task that is so rare is left out


@dataclass(frozen=True)
class Plan:
    """How long and how boldly to tune."""

    steps: float = math.inf
    minutes: float = math.inf
    seed: int = 1
    rate: float = 0.05  # of the rates that training from nothing has
    events: int = 2048  # a batch
    own_share: float = 1.0  # of the batches; the others are of other music
    steps_a_check: int = 20
    patience: int = 8  # checks without a gain before it ends


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    steps: int  # taken
    best_step: int  # whose weights were kept, 0 for those at the start
    bits: float  # a note, with these weights


@dataclass(frozen=True)
class Trial:
    """Examples of own music that tell how well a network knows it."""

    examples: list[Example]
    is_held_out: bool  # of files that are not learnt from

    def bits(self, model: nn.Module, device: str) -> float:
        """Bits a note of the answers."""
        return bits_of(model, self.examples, device)


def drawn(music: PackedMusic, split: str) -> list[Example]:
    """Examples of every task that a split holds, as written; the same each time."""
    sampler = Sampler(music, split, VALID_SEED, augment=False)
    return [example for task in TASKS for example in sampler.draw_up_to(
        EXAMPLES_A_TASK, task, ATTEMPTS_AN_EXAMPLE * EXAMPLES_A_TASK)]


def bits_of(model: nn.Module, examples: list[Example], device: str) -> float:
    """Bits a note of the answers of examples."""
    nats, notes = answer_nats(model, examples, device)
    return float(nats.sum()) / notes / math.log(2)


def trial_of(music: PackedMusic) -> Trial:
    """Examples of the valid files; of those that are learnt from when the others hold none."""
    learnt, held_out = drawn(music, "train"), drawn(music, "valid")
    if not learnt:
        raise NoMusicError("The MIDI files hold no passage that a call and an answer fit in.")
    return Trial(held_out or learnt, bool(held_out))


def batches_of(own: PackedMusic, other: PackedMusic | None, plan: Plan) -> Iterator[Batch]:
    """Batches of own music, among them some of other music when there is any."""
    rng = np.random.default_rng(plan.seed)
    owns = Sampler(own, "train", plan.seed).batches(plan.events)
    others = Sampler(other, "train", plan.seed).batches(plan.events) if other is not None else owns
    while True:
        yield next(owns if rng.random() < plan.own_share else others)


def share_done(plan: Plan, step: int, begun: float) -> float:
    """How much of the plan is done, 1 or more when it is over; `begun` in monotonic seconds."""
    return max(step / plan.steps, (time.monotonic() - begun) / 60 / plan.minutes)


def tune(model: nn.Module, batches: Iterator[Batch], trial: Trial, plan: Plan,
         report: Callable[[str], None]) -> Outcome:
    """Tunes the network in place; it ends with the weights that did best in the trial."""
    torch.manual_seed(plan.seed)
    device = next(model.parameters()).device.type
    steppers = optimisers(model)
    full_rates = [plan.rate * one.param_groups[0]["lr"] for one in steppers]
    best, best_step = trial.bits(model, device), 0
    kept = copy.deepcopy(model.state_dict())
    report(f"step 0: {best:.3f} bits a note")
    step, begun, done = 0, time.monotonic(), 0.0
    while done < 1 and step - best_step < plan.patience * plan.steps_a_check:
        set_rates(steppers, full_rates, rate_share(done, step, WARM_UP_STEPS))
        learn(model, steppers, on_device(next(batches), device))
        step += 1
        done = share_done(plan, step, begun)
        if step % plan.steps_a_check and done < 1:
            continue
        bits = trial.bits(model, device)
        report(f"step {step}: {bits:.3f} bits a note")
        if bits < best:
            best, best_step, kept = bits, step, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return Outcome(step, best_step, best)
