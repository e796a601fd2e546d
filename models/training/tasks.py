"""Cuts a window of music into what is given (the call) and what is asked (the answer)."""

from dataclasses import dataclass

import numpy as np

from training.sections import DURATION, ONSET, SYMBOL, Part
from training.vocab import PARTS, PITCHES, TASKS

MELODY, LEAD, HARMONY, COMP, BASS, DRUMS = range(len(PARTS))
MIN_ANSWER_NOTES = 3
SAME_RHYTHM = 0.7
# Parts that each task may write.
WRITES = {"harmonise": (HARMONY, LEAD, MELODY), "comp": (COMP,), "bass": (BASS,),
          "lead": (LEAD, HARMONY), "drums": (DRUMS,)}
OTHERS_SHARE = 0.35  # how often a continued line has the other voices beside it
WHOLE_CALL_SHARE = 0.6  # how often an accompaniment is given every other voice
LIVE_SHARE = 0.3  # how often the call is cut at a bar, as in a first pass


@dataclass(frozen=True)
class Cut:
    """A task: notes are [notes, 5] rows (onset, duration, symbol, velocity, part) in steps."""

    task: int
    call: np.ndarray
    answer: np.ndarray
    answer_bar: int  # the bar in which the answer begins
    heard_bars: int  # bars of the call that were heard; the rest is not known


def merged(parts: list[Part]) -> np.ndarray:
    """The notes of several voices in order of onset, part and pitch."""
    rows = [np.column_stack([part.notes, np.full(len(part.notes), part.part)]) for part in parts]
    notes = np.concatenate(rows) if rows else np.zeros((0, 5), np.int32)
    return notes[np.lexsort((notes[:, SYMBOL], notes[:, 4], notes[:, ONSET]))]


def before(notes: np.ndarray, step: int) -> np.ndarray:
    """The notes that begin before a step, ended there."""
    kept = notes[notes[:, ONSET] < step].copy()
    kept[:, DURATION] = np.minimum(kept[:, DURATION], step - kept[:, ONSET])
    return kept


def _some(parts: list[Part], rng: np.random.Generator) -> list[Part]:
    if len(parts) < 2 or rng.random() < WHOLE_CALL_SHARE:
        return parts
    size = rng.integers(1, len(parts))
    return [parts[index] for index in sorted(rng.choice(len(parts), size, replace=False))]


def shares_rhythm(line: Part, other: Part) -> bool:
    """Whether most onsets of a line are the other's onsets too."""
    return float(np.isin(line.notes[:, ONSET], other.notes[:, ONSET]).mean()) >= SAME_RHYTHM


def _onwards(task: str, parts: list[Part], bars: int, bar_steps: int,
             rng: np.random.Generator) -> Cut | None:
    """Continue or answer a voice: its beginning is given, with or without the other voices."""
    if bars < 2:
        return None
    weights = np.array([4.0 if part.part in (MELODY, LEAD) else 1.0 for part in parts])
    line = parts[rng.choice(len(parts), p=weights / weights.sum())]
    cut_bar = bars // 2 if task == "answer" else int(rng.integers(1, bars))
    at = cut_bar * bar_steps
    others = [part for part in parts if part is not line]
    beside = _some(others, rng) if others and rng.random() < OTHERS_SHARE else []
    given = merged([line])
    heard = bars if beside else cut_bar
    call = merged([*beside, Part(line.part, before(line.notes, at))])
    return Cut(TASKS.index(task), call, given[given[:, ONSET] >= at], cut_bar, heard)


def _beside(task: str, parts: list[Part], bars: int, bar_steps: int,
            rng: np.random.Generator) -> Cut | None:
    """Write one part, or any missing ones, beside those that are given."""
    if task == "complete":
        size = 1 if len(parts) < 3 else int(rng.integers(1, len(parts)))
        chosen = [parts[index] for index in sorted(rng.choice(len(parts), size, replace=False))]
    elif task == "comp" and not any(part.part == COMP for part in parts):
        chosen = [part for part in parts if part.part in (HARMONY, BASS)]
        if not any(part.part == HARMONY for part in chosen):
            return None
    else:
        able = [part for part in parts if part.part in WRITES[task]]
        chosen = [able[rng.integers(len(able))]] if able else []
    given = [part for part in parts if all(part is not one for one in chosen)]
    if not chosen or (not given and task != "drums"):
        return None
    given = _some(given, rng)
    if task == "harmonise":
        if not any(shares_rhythm(chosen[0], part) for part in given):
            return None
        chosen = [Part(HARMONY, chosen[0].notes)]
    if task == "comp":
        chosen = [Part(COMP, part.notes) for part in chosen]
    if task == "lead":
        chosen = [Part(LEAD, part.notes) for part in chosen]
    heard = int(rng.integers(0, bars)) if rng.random() < LIVE_SHARE else bars
    call = before(merged(given), heard * bar_steps)
    return Cut(TASKS.index(task), call, merged(chosen), 0, heard)


def cut(task: str, parts: list[Part], bars: int, bar_steps: int,
        rng: np.random.Generator) -> Cut | None:
    """One example of a task from a window, or None when the window does not hold one."""
    if not parts:
        return None
    make = _onwards if task in ("continue", "answer") else _beside
    made = make(task, parts, bars, bar_steps, rng)
    if made is None or len(made.answer) < MIN_ANSWER_NOTES:
        return None
    return made


def transposed(notes: np.ndarray, semitones: int) -> np.ndarray:
    """The notes in another key, drums as they were."""
    moved = notes.copy()
    moved[moved[:, SYMBOL] < PITCHES, SYMBOL] += semitones
    return moved
