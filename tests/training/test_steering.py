"""Steering moves means into what is asked, and nothing else."""

import numpy as np
import pytest
from training.controls import measured_controls
from training.moments import Moments
from training.steering import REACH, Interval, Steering, fit_call, tilt, wanted
from training.vocab import CONTROLS, ONSET_STEPS, ONSETS, PARTS, SYMBOLS

BAR, BEAT, BARS = 96, 24, 8
NOBODY = np.zeros((0, 5), np.int32)


def chances(logits: np.ndarray) -> np.ndarray:
    """Normal chances of logits."""
    shares = np.exp(logits - logits.max())
    return shares / shares.sum()


@pytest.mark.parametrize(("low", "high", "expected"),
                         [(4.0, 5.0, 4.0), (0.0, 1.0, 1.0), (2.0, 3.0, 2.5)])
def test_the_mean_moves_to_the_nearest_edge_and_no_further(low, high, expected):
    logits, values = np.zeros(6), np.arange(6.0)
    tilt(logits, values, Interval(low, high))
    assert chances(logits) @ values == pytest.approx(expected, abs=1e-4)


def test_classes_without_a_value_keep_their_chance():
    logits = np.log(np.array([0.3, 0.1, 0.2, 0.4]))
    tilt(logits, np.array([np.nan, 0.0, 1.0, 2.0]), Interval(1.8, 2.0))
    after = chances(logits)
    assert after[0] == pytest.approx(0.3)
    assert after[1] < 0.1
    assert after[3] > 0.4


def test_classes_of_the_same_value_keep_their_proportion():
    logits = np.log(np.array([0.1, 0.3, 0.6]))
    tilt(logits, np.array([1.0, 1.0, 0.0]), Interval(0.8, 1.0))
    after = chances(logits)
    assert after[1] / after[0] == pytest.approx(3.0)


def test_what_is_forbidden_or_unthinkable_stays_so():
    logits = np.array([0.0, -np.inf, -30.0])
    tilt(logits, np.array([0.0, 1.0, 2.0]), Interval(2.0, 2.0))
    assert logits.tolist() == [0.0, -np.inf, -30.0]


@pytest.mark.parametrize("name", REACH)
def test_wanted_intervals_lie_inside_their_classes_in_order(name):
    intervals = [wanted(name, asked) for asked in range(1, len(CONTROLS[name]) + 2)]
    for edge, (below, above) in zip(CONTROLS[name], zip(intervals, intervals[1:], strict=False),
                                    strict=True):
        assert below.low < below.high < edge < above.low < above.high


def written(controls: np.ndarray, call: np.ndarray, seed: int) -> np.ndarray:
    """An answer of eight bars by a network that finds every class equally likely."""
    steering = Steering(controls, call, 0, BARS * BAR, BAR, BEAT)
    random = np.random.default_rng(seed)
    grid = np.full(ONSETS, -np.inf)
    grid[:ONSET_STEPS:6] = -np.arange(0, ONSET_STEPS, 6) / 24
    notes, at = [], 0
    while True:
        inside = grid.copy()
        inside[max(0, BARS * BAR - at):ONSET_STEPS] = -np.inf
        if sum(note[0] == at for note in notes) >= 8:
            inside[0] = -np.inf
        if not np.isfinite(inside).any():
            return np.array(notes)
        steering.onsets(inside, notes, at)
        at += int(random.choice(ONSETS, p=chances(inside)))
        pitches = np.where((np.arange(SYMBOLS) >= 36) & (np.arange(SYMBOLS) < 84), 0.0, -np.inf)
        steering.symbols(pitches, notes, at)
        notes.append((at, 6, int(random.choice(SYMBOLS, p=chances(pitches))), 0, 0))


@pytest.mark.parametrize("name", ["density", "register", "syncopation", "chord_rate",
                                  "polyphony"])
def test_the_more_is_asked_the_more_is_measured(name):
    means = []
    for asked in range(1, len(CONTROLS[name]) + 1):
        controls = np.zeros(len(CONTROLS), np.uint8)
        controls[list(CONTROLS).index(name)] = asked
        values = [measured_controls(written(controls, NOBODY, seed), NOBODY, BARS, BAR, BEAT)[name]
                  for seed in range(3)]
        means.append(np.mean(values))
    assert means == sorted(means)


def test_nothing_asked_is_nothing_steered():
    assert Steering(np.zeros(len(CONTROLS), np.uint8), NOBODY, 0, BAR, BAR, BEAT).is_idle


def test_chords_hold_what_is_due_of_the_call_and_are_free_once_they_do():
    due, own = np.zeros(12), np.zeros(12)
    due[0] = 1.0
    logits = np.where((np.arange(SYMBOLS) >= 48) & (np.arange(SYMBOLS) < 60), 0.0, -np.inf)
    fitted = logits.copy()
    fit_call(fitted, due, own, PARTS.index("comp"), 0.5)
    assert chances(fitted)[48] == pytest.approx(0.5, abs=1e-3)
    for part, holds in (("bass", 0.0), ("comp", 1.0)):
        own[0], free = holds, logits.copy()
        fit_call(free, due, own, PARTS.index(part), 0.5)
        assert free.tolist() == logits.tolist()


def test_what_is_due_after_what_was_heard_is_what_was_heard_last():
    call = np.array([[0, 96, 60, 0, 0], [96, 96, 64, 0, 0]])
    moments = Moments(call, 4 * BAR)
    assert moments.due_at(0, 2 * BAR).nonzero()[0].tolist() == [0]
    assert moments.due_at(80, 2 * BAR).nonzero()[0].tolist() == [0, 4]
    assert moments.due_at(3 * BAR, 2 * BAR)[[0, 4]].tolist() == [0.5, 0.5]
    assert not moments.due_at(0, 0).any()
