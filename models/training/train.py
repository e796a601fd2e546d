"""Trains the Music Transformer.

python -m training.train --packed packed.npz --out RUN --config small --minutes 60
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.batches import Sampler, joined
from training.examples import Example
from training.losses import ATTRIBUTES, Inputs, event_nats, on_device
from training.lstm import LstmComposer
from training.model import CONFIGS, PLACES, Config, MusicTransformer
from training.sections import PackedMusic
from training.vocab import TASKS

WARM_UP_STEPS = 100
LAST_RATE_SHARE = 0.02
MATRIX_RATE, TABLE_RATE = 0.012, 0.003
VALID_SEED, VALID_EXAMPLES = 7, 40
LARGEST_GRADIENT = 1.0
EXAMPLES_A_PASS = 10  # when measuring


def build(config: str, places: str) -> nn.Module:
    """The network of a named size."""
    if config == "lstm":
        return LstmComposer()
    size = CONFIGS[config]
    return MusicTransformer(Config(size.width, size.layers, size.heads, size.hidden, places))


def optimisers(model: nn.Module) -> list[torch.optim.Optimizer]:
    """Muon for the trunk's matrices, AdamW for everything else."""
    matrices, others = [], []
    for name, weight in model.named_parameters():
        is_matrix = ".blocks." in name and "bias" not in name
        (matrices if is_matrix else others).append(weight)
    adam = torch.optim.AdamW(others, lr=TABLE_RATE, betas=(0.9, 0.95), weight_decay=0.01)
    if not matrices:
        return [adam]
    return [torch.optim.Muon(matrices, lr=MATRIX_RATE, weight_decay=0.05), adam]


def rate_share(done: float, step: int, warm_up_steps: int = WARM_UP_STEPS) -> float:
    """The share of the full rate: a short rise, then a line down to almost nothing."""
    return min(1.0, (step + 1) / warm_up_steps) * (LAST_RATE_SHARE + (1 - LAST_RATE_SHARE)
                                                    * (1 - done))


def set_rates(steppers: list, full_rates: list[float], share: float) -> None:
    """Gives each optimiser this share of its full rate."""
    for stepper, rate in zip(steppers, full_rates, strict=True):
        for group in stepper.param_groups:
            group["lr"] = rate * share


def learn(model: nn.Module, steppers: list, inputs: Inputs, *, bf16: bool = False) -> float:
    """One step down the gradient of a batch; returns its nats an event."""
    with torch.autocast(inputs.events.device.type, torch.bfloat16, enabled=bf16):
        nats, weights, _ = event_nats(model, inputs)
    loss = (nats.sum(1) * weights).sum() / weights.sum()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), LARGEST_GRADIENT)
    for stepper in steppers:
        stepper.step()
        stepper.zero_grad(set_to_none=True)
    return loss.item()


@torch.no_grad()
def answer_nats(model: nn.Module, examples: list[Example], device: str) -> tuple[np.ndarray, int]:
    """(nats of each attribute [5] over all answers, notes in them)."""
    total, notes = np.zeros(len(ATTRIBUTES)), 0
    examples = sorted(examples, key=lambda one: len(one.at))
    for first in range(0, len(examples), EXAMPLES_A_PASS):
        inputs = on_device(joined(examples[first:first + EXAMPLES_A_PASS]), device)
        nats, weights, _ = event_nats(model, inputs)
        total += nats[weights == 1].sum(0).double().cpu().numpy()
        notes += int((inputs.targets[..., 2] >= 0)[inputs.weights == 1].sum())
    return total, notes


def validate(model: nn.Module, music: PackedMusic, device: str, split: str = "valid") -> dict:
    """Bits a note of the answers, task by task, and of the attributes over all."""
    model.eval()
    bits, parts, all_notes = {}, np.zeros(len(ATTRIBUTES)), 0
    for task in TASKS:
        sampler = Sampler(music, split, VALID_SEED, augment=False)
        nats, notes = answer_nats(model, [sampler.draw(task) for _ in range(VALID_EXAMPLES)],
                                  device)
        parts, all_notes = parts + nats, all_notes + notes
        bits[task] = round(float(nats.sum()) / notes / math.log(2), 3)
    model.train()
    bits |= {name: round(float(parts[index] / all_notes / math.log(2)), 3)
             for index, name in enumerate(ATTRIBUTES)}
    return bits


def save(path: Path, model: nn.Module, steppers: list, state: dict) -> None:
    """Writes a checkpoint that --resume goes on from; never a half one."""
    torch.save({"model": model.state_dict(), "optimisers": [one.state_dict() for one in steppers],
                "state": state}, path.with_suffix(".part"))
    path.with_suffix(".part").rename(path)


def train(options: argparse.Namespace) -> None:
    """Runs until the minutes or the steps are over, whichever is first."""
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    music = PackedMusic(options.packed)
    model = build(options.config, options.places).to(device)
    steppers = optimisers(model)
    if options.start:
        fresh = model.load_state_dict(torch.load(options.start, map_location=device)["model"],
                                      strict=False)
        print(f"starts from {options.start}; new: {fresh.missing_keys}", flush=True)
    full_rates = [options.rate * one.param_groups[0]["lr"] for one in steppers]
    state = {"config": options.config, "places": options.places, "step": 0, "events": 0,
             "seconds": 0.0, "split_hash": music.split_hash}
    path = options.out / "last.pt"
    options.out.mkdir(parents=True, exist_ok=True)
    if options.resume:
        saved = torch.load(path, map_location=device)
        model.load_state_dict(saved["model"])
        for stepper, kept in zip(steppers, saved["optimisers"], strict=True):
            stepper.load_state_dict(kept)
        state = saved["state"]
    batches = Sampler(music, "train", options.seed + state["step"]).batches(options.events)
    begun, log = time.time() - state["seconds"], (options.out / "log.jsonl").open("a")
    running = None
    step_model = torch.compile(model) if device == "cuda" and options.compile else model
    print(f"{sum(w.numel() for w in model.parameters()):,} parameters on {device}", flush=True)
    while state["step"] < options.steps:
        done = max(state["step"] / options.steps, (time.time() - begun) / 60 / options.minutes)
        if done >= 1:
            break
        set_rates(steppers, full_rates, rate_share(done, state["step"]))
        inputs = on_device(next(batches), device)
        loss = learn(step_model, steppers, inputs, bf16=options.bf16)
        state["step"] += 1
        state["events"] += int((inputs.events[..., 0] * 0 + 1)[inputs.weights > 0].sum())
        state["seconds"] = time.time() - begun
        value = loss / math.log(2)
        running = value if running is None else 0.98 * running + 0.02 * value
        if state["step"] % options.report == 0:
            row = {"step": state["step"], "seconds": round(state["seconds"]),
                   "events": state["events"], "train": round(running, 3)}
            if state["step"] % (options.report * 5) == 0:
                row |= validate(model, music, device)
                save(path, model, steppers, state)
            print(json.dumps(row), file=log, flush=True)
            print(json.dumps(row), flush=True)
    save(path, model, steppers, state)
    final = {"step": state["step"], "seconds": round(state["seconds"]), "events": state["events"],
             "final": validate(model, music, device)}
    print(json.dumps(final), file=log, flush=True)
    print(json.dumps(final), flush=True)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", choices=(*CONFIGS, "lstm"), default="small")
    parser.add_argument("--places", choices=PLACES, default="musical")
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=4096, help="events a batch")
    parser.add_argument("--report", type=int, default=50, help="steps between two log lines")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights to begin with")
    parser.add_argument("--rate", type=float, default=1.0, help="times the usual rates")
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--resume", action="store_true")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
