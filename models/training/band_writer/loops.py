"""Charts that loopers play: blues choruses and the common loops, in every key."""

import hashlib
import random
import re

from training.band_writer.charts import UNITS, merge_spans, with_keys
from training.band_writer.song import Song

NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
# Keys by how often players choose them, C first.
KEY_WEIGHTS = (6, 1, 4, 2, 5, 4, 1, 5, 2, 6, 3, 1)
NUMERALS = {"I": 0, "II": 2, "III": 4, "IV": 5, "V": 7, "VI": 9, "VII": 11}

# Choruses: bars parted by `|`, chords of a bar by a space, numeral:kind
BLUES = {
    "12-bar": "I:7|I:7|I:7|I:7|IV:7|IV:7|I:7|I:7|V:7|IV:7|I:7|V:7",
    "quick change": "I:7|IV:7|I:7|I:7|IV:7|IV:7|I:7|I:7|V:7|IV:7|I:7 IV:7|I:7 V:7",
    "jazz blues": "I:7|IV:7|I:7|I:7|IV:7|#IV:dim7|I:7|VI:7|II:min7|V:7|I:7 VI:7|II:min7 V:7",
    "bird blues": "I:maj7|VII:hdim7 III:7|VI:min7 II:7|V:min7 I:7|IV:7|IV:min7 bVII:7|III:min7 "
                  "VI:7|bIII:min7 bVI:7|II:min7|V:7|I:maj7 VI:7|II:min7 V:7",
    "minor blues": "I:min7|I:min7|I:min7|I:min7|IV:min7|IV:min7|I:min7|I:min7|bVI:7|V:7|I:min7|"
                   "II:hdim7 V:7",
    "8-bar": "I:7|V:7|IV:7|IV:7|I:7|V:7|I:7 IV:7|I:7 V:7",
    "gospel blues": "I:maj|I:7|IV:maj|IV:min6|I:maj/5|VI:7|II:7 V:7|I:maj V:7",
}
LOOPS = {
    "jazz": ("II:min7|V:7|I:maj7|I:maj7", "II:min7 V:7|I:maj7|II:min7 V:7|I:maj7 VI:7",
             "I:maj7 VI:min7|II:min7 V:7|III:min7 VI:7|II:min7 V:7",
             "II:hdim7|V:7(b9)|I:min7|I:min6", "III:min7 VI:7|II:min7 V:7|I:maj6|I:maj6",
             "I:maj7|II:min7 V:7|III:min7 VI:7|II:min7 V:7",
             "I:min7|I:min7|bII:maj7|I:min7", "I:maj7|IV:7|III:min7 VI:7|II:min7 V:7",
             "I:min7|IV:7|bVII:maj7|bIII:maj7|II:hdim7|V:7|I:min6|V:7",
             "I:maj6 #I:dim7|II:min7 V:7|I:maj6 VI:7|II:min7 V:7"),
    "pop": ("I:maj|V:maj|VI:min|IV:maj", "VI:min|IV:maj|I:maj|V:maj", "I:maj|VI:min|IV:maj|V:maj",
            "I:maj|IV:maj|VI:min|V:maj", "I:maj|IV:maj|V:maj|IV:maj", "IV:maj|I:maj|V:maj|VI:min",
            "I:maj V:maj|VI:min IV:maj", "VI:min|V:maj|IV:maj|V:maj", "I:maj|III:min|IV:maj|V:maj",
            "I:min|bVI:maj|bIII:maj|bVII:maj", "I:min|bVII:maj|bVI:maj|bVII:maj",
            "I:min|IV:min|bVI:maj|V:maj", "I:maj|bVII:maj|IV:maj|I:maj",
            "I:maj|V:maj/3|VI:min|IV:maj|I:maj/3|IV:maj|II:min|V:sus4 V:maj",
            "I:maj|V:maj|VI:min|III:min|IV:maj|I:maj|IV:maj|V:maj", "IV:maj7|V:maj|III:min7|VI:min",
            "II:min|IV:maj|I:maj|V:maj", "I:sus2|I:maj|IV:maj|IV:min"),
    "groove": ("I:min7|IV:7", "I:7|I:7", "I:9|IV:9", "I:min7|I:min7|IV:9|IV:9",
               "I:min9|IV:min9", "I:7(#9)|I:7(#9)|IV:9|I:7(#9)", "I:min7 IV:7|I:min7 IV:7",
               "IV:maj7|III:min7|II:min7|I:maj7", "I:maj7|III:7|VI:min7|IV:maj7",
               "I:min7|bVII:maj|IV:min7|I:min7", "bVI:maj7|V:7|I:min7|bIII:7",
               "I:min7|II:min7 bIII:maj7|I:min7|bVI:maj7 V:7", "II:min9|V:13|I:maj9|VI:7(b13)",
               "IV:maj7 III:7|VI:min7 V:min7|IV:maj7 III:7|VI:min7"),
    "folk": ("I:maj|I:maj|V:maj|V:maj|V:maj|V:maj|I:maj|I:maj", "I:maj|IV:maj|V:7|I:maj",
             "I:maj|I:maj|IV:maj|I:maj|I:maj|I:maj|V:7|I:maj", "I:maj|V:7|V:7|I:maj",
             "I:maj|IV:maj|I:maj|V:7|I:maj|IV:maj|I:maj V:7|I:maj",
             "I:min|V:7|V:7|I:min", "I:min|bVII:maj|I:min|V:7|I:min|bVII:maj|I:min V:7|I:min",
             "VI:min|II:min|V:7|I:maj|IV:maj|II:min|III:7|VI:min"),
    "latin": ("I:min7|IV:7|I:min7|V:7", "I:min|bVII:maj|bVI:maj|V:7", "I:maj|IV:maj|V:7|IV:maj",
              "I:maj7|bII:maj7", "I:min6|II:hdim7 V:7", "II:min7|V:7|I:maj7|VI:7(b9)",
              "I:maj7|II:7|II:min7|V:7", "I:min7|I:min7|IV:min7|V:7(b9)",
              "IV:maj|V:maj|I:maj|I:maj",
              "I:maj6|VI:7|II:min7|V:7|III:min7|VI:7|II:min7|V:7"),
}
# kind of loop -> styles that play it, with their metre
BLUES_STYLES = ("blues shuffle", "swing", "slow blues", "rock", "funk", "blues boogie", "soul")
LOOP_STYLES = {
    "jazz": ("swing", "swing", "bossa", "jazz ballad", "lo-fi", "jazz waltz", "latin",
             "gypsy swing"),
    "pop": ("pop", "rock", "soul", "pop ballad", "reggae", "disco", "country", "pop folk",
            "slow ballad 12/8", "lo-fi"),
    "groove": ("funk", "soul", "lo-fi", "hiphop", "disco", "neo soul", "reggae", "blues shuffle"),
    "folk": ("country", "country", "waltz", "pop folk", "rock", "gypsy swing", "reggae"),
    "latin": ("bossa", "samba", "latin", "latin", "reggae", "gypsy swing"),
}
METRE_OF_STYLE = {"waltz": (3, 4), "jazz waltz": (3, 4), "slow ballad 12/8": (12, 8),
                  "slow blues": (12, 8)}
TRAIN_SHARE, VALID_SHARE = 92, 4


def split_of(name: str) -> str:
    """The split that a made chart falls in, by its name alone."""
    place = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 100
    if place < TRAIN_SHARE:
        return "train"
    return "valid" if place < TRAIN_SHARE + VALID_SHARE else "test"


def _root(numeral: str, tonic: int) -> int:
    flats, sharps = numeral.count("b"), numeral.count("#")
    return (tonic + NUMERALS[numeral.lstrip("b#")] - flats + sharps) % 12


def spell(chart: str, tonic: int, unit_ticks: int) -> list[list]:
    """One chorus of a chart as [tick, label] pairs."""
    chords = []
    for bar, text in enumerate(chart.split("|")):
        names = text.split()
        for index, name in enumerate(names):
            numeral, kind = name.split(":")
            at = bar * unit_ticks + index * unit_ticks // len(names)
            if unit_ticks == 1440 and index:
                at = bar * unit_ticks + (720 if len(names) == 2 else 480 * index)
            chords.append([at, f"{NAMES[_root(numeral, tonic)]}:{kind}"])
    return chords


def _song(name: str, chart: str, style: str, rng: random.Random) -> Song:
    metre = METRE_OF_STYLE.get(style, (4, 4))
    family, unit_ticks = UNITS[metre]
    bars_a_chorus = len(re.findall(r"\|", chart)) + 1
    stretch = 2 if metre == (12, 8) else 1
    choruses = max(1, round(rng.choice((16, 16, 24, 32)) / (bars_a_chorus * stretch)))
    tonic = rng.choices(range(12), KEY_WEIGHTS)[0]
    chorus = spell(chart, tonic, unit_ticks * stretch)
    length = bars_a_chorus * unit_ticks * stretch
    chords = [[tick + turn * length, label] for turn in range(choruses) for tick, label in chorus]
    units = bars_a_chorus * stretch * choruses
    spans = merge_spans(chords, 0, units * unit_ticks)
    return with_keys(Song(f"{name}/{NAMES[tonic]}", split_of(chart), metre, unit_ticks, units,
                          spans, family=family))


def made_songs(seed: int, blues: int, loops: int) -> list[tuple[Song, str]]:
    """Blues choruses and loops, so many of each, with the style to play them in."""
    rng = random.Random(f"loops {seed}")
    songs = []
    for index in range(blues):
        name = rng.choice(list(BLUES))
        style = rng.choice(BLUES_STYLES)
        if name in ("bird blues", "jazz blues") and style not in ("swing", "blues shuffle"):
            style = "swing"
        songs.append((_song(f"blues/{name}/{index}", BLUES[name], style, rng), style))
    for index in range(loops):
        kind = rng.choice(list(LOOPS))
        chart = rng.choice(LOOPS[kind])
        style = rng.choice(LOOP_STYLES[kind])
        songs.append((_song(f"loop/{kind}/{index}", chart, style, rng), style))
    return songs
