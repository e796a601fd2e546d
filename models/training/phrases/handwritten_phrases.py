"""Phrases written by hand for the tests and for the app's "Play me a phrase" button.

A line is one phrase in a small notation: `C4:240` is a note of 240 ticks, `C4+E4:480` a chord,
`r:120` a rest, `C4:240/480` sounds 240 ticks but takes 480, `>` accents and `-40 ` as the first
word starts the phrase 40 ticks before the bar line.
"""

import random
import re

NOTE_NAMES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ACCIDENTALS = {"": 0, "#": 1, "b": -1}
SOFT, PLAIN, BEAT, ACCENT = 0.58, 0.66, 0.74, 0.9
CREDIT = "Written for Continuo"

# name, style, metre, bars, notation
WRITTEN = [
    ("blues-shuffle-riff", "blues", (4, 4), 1,
     "A3:320 C4:160 D4:320 Eb4:160 E4:320 G4:160 >A4:480"),
    ("blues-call", "blues", (4, 4), 2,
     "r:480 >C5:320 A4:160 G4:320 Eb4:160 C4:480 r:320 Eb4:160 F4:320 F#4:160 G4:480 r:480"),
    ("blues-bent-third", "blues", (4, 4), 2,
     "Eb4:80 E4:400 G4:480 Bb4:320 G4:160 C5:480 Bb4:320 G4:160 F4:320 Eb4:160 C4:960"),
    ("blues-turnaround", "blues", (4, 4), 2,
     "C5:320 E4:160 C5:320 Eb4:160 C5:320 D4:160 C5:320 Db4:160 C4:480 G3:480 Ab3:480 G3:480"),
    ("blues-minor-lick", "blues", (4, 4), 1,
     "E4:160 D4:160 C4:160 A3:320 C4:160 D4:480 A3:480"),
    ("jazz-two-five-one", "jazz", (4, 4), 2,
     "D4:320 F4:160 A4:320 C5:160 B4:320 A4:160 G4:320 F4:160 E4:320 G4:160 B4:320 D5:160 C5:960"),
    ("jazz-bebop-run", "jazz", (4, 4), 1,
     "G5:240 F#5:240 F5:240 E5:240 D5:240 C5:240 B4:240 A4:240"),
    ("jazz-ballad", "jazz", (4, 4), 2,
     "r:240 E4:240 G4:240 B4:720 A4:480 F#4:960 r:480 D#4:480"),
    ("jazz-waltz", "jazz", (3, 4), 2, "F4:480 A4:320 C5:160 E5:480 D5:720 A4:240 F4:480"),
    ("jazz-bossa", "jazz", (4, 4), 2,
     "A4:240 C5:480 B4:240 r:240 A4:480 G4:240 r:240 E4:480 G4:240 F#4:960"),
    ("jazz-enclosure", "jazz", (4, 4), 1,
     "r:240 Db5:240 B4:240 C5:480 G4:240 Bb4:240 A4:240"),
    ("pop-hook", "pop", (4, 4), 2,
     "E4:240 E4:240 G4:480 A4:240 G4:480 E4:240 D4:240 D4:240 E4:480 C4:720 r:240"),
    ("pop-ballad", "pop", (4, 4), 2,
     "G4:720 A4:240 G4:480 E4:480 F4:720 E4:240 D4:960"),
    ("pop-arpeggio", "pop", (4, 4), 1,
     "A3:120 E4:120 A4:120 C5:120 E5:120 C5:120 A4:120 E4:120 "
     "F3:120 C4:120 F4:120 A4:120 C5:120 A4:120 F4:120 C4:120"),
    ("pop-pickup", "pop", (4, 4), 2,
     "-480 B3:240 D4:240 G4:480 G4:240 A4:480 B4:720 A4:480 G4:240 E4:480 D4:720"),
    ("pop-funk-sixteenths", "pop", (4, 4), 1,
     ">E3:120 r:240 E3:120 G3:120 r:120 A3:120 r:120 Bb3:120 A3:120 r:120 G3:120 E3:120 r:120 "
     "D3:120 E3:120"),
    ("pop-offbeat", "pop", (4, 4), 2,
     "r:240 C5:240 r:240 C5:240 r:240 Bb4:240 r:240 G4:240 r:240 F4:240 r:240 F4:240 r:240 "
     "Eb4:240 r:240 C4:240"),
    ("pop-four-bars", "pop", (4, 4), 4,
     "C4:480 E4:480 G4:480 E4:480 A4:720 G4:240 E4:960 F4:480 E4:480 D4:480 F4:480 E4:960 "
     "r:960"),
    ("folk-reel", "folk", (4, 4), 2,
     "D4:240 F#4:240 A4:240 F#4:240 B4:240 A4:240 F#4:240 A4:240 "
     "D5:240 B4:240 A4:240 F#4:240 E4:240 F#4:240 D4:480"),
    ("folk-jig", "folk", (6, 8), 2,
     ">G4:240 B4:240 D5:240 >E5:240 D5:240 B4:240 >A4:240 B4:240 A4:240 >G4:480 E4:240"),
    ("folk-waltz-pickup", "folk", (3, 4), 2,
     "-480 D4:480 G4:720 A4:240 B4:480 A4:480 G4:480 E4:480"),
    ("folk-polka", "folk", (2, 4), 2,
     "A4:240 C#5:120 B4:120 A4:240 F#4:240 E4:240 F#4:240 A4:480"),
    ("folk-pentatonic-eight-bars", "folk", (4, 4), 8,
     "C4:480 D4:480 E4:480 G4:480 A4:960 G4:960 E4:480 G4:480 A4:480 C5:480 D5:960 C5:960 "
     "C5:480 A4:480 G4:480 E4:480 A4:960 G4:960 E4:480 D4:480 C4:480 D4:480 C4:1440 r:480"),
    ("triplet-eighths", "classical", (4, 4), 1,
     "C4:160 E4:160 G4:160 D4:160 F4:160 A4:160 E4:160 G4:160 B4:160 C5:480"),
    ("triplet-quarters", "pop", (4, 4), 2,
     "G4:320 A4:320 B4:320 D5:320 B4:320 A4:320 G4:320 E4:320 D4:320 E4:960"),
    ("triplet-and-sixteenths", "other", (4, 4), 1,
     "C5:160 B4:160 A4:160 G4:120 A4:120 B4:120 G4:120 C5:160 B4:160 A4:160 G4:480"),
    ("five-four-riff", "jazz", (5, 4), 1,
     "Eb4:320 Bb4:160 r:320 Bb4:160 Eb4:320 Gb4:160 Ab4:480 Bb4:480"),
    ("five-four-long", "other", (5, 4), 2,
     "D4:720 E4:240 F4:480 A4:480 G4:480 E4:720 D4:240 C4:480 D4:960"),
    ("seven-eight-riff", "other", (7, 8), 1,
     ">D4:240 F4:240 >G4:240 A4:240 >C5:240 A4:240 G4:240"),
    ("seven-eight-dance", "folk", (7, 8), 2,
     ">E4:240 G4:240 A4:240 >B4:480 >A4:480 >G4:240 F#4:240 E4:240 >D4:480 >E4:480"),
    ("just-before-the-bar", "pop", (4, 4), 1, "-40 >C5:280 A4:240 G4:480 E4:240 G4:240 A4:480"),
    ("just-before-two-bars", "blues", (4, 4), 2,
     "-35 >G4:515 Bb4:240 C5:240 Bb4:480 G4:480 F4:480 Eb4:480 C4:960"),
    ("chords-block", "pop", (4, 4), 2,
     "C4+E4+G4:960 A3+C4+E4:960 F3+A3+C4:960 G3+B3+D4:960"),
    ("chords-stabs", "pop", (4, 4), 1,
     "r:240 >D4+F4+A4+C5:120/240 r:240 D4+F4+A4+C5:120/240 r:480 >G3+F4+A4+B4:240 r:240"),
    ("chords-jazz-shells", "jazz", (4, 4), 2,
     "F3+C4+E4:960 F3+B3+D4:960 E3+B3+D4:720 E3+B3+D4:240 r:960"),
    ("chords-melody-on-top", "classical", (3, 4), 2,
     "C4+E4+G4+C5:480 D5:480 E5:480 B3+D4+G4+F5:480 E5:480 D5:480"),
    ("silence", "other", (4, 4), 1, ""),
    ("silence-four-bars", "other", (4, 4), 4, ""),
    ("one-note", "other", (4, 4), 1, "G4:480"),
    ("one-late-note", "other", (4, 4), 1, "r:1900 A4:20"),
    ("very-low", "other", (4, 4), 1, "E1:480 E1:240 G1:240 A1:480 B1:240 A1:240"),
    ("very-high", "other", (4, 4), 1, "C7:240 E7:240 G7:240 C8:240 B7:240 G7:240 E7:480"),
    ("wide-leaps", "other", (4, 4), 1, "C2:480 C6:480 F#2:480 B6:480"),
    ("held-over-the-end", "classical", (4, 4), 1, "C4:480 E4:480 G4:480 C5:2400/480"),
    ("held-drone", "other", (4, 4), 2, "D3:7680/480 A4:480 D5:480 C5:480 B4:480 A4:480 G4:960"),
    ("legato-overlap", "classical", (4, 4), 1,
     "C5:300/240 B4:300/240 A4:300/240 G4:300/240 F4:300/240 E4:300/240 D4:300/240 C4:300/240"),
    ("repeated-note", "pop", (4, 4), 1, "A4:100/120 " * 16),
    ("chromatic-run", "other", (2, 4), 1,
     "C4:120 C#4:120 D4:120 D#4:120 E4:120 F4:120 F#4:120 G4:120"),
    ("grace-notes", "classical", (2, 4), 2,
     "B4:30 C5:450 D5:30 E5:450 F#5:30 G5:210 E5:240 C5:480"),
]

# name, the written phrase that is played unevenly, seed
HUMANISED = [("humanised-reel", "folk-reel", 11), ("humanised-funk", "pop-funk-sixteenths", 12),
             ("humanised-swing", "jazz-two-five-one", 13)]

BUTTON_PHRASES = [
    ("folk", "Folk: over the hill", "folk", (4, 4), 2,
     "D4:240 E4:240 F#4:240 A4:240 B4:480 A4:240 F#4:240 "
     "G4:240 F#4:240 E4:240 D4:240 E4:480 A4:480"),
    ("blues", "Blues: late train", "blues", (4, 4), 2,
     "r:320 E4:160 G4:320 A4:160 C5:480 A4:320 G4:160 "
     "A4:320 G4:160 Eb4:160 D4:160 C4:160 A3:960"),
    ("jazz", "Jazz: side door", "jazz", (4, 4), 2,
     "r:320 A4:160 C5:320 E5:160 D5:320 C5:160 B4:320 G4:160 "
     "G#4:320 B4:160 D5:320 F5:160 E5:480 C5:320 A4:160"),
    ("pop", "Pop: window seat", "pop", (4, 4), 2,
     "G4:360 A4:360 B4:240 D5:480 B4:480 C5:360 B4:360 A4:240 G4:480 E4:480"),
]


def pitch_of(name: str) -> int:
    """The MIDI pitch of a name such as C4 (60)."""
    letter, accidental, octave = re.fullmatch(r"([A-G])([#b]?)(\d)", name).groups()
    return NOTE_NAMES[letter] + ACCIDENTALS[accidental] + 12 * (int(octave) + 1)


def notes_from(notation: str) -> list[list]:
    """The notes of a phrase, each [start_tick, duration_ticks, pitch, velocity]."""
    words = notation.split()
    start = int(words.pop(0)) if words and words[0].startswith("-") else 0
    notes = []
    for word in words:
        names, lengths = word.lstrip(">").split(":")
        sounding, _, taken = lengths.partition("/")
        if names != "r":
            place = SOFT if start % 240 else PLAIN if start % 480 else BEAT
            velocity = ACCENT if word.startswith(">") else place
            notes += [[start, int(sounding), pitch_of(name), velocity] for name in names.split("+")]
        start += int(taken or sounding)
    return notes


def humanise(notes: list[list], end_tick: int, seed: int) -> list[list]:
    """The same notes up to 28 ticks early or late and of uneven strength."""
    dice = random.Random(seed)
    played = []
    for start, duration, pitch, velocity in notes:
        moved = min(max(start + round(dice.gauss(0, 12)), -28), end_tick - 1)
        strength = min(max(velocity + dice.gauss(0, 0.08), 0.1), 1.0)
        held = max(20, duration - dice.randrange(40))
        played.append([moved, held, pitch, round(strength, 3)])
    return sorted(played)


def two_hundred_notes() -> list[list]:
    """Two hundred notes in a bar of 4/4, as from a flood of events."""
    dice = random.Random(200)
    starts = sorted(dice.randrange(1920) for _ in range(200))
    return [[start, dice.randrange(10, 90), dice.randrange(40, 90), 0.7] for start in starts]


def phrase(name: str, style: str, metre: tuple[int, int], bars: int, notes: list) -> dict:
    """A phrase in the form of the fixtures."""
    return {"name": name, "credit": CREDIT, "style": style, "metre": list(metre), "bars": bars,
            "notes": notes}


def written_phrases() -> list[dict]:
    """Every hand-written phrase, the humanised ones included."""
    phrases = [phrase(*row[:4], notes_from(row[4])) for row in WRITTEN]
    by_name = {one["name"]: one for one in phrases}
    for name, source, seed in HUMANISED:
        plain = by_name[source]
        end_tick = plain["bars"] * 1920
        notes = humanise(plain["notes"], end_tick, seed)
        phrases.append(phrase(name, plain["style"], (4, 4), plain["bars"], notes))
    phrases.append(phrase("two-hundred-notes", "other", (4, 4), 1, two_hundred_notes()))
    return phrases


def button_phrases() -> list[tuple[str, dict]]:
    """Title and phrase of each of the app's own phrases."""
    return [(row[1], phrase(row[0], *row[2:5], notes_from(row[5]))) for row in BUTTON_PHRASES]
