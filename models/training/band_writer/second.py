"""The second player: a pad, an arpeggio, a riff, stabs, answers, a guide line or a harmony."""

import random
from dataclasses import replace

from training.band_writer.charts import key_at
from training.band_writer.comp import write_comp
from training.band_writer.keys import ladder, nearest, scale_of
from training.band_writer.melody import MelodyWriter, blues_classes
from training.band_writer.patterns import read_bars
from training.band_writer.plan import Plan
from training.band_writer.rhythms import RHYTHMS
from training.band_writer.song import Note, Song
from training.band_writer.style import Style
from training.band_writer.voicings import Voicer

PAD_RANGE, STAB_RANGE, ARPEGGIO_RANGE = (52, 79), (58, 82), (50, 84)
LINE_LOW, LINE_HIGH = 50, 84
STABS = {"4": ("x-......x-......", "......x-........", "..x-..x-........", "x---............",
               "....x-......x-..", "..........x---..", "x--x............", ".............xx-",
               "...x--x---------"),
         "3": ("x-....", "..x-x-", "x-----", "....x-"), "6": ("x-....", "...x--", "x-----", "...x.x")}
ARPEGGIOS = {"4": ("xxxxxxxx", "x-xxxxxx", "xxxxxxxxxxxxxxxx", "x-xx-xxx", "x-x-xxx-",
                   "xx-xx-xx", "x--x--x-"),
             "3": ("xxxxxx", "x-xxxx", "x-x-x-", "x-xxx-"),
             "6": ("xxxxxx", "xxxxxxxxxxxx", "x-xxxx", "x-xx-x")}
# The order in which the notes of a voicing are taken
ORDERS = ((0, 1, 2, 1), (0, 1, 2, 3), (0, 2, 1, 2), (2, 1, 0, 1), (3, 2, 1, 0), (0, 1, 2, 3, 2, 1),
          (0, 2, 1, 3))
PROGRAMS = {"pad": (48, 89, 16, 50, 52), "arpeggio": (25, 27, 24, 46, 4, 11, 0),
            "riff": (27, 7, 30, 66, 28, 81, 16), "stabs": (61, 62, 7, 27), "answer": (26, 66, 56, 71,
            73, 11, 28), "guide": (48, 40, 42, 57, 73), "harmony": (65, 57, 73, 52, 40)}
NAMES = {"pad": "comp", "arpeggio": "riff", "riff": "riff", "stabs": "comp", "answer": "lead",
         "guide": "lead", "harmony": "harmony"}


def _pad(song: Song, style: Style, plan: Plan, rng: random.Random) -> list[Note]:
    voicer = Voicer(("triad", "seventh"), style.colour, PAD_RANGE, rng)
    notes = []
    longest = song.unit_ticks * rng.choice((1, 2, 2, 4))
    for span in song.spans:
        for at in range(span.start, span.end, longest):
            if not plan.plays("second", at // song.unit_ticks):
                continue
            stack = voicer.voice(span.chord, scale_of(span.chord, key_at(song, at)))
            end = min(span.end, at + longest)
            notes += [Note(at, end - at - 20, pitch, 0.5) for pitch in stack]
    return notes


def _arpeggio(song: Song, style: Style, plan: Plan, rng: random.Random) -> list[Note]:
    voicer = Voicer(("seventh", "triad"), style.colour, ARPEGGIO_RANGE, rng)
    pattern, order = rng.choice(ARPEGGIOS[song.family]), rng.choice(ORDERS)
    (bar,) = read_bars(pattern, song.unit_ticks)
    rings = rng.random() < 0.4
    notes, stack, told, count = [], (), -1, 0
    for unit in range(song.units):
        if not plan.plays("second", unit):
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


def _riff_bars(song: Song, style: Style, rng: random.Random) -> list[list[tuple[int, int, int]]]:
    """One or two bars of (at, length, step), the second often like the first."""
    texts = style.riff or RHYTHMS[style.rhythms]
    texts = [text for text in texts if 2 <= sum(map(str.isalpha, text)) <= 9]
    bars = []
    for _ in range(rng.choice((1, 2, 2))):
        step, bar = rng.choice((0, 0, 2, -1, 3)), []
        for at, length, _ in read_bars(rng.choice(texts), song.unit_ticks)[0]:
            bar.append((at, length, step))
            step = max(-3, min(5, step + rng.choice((-2, -1, -1, 0, 0, 1, 1, 2))))
        bars.append(bar)
    return bars


def _riff(song: Song, style: Style, plan: Plan, rng: random.Random) -> list[Note]:
    """A short figure that goes on, moved with the chords; in blues it stays on the tonic's scale."""
    bars = _riff_bars(song, style, rng)
    base = rng.choice((50, 55, 60, 62, 67))
    stays = style.scale == "blues" and rng.random() < 0.7
    notes = []
    for unit in range(song.units):
        if not plan.plays("second", unit) or (plan.ends_section(unit) and rng.random() < 0.35):
            continue
        for at, length, step in bars[unit % len(bars)]:
            tick = unit * song.unit_ticks + at
            span = song.span_of_hit(tick, tick + length)
            key = key_at(song, tick)
            root = key[0] if stays else span.chord.root
            classes = blues_classes(key[0], None) if stays else scale_of(span.chord, key)
            steps = ladder(classes, LINE_LOW, LINE_HIGH)
            start = steps.index(nearest(steps, base + (root - base) % 12))
            pitch = steps[min(max(start + step, 0), len(steps) - 1)]
            if not stays and (at % song.beat_ticks == 0 or length > 240):
                tones = ladder(tuple(sorted(span.chord.classes)), LINE_LOW, LINE_HIGH)
                pitch = nearest(tones, pitch)
            accent = 0.7 if at % song.beat_ticks == 0 else 0.58
            notes.append(Note(tick, max(60, length - 20), pitch, accent))
    return notes


def _stabs(song: Song, style: Style, plan: Plan, rng: random.Random) -> list[Note]:
    horns = replace(style, comp=STABS[song.family], voicings=("triad", "seventh"),
                    comp_range=STAB_RANGE, comp_steadiness=0.6)
    return write_comp(song, horns, plan, rng, "second")


def _gaps(song: Song, melody: list[Note]) -> list[tuple[int, int]]:
    """The stretches of at least two beats in which the melody is silent or holds."""
    edges = [(-1, 0), *((note.onset, min(note.end, note.onset + song.beat_ticks))
                        for note in melody), (song.end, song.end)]
    return [(stop, start) for (_, stop), (start, _) in zip(edges, edges[1:], strict=False)
            if start - stop >= 2 * song.beat_ticks]


def _answer(song: Song, style: Style, plan: Plan, rng: random.Random,
            melody: list[Note]) -> list[Note]:
    """Fills where the melody leaves room."""
    line = MelodyWriter(song, style, plan, rng).write()
    gaps = [gap for gap in _gaps(song, melody) if rng.random() < 0.8]
    found = []
    for start, end in gaps:
        found += [note._replace(duration=min(note.duration, end - note.onset)) for note in line
                  if start + 120 <= note.onset < end - 60]
    return found


def _guide(song: Song, plan: Plan, rng: random.Random) -> list[Note]:
    """Thirds and sevenths in long notes, moving as little as may be."""
    last, notes = rng.randint(58, 72), []
    for span in song.spans:
        if not plan.plays("second", span.start // song.unit_ticks):
            continue
        chord = span.chord
        tones = [tone for tone in (chord.third, chord.seventh, chord.fifth) if tone is not None]
        classes = tuple(sorted({(chord.root + tone) % 12 for tone in tones[:2]}))
        last = nearest(ladder(classes, LINE_LOW, LINE_HIGH), last + rng.uniform(-2.5, 2.5))
        notes.append(Note(span.start, span.end - span.start - 20, last, 0.55))
    return notes


def _harmony(song: Song, rng: random.Random, melody: list[Note]) -> list[Note]:
    """A third or sixth under the melody, chord tones where the melody is strong."""
    steps_down = rng.choice((2, 2, 5))
    notes = []
    for note in melody:
        span = song.span_of_hit(note.onset, note.end)
        scale = ladder(scale_of(span.chord, key_at(song, note.onset)), 30, 100)
        place = scale.index(nearest(scale, note.pitch)) - steps_down
        pitch = scale[max(place, 0)]
        if note.duration >= song.beat_ticks and pitch % 12 not in span.chord.classes:
            tones = ladder(tuple(sorted(span.chord.classes)), 30, note.pitch - 3)
            pitch = nearest(tones, pitch)
        notes.append(note._replace(pitch=pitch, accent=note.accent - 0.08))
    return notes


def write_second(kind: str, song: Song, style: Style, plan: Plan, rng: random.Random,
                 melody: list[Note]) -> list[Note]:
    """The notes of one kind of second part."""
    if kind == "answer":
        return _answer(song, style, plan, rng, melody)
    if kind == "guide":
        return _guide(song, plan, rng)
    if kind == "harmony":
        return _harmony(song, rng, melody)
    writer = {"pad": _pad, "arpeggio": _arpeggio, "riff": _riff, "stabs": _stabs}[kind]
    return writer(song, style, plan, rng)
