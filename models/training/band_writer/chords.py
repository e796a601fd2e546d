"""Chord labels of the charts, read into a root, the tones over it and a bass note."""

import re
from dataclasses import dataclass
from functools import cache

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
DEGREES = {1: 0, 2: 2, 3: 4, 4: 5, 5: 7, 6: 9, 7: 11, 9: 14, 11: 17, 13: 21}
# Semitones over the root: Harte's short names (McGill), then MusicXML's kinds (OpenEWLD).
KINDS = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "5": (0, 7), "1": (0,),
    "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10), "minmaj7": (0, 3, 7, 11),
    "dim7": (0, 3, 6, 9), "hdim7": (0, 3, 6, 10), "maj6": (0, 4, 7, 9), "min6": (0, 3, 7, 9),
    "9": (0, 4, 7, 10, 2), "maj9": (0, 4, 7, 11, 2), "min9": (0, 3, 7, 10, 2),
    "11": (0, 5, 7, 10, 2), "min11": (0, 3, 7, 10, 2, 5), "13": (0, 4, 7, 10, 9),
    "maj13": (0, 4, 7, 11, 9), "min13": (0, 3, 7, 10, 9), "sus2": (0, 2, 7), "sus4": (0, 5, 7),
}
KINDS |= {
    "major": KINDS["maj"], "minor": KINDS["min"], "dominant": KINDS["7"],
    "minor-seventh": KINDS["min7"], "major-seventh": KINDS["maj7"], "diminished": KINDS["dim"],
    "diminished-seventh": KINDS["dim7"], "half-diminished": KINDS["hdim7"],
    "augmented": KINDS["aug"], "augmented-seventh": (0, 4, 8, 10), "augmented-ninth": (0, 4, 8, 10),
    "major-sixth": KINDS["maj6"], "minor-sixth": KINDS["min6"], "dominant-ninth": KINDS["9"],
    "major-ninth": KINDS["maj9"], "minor-ninth": KINDS["min9"], "dominant-11th": KINDS["11"],
    "minor-11th": KINDS["min11"], "dominant-13th": KINDS["13"], "minor-13th": KINDS["min13"],
    "suspended-fourth": KINDS["sus4"], "suspended-second": KINDS["sus2"], "power": KINDS["5"],
    "minor-major": KINDS["minmaj7"], "maj69": (0, 4, 7, 9, 2), "": KINDS["maj"],
}


@dataclass(frozen=True)
class Chord:
    """A chord: pitch class of the root, semitones over it (root first), pitch class of the bass."""

    root: int
    tones: tuple[int, ...]
    bass: int

    @property
    def classes(self) -> frozenset[int]:
        """Its pitch classes, the bass among them."""
        return frozenset((self.root + tone) % 12 for tone in self.tones) | {self.bass}

    def has(self, *tones: int) -> int | None:
        """The first of these tones that the chord has."""
        return next((tone for tone in tones if tone in self.tones), None)

    @property
    def third(self) -> int | None:
        """The third, or the fourth or second that is suspended in its place."""
        return self.has(4, 3, 5, 2)

    @property
    def fifth(self) -> int:
        """The fifth, perfect when the label says nothing else."""
        return self.has(7, 6, 8) or 7

    @property
    def seventh(self) -> int | None:
        """The seventh, or the sixth where the chord has that."""
        return self.has(10, 11, 9)

    @property
    def is_dominant(self) -> bool:
        """Whether it has a major third and a minor seventh."""
        return 4 in self.tones and 10 in self.tones


def pitch_class(name: str) -> int:
    """The pitch class of a note name such as `F#` or `Cb`."""
    return (LETTERS[name[0]] + name.count("#") - name[1:].count("b")) % 12


def _interval(degree: str) -> int:
    number = int(degree.lstrip("b#"))
    return DEGREES[number] + degree.count("#") - degree.count("b")


def _tones(kind: str) -> tuple[int, ...]:
    match = re.fullmatch(r"([a-z0-9-]*)(?:\((.*)\))?", kind)
    base, added = match.groups()
    tones = list(KINDS[base])
    for degree in (added or "").split(","):
        if degree and (tone := _interval(degree) % 12) not in tones:
            tones.append(tone)
    if tones == [0]:
        tones.append(7)
    return tuple(tones)


@cache
def parse_chord(label: str) -> Chord | None:
    """Reads `E:min7/b3` or `G:dominant/D`; None where there is no chord."""
    if ":" not in label:
        return None
    root_name, rest = label.split(":", 1)
    kind, _, bass_name = rest.partition("/")
    root = pitch_class(root_name)
    if not bass_name:
        bass = root
    elif bass_name[0] in LETTERS:
        bass = pitch_class(bass_name)
    else:
        bass = (root + _interval(bass_name)) % 12
    return Chord(root, _tones(kind), bass)
