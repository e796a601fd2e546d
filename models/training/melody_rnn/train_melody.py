"""Trains the MelodyRNN.

python -m training.melody_rnn.train_melody --melodies melodies.npz --out RUN --minutes 20
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.melody_rnn.bits import rnn_bits, scored_notes
from training.melody_rnn.melody_data import IGNORED, MelodyData, WindowSampler
from training.melody_rnn.melody_model import MelodyRnn
from training.melody_rnn.melody_tokens import CLASSES

WARM_UP_STEPS = 200
CLIP_NORM = 1.0
CHECK_EVERY_STEPS = 500


def learning_rate(step: int, progress: float, peak: float) -> float:
    """Linear warm-up, then a cosine down to a fiftieth."""
    cosine = 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))
    return peak * min(1.0, (step + 1) / WARM_UP_STEPS) * (0.02 + 0.98 * cosine)


def loss_of(model: MelodyRnn, windows: np.ndarray, device: str) -> torch.Tensor:
    """Mean cross entropy, in nats, of the events that are there."""
    events = torch.from_numpy(windows.astype(np.int64)).to(device)
    targets = torch.where(events == IGNORED, -100, events)[:, 1:]
    inputs = torch.where(events == IGNORED, 0, events)[:, :-1]
    with torch.autocast(device.split(":")[0], torch.bfloat16):
        logits = model(inputs)
    return nn.functional.cross_entropy(logits.float().reshape(-1, CLASSES), targets.reshape(-1))


class Run:
    """One training run: its model, its optimiser and where it stands."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Starts afresh, or from the run's last checkpoint when `--resume` is given."""
        self.options = options
        torch.manual_seed(options.seed)
        self.model = MelodyRnn(options.units, options.layers, options.counter_bits,
                               options.dropout).to(options.device)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), options.peak,
                                           betas=(0.9, 0.98), weight_decay=0.01)
        self.step, self.best, self.seconds = 0, math.inf, 0.0
        if options.resume:
            stored = torch.load(options.out / "last.pt", map_location=options.device,
                                weights_only=True)
            self.model.load_state_dict(stored["model"])
            self.optimiser.load_state_dict(stored["optimiser"])
            self.step, self.best, self.seconds = stored["place"]

    def save(self, name: str) -> None:
        """Writes a checkpoint into the run's folder."""
        torch.save({"config": self.model.config, "model": self.model.state_dict(),
                    "optimiser": self.optimiser.state_dict(),
                    "place": [self.step, self.best, self.seconds]}, self.options.out / name)

    def train_step(self, windows: np.ndarray) -> float:
        """One step of the optimiser; returns the loss."""
        torch.manual_seed(self.options.seed * 1_000_003 + self.step)
        progress = max(self.step / self.options.steps, self.seconds / 60 / self.options.minutes)
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.step, progress, self.options.peak)
        loss = loss_of(self.model, windows, self.options.device)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), CLIP_NORM)
        self.optimiser.step()
        self.step += 1
        return loss.item()

    def is_over(self) -> bool:
        """Whether the steps or the minutes are used up."""
        return (self.step >= self.options.steps
                or self.seconds >= 60 * self.options.minutes)


def train(run: Run, data: MelodyData) -> None:
    """Trains to the end and keeps the checkpoint that is best on valid."""
    options = run.options
    sampler = WindowSampler(data, options.window, options.seed)
    valid = list(data.excerpts("valid"))
    notes = scored_notes(valid).sum()
    losses: list[float] = []
    while not run.is_over():
        began = time.monotonic()
        losses.append(run.train_step(sampler.batch(run.step, options.batch)))
        run.seconds += time.monotonic() - began
        if run.step % CHECK_EVERY_STEPS == 0 or run.is_over():
            run.model.eval()
            bits = rnn_bits(run.model, valid, options.device).sum() / notes
            run.model.train()
            line = {"step": run.step, "seconds": round(run.seconds), "train_nats_a_step":
                    round(float(np.mean(losses)), 4), "valid_bits_a_note": round(bits, 4)}
            print(json.dumps(line), flush=True)
            losses.clear()
            run.save("last.pt")
            if bits < run.best:
                run.best = float(bits)
                run.save("best.pt")


def parse_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--melodies", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--units", type=int, default=256)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--counter-bits", type=int, default=7)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--window", type=int, default=192, help="steps in a window")
    parser.add_argument("--peak", type=float, default=3e-3, help="the highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Trains from the command line."""
    options = parse_options()
    options.out.mkdir(parents=True, exist_ok=True)
    train(Run(options), MelodyData(options.melodies))


if __name__ == "__main__":
    main()
