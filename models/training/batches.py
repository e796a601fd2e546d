"""Draws examples at random, balanced over tasks and sets, and joins them into batches."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from training.examples import Example, Metre, controls_of, example_of
from training.sections import DURATION, ONSET, SPLITS, SYMBOL, VELOCITY, PackedMusic, Section
from training.tasks import Cut, cut, transposed
from training.vocab import CONTROLS, PARTS, PITCHES, TASKS, VELOCITIES

SET_WEIGHTS = {
    "m21_oneills": 0.04, "m21_ryans": 0.03, "m21_airds_misc": 0.03, "openewld": 0.02,
    "m21_bach": 0.07, "openscore_lieder": 0.17, "openscore_quartets": 0.08, "mutopia": 0.13,
    "polish_scores": 0.12, "chopin_first_editions": 0.03, "freedoom": 0.06, "groove_midi": 0.04,
    "band_writer": 0.22, "own_midi": 1.0, "nottingham": 1.0, "pop909_sep": 1.0,
}
TASK_WEIGHTS = {"continue": 0.22, "answer": 0.14, "harmonise": 0.08, "comp": 0.2, "bass": 0.12,
                "lead": 0.08, "drums": 0.07, "complete": 0.09}
WINDOW_BARS = (2, 4, 8, 16)
WINDOW_WEIGHTS = (0.12, 0.36, 0.38, 0.14)
PHRASE_BARS = 4
ON_PHRASE_SHARE = 0.7
LOWEST, HIGHEST = 21, 108
PLAYED_SHARE = 0.25  # how often the call is as if played: off the grid, with dynamics
PLAYED_STEPS = 1.0  # standard deviation of its onsets
UNASKED_SHARE = 0.2  # how often no control at all is asked; else any share of them, alike often
MIN_VOICES = {"continue": 1, "answer": 1, "drums": 1}


@dataclass(frozen=True)
class Batch:
    """Examples side by side: [examples, events, ...], padded with zeros and weight 0."""

    events: np.ndarray
    at: np.ndarray
    moments: np.ndarray
    rhythm: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    asked: np.ndarray
    asked_parts: np.ndarray
    metre: np.ndarray


def joined(examples: list[Example]) -> Batch:
    """The examples as one batch."""
    longest = max(len(example.at) for example in examples)

    def padded(name: str) -> np.ndarray:
        rows = [getattr(example, name) for example in examples]
        out = np.zeros((len(rows), longest, *rows[0].shape[1:]), rows[0].dtype)
        for index, row in enumerate(rows):
            out[index, :len(row)] = row
        return out

    targets = padded("targets")
    for index, example in enumerate(examples):
        targets[index, len(example.at):] = -1
    return Batch(padded("events"), padded("at"), padded("moments"), padded("rhythm"), targets,
                 padded("weights"), np.stack([example.asked for example in examples]),
                 np.stack([example.asked_parts for example in examples]),
                 np.array([example.metre for example in examples]))


def as_if_played(notes: np.ndarray, ends: tuple[int, ...],
                 rng: np.random.Generator) -> np.ndarray:
    """The notes a little off the grid, and with dynamics where there were none.

    What begins or ends by one of the `ends` still does: a call stays within what was heard of it.
    """
    played = notes.copy()
    shift = np.rint(rng.normal(0, PLAYED_STEPS, len(notes))).astype(int)
    played[:, ONSET] = np.maximum(played[:, ONSET] + shift, 0)
    for end in ends:
        begun = notes[:, ONSET] < end
        played[begun, ONSET] = np.minimum(played[begun, ONSET], end - 1)
        over = notes[:, ONSET] + notes[:, DURATION] <= end
        played[over, DURATION] = np.minimum(played[over, DURATION], end - played[over, ONSET])
    if len(played) and not played[:, VELOCITY].any():
        loud = rng.normal(5.5, 1.0, len(played)) + (played[:, ONSET] % 24 == 0) * 0.7
        played[:, VELOCITY] = np.clip(np.rint(loud), 1, VELOCITIES)
    return played[np.lexsort((played[:, SYMBOL], played[:, 4], played[:, ONSET]))]


class Sampler:
    """Draws examples of one split; the same seed draws the same ones.

    With `augment` off the music is as written and no control is asked. Music that is only for
    evaluation is drawn when its set is named, and never for training.
    """

    def __init__(self, music: PackedMusic, split: str, seed: int, *, augment: bool = True,
                 sets: tuple[str, ...] | None = None) -> None:
        self._music, self._augment = music, augment
        self._rng = np.random.default_rng(seed)
        self._by_set: dict[str, list[Section]] = defaultdict(list)
        for section in music.sections:
            name = music.sets[section.set]
            if section.split != SPLITS.index(split) or (sets and name not in sets):
                continue
            if not (section.may_train or (sets and split != "train")):
                continue
            self._by_set[name].append(section)
        self._names = sorted(self._by_set)
        self._chance = {name: np.sqrt([section.bars for section in sections])
                        for name, sections in self._by_set.items()}
        self._chance = {name: chance / chance.sum() for name, chance in self._chance.items()}
        self._able = {task: [name for name in self._names if self._is_able(name, task)]
                      for task in TASKS}

    def _is_able(self, name: str, task: str) -> bool:
        parts = set()
        for section in self._by_set[name][:200]:
            parts |= {PARTS[part] for part in self._music.parts_of(section)}
        if task in ("continue", "answer"):
            return True
        if task == "comp":
            return bool(parts & {"comp", "harmony"})
        if task in ("bass", "drums"):
            return task in parts
        if task == "harmonise":
            return "harmony" in parts or "lead" in parts
        return "lead" in parts if task == "lead" else len(parts) > 1

    def draw(self, task: str | None = None) -> Example:
        """One example, of a task when it is named."""
        while True:
            example = self._try(task or self._some_task())
            if example is not None:
                return example

    def draw_up_to(self, count: int, task: str, attempts: int) -> list[Example]:
        """As many examples of a task as so many attempts find, and no more than `count`."""
        examples: list[Example] = []
        for _ in range(attempts if self._able[task] else 0):
            example = self._try(task)
            if example is not None:
                examples.append(example)
            if len(examples) == count:
                break
        return examples

    def _some_task(self) -> str:
        tasks = [task for task in TASKS if self._able[task]]
        weights = np.array([TASK_WEIGHTS[task] for task in tasks])
        return tasks[self._rng.choice(len(tasks), p=weights / weights.sum())]

    def _try(self, task: str) -> Example | None:
        found = self.draw_cut(task)
        if found is None:
            return None
        piece, bars, metre, style = found
        controls = np.zeros(len(CONTROLS), np.uint8)
        if self._augment:
            controls = self._dropped(controls_of(piece, bars, metre, style))
        return example_of(piece, bars, metre, controls)

    def draw_cut(self, task: str) -> tuple[Cut, int, Metre, int] | None:
        """A cut window with its bars, metre and style, or None when the draw failed."""
        rng, names = self._rng, self._able[task]
        weights = np.array([SET_WEIGHTS[name] for name in names])
        name = names[rng.choice(len(names), p=weights / weights.sum())]
        section = self._by_set[name][rng.choice(len(self._by_set[name]), p=self._chance[name])]
        bars = int(rng.choice(WINDOW_BARS, p=WINDOW_WEIGHTS))
        bars = min(bars, section.bars)
        first = int(rng.integers(0, section.bars - bars + 1))
        if rng.random() < ON_PHRASE_SHARE:
            first -= first % PHRASE_BARS
        parts = self._music.window(section, first, bars)
        metre = Metre(section.metre, section.bar_steps)
        piece = cut(task, parts, bars, section.bar_steps, rng)
        if piece is None:
            return None
        return (self._augmented(piece, bars, section.bar_steps) if self._augment else piece,
                bars, metre, section.style)

    def _augmented(self, piece: Cut, bars: int, bar_steps: int) -> Cut:
        pitches = np.concatenate([piece.call[:, SYMBOL], piece.answer[:, SYMBOL]])
        pitches = pitches[pitches < PITCHES]
        call, answer = piece.call, piece.answer
        if len(pitches):
            lowest = max(-6, LOWEST - int(pitches.min()))
            highest = min(6, HIGHEST - int(pitches.max()))
            shift = int(self._rng.integers(lowest, highest)) if highest > lowest else 0
            call, answer = transposed(call, shift), transposed(answer, shift)
        if self._rng.random() < PLAYED_SHARE:
            ends = (piece.answer_bar * bar_steps, piece.heard_bars * bar_steps, bars * bar_steps)
            call = as_if_played(call, ends, self._rng)
        return Cut(piece.task, call, answer, piece.answer_bar, piece.heard_bars)

    def _dropped(self, controls: np.ndarray) -> np.ndarray:
        if self._rng.random() < UNASKED_SHARE:
            return np.zeros(len(CONTROLS), np.uint8)
        share = self._rng.random()
        return np.where(self._rng.random(len(CONTROLS)) < share, controls, 0)

    def batches(self, events: int, pool: int = 96):
        """Yields batches of about `events` events each, of examples of like length."""
        while True:
            examples = sorted((self.draw() for _ in range(pool)), key=lambda one: len(one.at))
            groups, group = [], []
            for example in examples:
                if group and (len(group) + 1) * len(example.at) > events:
                    groups.append(group)
                    group = []
                group.append(example)
            groups.append(group)
            for index in self._rng.permutation(len(groups)):
                yield joined(groups[index])
