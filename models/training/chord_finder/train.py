"""Trains the chord finder's two networks, on one thread of a CPU.

python -m training.chord_finder.train --examples examples.pkl --out finder.pt
"""

import argparse
import copy
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.chord_finder.network import ChordNet, KeyNet, log_sums, path_worth

# How much each set counts, its loops as tunes and with chords; within a set all loops alike.
SHARES = {
    ("openewld", "tune"): 0.12, ("openewld", "chords"): 0.06,
    ("openscore_lieder", "tune"): 0.16, ("openscore_lieder", "chords"): 0.08,
    ("polish_scores", "tune"): 0.18, ("polish_scores", "chords"): 0.08,
    ("mutopia", "tune"): 0.12, ("mutopia", "chords"): 0.05,
    ("band_writer", "tune"): 0.12, ("band_writer", "chords"): 0.12,
    ("mcgill_billboard", "chords"): 0.09, ("atonal", "tune"): 0.02,
}
KEY_SHARES = {
    "openewld": 0.18, "openscore_lieder": 0.12, "polish_scores": 0.12, "mutopia": 0.12,
    "band_writer": 0.1, "mcgill_billboard": 0.04, "m21_oneills": 0.12, "m21_ryans": 0.1,
    "m21_airds_misc": 0.1,
}
BATCH, KEY_BATCH = 48, 64


class Phase(NamedTuple):
    """Some steps of the chord network's training."""

    steps: int
    rate: float
    decay: float
    dropout: float
    # How much loops with chords count beside tunes
    chords: float


# A tune alone is soon learnt by heart: it is learnt first, with much forgotten.
PHASES = (Phase(2000, 3e-3, 0.2, 0.4, 1), Phase(1000, 2e-3, 0.03, 0.2, 2))
KEY_RATE, KEY_DECAY, KEY_DROPOUT, KEY_SMOOTHING = 2e-3, 0.1, 0.3, 0.05
WARM_UP, LAST_RATE = 100, 0.02
# The weights that are kept are a running mean.
MEAN = 0.998


def _rate(step: int, steps: int) -> float:
    return min(1, (step + 1) / WARM_UP) * max(LAST_RATE, 1 - step / steps)


class RunningMean:
    """A network whose weights are the running mean of another's."""

    def __init__(self, net: nn.Module) -> None:
        self.net, self.steps = copy.deepcopy(net).eval(), 0

    @torch.no_grad()
    def add(self, net: nn.Module) -> None:
        """Takes the weights as they are now into the mean."""
        self.steps += 1
        keep = min(MEAN, self.steps / (self.steps + 9))
        for mean, weight in zip(self.net.parameters(), net.parameters(), strict=True):
            mean.mul_(keep).add_(weight, alpha=1 - keep)


def descend(net: nn.Module, loss_of: Callable[[], Tensor], steps: int, rate: float,
            decay: float) -> nn.Module:
    """Trains a network for so many steps, and returns the mean of what it was."""
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay)
    mean = RunningMean(net)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * _rate(step, steps)
        loss = loss_of()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5)
        optimizer.step()
        mean.add(net)
        if step % 250 == 249:
            print(f"{step + 1}: {loss.item():.3f}", flush=True)
    return mean.net


def batches(examples: list[dict], chords: float, rng: np.random.Generator) -> Iterator[list[dict]]:
    """Batches of loops of so many beats, by the shares of their sets."""
    gains = {"tune": 1, "chords": chords}
    counts = Counter((one["set"], one["texture"]) for one in examples)
    groups: dict[int, list[dict]] = defaultdict(list)
    for one in examples:
        groups[len(one["x"])].append(one)
    weights = {beats: np.cumsum([SHARES[one["set"], one["texture"]] * gains[one["texture"]]
                                 / counts[one["set"], one["texture"]] for one in group])
               for beats, group in groups.items()}
    lengths = list(groups)
    chances = np.array([weights[beats][-1] for beats in lengths])
    while True:
        beats = lengths[rng.choice(len(lengths), p=chances / chances.sum())]
        drawn = np.searchsorted(weights[beats], rng.random(BATCH) * weights[beats][-1])
        yield [groups[beats][index] for index in drawn]


def train_chords(examples: list[dict], phase: Phase, net: ChordNet, seed: int) -> ChordNet:
    """The chord network, from the examples of the train split that have chords."""
    torch.manual_seed(seed)
    net.train()
    net.drop.p, net.drop_in.p = phase.dropout, phase.dropout / 2
    known = [one for one in examples if "x" in one and (one["set"], one["texture"]) in SHARES]
    drawn = batches([one for one in known if one["split"] == "train"], phase.chords,
                    np.random.default_rng(seed))

    def loss() -> Tensor:
        batch = next(drawn)
        x = torch.from_numpy(np.stack([one["x"] for one in batch]).astype(np.float32))
        states = torch.from_numpy(np.stack([one["states"] for one in batch]).astype(np.int64))
        mode = torch.tensor([one["mode"] for one in batch])
        worth, change = net(x, mode)
        steps = net.steps()
        sums = log_sums(worth, change, steps, mode)
        return (sums - path_worth(worth, change, steps, mode, states)).mean() / x.shape[1]

    return descend(net, loss, phase.steps, phase.rate, phase.decay)


def turned(planes: Tensor, steps: Tensor) -> Tensor:
    """(batch, 12, KEY_WIDTH): features counted from each tonic."""
    return torch.stack([torch.cat([torch.roll(planes, -tonic, 2).flatten(1),
                                   torch.roll(steps, (-tonic, -tonic), (1, 2)).flatten(1)], 1)
                        for tonic in range(12)], 1)


def learn_keys(net: KeyNet, examples: list[dict], shares: dict, steps: int, rate: float,
               seed: int) -> KeyNet:
    """The key network after some steps, on examples drawn by the share of their "group"."""
    rng = np.random.default_rng(seed)
    counts = Counter(one["group"] for one in examples)
    weights = np.cumsum([shares[one["group"]] / counts[one["group"]] for one in examples])
    planes, moves = (torch.from_numpy(np.stack([one[name] for one in examples]).astype(np.float32))
                     for name in ("planes", "steps"))
    keys = torch.tensor([one["key"] for one in examples])

    def loss() -> Tensor:
        drawn = torch.from_numpy(np.searchsorted(weights, rng.random(KEY_BATCH) * weights[-1]))
        found = net(turned(planes[drawn], moves[drawn]))
        return functional.cross_entropy(found, keys[drawn], label_smoothing=KEY_SMOOTHING)

    return descend(net, loss, steps, rate, KEY_DECAY)


def train_key(examples: list[dict], steps: int, seed: int) -> KeyNet:
    """The key network, from the examples of the train split whose key is known."""
    torch.manual_seed(seed)
    known = [{**one, "group": one["set"]} for one in examples
             if one["key"] >= 0 and one["split"] == "train" and one["set"] in KEY_SHARES]
    return learn_keys(KeyNet(KEY_DROPOUT), known, KEY_SHARES, steps, KEY_RATE, seed)


def main() -> None:
    """Trains both and writes them into one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--key-steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    examples = [one for path in options.examples for one in pickle.loads(path.read_bytes())]
    key = train_key(examples, options.key_steps, options.seed)
    chords = ChordNet()
    for index, phase in enumerate(PHASES):
        chords = train_chords(examples, phase, chords, options.seed + index)
    torch.save({"key": key.state_dict(), "chords": chords.state_dict()}, options.out)


if __name__ == "__main__":
    main()
