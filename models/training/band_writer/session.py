"""What the players of one arrangement share."""

from dataclasses import dataclass, field

from training.band_writer.motifs import Motif
from training.band_writer.plan import Plan
from training.band_writer.song import Note, Song
from training.band_writer.style import Style


@dataclass(frozen=True)
class Session:
    """A song, the style it is played in, its form, and what may be quoted or listened to."""

    song: Song
    style: Style
    plan: Plan
    # Phrases of real melodies of the same split and metre
    quotes: tuple[tuple[Motif, ...], ...] = ()
    # By unit: ticks in the unit at which the bass drum of a take is heard
    kicks: dict[int, tuple[int, ...]] = field(default_factory=dict)
    melody: tuple[Note, ...] = ()

    def melody_notes(self, unit: int) -> int:
        """How many melody notes begin in a unit."""
        start = unit * self.song.unit_ticks
        return sum(start <= note.onset < start + self.song.unit_ticks for note in self.melody)
