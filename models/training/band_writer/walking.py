"""Walking bass: a note a beat, the root on a change, a step towards the next chord before it."""

import random

from training.band_writer.charts import key_at
from training.band_writer.keys import ladder, nearest, scale_of
from training.band_writer.plan import Plan
from training.band_writer.song import Note, Song, Span

LOW, HIGH = 28, 57
MIDDLE = 40.0
ROOT_CHANCE = 0.93
SKIP_CHANCE = 0.07
BEAT_ACCENTS = (0.62, 0.7, 0.6, 0.72)
# How a bass comes to a note: semitones from it, and how often
APPROACHES, APPROACH_WEIGHTS = (-1, 1, -2, 2, 7, -5), (6, 4, 2, 3, 2, 2)


def approach(target: int, scale: tuple[int, ...], rng: random.Random) -> int:
    """A note that leads to the target: chromatic, by scale step, or from its fifth."""
    step = rng.choices(APPROACHES, APPROACH_WEIGHTS)[0]
    if abs(step) == 2 and (target + step) % 12 not in scale:
        step = step // 2
    return target + step


def _target(span: Span, last: float, rng: random.Random) -> int:
    """The note that a chord is begun with, near the last one and not too far from the middle."""
    chord = span.chord
    classes = [chord.bass]
    if rng.random() > ROOT_CHANCE and chord.bass == chord.root:
        classes = [(chord.root + (chord.third or 0)) % 12, (chord.root + chord.fifth) % 12]
    wanted = last * 0.7 + MIDDLE * 0.3 + rng.uniform(-3, 3)
    return nearest(ladder(tuple(sorted(classes)), LOW + 1, HIGH - 3), wanted)


def _inner(start: int, target: int, count: int, span: Span, scale: tuple[int, ...],
           rng: random.Random) -> list[int]:
    """The beats between a chord's first and its last: chord tones, or steps of the scale."""
    chord_tones = ladder(tuple(sorted(span.chord.classes)), LOW, HIGH)
    steps = ladder(scale, LOW, HIGH)
    rises = target > start if rng.random() < 0.6 else rng.random() < 0.5
    by_step = rng.random() < 0.5
    pitches, last = [], start
    for _ in range(count):
        pool = steps if by_step else chord_tones
        sign = 1 if rises else -1
        ahead = [pitch for pitch in pool if 0 < (pitch - last) * sign <= 7]
        if not ahead or rng.random() < 0.12:
            rises = not rises
            ahead = [pitch for pitch in pool if 0 < (last - pitch) * sign <= 7] or [last]
        last = nearest(ahead, last) if by_step or rng.random() < 0.7 else rng.choice(ahead)
        pitches.append(last)
    return pitches


def _span_pitches(start: int, target: int, beats: int, span: Span, scale: tuple[int, ...],
                  rng: random.Random) -> list[int]:
    """A note for each beat of a chord."""
    if beats == 1:
        return [start]
    if beats == 2 and rng.random() < 0.35:
        fifth = start + (span.chord.fifth if start < MIDDLE else span.chord.fifth - 12)
        return [start, fifth if LOW <= fifth <= HIGH else start]
    middle = _inner(start, target, beats - 2, span, scale, rng)
    last = approach(target, scale, rng)
    if not LOW <= last <= HIGH:
        last = target + 1
    before = middle[-1] if middle else start
    if last == before:
        last = target + (2 if last < target else -1)
    return [start, *middle, min(max(last, LOW), HIGH)]


def _line(song: Song, rng: random.Random) -> list[tuple[int, int]]:
    """(tick, pitch) on every beat of the song."""
    line: list[tuple[int, int]] = []
    start = _target(song.spans[0], MIDDLE, rng)
    for index, span in enumerate(song.spans):
        ticks = [span.start, *range((span.start // 480 + 1) * 480, span.end, 480)]
        following = song.spans[(index + 1) % len(song.spans)]
        scale = scale_of(span.chord, key_at(song, span.start))
        here = start
        for first in range(0, len(ticks), 4):
            beats = ticks[first:first + 4]
            ends = first + 4 >= len(ticks)
            target = _target(following if ends else span, here, rng)
            pitches = _span_pitches(here, target, len(beats), span, scale, rng)
            line += zip(beats, pitches, strict=True)
            here = target
        start = here
    return line


def _skips(note: Note, rng: random.Random) -> list[Note]:
    """Now and then a beat is split: a soft skip on the swung eighth, or a drop into a triplet."""
    if note.duration < 480 or rng.random() > SKIP_CHANCE:
        return [note]
    last = note._replace(onset=note.onset + 240, duration=200, accent=0.4)
    if rng.random() < 0.3:
        rise = rng.choice((0, 12, -12))
        if LOW <= last.pitch + rise <= HIGH:
            last = last._replace(pitch=last.pitch + rise)
    return [note._replace(duration=230), last]


def walk(song: Song, plan: Plan, rng: random.Random, two_feel: float) -> list[Note]:
    """A walking line; some sections in two: only the strong beats, held."""
    in_two: dict[int, bool] = {}
    notes = []
    starts = {span.start for span in song.spans}
    for tick, pitch in _line(song, rng):
        unit = tick // song.unit_ticks
        section = unit // 8
        slow = in_two.setdefault(section, rng.random() < two_feel and song.family == "4")
        if not plan.plays("bass", unit):
            continue
        beat = tick % song.unit_ticks // 480
        if slow and beat % 2 and tick not in starts and rng.random() < 0.9:
            if notes and notes[-1].end == tick:
                notes[-1] = notes[-1]._replace(duration=notes[-1].duration + 480)
            continue
        notes.extend(_skips(Note(tick, 480 - tick % 480, pitch, BEAT_ACCENTS[beat % 4]), rng))
    return _cut_overlaps(notes, starts)


def _cut_overlaps(notes: list[Note], starts: set[int]) -> list[Note]:
    """Ends each note where the next begins, and not beyond a change of chord."""
    cut = []
    for note, after in zip(notes, [*notes[1:], None], strict=False):
        end = min(note.end, after.onset) if after else note.end
        end = min([end, *(edge for edge in starts if note.onset < edge < end)])
        cut.append(note._replace(duration=end - note.onset))
    return cut
