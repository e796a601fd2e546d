"""What the chord finder reads: shares of the 12 pitch classes by beat and by scope, and places.

src/music/harmony computes the same numbers; tests/fixtures/harmony holds both to them.
"""

import numpy as np
from numpy.typing import NDArray

# A note this near to a beat, in ticks, was meant for it.
NEAR = 48
QUARTER = 480
LONGEST = 4 * QUARTER
SHORTEST = 0.25
SOFTEST = 0.5
# So many notes at once, on average over a beat, have a bass.
BASS_VOICES = 1.5
# Shares are taken of what is heard and this much silence.
SILENCE = 0.25
PLANES, KEY_PLANES = 22, 11
SCALARS = 24
WIDTH, KEY_WIDTH = PLANES * 12 + SCALARS, KEY_PLANES * 12 + 144
PLACES = ("bar", "half", "beat", "off")


def half_of(beats: int) -> int:
    """Beats of half a bar; of the whole bar where no one place halves it."""
    return beats // 2 if beats % 2 == 0 else beats


def place_of(beat: int, metre: tuple[int, int]) -> int:
    """How a beat stands in its bar, as an index of PLACES."""
    beats, unit = metre
    if beat % beats == 0:
        return 0
    if beats != 2 and beat % beats * 2 == beats:
        return 1
    return 3 if unit == 8 else 2


class Heard:
    """What is heard on each beat, in (beats, 12): what begins on it, off it, how long it sounds."""

    def __init__(self, notes: list, count: int, metre: tuple[int, int]) -> None:
        beat = 4 * QUARTER // metre[1]
        self.on, self.off, self.long = (np.zeros((count, 12)) for _ in range(3))
        self.lowest, self.voices = np.full(count, 999), np.zeros(count)
        self.events: list[tuple[float, int]] = []
        self.first, self.last = (np.full(count, -1) for _ in range(2))
        length = count * beat
        ordered = sorted(notes, key=lambda note: (note[0], -note[2]))
        for start, duration, pitch, velocity in ordered:
            strength = SOFTEST + (1 - SOFTEST) * velocity
            nearest = int(start / beat + 0.5)
            is_on = abs(start - nearest * beat) < NEAR
            at = nearest % count if is_on else int(start / beat)
            begin = at * beat if is_on else start
            end = min(begin + duration, length)
            worth = strength * (min(duration, LONGEST) / QUARTER) ** 0.5
            (self.on if is_on else self.off)[at, pitch % 12] += worth
            self.events.append((begin, pitch))
            for index in range(at, count):
                if index * beat >= end and index != at:
                    break
                ticks = min(end, (index + 1) * beat) - max(begin, index * beat)
                if index != at and ticks < NEAR:
                    continue
                heard = ticks / QUARTER
                self.long[index, pitch % 12] += strength * (max(heard, SHORTEST) if index == at
                                                            else heard)
                self.lowest[index] = min(self.lowest[index], pitch)
                self.voices[index] += ticks / beat
        self.bass = np.where(self.voices > BASS_VOICES, self.lowest % 12, -1)


def _share(weights: NDArray) -> NDArray:
    return weights / (weights.sum(-1, keepdims=True) + SILENCE)


def _one_hot(classes: NDArray) -> NDArray:
    hot = np.zeros((len(classes), 12))
    known = np.flatnonzero(classes >= 0)
    hot[known, classes[known]] = 1
    return hot


def _pool(weights: NDArray, size: int) -> NDArray:
    """Sums over every `size` beats from the first; one row each."""
    return np.add.reduceat(weights, np.arange(0, len(weights), size), axis=0)


def _ends(heard: Heard, size: int, count: int, beat: int) -> tuple[NDArray, NDArray]:
    """Pitch classes of the first and the last top note that begin in each group of beats."""
    groups = -(-count // size)
    first, last = np.full(groups, -1), np.full(groups, -1)
    before = [-1.] * groups
    for begin, pitch in sorted(heard.events, key=lambda event: (event[0], -event[1])):
        group = int(begin / (beat * size))
        if first[group] < 0:
            first[group] = pitch % 12
        # Of notes that begin together the highest is first.
        if begin > before[group]:
            last[group], before[group] = pitch % 12, begin
    return first, last


def planes_of(heard: Heard, count: int, metre: tuple[int, int]) -> NDArray:
    """(beats, PLANES, 12), pitch classes counted from C."""
    beats, unit = metre
    beat, half = 4 * QUARTER // unit, half_of(beats)
    index = np.arange(count)
    bars, halves = index // beats, index // half if beats % half == 0 else index // beats
    places = np.array([place_of(at, metre) for at in index])
    strong = heard.on * (places < 2)[:, None]
    bar_long = _share(_pool(heard.long, beats))
    half_long = _share(_pool(heard.long, half))
    half_on = _share(_pool(heard.on, half))
    bar_strong = _share(_pool(strong, beats))
    long = _share(heard.long)
    first, last = (_one_hot(ends) for ends in _ends(heard, beats, count, beat))
    bass = _one_hot(heard.bass)
    bar_bass = _share(_pool(bass, beats))
    count_bars, count_halves = len(bar_long), len(half_long)

    def bar(rows: NDArray, step: int = 0) -> NDArray:
        return rows[(bars + step) % count_bars]

    loop = np.repeat(_share(heard.long.sum(0, keepdims=True)), count, 0)
    return np.stack([
        long, _share(heard.on), _share(heard.off),
        half_long[halves], half_on[halves], bar(bar_long), bar(bar_strong), bar(first), bar(last),
        bar(bar_long, -1), bar(bar_long, 1), long[index - 1], long[(index + 1) % count],
        half_long[(halves - 1) % count_halves], half_long[(halves + 1) % count_halves],
        loop, bass, bar(bar_bass), bar(first, 1), bar(last, -1),
        bar(bar_long, -2), bar(bar_long, 2)], 1)


def scalars_of(heard: Heard, count: int, metre: tuple[int, int], mode: int) -> NDArray:
    """(beats, SCALARS)."""
    beats, unit = metre
    index = np.arange(count)
    bars = index // beats
    count_bars = -(-count // beats)
    sounding = heard.voices > 0
    mean = heard.voices.sum() / max(1, sounding.sum())
    out = np.zeros((count, SCALARS))
    for at in index:
        out[at, place_of(at, metre)] = 1
    out[index, 4 + bars % 4] = 1
    out[:, 8] = bars == 0
    out[:, 9] = bars == count_bars - 1
    out[:, 10] = (bars % 8 == 7)
    out[:, 11] = 1 - mode
    out[:, 12] = mode
    out[:, 13] = min(mean, 4) / 2
    out[:, 14] = np.minimum(heard.voices, 4) / 2
    out[:, 15] = sounding
    out[:, 16] = (_pool(heard.voices, beats) > 0)[bars]
    out[:, 17] = beats == 2
    out[:, 18] = beats == 3
    out[:, 19] = beats == 4
    out[:, 20] = unit == 8
    out[:, 21] = (index % beats) / beats
    out[:, 22] = count_bars == 1
    begun = _pool((heard.on + heard.off > 0).sum(1).astype(float), beats)
    out[:, 23] = np.minimum(begun / 8, 2)[bars]
    return out


def chord_features(heard: Heard, count: int, metre: tuple[int, int],
                   key: tuple[int, int]) -> NDArray:
    """(beats, WIDTH), pitch classes counted from the tonic."""
    planes = np.roll(planes_of(heard, count, metre), -key[0], 2)
    return np.concatenate([planes.reshape(count, -1), scalars_of(heard, count, metre, key[1])], 1)


def key_features(heard: Heard, count: int, metre: tuple[int, int]) -> tuple[NDArray, NDArray]:
    """(KEY_PLANES, 12) of the loop, counted from C, and (12, 12): steps from class to class."""
    beats, unit = metre
    beat = 4 * QUARTER // unit
    bars = np.arange(count) // beats
    places = np.array([place_of(at, metre) for at in range(count)])
    final = bars == bars[-1]
    first, last = (_one_hot(ends) for ends in _ends(heard, beats, count, beat))
    sounding = np.flatnonzero(last.sum(1))
    opening, ending = (first[sounding[:1]].sum(0), last[sounding[-1:]].sum(0)) \
        if len(sounding) else (np.zeros(12), np.zeros(12))
    planes = np.stack([
        heard.long.sum(0), (heard.on * (places == 0)[:, None]).sum(0),
        (heard.on * (places < 2)[:, None]).sum(0), heard.off.sum(0), heard.long[final].sum(0),
        heard.long[bars == 0].sum(0), last[3::4].sum(0), first[0::4].sum(0),
        _one_hot(heard.bass).sum(0), opening, ending])
    steps = np.zeros((12, 12))
    tops = sorted(heard.events, key=lambda event: (event[0], -event[1]))
    line = [one for at, one in enumerate(tops) if at == 0 or one[0] > tops[at - 1][0]]
    for (_, before), (_, after) in zip(line, line[1:], strict=False):
        steps[before % 12, after % 12] += 1
    steps /= max(1, len(line) - 1)
    # As shares of all steps they would be small beside the planes.
    return _share(planes), steps * 4


def turned(planes: NDArray, steps: NDArray) -> NDArray:
    """(12, KEY_WIDTH): the loop's features counted from each of the 12 tonics."""
    return np.stack([np.concatenate([np.roll(planes, -tonic, 1).reshape(-1),
                                     np.roll(steps, (-tonic, -tonic), (0, 1)).reshape(-1)])
                     for tonic in range(12)])
