"""Motifs and phrases before they meet their chords: rhythm, and steps of a scale."""

import random
from dataclasses import dataclass

from training.band_writer.patterns import Hit

PHRASE_UNITS = 4
STEPS, STEP_WEIGHTS = (0, 1, -1, 2, -2, 3, -3, 4, -4), (3, 9, 10, 4, 4, 1.5, 1.5, 1, 0.7)
FARTHEST_STEP = 5
FORMS = ("abac", "aabc", "abad", "aaac", "abcd", "a-ac", "abab", "aab-", "a-bc", "ab-c", "aaba")


@dataclass(frozen=True)
class Motif:
    """A bar of melody: (at, length, scale steps from the phrase's anchor)."""

    notes: tuple[tuple[int, int, int], ...]

    def moved(self, steps: int) -> "Motif":
        """The same, so many steps higher."""
        return Motif(tuple((at, length, step + steps) for at, length, step in self.notes))


@dataclass(frozen=True)
class Phrase:
    """Four bars of motifs over an anchor pitch."""

    motifs: tuple[Motif, ...]
    anchor: int


class Composer:
    """Makes phrases from a vocabulary of rhythms, and sometimes quotes."""

    def __init__(self, bars: list[tuple[Hit, ...]], quotes: tuple[tuple[Motif, ...], ...],
                 beat_and_unit: tuple[int, int], rng: random.Random) -> None:
        """Takes the bars to choose from and the lengths of a beat and a unit in ticks."""
        self._bars, self._quotes, self._rng = bars, quotes, rng
        self._beat, self._unit = beat_and_unit
        self._centre = rng.randint(66, 74)
        self._leap = rng.uniform(0.7, 1.4)
        self._quotes_often = rng.choice((0.0, 0.0, 0.3, 0.8)) if quotes else 0.0

    def phrase(self, density: float) -> Phrase:
        """A new phrase."""
        anchor = self._centre + self._rng.randint(-4, 5)
        if self._rng.random() < self._quotes_often:
            return Phrase(self._rng.choice(self._quotes), anchor)
        made = {"-": Motif(())}
        motifs = []
        for index, name in enumerate(self._rng.choice(FORMS)):
            if name not in made:
                write = self._cadence if index == PHRASE_UNITS - 1 else self._motif
                made[name] = write(density, self._rng.randint(-2, 3))
            motifs.append(made[name])
        return Phrase(tuple(motifs), anchor)

    def vary(self, phrase: Phrase, density: float) -> Phrase:
        """Another last bar, or a bar moved in pitch."""
        motifs = list(phrase.motifs)
        if self._rng.random() < 0.5:
            motifs[-1] = self._cadence(density, self._rng.randint(-2, 2))
        else:
            place = self._rng.randrange(PHRASE_UNITS)
            motifs[place] = motifs[place].moved(self._rng.choice((-2, -1, 1, 2)))
        return Phrase(tuple(motifs), phrase.anchor)

    def _bar(self, density: float) -> tuple[Hit, ...]:
        """A rhythm of about the wanted density."""
        wanted = 1 + 6 * density
        options = self._rng.sample(self._bars, 3)
        return min(options, key=lambda bar: abs(len(bar) - wanted) + self._rng.random() * 3)

    def _motif(self, density: float, step: int) -> Motif:
        notes = []
        for at, length, _ in self._bar(density):
            notes.append((at, length, step))
            move = self._rng.choices(STEPS, STEP_WEIGHTS)[0]
            if abs(move) > 1 and self._rng.random() > self._leap:
                move //= 2
            step += -move if abs(step + move) > FARTHEST_STEP else move
        return Motif(tuple(notes))

    def _cadence(self, density: float, start: int) -> Motif:
        """A few notes, the last one held, and a rest to breathe."""
        bar = self._bar(density)[:self._rng.choice((1, 1, 2, 3, 4))]
        bar = [hit for hit in bar if hit.at <= self._unit // 2] \
            or [bar[0]._replace(at=0, length=self._beat)]
        notes = [(hit.at, hit.length, start - index) for index, hit in enumerate(bar)]
        at, length, step = notes[-1]
        held = max(length, self._beat * self._rng.choice((1, 2, 3)))
        notes[-1] = (at, min(self._unit - at, held), 0 if self._rng.random() < 0.6 else step)
        return Motif(tuple(notes))
