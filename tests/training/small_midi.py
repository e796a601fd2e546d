"""Tiny MIDI files of our own. Times are the file's ticks."""

from pathlib import Path

import mido

SCALE = (60, 62, 64, 65, 67, 69, 71, 72)


def tune(count: int = 32, length: int = 480, shift: int = 0) -> list[tuple[int, int, int, int]]:
    """Notes (start, end, pitch, velocity) up and down a scale, one after the other."""
    return [(index * length, (index + 1) * length, SCALE[(index * (3 + shift)) % 8] + shift,
             40 + 10 * (index % 7)) for index in range(count)]


def track(notes: list, channel: int = 0, program: int | None = None,
          name: str | None = None, metas: list | None = None) -> mido.MidiTrack:
    """A track of notes; metas are (tick, message)."""
    rows = list(metas or [])
    if name is not None:
        rows.append((0, mido.MetaMessage("track_name", name=name)))
    if program is not None:
        rows.append((0, mido.Message("program_change", channel=channel, program=program)))
    played = []
    for start, end, pitch, velocity in notes:
        played.append((start, 1, mido.Message("note_on", channel=channel, note=pitch,
                                              velocity=velocity)))
        if end is not None:
            played.append((end, 0, mido.Message("note_off", channel=channel, note=pitch)))
    rows.sort(key=lambda row: row[0])
    events = [(tick, -1, message) for tick, message in rows] + played
    made, last = mido.MidiTrack(), 0
    for tick, _, message in sorted(events, key=lambda row: row[:2]):
        made.append(message.copy(time=tick - last))
        last = tick
    return made


def metre(tick: int, numerator: int, denominator: int) -> tuple[int, mido.MetaMessage]:
    """A time signature for `track`."""
    return tick, mido.MetaMessage("time_signature", numerator=numerator, denominator=denominator)


def tempo(tick: int, bpm: float) -> tuple[int, mido.MetaMessage]:
    """A tempo for `track`."""
    return tick, mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(bpm))


def write(path: Path, *tracks: mido.MidiTrack, kind: int = 1, division: int = 480) -> Path:
    """Writes a MIDI file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mido.MidiFile(type=kind, ticks_per_beat=division, tracks=list(tracks)).save(path)
    return path


def write_tunes(folder: Path, count: int) -> Path:
    """A folder of tunes, no two alike, each over a bass."""
    for index in range(count):
        bass = [(start, end, pitch - 24, velocity)
                for start, end, pitch, velocity in tune(16, 960, index)]
        write(folder / f"{index}.mid", track(tune(64, 240, index), 0, 0),
              track(bass, 1, 33))
    return folder
