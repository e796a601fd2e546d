"""Turns a cut window into what the network reads and what it must foretell."""

from dataclasses import dataclass

import numpy as np

from training.controls import control_classes, key_of, measured_controls
from training.moments import Moments, own_chroma, rhythm_ahead
from training.sections import DURATION, ONSET
from training.tasks import Cut
from training.vocab import (
    ANSWER_BEGINS,
    ANSWER_ENDS,
    ANSWER_NOTE,
    BAR_PASSES,
    CALL_BEGINS,
    CALL_NOTE,
    CONTEXT,
    CONTROLS,
    DURATIONS,
    METRES,
    NO_SYMBOL,
    ONSET_STEPS,
    PARTS,
    duration_class,
)

DURATION_STEPS = np.array(DURATIONS)
NO_PART = len(PARTS)
IGNORED = -1
CALL_WEIGHT = 0.5
MOMENT_FEATURES = 49  # 36 of the call, 12 of the own line, 1: the call is known here
STYLE, KEY = list(CONTROLS).index("style"), list(CONTROLS).index("key")


@dataclass(frozen=True)
class Metre:
    """A bar of music: its class in the vocabulary and its length in steps."""

    index: int
    bar_steps: int

    @property
    def beat_steps(self) -> int:
        """The length of the felt beat: a dotted quarter in compound time."""
        if self.index >= len(METRES):
            return 24
        numerator, denominator = METRES[self.index]
        return 36 if denominator == 8 and numerator % 3 == 0 else 96 // denominator


@dataclass(frozen=True)
class Example:
    """One prompt with its answer. n events, beginnings included; see `example_of`."""

    events: np.ndarray  # [n, 8] kind, place, bar, bars left, part, symbol, duration + 1, velocity
    at: np.ndarray  # [n] steps from the window's beginning
    moments: np.ndarray  # [n, 49] what sounds where the event begins
    rhythm: np.ndarray  # [n, ONSET_STEPS, 3] what begins after it
    targets: np.ndarray  # [n, 5] onset, part, symbol, duration, velocity of the next event
    weights: np.ndarray  # [n] how much each next event counts
    asked: np.ndarray  # [task, *control classes]
    asked_parts: np.ndarray  # [parts] 1 for each that the answer may use
    metre: int


def _line_rows(notes: np.ndarray, start: int, bar_steps: int) -> np.ndarray | None:
    """Rows (onset class, onset, part, symbol, duration + 1, velocity), empty bars put in."""
    rows, last = [], start
    for onset, duration, symbol, velocity, part in notes.tolist():
        while onset - last >= ONSET_STEPS:
            last += bar_steps
            rows.append((BAR_PASSES, last, NO_PART, NO_SYMBOL, 0, 0))
        if onset < last:
            return None
        rows.append((onset - last, onset, part, symbol, 1 + duration_class(duration), velocity))
        last = onset
    return np.array(rows, np.int32).reshape(-1, 6)


def _without_empty_bars(rows: np.ndarray) -> np.ndarray:
    """The rows of notes alone, each with its distance from the note before."""
    notes = rows[rows[:, 3] != NO_SYMBOL]
    notes[:, 0] = np.diff(notes[:, 1], prepend=0)
    return notes


def _targets(rows: np.ndarray) -> np.ndarray:
    """What each row is to the event before it."""
    targets = np.full((len(rows), 5), IGNORED, np.int16)
    targets[:, 0] = rows[:, 0]
    real = rows[:, 3] != NO_SYMBOL
    targets[real, 1:3] = rows[real, 2:4]
    targets[real, 3:5] = rows[real, 4:6] - 1
    return targets


def _line_moments(rows: np.ndarray, call: Moments | None, heard: int) -> np.ndarray:
    features = np.zeros((len(rows), MOMENT_FEATURES), np.float32)
    if not len(rows):
        return features
    at = rows[:, 1]
    if call is not None:
        features[:, :36] = call.chroma_at(at)
        features[:, 48] = at < heard
    lengths = np.where(rows[:, 4] > 0, rows[:, 4], 1)
    line = np.column_stack([at, DURATION_STEPS[lengths - 1], rows[:, 3]])
    line[rows[:, 3] == NO_SYMBOL, DURATION] = 0
    features[:, 36:48] = own_chroma(line)
    return features


def _own_onsets(rows: np.ndarray, length: int) -> np.ndarray:
    grid = np.zeros(length + 3 * ONSET_STEPS, np.uint8)
    real = rows[rows[:, 3] != NO_SYMBOL] if len(rows) else rows
    grid[real[:, 1] + ONSET_STEPS] = 1
    return grid


def _rhythm(begin: int, rows: np.ndarray, call: Moments | None, own: np.ndarray,
            bar_steps: int) -> np.ndarray:
    """The rhythm after the beginning and after each row."""
    at = np.concatenate([[begin], rows[:, 1]]) if len(rows) else np.array([begin])
    rhythm = rhythm_ahead(call, own, at, bar_steps)
    silent = np.concatenate([[True], rows[:, 3] == NO_SYMBOL]) if len(rows) else np.array([True])
    if bar_steps < ONSET_STEPS:
        rhythm[silent, bar_steps, 2] = 0
    return rhythm


def _events(kinds: tuple[int, int], begin: int, rows: np.ndarray, bars: int,
            bar_steps: int) -> np.ndarray:
    count = len(rows) + 1
    events = np.zeros((count, 8), np.int16)
    at = np.concatenate([[begin], rows[:, 1]]) if len(rows) else np.array([begin])
    events[:, 0] = kinds[1]
    events[0, 0] = kinds[0]
    events[:, 1], events[:, 2] = at % bar_steps, at // bar_steps
    events[:, 3] = np.maximum(bars - events[:, 2], 0)
    events[0, 4:6] = NO_PART, NO_SYMBOL
    events[1:, 4:8] = rows[:, 2:6]
    return events


def controls_of(piece: Cut, bars: int, metre: Metre, style: int) -> np.ndarray:
    """The class of every control, as the answer does it."""
    answer = piece.answer.copy()
    start = piece.answer_bar * metre.bar_steps
    answer[:, ONSET] -= start
    values = measured_controls(answer, piece.call, bars - piece.answer_bar, metre.bar_steps,
                               metre.beat_steps)
    classes = control_classes(values)
    key = key_of(np.concatenate([piece.call, piece.answer]))
    classes[STYLE], classes[KEY] = 1 + style, 0 if key is None else 1 + key
    return classes


def example_of(piece: Cut, bars: int, metre: Metre, controls: np.ndarray) -> Example | None:
    """The example of a cut window, or None when it is longer than the context."""
    bar_steps, length = metre.bar_steps, bars * metre.bar_steps
    begin, heard = piece.answer_bar * bar_steps, piece.heard_bars * bar_steps
    call_rows = _line_rows(piece.call, 0, bar_steps)
    answer_rows = _line_rows(piece.answer, begin, bar_steps)
    if call_rows is None or answer_rows is None:
        return None
    call_rows = _without_empty_bars(call_rows)
    if len(call_rows) + len(answer_rows) + 2 > CONTEXT:
        return None
    moments = Moments(piece.call[:, :4], length)
    parts = np.unique(piece.answer[:, 4])
    same = call_rows[np.isin(call_rows[:, 2], parts)]
    own = _own_onsets(np.concatenate([same, answer_rows]), length)
    call_targets = _targets(call_rows)
    call_targets[call_targets[:, 0] >= ONSET_STEPS, 0] = IGNORED
    gone = np.full((1, 5), IGNORED, np.int16)
    end = gone.copy()
    end[0, 0] = ANSWER_ENDS
    asked_parts = np.zeros(len(PARTS), np.uint8)
    asked_parts[parts] = 1
    no_moment = np.zeros((1, MOMENT_FEATURES), np.float32)
    call_own = _own_onsets(call_rows, length)
    targets = np.concatenate([call_targets, gone, _targets(answer_rows), end])
    return Example(
        events=np.concatenate([
            _events((CALL_BEGINS, CALL_NOTE), 0, call_rows, bars, bar_steps),
            _events((ANSWER_BEGINS, ANSWER_NOTE), begin, answer_rows, bars, bar_steps)]),
        at=np.concatenate([[0], call_rows[:, 1], [begin], answer_rows[:, 1]]).astype(np.int32),
        moments=np.concatenate([no_moment, _line_moments(call_rows, None, 0), no_moment,
                                _line_moments(answer_rows, moments, heard)]),
        rhythm=np.concatenate([_rhythm(0, call_rows, None, call_own, bar_steps),
                               _rhythm(begin, answer_rows, moments, own, bar_steps)]),
        targets=targets,
        weights=np.concatenate([np.full(len(call_rows) + 1, CALL_WEIGHT, np.float32),
                                np.ones(len(answer_rows) + 1, np.float32)]),
        asked=np.concatenate([[piece.task], controls]).astype(np.uint8),
        asked_parts=asked_parts, metre=metre.index)
