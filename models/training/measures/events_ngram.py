"""N-gram models of events, to hold the networks against: the same examples, targets and counting.

An event is foretold attribute by attribute, as the network does it. The unigram knows the
attributes before in the same event and which parts are asked; an n-gram knows the n - 1 events
before too, in the line being written and in the same part, and the place in the bar and the metre.
It does not hear the other parts.
"""

from collections.abc import Iterable

import numpy as np

from training.examples import Example
from training.measures.backoff import Chain, Mixture
from training.measures.event_history import (
    HISTORY,
    TARGETS,
    Columns,
    answer_rows,
    history_of,
    joined_columns,
)
from training.vocab import DURATIONS, ONSETS, PARTS, SYMBOLS, VELOCITIES

SIZES = dict(zip(TARGETS, (ONSETS, len(PARTS), SYMBOLS, len(DURATIONS), VELOCITIES), strict=True))
UNIGRAM = {
    "onset": [("onset", [])],
    "part": [("part", ["asked", "onset"])],
    "symbol": [("symbol", ["part", "onset"])],
    "duration": [("duration", ["part", "onset", "symbol"]), ("duration", ["part", "symbol"])],
    "velocity": [("velocity", ["part", "symbol", "onset"])],
}
# A context is several columns joined by +. Each step of a chain adds one to those before it.
NGRAM = {
    "onset": [
        ("onset", ["p1", "rest", "d1", "place", "metre+left", "d2", "d3", "d4"]),
        ("onset", ["asked", "metre", "place+left", "rest", "d1", "y1", "d2"]),
        ("onset", ["d1", "d2", "d3", "d4", "place+metre"]),
    ],
    "part": [("part", ["asked", "onset+p1", "p2", "p3", "place+metre"]),
             ("part", ["asked", "onset+p1", "y1", "p2+y2"])],
    "symbol": [
        ("symbol", ["part", "g1", "s1", "s2", "s3", "s4"]),
        ("step", ["part", "g1", "i1", "i2", "i3"]),
        ("step", ["part", "s1", "g1", "g2+i1", "to+metre"]),
        ("symbol", ["part", "to", "g1", "s1", "s2"]),
        ("symbol", ["part", "s1", "g1", "s2", "to+metre", "u1", "s3"]),
    ],
    "duration": [
        ("duration", ["part", "g1", "u1", "u2", "g2", "u3", "g3"]),
        ("duration", ["part", "to", "metre", "g1", "u1", "symbol"]),
        ("duration", ["part", "symbol", "u1", "g1", "s1", "to"]),
    ],
    "velocity": [
        ("velocity", ["part", "v1", "g1", "v2", "symbol", "to"]),
        ("velocity", ["part", "symbol", "to", "v1", "v2"]),
        ("velocity", ["v1", "v2", "v3", "v4"]),
    ],
}


class EventNgram:
    """Kneser-Ney n-grams of `order`, several orders of back-off mixed."""

    def __init__(self, order: int) -> None:
        """An n-gram of 1..5 events, that has counted nothing."""
        if not 1 <= order <= HISTORY + 1:
            raise ValueError(f"order must be 1..{HISTORY + 1}, not {order}")
        specs = UNIGRAM if order == 1 else NGRAM
        self.mixtures = [
            Mixture(attribute, [
                Chain(target, SIZES[attribute], _within(steps, order))
                for target, steps in specs[attribute]])
            for attribute in TARGETS]

    def train(self, examples: Iterable[Example],
              tuning: Iterable[Example] | None = None) -> "EventNgram":
        """Counts the answers of the examples; others, `tuning`, set the weights of the mixtures."""
        return self.train_columns(joined_columns(examples),
                                  None if tuning is None else joined_columns(tuning))

    def train_columns(self, columns: Columns, tuning: Columns | None = None) -> "EventNgram":
        """As `train`, from columns that are at hand."""
        for mixture in self.mixtures:
            mixture.fit(columns)
            if tuning is not None:
                mixture.tune(tuning)
        return self

    def attribute_nats(self, columns: Columns) -> np.ndarray:
        """[targets, 5] nats of each attribute; 0 for those that an event does not have."""
        return np.stack([mixture.nats(columns) for mixture in self.mixtures], 1)

    def nats(self, example: Example) -> np.ndarray:
        """[answer targets] nats of each event of the answer and of its end."""
        return self.attribute_nats(history_of(example)).sum(1)


def _within(steps: list[str], order: int) -> list[tuple[str, ...]]:
    """The steps of a chain without what lies more than order - 1 events back."""
    def reach(name: str) -> int:
        if name == "rest":
            return 1
        if name[-1].isdigit():
            return int(name[-1]) + (name[0] == "i")
        return 0

    kept = [tuple(name for name in step.split("+") if reach(name) < order) for step in steps]
    return [step for step in kept if step]


def note_count(example: Example) -> int:
    """The notes of the answer, over which its bits are shared out."""
    return int((example.targets[answer_rows(example), 2] >= 0).sum())
