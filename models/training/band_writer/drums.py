"""Drums: real takes cut and looped at their bar lines, or simple made ones where none fits."""

import random
import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from training.band_writer.patterns import read_bars
from training.band_writer.session import Session
from training.band_writer.song import Note, Song
from training.band_writer.style import Style
from training.pieces import bar_ticks_of, read_pieces

# The sounds of the Roland kit that General MIDI has under another number
GM_SOUND = {22: 42, 26: 46, 58: 43}
FAMILY_OF_METRE = {(4, 4): "4", (3, 4): "3", (6, 8): "6"}
MIN_BARS, LOOP_BARS = 4, (4, 8, 16)
MADE_CHANCE = 0.07
# Styles of which the takes have few that are to the point
MADE_MORE = {"bossa": 0.45, "latin": 0.35, "reggae": 0.25}
LOUD_KICK = 45
SIXTEENTH = 120
FILL_CHANCE = 0.45
EARLY_TICKS = 60
SWUNG_FROM, SWUNG_TO, STRAIGHT_TO = 275, 345, 272
SNARES, KICKS = (38, 40, 37), (36, 35)
BACKBEAT_STYLES = ("rock", "pop", "funk", "soul", "hiphop", "country", "punk", "dance")
MIN_BACKBEAT = 0.5
SKIP_CHANCE, GHOST_CHANCE = 0.06, 0.25
ACCENTS = {"X": 0.85, "x": 0.6, "o": 0.3}
FILLS = ("38 ............xxXX;36 X...............", "38 ........x.x.xxXX;36 X...x...",
         "48 ........xx......;45 ..........xx....;43 ............xxXx;36 X...x...X...X...",
         "38 ..........x.x.X.;36 X.......x.......", "48 ......xx;43 ............x.X.;36 X.......")


@dataclass(frozen=True)
class Take:
    """A drum take by bars: notes are [tick in the bar, duration, sound, velocity]."""

    name: str
    style: str
    split: str
    family: str
    bpm: float
    bars: tuple[tuple[tuple[int, int, int, int], ...], ...]
    swing: float | None
    backbeat: float


def _bars(notes: list, bar_ticks: int) -> list[list]:
    """Notes by bar; one played just before a bar line belongs to the bar after it."""
    count = max(note[0] for note in notes) // bar_ticks + 1
    bars: list[list] = [[] for _ in range(count)]
    for onset, duration, sound, velocity in notes:
        bar = (onset + EARLY_TICKS) // bar_ticks
        if bar < count:
            bars[bar].append((onset - bar * bar_ticks, duration, GM_SOUND.get(sound, sound),
                              velocity))
    return bars


def _swing(notes: list) -> float | None:
    """Where the second eighth lies in the beat, in ticks."""
    seconds = [note[0] % 480 for note in notes if 200 < note[0] % 480 < 390]
    return median(seconds) if len(seconds) > 20 else None


def _backbeat(notes: list) -> float:
    """The share of the snare's strength that falls on beats two and four."""
    snares = [(round(note[0] / 240) % 4, note[3]) for note in notes
              if note[2] in SNARES and note[3] > 60]
    return sum(loud for place, loud in snares if place == 2) / max(1, sum(x for _, x in snares))


def _take(piece: dict) -> Take | None:
    metre = tuple(piece["ts"][0][1:])
    notes = piece["tracks"][0]["notes"]
    if metre not in FAMILY_OF_METRE:
        return None
    bars = _bars(notes, bar_ticks_of(*metre))
    if piece["kind"] == "beat":
        while bars and len(bars[-1]) < 3:
            bars.pop()
        if len(bars) < MIN_BARS:
            return None
    return Take(piece["id"], piece["style"], piece["split"], FAMILY_OF_METRE[metre], piece["bpm"],
                tuple(map(tuple, bars)), _swing(notes), _backbeat(notes))


class Drummer:
    """The takes of all drummers, by split."""

    def __init__(self, data_dir: Path) -> None:
        """Reads the takes from the data folder."""
        self._beats: list[Take] = []
        self._fills: list[Take] = []
        for piece in read_pieces(data_dir, "groove_midi"):
            take = _take(piece)
            if take is not None:
                (self._beats if piece["kind"] == "beat" else self._fills).append(take)

    def choose(self, song: Song, style: Style, rng: random.Random) -> Take | None:
        """A take of the song's split that fits the style; None where there is none."""
        if rng.random() < MADE_MORE.get(style.name, MADE_CHANCE):
            return None
        options = [take for take in self._beats if take.split == song.split
                   and take.family == song.family and _fits(take, style)]
        if not options:
            return None
        low, high = style.bpm
        middle = song.bpm or (low + high) / 2
        weights = [1 / (1 + abs(take.bpm / middle - 1) * 6) ** 2 for take in options]
        return rng.choices(options, weights)[0]

    def fill(self, take: Take, rng: random.Random) -> tuple | None:
        """A bar of fill in the take's style and split."""
        family = take.style.split("-")[0]
        options = [fill for fill in self._fills if fill.split == take.split and fill.family == "4"
                   and fill.style.split("-")[0] == family and len(fill.bars[0]) > 4]
        return rng.choice(options).bars[0] if options and take.family == "4" else None


def _fits(take: Take, style: Style) -> bool:
    if re.sub(r"-groove\d+$", "", take.style) not in style.takes:
        return False
    if style.feel == "swing" and not (take.swing and SWUNG_FROM <= take.swing <= SWUNG_TO):
        return False
    if style.feel == "straight" and style.family == "4" and take.swing \
            and take.swing > STRAIGHT_TO:
        return False
    is_backbeat = take.style.split("-")[0] in BACKBEAT_STYLES and take.family == "4"
    return not is_backbeat or take.backbeat >= MIN_BACKBEAT


def play_take(drummer: Drummer, take: Take, session: Session,
              rng: random.Random) -> list[list[int]]:
    """The notes [onset, duration, sound, velocity] of a take laid under a song."""
    song, plan = session.song, session.plan
    length = min(len(take.bars), rng.choice((*LOOP_BARS, song.units)))
    first = rng.randrange(0, len(take.bars) - length + 1)
    first -= first % 4
    fills = rng.random() < 0.5
    notes = []
    for unit in range(song.units):
        if not plan.plays("drums", unit):
            continue
        bar = take.bars[first + unit % length]
        if fills and plan.ends_section(unit) and rng.random() < FILL_CHANCE:
            bar = drummer.fill(take, rng) or bar
        start = unit * song.unit_ticks
        notes += [[start + at, duration, sound, velocity] for at, duration, sound, velocity in bar]
    return notes


def kicks_of(notes: list[list[int]], song: Song) -> dict[int, tuple[int, ...]]:
    """By unit, the sixteenths on which the bass drum is heard."""
    found: dict[int, set[int]] = {}
    for onset, _, sound, velocity in notes:
        if sound in KICKS and velocity >= LOUD_KICK:
            unit, at = divmod(round(onset / SIXTEENTH) * SIXTEENTH, song.unit_ticks)
            found.setdefault(unit, set()).add(at)
    return {unit: tuple(sorted(ticks)) for unit, ticks in found.items()}


def _pattern_notes(text: str, unit: int, unit_ticks: int) -> list[Note]:
    notes = []
    for line in text.split(";"):
        sound, pattern = line.split(" ")
        bars = read_bars(pattern, unit_ticks)
        notes += [Note(unit * unit_ticks + at, 60, int(sound), ACCENTS[letter])
                  for at, _, letter in bars[unit % len(bars)]]
    return notes


def made_drums(session: Session, rng: random.Random) -> list[Note]:
    """A made pattern with its variations, a fill and a crash where sections meet."""
    song, style, plan = session.song, session.style, session.plan
    main, other = rng.choice(style.kit), rng.choice(style.kit)
    has_fills = song.family == "4" and style.feel == "straight"
    notes: list[Note] = []
    for unit in range(song.units):
        if not plan.plays("drums", unit):
            continue
        text = main
        if plan.ends_section(unit) and has_fills and rng.random() < 0.5:
            text = rng.choice(FILLS)
        elif plan.ends_phrase(unit) and rng.random() < 0.4:
            text = other
        notes += [note for note in _pattern_notes(text, unit, song.unit_ticks)
                  if note.accent > 0.8 or rng.random() > SKIP_CHANCE]
        start = unit * song.unit_ticks
        if plan.begins_section(unit) and unit and rng.random() < 0.5:
            notes.append(Note(start, 240, 49, 0.8))
        if rng.random() < GHOST_CHANCE and has_fills:
            notes.append(Note(start + rng.choice((3, 7, 9, 15)) * SIXTEENTH, 60, 38, 0.22))
    return notes
