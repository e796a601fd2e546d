"""The form of an arrangement: who plays in which section, and how much."""

import random

from training.band_writer.song import Song

SECTION_UNITS = 8
PHRASE_UNITS = 4
REST_CHANCE = {"bass": 0.02, "comp": 0.04, "second": 0.25, "melody": 0.08, "drums": 0.03}


class Plan:
    """Density and players of every section of eight bars."""

    def __init__(self, song: Song, rng: random.Random) -> None:
        """Draws the plan of a song."""
        sections = -(-song.units // SECTION_UNITS)
        base = rng.uniform(0.35, 0.85)
        self._density = [min(1.0, max(0.15, base + rng.uniform(-0.2, 0.25)))
                         for _ in range(sections)]
        self._rests = [{part for part, chance in REST_CHANCE.items() if rng.random() < chance}
                       for _ in range(sections)]
        self.units = song.units

    def density(self, unit: int) -> float:
        """How busy the section is, 0 to 1."""
        return self._density[unit // SECTION_UNITS]

    def plays(self, part: str, unit: int) -> bool:
        """Whether a part plays in the section of a unit."""
        return part not in self._rests[unit // SECTION_UNITS]

    def begins_section(self, unit: int) -> bool:
        """Whether a section begins here."""
        return unit % SECTION_UNITS == 0

    def ends_section(self, unit: int) -> bool:
        """Whether this is the last bar of eight, or of all."""
        return unit % SECTION_UNITS == SECTION_UNITS - 1 or unit == self.units - 1

    def ends_phrase(self, unit: int) -> bool:
        """Whether this is the last bar of four, or of all."""
        return unit % PHRASE_UNITS == PHRASE_UNITS - 1 or unit == self.units - 1
