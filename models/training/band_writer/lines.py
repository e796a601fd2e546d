"""Second parts of one line: answers, counter and guide lines, a harmony under the melody."""

import random

from training.band_writer.charts import key_at
from training.band_writer.keys import ladder, nearest, scale_of
from training.band_writer.melody import MelodyWriter, one_voice
from training.band_writer.session import Session
from training.band_writer.song import Note, Song

LINE_LOW, LINE_HIGH = 50, 84
ANSWER_CHANCE = 0.85
MELODY_IS_STILL = 3
HARMONY_LOW, HARMONY_HIGH = 30, 100


def _gaps(song: Song, melody: tuple[Note, ...]) -> list[tuple[int, int]]:
    """The stretches of at least a beat and a half in which the melody rests or holds."""
    edges = [(-1, 0), *((note.onset, min(note.end, note.onset + song.beat_ticks))
                        for note in melody), (song.end, song.end)]
    return [(stop, start) for (_, stop), (start, _) in zip(edges, edges[1:], strict=False)
            if start - stop >= song.beat_ticks * 3 // 2]


def write_answers(session: Session, rng: random.Random) -> list[Note]:
    """Fills where the melody leaves room."""
    line = MelodyWriter(session, rng).write()
    found = []
    for start, end in _gaps(session.song, session.melody):
        if rng.random() < ANSWER_CHANCE:
            found += [note._replace(duration=min(note.duration, end - note.onset))
                      for note in line if start + 110 <= note.onset < end - 60]
    return found


def write_counter(session: Session, rng: random.Random) -> list[Note]:
    """A second voice: it moves in the bars where the melody does not, and holds in the others."""
    held = write_guide(session, rng)
    moving = MelodyWriter(session, rng).write()
    unit_ticks, drop = session.song.unit_ticks, rng.choice((0, -12, -12))
    free = {unit for unit in range(session.song.units)
            if session.melody_notes(unit) <= MELODY_IS_STILL
            and session.plan.plays("second", unit)}
    notes = [note._replace(pitch=note.pitch + drop) for note in moving
             if note.onset // unit_ticks in free]
    notes += [note for note in held if note.onset // unit_ticks not in free]
    return one_voice(notes)


def write_guide(session: Session, rng: random.Random) -> list[Note]:
    """Thirds and sevenths in long notes, moving as little as may be, with steps between."""
    song, last = session.song, rng.randint(58, 72)
    moves = rng.random() < 0.5
    notes: list[Note] = []
    for span in song.spans:
        chord, length = span.chord, span.end - span.start
        if not session.plan.plays("second", span.start // song.unit_ticks):
            continue
        tones = [tone for tone in (chord.third, chord.seventh, chord.fifth) if tone is not None]
        classes = tuple(sorted({(chord.root + tone) % 12 for tone in tones[:2]}))
        last = nearest(ladder(classes, LINE_LOW, LINE_HIGH), last + rng.uniform(-2.5, 2.5))
        if moves and length >= 4 * song.beat_ticks and rng.random() < 0.6:
            scale = ladder(scale_of(chord, key_at(song, span.start)), LINE_LOW, LINE_HIGH)
            place = scale.index(nearest(scale, last)) + rng.choice((-1, 1))
            near = scale[min(max(place, 0), len(scale) - 1)]
            half = length // 2 // song.beat_ticks * song.beat_ticks
            notes += [Note(span.start, half - 20, last, 0.56),
                      Note(span.start + half, length - half - 20, near, 0.5)]
        else:
            notes.append(Note(span.start, length - 20, last, 0.55))
    return notes


def write_harmony(session: Session, rng: random.Random) -> list[Note]:
    """A third or sixth under the melody, chord tones where the melody is held."""
    song, steps_down = session.song, rng.choice((2, 2, 5))
    notes = []
    for note in session.melody:
        if not session.plan.plays("second", min(note.onset // song.unit_ticks, song.units - 1)):
            continue
        span = song.span_of_hit(note.onset, note.end)
        scale = ladder(scale_of(span.chord, key_at(song, note.onset)), HARMONY_LOW, HARMONY_HIGH)
        pitch = scale[max(scale.index(nearest(scale, note.pitch)) - steps_down, 0)]
        if note.duration >= song.beat_ticks and pitch % 12 not in span.chord.classes:
            tones = ladder(tuple(sorted(span.chord.classes)), HARMONY_LOW, note.pitch - 3)
            pitch = nearest(tones, pitch)
        notes.append(note._replace(pitch=pitch, accent=note.accent - 0.08))
    return notes
