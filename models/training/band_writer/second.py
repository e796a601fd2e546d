"""The second player: a pad, an arpeggio, a riff, stabs, or one of the lines in `lines.py`."""

import random
from dataclasses import replace

from training.band_writer.charts import key_at
from training.band_writer.comp import write_comp
from training.band_writer.keys import ladder, nearest, scale_of
from training.band_writer.lines import write_answers, write_counter, write_guide, write_harmony
from training.band_writer.melody import blues_classes
from training.band_writer.patterns import read_bars
from training.band_writer.rhythms import RHYTHMS
from training.band_writer.session import Session
from training.band_writer.song import Note
from training.band_writer.voicings import Voicer

PAD_RANGE, STAB_RANGE, ARPEGGIO_RANGE = (52, 79), (58, 82), (50, 84)
RIFF_LOW, RIFF_HIGH = 46, 84
STABS = {
    "4": ("x-......x-......", "......x-........", "..x-..x-........", "x---............",
          "....x-......x-..", "..........x---..", "x--x............", ".............xx-",
          "...x--x---------"),
    "3": ("x-....", "..x-x-", "x-----", "....x-"),
    "6": ("x-....", "...x--", "x-----", "...x.x"),
}
ARPEGGIOS = {
    "4": ("xxxxxxxx", "x-xxxxxx", "xxxxxxxxxxxxxxxx", "x-xx-xxx", "x-x-xxx-", "xx-xx-xx",
          "x--x--x-"),
    "3": ("xxxxxx", "x-xxxx", "x-x-x-", "x-xxx-"),
    "6": ("xxxxxx", "xxxxxxxxxxxx", "x-xxxx", "x-xx-x"),
}
# The order in which the notes of a voicing are taken
ORDERS = ((0, 1, 2, 1), (0, 1, 2, 3), (0, 2, 1, 2), (2, 1, 0, 1), (3, 2, 1, 0),
          (0, 1, 2, 3, 2, 1), (0, 2, 1, 3))
PROGRAMS = {
    "pad": (48, 89, 16, 50, 52), "arpeggio": (25, 27, 24, 46, 4, 11, 0),
    "riff": (27, 7, 30, 66, 28, 81, 16), "stabs": (61, 62, 7, 27),
    "answer": (26, 66, 56, 71, 73, 11, 28), "guide": (48, 40, 42, 57, 73),
    "counter": (66, 57, 71, 42, 26, 73, 11), "harmony": (65, 57, 73, 52, 40),
}
NAMES = {"pad": "comp", "arpeggio": "riff", "riff": "riff", "stabs": "comp", "answer": "lead",
         "guide": "lead", "counter": "lead", "harmony": "harmony"}


def _pad(session: Session, rng: random.Random) -> list[Note]:
    song = session.song
    voicer = Voicer(("triad", "seventh"), session.style.colour, PAD_RANGE, rng)
    notes = []
    longest = song.unit_ticks * rng.choice((1, 2, 2, 4))
    for span in song.spans:
        for at in range(span.start, span.end, longest):
            if session.plan.plays("second", at // song.unit_ticks):
                stack = voicer.voice(span.chord, scale_of(span.chord, key_at(song, at)))
                end = min(span.end, at + longest)
                notes += [Note(at, end - at - 20, pitch, 0.5) for pitch in stack]
    return notes


def _arpeggio(session: Session, rng: random.Random) -> list[Note]:
    song = session.song
    voicer = Voicer(("seventh", "triad"), session.style.colour, ARPEGGIO_RANGE, rng)
    (bar,) = read_bars(rng.choice(ARPEGGIOS[song.family]), song.unit_ticks)
    order, rings = rng.choice(ORDERS), rng.random() < 0.4
    notes, stack, told, count = [], (), -1, 0
    for unit in range(song.units):
        if not session.plan.plays("second", unit):
            continue
        for at, length, _ in bar:
            tick = unit * song.unit_ticks + at
            span = song.span_at(tick)
            if span.start != told:
                stack = voicer.voice(span.chord, scale_of(span.chord, key_at(song, tick)))
                told, count = span.start, 0
            pitch = stack[order[count % len(order)] % len(stack)]
            count += 1
            held = min(length * (3 if rings else 1), span.end - tick)
            notes.append(Note(tick, max(60, held - 10), pitch, 0.66 if at % 480 == 0 else 0.52))
    return notes


def _riff_bars(session: Session, rng: random.Random) -> list[list[tuple[int, int, int]]]:
    """One or two bars of (at, length, step)."""
    texts = session.style.riff or RHYTHMS[session.style.rhythms]
    texts = [text for text in texts if 2 <= sum(map(str.isalpha, text)) <= 9]
    bars = []
    for _ in range(rng.choice((1, 2, 2))):
        step, bar = rng.choice((0, 0, 2, -1, 3)), []
        for at, length, _ in read_bars(rng.choice(texts), session.song.unit_ticks)[0]:
            bar.append((at, length, step))
            step = max(-3, min(5, step + rng.choice((-2, -1, -1, 0, 0, 1, 1, 2))))
        bars.append(bar)
    return bars


def _riff(session: Session, rng: random.Random) -> list[Note]:
    """A short figure that goes on, moved with the chords; in blues it may stay on the tonic."""
    song, plan = session.song, session.plan
    bars = _riff_bars(session, rng)
    base = rng.choice((50, 55, 60, 62, 67))
    stays = session.style.scale == "blues" and rng.random() < 0.7
    notes = []
    for unit in range(song.units):
        if not plan.plays("second", unit) or (plan.ends_section(unit) and rng.random() < 0.35):
            continue
        for at, length, step in bars[unit % len(bars)]:
            tick = unit * song.unit_ticks + at
            pitch = _riff_pitch(session, (tick, tick + length), base, step, stays)
            accent = 0.7 if at % song.beat_ticks == 0 else 0.58
            notes.append(Note(tick, max(60, length - 20), pitch, accent))
    return notes


def _riff_pitch(session: Session, time: tuple[int, int], base: int, step: int,
                stays: bool) -> int:
    span = session.song.span_of_hit(*time)
    key = key_at(session.song, time[0])
    root = key[0] if stays else span.chord.root
    classes = blues_classes(key[0], None) if stays else scale_of(span.chord, key)
    steps = ladder(classes, RIFF_LOW, RIFF_HIGH)
    place = steps.index(nearest(steps, base + (root - base) % 12)) + step
    pitch = steps[min(max(place, 0), len(steps) - 1)]
    if not stays and (time[0] % session.song.beat_ticks == 0 or time[1] - time[0] > 240):
        pitch = nearest(ladder(tuple(sorted(span.chord.classes)), RIFF_LOW, RIFF_HIGH), pitch)
    return pitch


def _stabs(session: Session, rng: random.Random) -> list[Note]:
    horns = replace(session.style, comp=STABS[session.song.family], comp_steadiness=0.6,
                    voicings=("triad", "seventh"), comp_range=STAB_RANGE)
    return write_comp(replace(session, style=horns), rng, "second")


WRITERS = {"pad": _pad, "arpeggio": _arpeggio, "riff": _riff, "stabs": _stabs,
           "answer": write_answers, "counter": write_counter, "guide": write_guide,
           "harmony": write_harmony}


def write_second(kind: str, session: Session, rng: random.Random) -> list[Note]:
    """The notes of one kind of second part."""
    return WRITERS[kind](session, rng)
