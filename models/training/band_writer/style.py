"""What a style is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """The habits of a band. Patterns are written as `patterns.py` reads them.

    Bass letters: R root (the chord's bass), 5 fifth, L fifth below, 8 octave, 3 third, 7 seventh,
    6 sixth, A approach to what comes next, g ghost. Comp letters: X accent, x plain, o soft, and
    anything held or placed on the last eighth before a change belongs to the coming chord.
    """

    name: str
    family: str
    bpm: tuple[int, int]
    bass: tuple[str, ...]
    comp: tuple[str, ...]
    voicings: tuple[str, ...]
    takes: tuple[str, ...]
    kit: tuple[str, ...]
    rhythms: str
    second: tuple[str, ...] = ()
    feel: str = "straight"
    colour: str = "plain"
    walks: bool = False
    steadiness: float = 0.75
    comp_steadiness: float = 0.75
    bass_programs: tuple[int, ...] = (33,)
    comp_programs: tuple[int, ...] = (0,)
    melody_programs: tuple[int, ...] = (65, 66, 56, 73, 26, 11)
    riff: tuple[str, ...] = ()
    comp_range: tuple[int, int] = (50, 79)
    scale: str = "key"
    # Chance that the bass keeps to the bass drum, and that chords and bass share a rhythm
    locks: float = 0.0
    unison: float = 0.0
