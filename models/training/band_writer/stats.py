"""What is in a band set."""

from collections import Counter
from itertools import groupby

CHORD_TICKS = 40


class Statistics:
    """Counts pieces and notes."""

    def __init__(self) -> None:
        """Begins at nothing."""
        self.pieces: Counter = Counter()
        self.splits: Counter = Counter()
        self.notes: Counter = Counter()
        self.takes = 0
        self._chords = self._classes = self._sizes = 0

    def add(self, piece: dict) -> None:
        """Counts one piece."""
        self.pieces[piece["style"]] += 1
        self.splits[piece["split"]] += 1
        self.takes += piece["take"] is not None
        for track in piece["tracks"]:
            self.notes[track["name"]] += len(track["notes"])
            if track["name"] == "comp":
                self._count_chords(track["notes"])

    def _count_chords(self, notes: list) -> None:
        for _, group in groupby(notes, key=lambda note: round(note[0] / CHORD_TICKS)):
            pitches = {note[2] for note in group}
            self._chords += 1
            self._sizes += len(pitches)
            self._classes += len({pitch % 12 for pitch in pitches})

    def print(self) -> None:
        """Prints the counts."""
        total = sum(self.pieces.values())
        print(f"{total:,} pieces, {sum(self.notes.values()):,} notes, {self.takes} with a take")
        print("splits", dict(self.splits))
        print("notes ", dict(self.notes.most_common()))
        print("styles", dict(self.pieces.most_common()))
        chords = max(1, self._chords)
        print(f"comp chord: {self._classes / chords:.2f} pitch classes, "
              f"{self._sizes / chords:.2f} notes")
