"""Reads chords off all that sounds in a window, accompaniment included: a hidden Markov model with
set numbers, whose readings are what the finder learns for music without chord symbols.

After Raphael and Stoddard, "Functional harmonic analysis using probabilistic models" (2004), and
Pardo and Birmingham, "Algorithms for chordal analysis" (2002). Priors are counted in the McGill
Billboard charts and OpenEWLD.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from training.chord_finder.vocabulary import KINDS, NO_CHORD, QUALITIES, STATES

MAJOR_PROFILE = (5, 2, 3.5, 2, 4.5, 4, 2, 4.5, 2, 3.5, 1.5, 4)
MINOR_PROFILE = (5, 2, 3.5, 4.5, 2, 4, 2, 4.5, 3.5, 2, 1.5, 4)
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10, 11))
SHARES = ((.36, .33, .31), (.36, .33, .31), (.28, .26, .24, .22), (.26, .26, .26, .22),
          (.27, .26, .24, .23), (.34, .33, .33), (.25, .25, .25, .25), (.34, .33, .33),
          (.34, .33, .33))
DEGREES = (
    ((26, .4, 2.6, 1.8, .2, .1, .05, .8, .1), (.6, .1, .1, .15, .05, .3, .05, .05, .05),
     (1.5, 3.2, 3, .1, 3.6, .1, .1, .27, .05), (1.1, .1, .1, .1, .14, .3, .05, .05, .05),
     (.7, 1.6, 1, .05, 1.4, .1, .05, .05, .05), (17, .5, 1, 1.5, .3, .05, .05, .27, .05),
     (.34, .05, .1, .05, .1, .4, .2, .05, .05), (11, .7, 7, .25, .8, .05, .05, 1.8, .3),
     (.7, .05, .3, .1, .05, .2, .05, .05, .05), (.7, 4.2, 1.4, .05, 2.6, .1, .1, .15, .05),
     (3.5, .1, .3, .3, .1, .05, .05, .1, .05), (.2, .15, .1, .05, .2, .3, .2, .05, .05)),
    ((2, 20, .4, .05, 7, .1, .05, .7, .05), (1.2, .3, .1, .2, .05, .2, .05, .05, .05),
     (.7, .6, .3, .05, .6, .3, .5, .05, .05), (7, .2, .4, 1.2, .1, .05, .05, .2, .1),
     (.3, .05, .05, .05, .05, .2, .05, .05, .05), (4, 5, 2.8, .1, 3.3, .05, .05, .4, .05),
     (.5, .05, .05, .26, .17, .2, .05, .05, .05), (4, 2, 5, .05, 2.1, .1, .05, .9, .2),
     (10, .05, .5, 2.5, .45, .05, .05, .05, .05), (.3, .05, .4, .05, .1, .2, .24, .05, .05),
     (10, .9, 1, .3, .6, .05, .05, 1.2, .05), (.3, .05, .05, .05, .05, .5, .1, .05, .05)))
MOTIONS = (6, 2.1, 14.1, 3.8, 2.3, 29.1, .8, 20.8, 3.7, 5, 10.3, 2.4)
KEYS_TRIED, KEY_WEIGHT = 3, 4
SHORTEST, SOFTEST, NEAR, BASS_VOICES = 1.25, .5, 1 / 8, 1.5
ACCENTS = {"bar": 1.5, "half": 1.25, "beat": 1, "off": .7}
COSTS = {"bar": .6, "half": 3.4, "beat": 4, "off": 5.6}
FOREIGN, IN_KEY, HEARING, BLIND, GIVING_UP = .25, .92, .8, np.log(.15), 3
ROOT_IN_BASS, TONE_IN_BASS = 1.5, .3
DEGREE_WEIGHT, MOTION_WEIGHT = .8, .25


def place_of(beat: int, metre: tuple[int, int]) -> str:
    """How a written beat stands in its bar."""
    beats, unit = metre
    if beat % beats == 0:
        return "bar"
    if beat % beats * 2 == beats and beats != 2:
        return "half"
    return "off" if unit == 8 else "beat"


def _evidence(notes: list, count: int, metre: tuple[int, int]) -> tuple[NDArray, NDArray]:
    """What is heard of each pitch class on each beat, and the bass: -1 where there is none."""
    beat = 1920 // metre[1]
    weights, voices = np.zeros((count, 12)), np.zeros(count)
    lowest = np.full(count, 999)
    for start, duration, pitch, velocity in notes:
        at, nearest = start / beat, round(start / beat)
        place = place_of(nearest, metre)
        place = "beat" if place == "off" else place
        accent = ACCENTS["off" if abs(at - nearest) >= NEAR else place]
        strength = (SOFTEST + (1 - SOFTEST) * velocity) * accent
        end = min(start + duration, count * beat)
        first = int(at)
        for index in range(first, count):
            if index * beat >= end:
                break
            heard = (min(end, (index + 1) * beat) - max(start, index * beat)) / beat
            if index != first and heard < NEAR:
                continue
            counted = max(heard, SHORTEST) if index == first else heard
            weights[index, pitch % 12] += strength * counted ** .5
            lowest[index] = min(lowest[index], pitch)
            voices[index] += heard
    return weights, np.where(voices > BASS_VOICES, lowest % 12, -1)


@cache
def _tables(mode: int) -> tuple[NDArray, NDArray, NDArray]:
    """Log chances of pitch classes by state, what a bass adds, what a degree is worth."""
    scale = SCALES[mode]
    chances, bass = np.zeros((12, STATES)), np.zeros((12, STATES))
    for state in range(STATES):
        root, quality = divmod(state, KINDS)
        for pitch in range(12):
            ground = IN_KEY / len(scale) if pitch in scale else (1 - IN_KEY) / (12 - len(scale))
            interval = (pitch - root) % 12
            tones = QUALITIES[quality]
            share = SHARES[quality][tones.index(interval)] if interval in tones else 0
            chances[pitch, state] = np.log((1 - FOREIGN) * share + FOREIGN * ground)
            bass[pitch, state] = (ROOT_IN_BASS if interval == 0
                                  else TONE_IN_BASS if interval in tones else 0)
    worth = DEGREE_WEIGHT * np.log(np.array(DEGREES[mode]).reshape(-1) / 100 * STATES)
    return chances, bass, worth


MOTION = MOTION_WEIGHT * np.log(np.array(MOTIONS) / 100 * 12)
# What the step from one root (row) to another is worth.
STEPS = np.array([[MOTION[(to - root) % 12] for to in range(12)] for root in range(12)])
ROOTS = np.repeat(np.arange(12), KINDS)


def _path(fits: NDArray, costs: NDArray, worth: NDArray) -> tuple[NDArray, float]:
    """The best states of a loop, found on its second round, and their score."""
    count = len(fits)
    scores, befores, first_round = np.zeros(STATES + 1), [], 0.
    everyone = np.arange(STATES)
    for step in range(2 * count):
        at = step % count
        by_root = scores[:STATES].reshape(12, KINDS)
        best = by_root.argmax(1) + np.arange(12) * KINDS
        ways = scores[best][:, None] + STEPS
        source = ways.argmax(0)
        arrival, before = ways.max(0), best[source]
        silent = scores[NO_CHORD] >= arrival
        arrival, before = np.maximum(arrival, scores[NO_CHORD]), np.where(silent, NO_CHORD, before)
        changed = arrival[ROOTS] + worth - costs[at]
        held = scores[:STATES] >= changed
        top = int(scores.argmax())
        given_up = scores[top] - costs[at] - GIVING_UP
        befores.append(np.append(np.where(held, everyone, before[ROOTS]),
                                 NO_CHORD if scores[NO_CHORD] >= given_up else top))
        scores = fits[at] + np.append(np.where(held, scores[:STATES], changed),
                                      max(scores[NO_CHORD], given_up))
        if step == count - 1:
            first_round = scores.max()
    state, states = int(scores.argmax()), np.zeros(count, int)
    score = scores[state] - first_round
    for step in range(2 * count - 1, count - 1, -1):
        states[step - count] = state
        state = befores[step][state]
    return states, float(score)


def analyse(notes: list, count: int, metre: tuple[int, int]) -> tuple[NDArray, tuple[int, int]]:
    """States of so many beats, counted from C, and the key as (tonic, 0 major or 1 minor)."""
    weights, bass = _evidence(notes, count, metre)
    costs = np.array([COSTS[place_of(beat, metre)] for beat in range(count)])
    total = weights.sum(0)
    ranked = sorted(((float(np.corrcoef(np.roll(total, -tonic), profile)[0, 1]), tonic, mode)
                     for mode, profile in enumerate((MAJOR_PROFILE, MINOR_PROFILE))
                     for tonic in range(12)), reverse=True) if total.std() > 0 else []
    best = (np.full(count, NO_CHORD), -np.inf, (0, 0))
    for fit, tonic, mode in ranked[:KEYS_TRIED]:
        chances, bass_worth, worth = _tables(mode)
        heard = HEARING * np.roll(weights, -tonic, 1)
        fits = np.append(heard @ chances, heard.sum(1, keepdims=True) * BLIND, 1)
        deep = bass >= 0
        fits[deep, :STATES] += bass_worth[(bass[deep] - tonic) % 12]
        states, score = _path(fits, costs, worth)
        if score + KEY_WEIGHT * fit > best[1]:
            moved = np.where(states == NO_CHORD, NO_CHORD, (states + tonic * KINDS) % STATES)
            best = (moved, score + KEY_WEIGHT * fit, (tonic, mode))
    return best[0], best[2]
