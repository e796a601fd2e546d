"""Rhythms written as strings: one character a step, `|` between bars.

A letter begins a note, `-` holds it, `.` is silence. The number of characters in a bar sets the
length of a step, so `X..x..x.` is eighths in 4/4 and `X.xX.xX.xX.x` is triplets.
"""

import random
from functools import cache
from typing import NamedTuple


class Hit(NamedTuple):
    """A note of a pattern, in ticks from the beginning of its bar."""

    at: int
    length: int
    letter: str


@cache
def read_bars(pattern: str, unit_ticks: int) -> tuple[tuple[Hit, ...], ...]:
    """The hits of every bar of a pattern; notes may be held over a bar line."""
    bars = pattern.split("|")
    text = "".join(bars)
    steps = len(bars[0])
    step_ticks = unit_ticks // steps
    found: list[list[Hit]] = [[] for _ in bars]
    for index, letter in enumerate(text):
        if letter in ".-":
            continue
        end = index + 1
        while end < len(text) and text[end] == "-":
            end += 1
        bar, step = divmod(index, steps)
        found[bar].append(Hit(step * step_ticks, (end - index) * step_ticks, letter))
    return tuple(tuple(bar) for bar in found)


def crossbreed(first: str, second: str) -> str:
    """The first half of one pattern and the second half of another of the same shape."""
    if len(first) != len(second) or first.count("|") != second.count("|"):
        return first
    bars = []
    for left, right in zip(first.split("|"), second.split("|"), strict=True):
        middle = len(left) // 2
        bars.append(left[:middle] + right[middle:])
    return "|".join(bars)


class Groove:
    """Deals out the bars of a few patterns: mostly the main one, others for variety."""

    def __init__(self, patterns: tuple[str, ...], unit_ticks: int, steadiness: float,
                 rng: random.Random) -> None:
        """Steadiness is the chance that a bar keeps to the main pattern."""
        self._unit_ticks, self._steadiness, self._rng = unit_ticks, steadiness, rng
        self._patterns = patterns
        self._main = self.choose()
        self._other = self.choose()
        self._waiting: list[tuple[Hit, ...]] = []

    def choose(self) -> str:
        """A pattern of the style, sometimes bred from two."""
        first, second = self._rng.choice(self._patterns), self._rng.choice(self._patterns)
        return crossbreed(first, second) if self._rng.random() < 0.3 else first

    def begin_section(self) -> None:
        """A new section may have another main pattern."""
        self._waiting = []
        if self._rng.random() < 0.35:
            self._main, self._other = self._other, self.choose()

    def next_bar(self, is_last_of_four: bool) -> tuple[Hit, ...]:
        """The hits of the next bar."""
        if not self._waiting:
            steady = self._steadiness - (0.3 if is_last_of_four else 0)
            if self._rng.random() < steady:
                pattern = self._main
            else:
                pattern = self._other if self._rng.random() < 0.5 else self.choose()
            self._waiting = list(read_bars(pattern, self._unit_ticks))
        return self._waiting.pop(0)
