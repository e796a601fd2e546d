"""What an arranger is given: bars, chords over them, a key, perhaps a melody."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from training.band_writer.chords import Chord


class Note(NamedTuple):
    """A note as written: ticks, MIDI pitch, and how strongly it is meant, 0 to 1."""

    onset: int
    duration: int
    pitch: int
    accent: float

    @property
    def end(self) -> int:
        """The tick at which it stops."""
        return self.onset + self.duration


class Span(NamedTuple):
    """A chord in [start, end) ticks."""

    start: int
    end: int
    chord: Chord
    label: str


@dataclass(frozen=True)
class Song:
    """A stretch of a chart. A unit is a bar of 4/4 or 3/4, two of 2/4 or half of 12/8."""

    source: str
    split: str
    metre: tuple[int, int]
    unit_ticks: int
    units: int
    spans: tuple[Span, ...]
    melody: tuple[Note, ...] | None = None
    bpm: float | None = None
    family: str = "4"
    keys: list = field(default_factory=list, compare=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    @property
    def end(self) -> int:
        """The tick after the last unit."""
        return self.units * self.unit_ticks

    @property
    def beat_ticks(self) -> int:
        """The length of a beat: a quarter note, or a dotted one in 6/8 and 12/8."""
        return 720 if self.family == "6" else 480

    def index_at(self, tick: int) -> int:
        """The number of the chord that sounds at a tick."""
        return max(0, bisect_right(self._starts, tick) - 1)

    def span_at(self, tick: int) -> Span:
        """The chord that sounds at a tick."""
        return self.spans[self.index_at(tick)]

    def span_after(self, tick: int) -> Span:
        """The chord after the one at a tick; the first one again at the end, as in a loop."""
        return self.spans[(self.index_at(tick) + 1) % len(self.spans)]

    def span_of_hit(self, onset: int, end: int) -> Span:
        """The chord meant by a note: the next one when it is pushed over the change."""
        span = self.span_at(onset)
        pushed = span.end - onset <= 240 and end > span.end
        return self.span_after(onset) if pushed else span
