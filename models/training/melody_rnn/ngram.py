"""N-gram models of melody events, to hold the network against."""

from collections.abc import Iterable, Sequence

import numpy as np

from training.melody_rnn.melody_data import Excerpt, MelodyData
from training.melody_rnn.melody_tokens import CLASSES, FIRST_PITCH

KEY_SHIFTS = range(-6, 6)
PAD = 0


def codes(events: np.ndarray, order: int) -> np.ndarray:
    """One number for each event and the order - 1 before it, the event in the last digit.

    Before the excerpt stand no-events.
    """
    padded = np.concatenate([np.full(order - 1, PAD), events]).astype(np.int64)
    result = np.zeros(len(events), np.int64)
    for place in range(order):
        result = result * CLASSES + padded[place:place + len(events)]
    return result


def moved_by(events: np.ndarray, shift: int) -> np.ndarray | None:
    """The melody moved by semitones, or None where it leaves the range."""
    is_note = events >= FIRST_PITCH
    moved = np.where(is_note, events.astype(np.int64) + shift, events)
    notes = moved[is_note]
    inside = len(notes) == 0 or (notes.min() >= FIRST_PITCH and notes.max() < CLASSES)
    return moved if inside else None


def count_codes(melodies: Sequence[np.ndarray], order: int, shifts: Iterable[int]) -> np.ndarray:
    """How often each code of this order occurs in the melodies, in each of these keys."""
    counts = np.zeros(CLASSES**order, np.int64)
    for shift in shifts:
        found = [codes(moved, order) for melody in melodies
                 if (moved := moved_by(melody, shift)) is not None]
        counts += np.bincount(np.concatenate(found), minlength=len(counts))
    return counts


class NGram:
    """Interpolated Kneser-Ney over whole counts, in one table an order. Order 1 is a unigram."""

    def __init__(self, melodies: Sequence[np.ndarray], order: int, transposes: bool) -> None:
        """Counts the melodies, as they are or in every key."""
        counts = count_codes(melodies, order, KEY_SHIFTS if transposes else [0])
        self.levels = [self._level(counts)]
        while order > 1:
            order -= 1
            counts = (counts.reshape(CLASSES, -1) > 0).sum(0)
            self.levels.insert(0, self._level(counts))

    @staticmethod
    def _level(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        """Counts, totals by context, kinds by context, and the discount."""
        table = counts.reshape(-1, CLASSES)
        once, twice = int((counts == 1).sum()), int((counts == 2).sum())
        discount = once / (once + 2 * twice) if once else 0.5
        return counts, table.sum(1), (table > 0).sum(1), discount

    def probabilities(self, events: np.ndarray) -> np.ndarray:
        """The probability of each event given those before it."""
        result = np.full(len(events), 1 / CLASSES)
        for order, (counts, totals, kinds, discount) in enumerate(self.levels, start=1):
            code = codes(events, order)
            context = code // CLASSES
            total = np.maximum(totals[context], 1)
            seen = totals[context] > 0
            own = np.maximum(counts[code] - discount, 0) / total
            backed = own + discount * kinds[context] / total * result
            result = np.where(seen, backed, result)
        return result

    def bits(self, excerpts: Sequence[Excerpt]) -> np.ndarray:
        """The bits of each excerpt's events after its first one."""
        return np.array([-np.log2(self.probabilities(one.events)[1:]).sum() for one in excerpts])


def train_ngram(data: MelodyData, order: int, transposes: bool) -> NGram:
    """An n-gram model of the training melodies."""
    melodies = [data.melodies[index] for index in data.indices("train")]
    return NGram(melodies, order, transposes)
