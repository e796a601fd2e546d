"""Whether answers do what the controls ask, and whether the locks hold."""

from dataclasses import replace

import numpy as np
from torch import nn

from training.controls import measured_controls
from training.measures.bootstrap import spearman_interval
from training.report.prompts import NO_CONTROLS, Case
from training.sample import Manner, write_answers
from training.sections import ONSET, SYMBOL
from training.vocab import CONTROLS, PITCHES

ASKED = ("density", "register", "syncopation", "chord_rate", "polyphony", "closeness")
TASK_OF = {"chord_rate": "comp", "polyphony": "comp"}  # the others are asked of a continuation
SEED = 31
MAJOR = (0, 2, 4, 5, 7, 9, 11)


def _asked(name: str, asked: int) -> np.ndarray:
    controls = NO_CONTROLS.copy()
    controls[list(CONTROLS).index(name)] = asked
    return controls


def _can_hold(case: Case, name: str, asked: int) -> bool:
    """Whether the metre has room for a class: a chord changes once a beat at most."""
    beats = case.metre.bar_steps / case.metre.beat_steps
    return name != "chord_rate" or asked == 1 or CONTROLS[name][asked - 2] < beats


def obedience(model: nn.Module, cases: dict[str, list[Case]], manner: Manner) -> dict:
    """{control: [rho, low, high]}: each class of each control asked of each prompt.

    A class of chord rate is asked where the metre has room for it.
    """
    result = {}
    for name in ASKED:
        drawn = cases[TASK_OF.get(name, "continue")]
        classes = range(1, len(CONTROLS[name]) + 2)
        pairs = [(case, asked) for case in drawn for asked in classes
                 if _can_hold(case, name, asked)]
        made = write_answers(model, [case.prompt(_asked(name, asked)) for case, asked in pairs],
                             manner, SEED)
        asked_values, measured = [], []
        for (case, asked), notes in zip(pairs, made, strict=True):
            if len(notes) == 0:
                continue
            values = measured_controls(case.rebased(notes), case.cut.call, case.answer_bars,
                                       case.metre.bar_steps, case.metre.beat_steps)
            asked_values.append(asked)
            measured.append(values.get(name, np.nan))
        known = np.isfinite(measured)
        result[name] = spearman_interval(np.array(asked_values)[known],
                                         np.array(measured)[known], draws=500).as_json()
    return result


def lock_violations(model: nn.Module, cases: list[Case], manner: Manner) -> dict:
    """Notes outside a key lock, and notes that begin outside a chord lock: both must be 0."""
    counts = {"key": 0, "chord": 0, "notes": 0}
    for index, case in enumerate(cases):
        tonic = index % 12
        lock = frozenset((tonic + step) % 12 for step in MAJOR)
        chords = np.zeros((case.length, 12), bool)
        for bar in range(case.bars):
            root = (tonic + 5 * bar) % 12
            rows = slice(bar * case.metre.bar_steps, (bar + 1) * case.metre.bar_steps)
            chords[rows, [root, (root + 4) % 12, (root + 7) % 12]] = True
        for kind, locked in (("key", replace(manner, key_lock=lock)),
                             ("chord", replace(manner, chords=chords))):
            notes = write_answers(model, [case.prompt()], locked, SEED)[0]
            notes = notes[notes[:, SYMBOL] < PITCHES]
            classes = notes[:, SYMBOL] % 12
            counts["notes"] += len(notes)
            allowed = (np.isin(classes, list(lock)) if kind == "key"
                       else chords[notes[:, ONSET], classes])
            counts[kind] += int((~allowed).sum())
    return counts
