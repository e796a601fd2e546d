"""Steers what is drawn into the classes that the controls ask for, no further than is needed.

Where the network's own mean of a quantity lies outside of the wanted interval, its chances are
tilted, p(x) exp(s f(x)), until the mean lies on the interval's nearest edge: of all distributions
with that mean the one nearest to the network's (Csiszar, "I-divergence geometry", 1975). What the
answer did so far moves the interval of what is still to come. Times are steps.
"""

from dataclasses import dataclass

import numpy as np

from training.sections import ONSET, SYMBOL
from training.vocab import (
    ANSWER_ENDS,
    BAR_PASSES,
    CONTROLS,
    ONSET_STEPS,
    ONSETS,
    PARTS,
    PITCHES,
    STEPS_PER_QUARTER,
    SYMBOLS,
)

# What the outermost classes of a control reach to.
REACH = {"density": (0.1, 4.5), "register": (33.0, 84.0), "syncopation": (0.0, 0.8),
         "chord_rate": (0.25, 6.0), "polyphony": (1.0, 5.0), "closeness": (0.0, 0.9)}
INNER = 0.25  # of a class is left out at each of its edges
HORIZON = 8  # notes in which the rest of an answer makes good what came before
FARTHEST = 12.0  # semitones that a correction asks for beyond the wanted register
LEAST_CHANCE = 1e-4  # of the likeliest one's: what is less likely is never steered to
NEAREST = 0.003  # to certainty
STRONGEST, HALVINGS = 60.0, 26
ONSETS_AHEAD = 5  # the same for syncopation, whose unit is the onset
OFF_BEAT_SHARE = 0.5  # of the onsets that syncopated music has off the beat
NEAR_STEPS = 3  # what is as near to a beat is played on it, if not quite: a 32nd
FITTING_PARTS = (PARTS.index("harmony"), PARTS.index("comp"))
NEUTRAL = float("nan")


@dataclass(frozen=True)
class Interval:
    """What is wanted of a mean."""

    low: float
    high: float

    def ahead(self, done: float, total: float, horizon: float) -> "Interval":
        """What the next `horizon` of a mean must be when `done` of them came to `total`."""
        def needed(mean: float) -> float:
            return (mean * (done + horizon) - total) / horizon

        return Interval(needed(self.low), needed(self.high))


def wanted(name: str, asked: int) -> Interval:
    """The inner part of a class of a control."""
    low, high = ([REACH[name][0], *CONTROLS[name], REACH[name][1]][asked - 1:asked + 1])
    margin = INNER * (high - low)
    return Interval(low + margin, high - margin)


def _log_sum(logits: np.ndarray) -> float:
    most = logits.max()
    return float(most + np.log(np.exp(logits - most).sum()))


def tilt(logits: np.ndarray, values: np.ndarray, interval: Interval) -> None:
    """Moves the mean of `values` into the interval, in place; both [classes], chances unscaled.

    Classes with a NaN for a value keep their chance, and so do all others together.
    """
    inside = np.isfinite(values) & np.isfinite(logits)
    if not inside.any():
        return
    inside &= logits >= logits[inside].max() + np.log(LEAST_CHANCE)
    lowest, width = values[inside].min(), np.ptp(values[inside])
    if width == 0:
        return
    unit = (values[inside] - lowest) / width
    low, high = (min(max((edge - lowest) / width, NEAREST), 1 - NEAREST)
                 for edge in (interval.low, interval.high))
    own = logits[inside] - _log_sum(logits[inside])

    def mean(strength: float) -> float:
        chances = np.exp(own + strength * unit - _log_sum(own + strength * unit))
        return float(chances @ unit)

    at = mean(0.0)
    if low <= at <= high:
        return
    goal = low if at < low else high
    least, most = -STRONGEST, STRONGEST
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        least, most = (middle, most) if mean(middle) < goal else (least, middle)
    tilted = own + least * unit
    logits[inside] += tilted - _log_sum(tilted) - own


def fit_call(logits: np.ndarray, due: np.ndarray, own: np.ndarray, part: int,
             fit: float) -> None:
    """Lets chords hold at least the share `fit` of what is due of the call.

    [SYMBOLS] the symbol of a note that begins where pitch classes `due` [12] are expected and the
    line's `own` [12] sound. Nothing happens where they hold enough already, where nothing is due,
    and in parts that make no chords.
    """
    if part not in FITTING_PARTS or not due.any() or due @ own >= fit * due.sum():
        return
    values = np.full(SYMBOLS, NEUTRAL)
    values[:PITCHES] = (due * (1 - own) / due.max())[np.arange(PITCHES) % 12]
    tilt(logits, values, Interval(fit, 1.0))


class Steering:
    """Steers one answer. `notes` are rows (onset, duration, symbol, velocity, part)."""

    def __init__(self, controls: np.ndarray, call: np.ndarray, begin: int, length: int,
                 bar_steps: int, beat_steps: int) -> None:
        self._wanted = {name: wanted(name, int(controls[index]))
                        for index, name in enumerate(CONTROLS)
                        if controls[index] and name in REACH}
        self._begin, self._length = begin, length
        self._bar_steps, self._beat_steps = bar_steps, beat_steps
        period, pitched = length - begin, call[call[:, SYMBOL] < PITCHES]
        self._called: set[tuple[int, int]] = set(zip(
            ((pitched[:, ONSET]) % period).tolist(), (pitched[:, SYMBOL] % 12).tolist(),
            strict=True))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked that is steered."""
        return not self._wanted

    def onsets(self, logits: np.ndarray, notes: list, at: int) -> None:
        """Steers [ONSETS] the onset after step `at`: density, syncopation and polyphony."""
        begun = sorted({note[0] for note in notes})
        goes = np.full(ONSETS, NEUTRAL)
        goes[1:ONSET_STEPS] = np.arange(1, ONSET_STEPS)
        goes[BAR_PASSES] = 1.5 * self._bar_steps
        goes[ANSWER_ENDS] = self._length - at
        if begun and at == begun[-1]:
            self._steer_chord(logits, notes, begun)
        elif not begun:
            goes[0] = 0
        if "chord_rate" in self._wanted and begun:
            self._steer_changes(logits, notes, at)
        if "syncopation" in self._wanted:
            self._steer_beats(logits, begun, at)
        if "density" in self._wanted:
            most, least = (edge * (self._length - self._begin) / STEPS_PER_QUARTER - len(begun)
                           for edge in (self._wanted["density"].high, self._wanted["density"].low))
            left = self._length - at
            tilt(logits, goes, Interval(left / (max(most, 0) + 1), left / (max(least, 0) + 1)))

    def _steer_chord(self, logits: np.ndarray, notes: list, begun: list[int]) -> None:
        if "polyphony" not in self._wanted:
            return
        here = sum(note[0] == begun[-1] for note in notes)
        size = self._wanted["polyphony"].ahead(len(begun) - 1, len(notes) - here, 2)
        is_here = np.zeros(ONSETS)
        is_here[0] = 1
        at_least, at_most = max(size.low - here, 0), max(size.high - here, 0)
        tilt(logits, is_here, Interval(min(at_least, 1), min(at_most, 1)))

    def _steer_changes(self, logits: np.ndarray, notes: list, at: int) -> None:
        """A chord can only change on a beat that has a note."""
        beat = self._beat_steps
        after_next = (at // beat + 2) * beat
        beats = (self._length - at) // beat
        changes, _ = self._changes([note for note in notes if note[2] < PITCHES])
        bars = (self._length - self._begin) / self._bar_steps
        if beats < 1:
            return
        needed = (self._wanted["chord_rate"].low * bars - changes) / beats
        is_soon = np.full(ONSETS, 0.0)
        is_soon[:ONSET_STEPS] = at + np.arange(ONSET_STEPS) < after_next
        tilt(logits, is_soon, Interval(min(max(needed, 0.0), 1.0), 1.0))

    def _changes(self, pitched: list) -> tuple[int, list[set[int]]]:
        """How often the pitch classes changed from beat to beat, and those of each beat."""
        chords: dict[int, set[int]] = {}
        for note in pitched:
            chords.setdefault(note[0] // self._beat_steps, set()).add(note[2] % 12)
        sets = list(chords.values())
        moves = sum(not later <= before for before, later in zip(sets, sets[1:], strict=False))
        return min(len(sets), 1) + moves, sets

    def _steer_beats(self, logits: np.ndarray, begun: list[int], at: int) -> None:
        beat, end = self._beat_steps, self._length
        held = sum(one % beat > 0 and -(-one // beat) * beat not in begun
                   for one in begun if -(-one // beat) * beat <= min(at, end - 1))
        share = self._wanted["syncopation"].ahead(len(begun), held, ONSETS_AHEAD)
        share = Interval(share.low / OFF_BEAT_SHARE, share.high / OFF_BEAT_SHARE)
        lands = at + np.arange(ONSET_STEPS)
        feature = np.full(ONSETS, NEUTRAL)
        if at % beat == 0 or not begun:
            place = lands % beat
            is_near = np.minimum(place, beat - place) < NEAR_STEPS
            feature[:ONSET_STEPS] = np.where(place == 0, 0, np.where(is_near, NEUTRAL, 1))
            feature[0] = NEUTRAL if begun else 0
            feature[ANSWER_ENDS] = 0
            tilt(logits, feature, Interval(share.low, 1.0))
            return
        next_beat = -(-at // beat) * beat
        feature[1:ONSET_STEPS] = np.where(lands[1:] < next_beat, NEUTRAL, lands[1:] > next_beat)
        feature[BAR_PASSES], feature[ANSWER_ENDS] = 1, 1
        if next_beat < end:
            tilt(logits, feature, share)

    def symbols(self, logits: np.ndarray, notes: list, onset: int) -> None:
        """Steers [SYMBOLS] the symbol at a step: register, chord rate, closeness."""
        pitched = [note for note in notes if note[2] < PITCHES]
        if "register" in self._wanted:
            goal = self._wanted["register"]
            ahead = goal.ahead(len(pitched), sum(note[2] for note in pitched), HORIZON)
            tilt(logits, self._by_pitch(np.arange(PITCHES)),
                 Interval(max(ahead.low, goal.low - FARTHEST),
                          min(ahead.high, goal.high + FARTHEST)))
        if "chord_rate" in self._wanted:
            self._steer_chords(logits, pitched, onset)
        if "closeness" in self._wanted:
            period = self._length - self._begin
            place = (onset - self._begin) % period
            same = sum((((note[0] - self._begin) % period), note[2] % 12) in self._called
                       for note in pitched)
            classes = np.array([(place, one) in self._called for one in range(12)])
            tilt(logits, self._by_class(classes),
                 self._wanted["closeness"].ahead(len(pitched), same, HORIZON))

    def _steer_chords(self, logits: np.ndarray, pitched: list, onset: int) -> None:
        beat = self._beat_steps
        before = [note for note in pitched if note[0] // beat < onset // beat]
        here = {note[2] % 12 for note in pitched[len(before):]}
        changes, sets = self._changes(before)
        if not sets or not here <= sets[-1]:
            return
        bars = (self._length - self._begin) / self._bar_steps
        beats = max(1, (self._length - onset) // beat)
        low, high = (min(max((edge * bars - changes) / beats, 0.0), 1.0) for edge in
                     (self._wanted["chord_rate"].low, self._wanted["chord_rate"].high))
        notes = max(1.0, len(before) / len(sets))
        high = max(low, 1 - (1 - high) ** (1 / notes))
        is_new = np.array([one not in sets[-1] for one in range(12)])
        tilt(logits, self._by_class(is_new), Interval(low, high))

    def _by_class(self, values: np.ndarray) -> np.ndarray:
        return self._by_pitch(values.astype(float)[np.arange(PITCHES) % 12])

    def _by_pitch(self, values: np.ndarray) -> np.ndarray:
        out = np.full(SYMBOLS, NEUTRAL)
        out[:PITCHES] = values
        return out
