"""Bits a note of the n-grams, task by task, counted as train.validate counts the network's.

python -m training.measures.ngram_table --packed packed.npz --split valid
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.batches import Sampler
from training.examples import Example
from training.losses import ATTRIBUTES
from training.measures.event_history import joined_columns
from training.measures.events_ngram import EventNgram
from training.sections import PackedMusic
from training.train import VALID_EXAMPLES, VALID_SEED
from training.vocab import TASKS

TUNING_SEED = 1001
NAMES = {1: "unigram", 2: "bigram", 3: "trigram", 5: "fivegram"}


def drawn(sampler: Sampler, count: int, task: str | None = None) -> Iterator[Example]:
    """So many examples, one at a time."""
    return (sampler.draw(task) for _ in range(count))


def trained(music: PackedMusic, orders: list[int], examples: int, tuning: int,
            seed: int = 1) -> dict[int, EventNgram]:
    """N-grams counted on `train`; their weights are set on `tuning` examples a task of `valid`."""
    columns = joined_columns(drawn(Sampler(music, "train", seed), examples))
    other = Sampler(music, "valid", TUNING_SEED, augment=False)
    held = joined_columns(example for task in TASKS for example in drawn(other, tuning, task))
    return {order: EventNgram(order).train_columns(columns, held) for order in orders}


def bits_of(model: EventNgram, music: PackedMusic, split: str, count: int) -> dict[str, float]:
    """Bits a note by task, then by attribute over all tasks."""
    bits, total, notes = {}, np.zeros(len(ATTRIBUTES)), 0
    for task in TASKS:
        sampler = Sampler(music, split, VALID_SEED, augment=False)
        columns = joined_columns(drawn(sampler, count, task))
        nats, real = model.attribute_nats(columns).sum(0), int((columns["symbol"] >= 0).sum())
        bits[task] = round(float(nats.sum() / real / np.log(2)), 3)
        total, notes = total + nats, notes + real
    return bits | {name: round(float(nats / notes / np.log(2)), 3)
                   for name, nats in zip(ATTRIBUTES, total, strict=True)}


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True)
    parser.add_argument("--split", default="valid")
    parser.add_argument("--examples", type=int, default=30000)
    parser.add_argument("--tuning", type=int, default=150, help="examples a task of valid")
    parser.add_argument("--count", type=int, default=VALID_EXAMPLES, help="measured, a task")
    parser.add_argument("--orders", type=int, nargs="+", default=[1, 5])
    options = parser.parse_args()
    music, begun = PackedMusic(options.packed), time.time()
    models = trained(music, options.orders, options.examples, options.tuning)
    for order, model in models.items():
        bits = bits_of(model, music, options.split, options.count)
        print(json.dumps({"order": NAMES.get(order, order), "split": options.split, **bits}))
    print(f"{time.time() - begun:.0f} s")


if __name__ == "__main__":
    main()
