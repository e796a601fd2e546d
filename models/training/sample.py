"""Writes answers: a batch of prompts, one step a note, each attribute seeing those before it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from training.examples import DURATION_STEPS, MOMENT_FEATURES, Example, Metre, example_of
from training.lstm import LstmComposer, LstmMemory
from training.model import Memory
from training.moments import Moments, rhythm_ahead
from training.sections import ONSET
from training.steering import Steering, fit_call
from training.tasks import Cut
from training.vocab import (
    ANSWER_ENDS,
    ANSWER_NOTE,
    BAR_PASSES,
    CONTEXT,
    MAX_BARS,
    NO_SYMBOL,
    ONSET_STEPS,
    ONSETS,
    PARTS,
    PITCHES,
    SYMBOLS,
    duration_class,
)

MOST_AT_ONCE = 8
NEVER = float("-inf")


@dataclass(frozen=True)
class Prompt:
    """What is asked: a call [notes, 5] over a window of bars, and where the answer begins."""

    call: np.ndarray
    task: int
    bars: int
    metre: Metre
    answer_bar: int
    heard_bars: int
    controls: np.ndarray  # [controls] classes, 0 for not asked
    asked_parts: np.ndarray  # [parts]
    given: np.ndarray | None = None  # [notes, 5] the answer's beginning, when that is settled
    until: int | None = None  # the step at which writing stops, when not at the window's end

    @property
    def length(self) -> int:
        """Steps of the window."""
        return self.bars * self.metre.bar_steps


@dataclass(frozen=True)
class Manner:
    """How answers are drawn. Locks are masks and hold whatever the network says."""

    temperature: float = 1.0
    top_p: float = 1.0
    min_p: float = 0.0
    is_greedy: bool = False
    key_lock: frozenset[int] | None = None
    chords: np.ndarray | None = None  # [steps, 12] pitch classes that may begin at each step
    is_steered: bool = True  # whether controls also tilt what is drawn; never when greedy
    fit: float = 0.0  # what chords at least hold of the call


def prompt_of(piece: Cut, bars: int, metre: Metre, controls: np.ndarray) -> Prompt:
    """The prompt of a cut window, its answer left out."""
    parts = np.zeros(len(PARTS), np.uint8)
    parts[np.unique(piece.answer[:, 4])] = 1
    return Prompt(piece.call, piece.task, bars, metre, piece.answer_bar, piece.heard_bars,
                  controls, parts)


def _as_example(prompt: Prompt) -> Example:
    """The prompt's events, ending with the last event of the answer that is given."""
    given = np.zeros((0, 5), np.int32) if prompt.given is None else prompt.given
    piece = Cut(prompt.task, prompt.call, given, prompt.answer_bar, prompt.heard_bars)
    example = example_of(piece, prompt.bars, prompt.metre, prompt.controls)
    if example is None:
        raise ValueError(f"a prompt of {len(prompt.call)} notes is longer than {CONTEXT} events")
    return example


class Line:
    """One answer on its way: its notes, and what the next step is to be told."""

    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt
        self.moments = Moments(prompt.call[:, :4], prompt.length)
        self.at = prompt.answer_bar * prompt.metre.bar_steps
        self.notes: list[tuple[int, int, int, int, int]] = []
        self.is_done = False
        self.is_silent = True  # whether the last event is no note
        self.steering = Steering(prompt.controls, prompt.call, self.at, prompt.length,
                                 prompt.metre.bar_steps, prompt.metre.beat_steps)
        self.own = np.zeros(prompt.length + 3 * ONSET_STEPS, np.uint8)
        parts = np.nonzero(prompt.asked_parts)[0]
        same = prompt.call[np.isin(prompt.call[:, 4], parts)]
        self.own[same[:, ONSET] + ONSET_STEPS] = 1
        if prompt.given is not None and len(prompt.given):
            self.own[prompt.given[:, ONSET] + ONSET_STEPS] = 1
            self.at, self.is_silent = int(prompt.given[-1, ONSET]), False
            self.notes = [tuple(int(value) for value in row) for row in prompt.given]

    def rhythm(self) -> np.ndarray:
        """[ONSET_STEPS, 3] what begins after the last event."""
        bar_steps = self.prompt.metre.bar_steps
        rhythm = rhythm_ahead(self.moments, self.own, np.array([self.at]), bar_steps)[0]
        if self.is_silent and bar_steps < ONSET_STEPS:
            rhythm[bar_steps, 2] = 0
        return rhythm

    def moment(self, at: int) -> np.ndarray:
        """[49] what sounds at a step, this line's notes so far included."""
        features = np.zeros(MOMENT_FEATURES, np.float32)
        features[:36] = self.moments.chroma_at(np.array([at]))[0]
        for onset, duration, symbol, _, _ in self.notes:
            if symbol < PITCHES and at < onset + DURATION_STEPS[duration_class(duration)]:
                features[36 + symbol % 12] = 1
        features[48] = at < self.prompt.heard_bars * self.prompt.metre.bar_steps
        return features

    def due(self, at: int) -> np.ndarray:
        """[12] what of the call is due from a step on."""
        return self.moments.due_at(at, self.prompt.heard_bars * self.prompt.metre.bar_steps)

    def onset_mask(self, is_greedy: bool) -> np.ndarray:
        """[ONSETS] whether each onset may come: inside the window, few at once."""
        allowed = np.ones(ONSETS, bool)
        left = self.prompt.length - self.at
        allowed[:ONSET_STEPS] = np.arange(ONSET_STEPS) < left
        allowed[BAR_PASSES] = left > self.prompt.metre.bar_steps
        if not is_greedy and sum(note[0] == self.at for note in self.notes) >= MOST_AT_ONCE:
            allowed[0] = False
        return allowed

    def is_over(self, onset: int) -> bool:
        """Whether the answer ends rather than go on with this onset class."""
        if onset == ANSWER_ENDS or self.prompt.until is None:
            return onset == ANSWER_ENDS
        step = self.prompt.metre.bar_steps if onset == BAR_PASSES else onset
        return self.at + step >= self.prompt.until

    def symbol_mask(self, at: int, part: int, manner: Manner) -> np.ndarray:
        """[SYMBOLS] whether each symbol may come: in the locks, of the part, not there already."""
        allowed = np.ones(SYMBOLS, bool)
        if manner.is_greedy:
            return allowed
        is_drums = PARTS[part] == "drums"
        allowed[:PITCHES], allowed[PITCHES:] = not is_drums, is_drums
        classes = np.arange(PITCHES) % 12
        if manner.key_lock is not None:
            allowed[:PITCHES] &= np.isin(classes, list(manner.key_lock))
        if manner.chords is not None and manner.chords[at].any():
            allowed[:PITCHES] &= manner.chords[at][classes]
        for onset, _, symbol, _, other in self.notes:
            if onset == at and other == part:
                allowed[symbol] = False
        return allowed

    def add(self, onset: int, symbol: int, duration: int, velocity: int, part: int) -> None:
        """Adds a note; `duration` and `velocity` are classes."""
        self.at, self.is_silent = onset, False
        self.own[onset + ONSET_STEPS] = 1
        self.notes.append((onset, int(DURATION_STEPS[duration]), symbol, velocity + 1, part))


def drawn(logits: Tensor, allowed: np.ndarray, manner: Manner, random: np.random.Generator,
          steer: Callable[[np.ndarray], None] = lambda rows: None) -> np.ndarray:
    """[N] one class of each row of [N, classes], after temperature, steering, top-p and min-p."""
    masked = np.where(allowed, logits.numpy().astype(np.float64), NEVER)
    if manner.is_greedy:
        return masked.argmax(1)
    masked /= manner.temperature
    if manner.is_steered:
        steer(masked)
    masked -= masked.max(1, keepdims=True)
    chances = np.exp(masked)
    chances /= chances.sum(1, keepdims=True)
    if manner.min_p > 0:
        chances[chances < manner.min_p * chances.max(1, keepdims=True)] = 0
    if manner.top_p < 1:
        order = np.argsort(-chances, axis=1)
        ranked = np.take_along_axis(chances, order, 1)
        beyond = np.cumsum(ranked, 1) - ranked >= manner.top_p
        np.put_along_axis(chances, order, np.where(beyond, 0, ranked), 1)
    chances /= chances.sum(1, keepdims=True)
    places = (chances.cumsum(1) < random.random((len(chances), 1))).sum(1)
    return np.minimum(places, chances.shape[1] - 1)


class Writer:
    """A batch of answers in the making."""

    def __init__(self, model: nn.Module, prompts: list[Prompt], manner: Manner,
                 seed: int) -> None:
        self.model, self.manner = model, manner
        self.lines = [Line(prompt) for prompt in prompts]
        self.random = np.random.default_rng(seed)
        self.bar_steps = torch.tensor([prompt.metre.bar_steps for prompt in prompts])
        self.metre = torch.tensor([prompt.metre.index for prompt in prompts])
        self.asked = torch.tensor(np.array([[prompt.task, *prompt.controls]
                                            for prompt in prompts])).long()
        self.asked_parts = torch.tensor(np.array([prompt.asked_parts for prompt in prompts]))
        self.steps: list[list[dict]] = [[] for _ in prompts]  # logits, kept when greedy
        self.condition = model.trunk.condition(self.asked, self.asked_parts)
        self.hidden, self.memory = self._read(prompts)
        self.lengths = [len(_as_example(prompt).at) for prompt in prompts]

    def _read(self, prompts: list[Prompt]) -> tuple[Tensor, Memory | LstmMemory]:
        examples = [_as_example(prompt) for prompt in prompts]
        lengths = torch.tensor([len(example.at) for example in examples])
        if isinstance(self.model, LstmComposer):
            return self._read_one_by_one(examples)
        longest = int(lengths.max())
        memory = Memory(self.model.config, len(prompts), CONTEXT + 1)
        events = np.zeros((len(prompts), longest, 8), np.int64)
        at = np.zeros((len(prompts), longest), np.int64)
        moments = np.zeros((len(prompts), longest, MOMENT_FEATURES), np.float32)
        for row, example in enumerate(examples):
            events[row, :len(example.at)] = example.events
            at[row, :len(example.at)] = example.at
            moments[row, :len(example.at)] = example.moments
        x = self.model.trunk.embed(torch.from_numpy(events), torch.from_numpy(moments), self.asked,
                                   self.asked_parts, self.metre)
        hidden = self.model.trunk(x, torch.from_numpy(at), self.bar_steps, memory)
        memory.lengths += lengths
        return hidden[torch.arange(len(prompts)), lengths - 1], memory

    def _read_one_by_one(self, examples: list[Example]) -> tuple[Tensor, LstmMemory]:
        hidden, states = [], []
        for row, example in enumerate(examples):
            memory = LstmMemory()
            x = self.model.trunk.embed(
                torch.from_numpy(example.events.astype(np.int64))[None],
                torch.from_numpy(example.moments)[None], self.asked[row:row + 1],
                self.asked_parts[row:row + 1], self.metre[row:row + 1])
            hidden.append(self.model.trunk(x, None, None, memory)[0, -1])
            states.append(memory.state)
        joint = LstmMemory()
        joint.state = tuple(torch.cat([state[index] for state in states], 1) for index in (0, 1))
        return torch.stack(hidden), joint

    def write(self, most_notes: int = CONTEXT) -> list[np.ndarray]:
        """The answers [notes, 5]; each ends by itself, at the context's end or at most_notes."""
        while not all(line.is_done for line in self.lines):
            events, at, moments = self._next_events(most_notes)
            if all(line.is_done for line in self.lines):
                break
            x = self.model.trunk.embed(events[:, None], moments[:, None], self.asked,
                                       self.asked_parts, self.metre)
            self.hidden = self.model.trunk(x, at[:, None], self.bar_steps, self.memory)[:, 0]
            if isinstance(self.memory, Memory):
                going = torch.tensor([not line.is_done for line in self.lines])
                self.memory.lengths += going.long()
        return [np.array(line.notes, np.int32).reshape(-1, 5) for line in self.lines]

    def _next_events(self, most_notes: int) -> tuple[Tensor, Tensor, Tensor]:
        lines, heads, manner = self.lines, self.model.heads, self.manner
        self.hidden = heads.told(self.hidden, self.condition)
        place = torch.tensor([line.at % line.prompt.metre.bar_steps for line in lines])
        rhythm = torch.tensor(np.array([line.rhythm() for line in lines])).float()
        logits = {"onset": heads.onsets(self.hidden, place, self.bar_steps, rhythm)}
        masks = np.array([line.onset_mask(manner.is_greedy) for line in lines])
        onset = drawn(logits["onset"], masks, manner, self.random, self._steer_onsets)
        for row, line in enumerate(lines):
            is_over = line.is_over(int(onset[row]))
            if is_over or len(line.notes) >= most_notes:
                self._keep(row, logits, ("onset",))
                line.is_done = True
        goes_on = onset < ONSET_STEPS
        steps = np.where(goes_on, onset, np.where(onset == BAR_PASSES, self.bar_steps.numpy(), 0))
        at = np.array([line.at for line in lines]) + steps
        alive = np.array([not line.is_done for line in lines])
        moments = np.array([line.moment(int(step)) if go else np.zeros(MOMENT_FEATURES, np.float32)
                            for line, step, go in zip(lines, at, alive, strict=True)])
        classes = self._attributes(logits, onset, at, moments)
        return self._events(classes, at, moments, goes_on)

    def _steer_onsets(self, rows: np.ndarray) -> None:
        for line, row in zip(self.lines, rows, strict=True):
            if not (line.is_done or line.steering.is_idle):
                line.steering.onsets(row, line.notes, line.at)

    def _steer_symbols(self, rows: np.ndarray, at: np.ndarray, parts: np.ndarray,
                       moments: np.ndarray) -> None:
        for line, row, step, part, moment in zip(self.lines, rows, at, parts, moments,
                                                 strict=True):
            if line.is_done:
                continue
            fit_call(row, line.due(int(step)), moment[36:48], int(part), self.manner.fit)
            if not line.steering.is_idle:
                line.steering.symbols(row, line.notes, int(step))

    def _attributes(self, logits: dict, onset: np.ndarray, at: np.ndarray,
                    moments: np.ndarray) -> np.ndarray:
        heads, manner, random = self.model.heads, self.manner, self.random
        moment = torch.from_numpy(moments)
        place = torch.from_numpy(at) % self.bar_steps
        clamped = torch.from_numpy(np.minimum(onset, ONSET_STEPS - 1))
        state = heads.placed(self.hidden, clamped, place, moment)
        logits["part"] = heads.parts(state)
        part = drawn(logits["part"], self.asked_parts.numpy() > 0, manner, random)
        state = state + heads.part_table[torch.from_numpy(part)]
        logits["symbol"] = heads.symbols(state, moment)
        masks = np.array([line.symbol_mask(int(step), int(one), manner) if not line.is_done
                          else np.ones(SYMBOLS, bool)
                          for line, step, one in zip(self.lines, at, part, strict=True)])
        masks[~masks.any(1)] = True
        symbol = drawn(logits["symbol"], masks, manner, random,
                       lambda rows: self._steer_symbols(rows, at, part, moments))
        state = state + heads.symbol_table[torch.from_numpy(symbol)]
        logits["duration"] = heads.durations(state)
        everything = np.ones(logits["duration"].shape, bool)
        duration = drawn(logits["duration"], everything, manner, random)
        state = state + heads.duration_table[torch.from_numpy(duration)]
        logits["velocity"] = heads.velocities(state)
        everything = np.ones(logits["velocity"].shape, bool)
        velocity = drawn(logits["velocity"], everything, manner, random)
        for row, line in enumerate(self.lines):
            if line.is_done:
                continue
            if onset[row] >= ONSET_STEPS:
                self._keep(row, logits, ("onset",))
                line.at, line.is_silent = int(at[row]), True
                self._close_if_full(row, line)
                continue
            self._keep(row, logits, tuple(logits))
            line.add(int(at[row]), int(symbol[row]), int(duration[row]), int(velocity[row]),
                     int(part[row]))
            self._close_if_full(row, line)
        return np.stack([part, symbol, duration, velocity], 1)

    def _close_if_full(self, row: int, line: Line) -> None:
        self.lengths[row] += 1
        if self.lengths[row] >= CONTEXT:
            line.is_done = True

    def _keep(self, row: int, logits: dict, names: tuple[str, ...]) -> None:
        if self.manner.is_greedy:
            self.steps[row].append({name: logits[name][row].numpy().copy() for name in names})

    def _events(self, classes: np.ndarray, at: np.ndarray, moments: np.ndarray,
                is_note: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
        events = np.zeros((len(at), 8), np.int64)
        bar_steps = self.bar_steps.numpy()
        bars = np.array([line.prompt.bars for line in self.lines])
        events[:, 0] = ANSWER_NOTE
        events[:, 1], events[:, 2] = at % bar_steps, np.minimum(at // bar_steps, MAX_BARS)
        events[:, 3] = np.maximum(bars - events[:, 2], 0)
        events[:, 4] = np.where(is_note, classes[:, 0], len(PARTS))
        events[:, 5] = np.where(is_note, classes[:, 1], NO_SYMBOL)
        events[:, 6] = np.where(is_note, classes[:, 2] + 1, 0)
        events[:, 7] = np.where(is_note, classes[:, 3] + 1, 0)
        return torch.from_numpy(events), torch.from_numpy(at), torch.from_numpy(moments)


@torch.no_grad()
def write_answers(model: nn.Module, prompts: list[Prompt], manner: Manner, seed: int,
                  batch: int = 64) -> list[np.ndarray]:
    """The answer [notes, 5] to each prompt."""
    model.eval()
    order = np.argsort([len(prompt.call) for prompt in prompts], kind="stable")
    answers: list[np.ndarray | None] = [None] * len(prompts)
    for first in range(0, len(order), batch):
        rows = order[first:first + batch]
        made = Writer(model, [prompts[row] for row in rows], manner, seed + first).write()
        for row, answer in zip(rows, made, strict=True):
            answers[row] = answer
    return answers
