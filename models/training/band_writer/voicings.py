"""Chord voicings: which tones, in which octave, moving as little as may be."""

import random
from functools import lru_cache
from itertools import pairwise
from statistics import mean

from training.band_writer.chords import Chord

LOWEST_CLUSTER = 50
NEAR_CENTRE_WEIGHT = 0.25
NOISE = 2.5
# Barre shapes: semitones over a root on the low strings, by third
GUITAR_SHAPES = {
    4: ((0, 7, 12, 16, 19), (0, 7, 12, 16), (0, 4, 7, 12), (7, 12, 16, 19)),
    3: ((0, 7, 12, 15, 19), (0, 7, 12, 15), (0, 3, 7, 12), (7, 12, 15, 19)),
    5: ((0, 7, 12, 17, 19), (0, 5, 7, 12)),
    2: ((0, 7, 12, 14, 19), (0, 2, 7, 12)),
}
SEVENTH_SHAPES = ((0, 7, "7", "3"), (0, "7", "3", "5"), ("3", "7", "5"))


def _ninth(chord: Chord, scale: tuple[int, ...]) -> int | None:
    """The ninth that the key allows, or none."""
    if chord.third not in (3, 4) or 6 in chord.tones:
        return None
    if (chord.root + 2) % 12 in scale:
        return 2
    return 1 if chord.is_dominant else None


def colour(chord: Chord, amount: str, scale: tuple[int, ...]) -> Chord:
    """Adds the seventh or sixth that a style gives to plain triads."""
    if amount == "plain" or chord.seventh is not None or chord.third not in (3, 4):
        return chord
    if 6 in chord.tones or 8 in chord.tones:
        return chord
    minor, major = (chord.root + 10) % 12 in scale, (chord.root + 11) % 12 in scale
    if chord.third == 3:
        added = 10 if minor else 9
    else:
        added = 10 if minor and not major else 11 if amount == "ninth" else 9
    return Chord(chord.root, (*chord.tones, added), chord.bass)


def tones_for(chord: Chord, kind: str, scale: tuple[int, ...], rng: random.Random) -> tuple:
    """The tones over the root that a kind of voicing has."""
    third, fifth, seventh = chord.third, chord.fifth, chord.seventh
    body = [tone for tone in (third, fifth) if tone is not None]
    if kind == "power" or third is None:
        return (0, fifth)
    if kind == "triad" or seventh is None:
        extra = [seventh] if seventh is not None and rng.random() < 0.4 else []
        return (0, *body) if not extra else (*body, *extra)
    if kind == "shell":
        more = rng.choice(((), (fifth,), (0,), (_ninth(chord, scale),)))
        return tuple(tone for tone in (third, seventh, *more) if tone is not None)
    if kind == "rootless":
        ninth = _ninth(chord, scale)
        sixth = 9 if chord.is_dominant and fifth == 7 and (chord.root + 9) % 12 in scale else fifth
        pool = [third, seventh, sixth if rng.random() < 0.5 else fifth]
        if ninth is not None and rng.random() < 0.6:
            pool.append(ninth)
        return tuple(dict.fromkeys(pool))
    return (third, fifth, seventh) if rng.random() < 0.6 else (0, third, fifth, seventh)


@lru_cache(maxsize=20_000)
def _stacks(classes: tuple[int, ...], low: int, high: int) -> tuple[tuple[int, ...], ...]:
    """Close positions of these pitch classes in [low, high], and their drop-2 forms."""
    found = []
    ordered = sorted(classes)
    for turn in range(len(ordered)):
        rotated = ordered[turn:] + ordered[:turn]
        for bottom in range(low, high):
            if bottom % 12 != rotated[0]:
                continue
            stack = [bottom]
            for pitch_class in rotated[1:]:
                stack.append(stack[-1] + (pitch_class - stack[-1]) % 12)
            found.append(tuple(stack))
            if len(stack) > 2:
                dropped = sorted([stack[-2] - 12, *stack[:-2], stack[-1]])
                found.append(tuple(dropped))
    return tuple(stack for stack in found if _is_playable(stack, low, high))


def _is_playable(stack: tuple[int, ...], low: int, high: int) -> bool:
    if stack[0] < low or stack[-1] > high:
        return False
    return not any(upper - lower < 3 and lower < LOWEST_CLUSTER
                   for lower, upper in pairwise(stack))


def _distance(stack: tuple[int, ...], last: tuple[int, ...]) -> float:
    moved = sum(min(abs(pitch - old) for old in last) for pitch in stack)
    return moved + 0.7 * abs(stack[-1] - last[-1])


class Voicer:
    """Voices one chord after another for one player."""

    def __init__(self, kinds: tuple[str, ...], amount: str, span: tuple[int, int],
                 rng: random.Random) -> None:
        """Takes one of the kinds, the colour of plain chords and the range to stay in."""
        self._kind = rng.choice(kinds)
        self._amount, self._rng = amount, rng
        self._low, self._high = span
        self._centre = (span[0] + span[1]) / 2 + rng.uniform(-3, 3)
        self.last: tuple[int, ...] | None = None

    def voice(self, chord: Chord, scale: tuple[int, ...]) -> tuple[int, ...]:
        """The pitches of the next chord, two to five of them."""
        if self._kind == "guitar":
            stack = self._guitar(chord)
        else:
            tones = tones_for(colour(chord, self._amount, scale), self._kind, scale, self._rng)
            stack = self._closest(tuple(sorted({(chord.root + tone) % 12 for tone in tones})))
        if self._kind == "power" and self._rng.random() < 0.5 and stack[0] + 12 <= self._high:
            stack = (*stack, stack[0] + 12) if stack[0] + 12 > stack[-1] else stack
        self.last = stack
        return stack

    def _closest(self, classes: tuple[int, ...]) -> tuple[int, ...]:
        def cost(stack: tuple[int, ...]) -> float:
            far = abs(mean(stack) - self._centre)
            moved = _distance(stack, self.last) if self.last else 0
            return moved + NEAR_CENTRE_WEIGHT * far * far / 4 + self._rng.random() * NOISE
        return min(_stacks(classes, self._low, self._high), key=cost)

    def _guitar(self, chord: Chord) -> tuple[int, ...]:
        bottom = 40 + (chord.root - 40) % 12
        if bottom > 49 and self._rng.random() < 0.3:
            bottom -= 12 if bottom - 12 >= 40 else 0
        third = chord.third
        if third is None:
            return (bottom, bottom + chord.fifth, bottom + 12)
        if chord.seventh is not None and self._rng.random() < 0.75:
            names = {"3": third + 12, "5": chord.fifth + 12, "7": chord.seventh}
            shape = self._rng.choice(SEVENTH_SHAPES)
            return tuple(sorted({bottom + names.get(tone, tone) for tone in shape}))
        shape = self._rng.choice(GUITAR_SHAPES.get(third, GUITAR_SHAPES[4]))
        shift = chord.fifth - 7
        return tuple(sorted({bottom + tone + (shift if tone in (7, 19) else 0)
                             for tone in shape}))
