"""All styles, and which of them a chart may be played in."""

import random

from training.band_writer.song import Song
from training.band_writer.style import Style
from training.band_writer.styles_groove import GROOVE_STYLES
from training.band_writer.styles_jazz import JAZZ_STYLES
from training.band_writer.styles_pop import POP_STYLES
from training.band_writer.styles_world import WORLD_STYLES

STYLES = {style.name: style
          for style in (*JAZZ_STYLES, *WORLD_STYLES, *GROOVE_STYLES, *POP_STYLES)}
# How well a style goes with the charts of a set, by family of metre
WEIGHTS = {
    "mcgill_billboard": {"pop": 5, "rock": 6, "soul": 5, "funk": 5, "pop ballad": 3, "disco": 4,
                         "reggae": 4, "country": 4, "pop folk": 4, "lo-fi": 4, "hiphop": 3,
                         "neo soul": 3, "bossa": 3, "samba": 1.5, "latin": 2.5, "swing": 3,
                         "gypsy swing": 1, "jazz ballad": 1, "blues shuffle": 4, "blues boogie": 2,
                         "waltz": 2, "rock waltz": 3, "jazz waltz": 1, "slow ballad 12/8": 3,
                         "folk six": 2, "slow blues": 1},
    "openewld": {"swing": 9, "gypsy swing": 4, "jazz ballad": 3, "bossa": 5, "samba": 1.5,
                 "latin": 2, "country": 2, "pop folk": 2, "lo-fi": 2.5, "reggae": 1, "soul": 1.5,
                 "blues shuffle": 1, "disco": 0.7, "pop ballad": 1.5, "waltz": 5, "jazz waltz": 4,
                 "rock waltz": 1, "slow ballad 12/8": 2, "folk six": 3},
}
TEMPO_WEIGHT = 3.0


def _tempo_gain(style: Style, bpm: float | None) -> float:
    """Styles whose tempo is the record's own are chosen more often."""
    if bpm is None:
        return 1.0
    low, high = style.bpm
    return TEMPO_WEIGHT if low <= bpm <= high else 1.0


def choose_styles(song: Song, set_name: str, count: int, rng: random.Random) -> list[Style]:
    """Different styles for the arrangements of one chart."""
    weights = {name: weight * _tempo_gain(STYLES[name], song.bpm)
               for name, weight in WEIGHTS[set_name].items()
               if STYLES[name].family == song.family}
    chosen: list[Style] = []
    for _ in range(min(count, len(weights))):
        name = rng.choices(list(weights), list(weights.values()))[0]
        chosen.append(STYLES[name])
        del weights[name]
    return chosen
