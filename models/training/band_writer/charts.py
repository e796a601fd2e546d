"""The chord charts: real ones cut into stretches on their bar lines."""

import random
from pathlib import Path

from training.band_writer.chords import parse_chord
from training.band_writer.keys import find_key
from training.band_writer.song import Note, Song, Span
from training.bar_lines import pickup_ticks
from training.pieces import bar_ticks_of, read_pieces

# metre -> (family of patterns, ticks of the unit that a pattern's bar fills)
UNITS = {(4, 4): ("4", 1920), (2, 2): ("4", 1920), (2, 4): ("4", 1920), (3, 4): ("3", 1440),
         (6, 8): ("6", 1440), (12, 8): ("6", 1440)}
SECTION_UNITS = 8
MIN_UNITS = 8
MELODY_ACCENT = 0.62
LENGTHS, LENGTH_WEIGHTS = (16, 24, 32, 48), (5, 5, 2.5, 0.6)


def merge_spans(chords: list, start: int, end: int) -> tuple[Span, ...]:
    """The chords in [start, end), counted from start; a label without a chord keeps the last."""
    changes = []
    for tick, label in sorted(chords, key=lambda change: change[0]):
        chord = parse_chord(label)
        if chord is None or tick >= end:
            continue
        at = max(0, tick - start)
        if changes and changes[-1][0] == at:
            changes.pop()
        if not changes or changes[-1][2] != label:
            changes.append((at, chord, label))
    if changes:
        changes[0] = (0, *changes[0][1:])
    ends = [at for at, _, _ in changes[1:]] + [end - start]
    return tuple(Span(at, to, chord, label)
                 for (at, chord, label), to in zip(changes, ends, strict=True))


def with_keys(song: Song) -> Song:
    """Finds the key of every section, the whole song's unless another is clearly better."""
    whole = find_key(song.spans)
    for first in range(0, song.units, SECTION_UNITS):
        start, end = first * song.unit_ticks, (first + SECTION_UNITS) * song.unit_ticks
        inside = [span for span in song.spans if span.start < end and span.end > start]
        song.keys.append(find_key(inside, whole))
    return song


def key_at(song: Song, tick: int) -> tuple[int, tuple[int, ...]]:
    """The key of the section that a tick lies in."""
    return song.keys[min(tick // (song.unit_ticks * SECTION_UNITS), len(song.keys) - 1)]


def _first_bar(piece: dict, bar_ticks: int) -> int:
    """The first bar line from which there are chords; the pickup before it is left out."""
    pickup = 0
    if piece["tracks"]:
        pickup = pickup_ticks(piece["tracks"][0]["notes"], bar_ticks, piece["set"])
    first = piece["chords"][0][0]
    bars = max(0, first - pickup + bar_ticks // 4 - 1) // bar_ticks
    return pickup + bars * bar_ticks


def _melody(piece: dict, start: int, end: int) -> tuple[Note, ...] | None:
    if not piece["tracks"]:
        return None
    return tuple(Note(onset - start, min(duration, end - onset), pitch, MELODY_ACCENT)
                 for onset, duration, pitch, _ in piece["tracks"][0]["notes"]
                 if start <= onset < end)


def _last_tick(piece: dict) -> int:
    ends = [note[0] + note[1] for track in piece["tracks"] for note in track["notes"]]
    return max([*ends, piece["chords"][-1][0] + 1])


def cut_song(piece: dict, rng: random.Random) -> Song | None:
    """A stretch of a chart, from a bar line that begins a group of four."""
    metre = tuple(piece["ts"][0][1:]) if piece["ts"] else (4, 4)
    if metre not in UNITS or not piece["chords"]:
        return None
    family, unit_ticks = UNITS[metre]
    first = _first_bar(piece, bar_ticks_of(*metre))
    last = _last_tick(piece)
    units = -(-(last - first) // unit_ticks)
    if units < MIN_UNITS:
        return None
    length = min(units, rng.choices(LENGTHS, LENGTH_WEIGHTS)[0])
    step = 8 if family == "6" else 4
    start = first + unit_ticks * step * rng.randrange(0, max(1, (units - length) // step + 1))
    if family == "6" or metre == (2, 4):
        length -= length % 2
    end = start + length * unit_ticks
    spans = merge_spans(piece["chords"], start, end)
    if not spans:
        return None
    bpm = last / 480 * 60 / piece["sec"] if piece["set"] == "mcgill_billboard" else None
    return with_keys(Song(piece["id"], piece["split"], metre, unit_ticks, length, spans,
                          _melody(piece, start, end), bpm, family))


def read_charts(data_dir: Path) -> list[dict]:
    """Every real chart."""
    return [piece for name in ("mcgill_billboard", "openewld")
            for piece in read_pieces(data_dir, name)]
