"""Bits a note of the true answers, task by task and rung by rung: the same notes for all."""

from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from training.batches import joined
from training.examples import Example
from training.losses import event_nats, on_device
from training.measures.bootstrap import ratio_interval
from training.measures.events_ngram import EventNgram
from training.report.prompts import Case, heard_to
from training.vocab import ONSET_STEPS

BATCH = 12
Nats = Callable[[list[Example]], np.ndarray]


@torch.no_grad()
def network_nats(model: nn.Module, examples: list[Example]) -> np.ndarray:
    """[examples] nats of each answer under a network."""
    order = np.argsort([len(example.at) for example in examples], kind="stable")
    nats = np.zeros(len(examples))
    for first in range(0, len(order), BATCH):
        rows = order[first:first + BATCH]
        values, weights, row = event_nats(model, on_device(
            joined([examples[index] for index in rows]), "cpu"))
        answer = weights == 1
        sums = torch.zeros(len(rows)).index_add(0, row[answer], values[answer].sum(1))
        nats[rows] = sums.numpy()
    return nats


def ngram_nats(model: EventNgram, examples: list[Example]) -> np.ndarray:
    """[examples] nats of each answer under an n-gram."""
    return np.array([model.nats(example).sum() for example in examples])


def notes_of(example: Example) -> int:
    """The notes of an answer."""
    return int((example.targets[example.weights == 1, 2] >= 0).sum())


def bits_table(rungs: dict[str, Nats], cases: dict[str, list[Case]]) -> dict:
    """{task: {rung: [bits, low, high]}}."""
    table = {}
    for task, drawn in cases.items():
        examples = [case.example() for case in drawn]
        notes = np.array([notes_of(example) for example in examples])
        table[task] = {rung: ratio_interval(nats(examples) / np.log(2), notes).as_json()
                       for rung, nats in rungs.items()}
    return table


def _nats_in_bar(model: nn.Module, case: Case, bar: int) -> tuple[float, int]:
    """The answer's nats and notes within one bar."""
    example = case.example()
    with torch.no_grad():
        values, weights, _ = event_nats(model, on_device(joined([example]), "cpu"))
    answer = np.nonzero(example.weights == 1)[0]
    onsets = example.targets[answer, 0]
    at = np.append(example.at[answer[1:]], case.length)
    is_here = (at // case.metre.bar_steps == bar) & (onsets <= ONSET_STEPS)
    is_note = example.targets[answer, 2] >= 0
    nats = values[weights == 1].sum(1).numpy()
    return float(nats[is_here].sum()), int((is_here & is_note).sum())


def future_gain(model: nn.Module, cases: list[Case]) -> dict:
    """Bits a note with the whole loop known, and with nothing of the bar and what follows known.

    Each bar is measured once, from the same true notes before it.
    """
    known, hidden, notes = [], [], []
    for case in cases:
        whole, blind, count = 0.0, 0.0, 0
        for bar in range(case.bars):
            nats, here = _nats_in_bar(model, case, bar)
            if here:
                whole, count = whole + nats, count + here
                blind += _nats_in_bar(model, heard_to(case, bar), bar)[0]
        known.append(whole)
        hidden.append(blind)
        notes.append(count)
    known, hidden, notes = (np.array(rows) for rows in (known, hidden, notes))
    gain = ratio_interval(hidden - known, hidden)
    return {"known": ratio_interval(known / np.log(2), notes).as_json(),
            "hidden": ratio_interval(hidden / np.log(2), notes).as_json(),
            "gain": gain.as_json()}
