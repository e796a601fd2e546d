"""Reads one MIDI file into pieces in the form of the sets. Times are ticks, 480 to the quarter.

Bar lines are the file's own, at its tempo: what was recorded without a click is read as if with
one. The sustain pedal is not heard: a note lasts as long as its key is held.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import mido

from training.pieces import OWN_USAGE, TICKS_PER_QUARTER, bar_ticks_of
from training.vocab import DURATIONS, TICKS_PER_STEP

MAX_BYTES = 16_000_000
DRUM_CHANNEL = 9  # the tenth, counted from 0
DEFAULT_TEMPO = 500_000  # microseconds a quarter note, where a file names none
INDEPENDENT_TRACKS = 2  # the type of file in which each track is a pattern of its own
# Notes that are never let go, or are held longer, last as long as the vocabulary's longest.
MAX_NOTE_TICKS = DURATIONS[-1] * TICKS_PER_STEP
# Where nothing sounds for so long, eight bars of 4/4, one take ends and another begins.
SILENCE_TICKS = 8 * 4 * TICKS_PER_QUARTER
BY_AI = "(AI)"  # how the app ends the names of the tracks that its partner composed


class UnreadableMidiError(ValueError):
    """A MIDI file with nothing to learn from; the message is what its name is followed by."""


@dataclass
class _Line:
    """What one channel of one track plays; times in the file's own ticks."""

    is_drum: bool
    notes: list[tuple[int, int, int, int]] = field(default_factory=list)
    programs: Counter = field(default_factory=Counter)
    held: dict[int, deque] = field(default_factory=lambda: defaultdict(deque))

    def press(self, tick: int, pitch: int, velocity: int, program: int) -> None:
        self.held[pitch].append((tick, velocity))
        self.programs[program] += 1

    def let_go(self, tick: int, pitch: int) -> None:
        if self.held[pitch]:
            onset, velocity = self.held[pitch].popleft()
            self.notes.append((onset, tick, pitch, velocity))

    def let_all_go(self, tick: int) -> None:
        for pitch, pressed in self.held.items():
            while pressed:
                self.let_go(tick, pitch)


def parsed(path: Path) -> mido.MidiFile:
    """The file's messages, or an UnreadableMidiError."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableMidiError("is empty")
    if size > MAX_BYTES:
        raise UnreadableMidiError(f"is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        file = mido.MidiFile(path)
    except EOFError as error:
        raise UnreadableMidiError("is damaged: it ends too early") from error
    except Exception as error:  # the parser raises whatever it stumbles on
        raise UnreadableMidiError(f"is damaged or no MIDI file: {error}") from error
    if file.type not in range(3) or file.ticks_per_beat == 0:
        raise UnreadableMidiError("is damaged: its header makes no sense")
    return file


def is_note(message: mido.Message) -> bool:
    """Whether a message begins or ends a note."""
    return message.type in ("note_on", "note_off")


def timed(tracks: list) -> list[tuple[int, int, mido.Message]]:
    """(tick, index of its track, message) in order; at one tick notes come last."""
    rows = []
    for index, track in enumerate(tracks):
        tick = 0
        for message in track:
            tick += message.time
            rows.append((tick, index, message))
    return sorted(rows, key=lambda row: (row[0], is_note(row[2])))


def ticks_factor(ticks_per_beat: int, tempo: int) -> Fraction:
    """Our ticks in one tick of the file.

    A negative division is SMPTE's: frames a second in its upper byte, ticks a frame in its lower.
    Such a tick is a time and not a place in the music; the tempo says what place.
    """
    if ticks_per_beat > 0:
        return Fraction(TICKS_PER_QUARTER, ticks_per_beat)
    frames = -(ticks_per_beat >> 8)
    rate = Fraction(30_000, 1001) if frames == 29 else Fraction(frames)
    ticks_a_second = rate * max(1, ticks_per_beat & 0xFF)
    return TICKS_PER_QUARTER * Fraction(1_000_000, tempo) / ticks_a_second


def lines_of(messages: list) -> dict[tuple[int, int], _Line]:
    """What each (track, channel) plays."""
    lines: dict[tuple[int, int], _Line] = {}
    programs: dict[tuple[int | None, int], int] = {}
    for tick, index, message in messages:
        if message.type == "program_change":
            programs[index, message.channel] = programs[None, message.channel] = message.program
        if not is_note(message):
            continue
        channel = message.channel
        line = lines.setdefault((index, channel), _Line(channel == DRUM_CHANNEL))
        if message.type == "note_on" and message.velocity > 0:
            program = programs.get((index, channel), programs.get((None, channel), 0))
            line.press(tick, message.note, message.velocity, program)
        else:
            line.let_go(tick, message.note)
    for line in lines.values():
        line.let_all_go(messages[-1][0])
    return lines


def scaled(notes: list[tuple[int, int, int, int]], factor: Fraction) -> list[list[int]]:
    """[onset, duration, pitch, velocity] by onset; a key struck again ends its earlier note."""
    later: dict[int, int] = {}
    rows = []
    for start, end, pitch, velocity in sorted(notes, reverse=True):
        onset = round(start * factor)
        until = min(round(end * factor), onset + MAX_NOTE_TICKS)
        if later.get(pitch, onset) > onset:
            until = min(until, later[pitch])
        later[pitch] = onset
        rows.append([onset, max(1, until - onset), pitch, velocity])
    return sorted(rows)


def metres_of(messages: list, factor: Fraction) -> list[list[int]]:
    """[tick, numerator, denominator] of each time signature that makes a bar; none may be there."""
    metres = {}
    for tick, _, message in messages:
        if message.type == "time_signature" and bar_ticks_of(message.numerator,
                                                             message.denominator) > 0:
            metres[round(tick * factor)] = [message.numerator, message.denominator]
    return [[tick, *metre] for tick, metre in metres.items()]


def piece_of(tracks: list, ticks_per_beat: int, name: str) -> dict:
    """The piece that tracks in sync make, what an AI composed left out."""
    messages = timed(tracks)
    tempo = next((message.tempo for *_, message in messages
                  if message.type == "set_tempo" and message.tempo > 0), DEFAULT_TEMPO)
    factor = ticks_factor(ticks_per_beat, tempo)
    titles = [next((message.name for message in track if message.type == "track_name"), "")
              for track in tracks]
    kept = [{"name": titles[index], "prog": line.programs.most_common(1)[0][0],
             "drum": line.is_drum, "notes": scaled(line.notes, factor)}
            for (index, _), line in sorted(lines_of(messages).items())
            if line.notes and not titles[index].endswith(BY_AI)]
    return {"id": name, "set": "own_midi", "usage": OWN_USAGE, "style": None, "tracks": kept,
            "bpm": round(60_000_000 / tempo, 3), "ts": metres_of(messages, factor)}


def metre_at(metres: list[list[int]], tick: int) -> list[int]:
    """[tick of the change, numerator, denominator] of the metre that holds at a tick."""
    return next((metre for metre in reversed(metres) if metre[0] <= tick), [0, 4, 4])


def bar_line_before(metres: list[list[int]], tick: int) -> int:
    """The last bar line that is not after a tick."""
    start, numerator, denominator = metre_at(metres, tick)
    return tick - (tick - start) % bar_ticks_of(numerator, denominator)


def between(piece: dict, start: int, end: int) -> dict:
    """The notes of a piece that begin in [start, end), as a piece that begins there."""
    tracks = [track | {"notes": [[note[0] - start, *note[1:]] for note in track["notes"]
                                 if start <= note[0] < end]} for track in piece["tracks"]]
    metres = [[0, *metre_at(piece["ts"], start)[1:]]]
    metres += [[tick - start, *metre] for tick, *metre in piece["ts"] if start < tick < end]
    return piece | {"id": f"{piece['id']} from {start}", "ts": metres,
                    "tracks": [track for track in tracks if track["notes"]]}


def takes_of(piece: dict) -> Iterator[dict]:
    """The piece cut at long silences; each take begins on its first note's bar line."""
    notes = sorted(note[:2] for track in piece["tracks"] for note in track["notes"])
    starts, heard_until = [], 0
    for onset, duration in notes:
        if not starts or onset - heard_until >= SILENCE_TICKS:
            starts.append(bar_line_before(piece["ts"], onset))
        heard_until = max(heard_until, onset + duration)
    for start, end in zip(starts, [*starts[1:], heard_until], strict=False):
        yield between(piece, start, end)


def read_midi(path: Path, name: str) -> list[dict]:
    """The takes in a file as pieces without a split, or an UnreadableMidiError."""
    file = parsed(path)
    together = ([[track] for track in file.tracks] if file.type == INDEPENDENT_TRACKS
                else [file.tracks])
    made = [piece_of(tracks, file.ticks_per_beat, f"{name} {index}")
            for index, tracks in enumerate(together) if any(tracks)]
    if not any(is_note(message) for track in file.tracks for message in track):
        raise UnreadableMidiError("has no notes")
    takes = [take for piece in made for take in takes_of(piece)]
    if not takes:
        raise UnreadableMidiError("has no notes but those that an AI composed")
    return takes
