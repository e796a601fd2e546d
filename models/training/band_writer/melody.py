"""Melodies over a chart: phrases that come back, chord tones where it counts."""

import random
from functools import cache

from training.band_writer.charts import key_at
from training.band_writer.keys import BLUES, ladder, nearest, scale_of
from training.band_writer.motifs import PHRASE_UNITS, Composer, Phrase
from training.band_writer.patterns import read_bars
from training.band_writer.rhythms import RHYTHMS
from training.band_writer.session import Session
from training.band_writer.song import Note, Span

LOW, HIGH = 55, 86
SAME_CHORDS_CHANCE, OTHER_CHORDS_CHANCE = 0.85, 0.4
VARY_CHANCE = 0.25
CHROMATIC_CHANCE = {"swing": 0.14, "shuffle": 0.1, "funk": 0.06, "bossa": 0.06}
SNAP_CHANCE = 0.9
QUOTING = ("swing", "slow", "pop", "country", "waltz", "six", "bossa", "lofi")
PHRASED = ("swing", "bossa", "soul", "lofi")
EARLY_CHANCE = 0.25
LINGER_CHANCE = 0.08


@cache
def blues_classes(tonic: int, third: int | None) -> tuple[int, ...]:
    """The blues scale, with the major third added where the chord has it."""
    classes = {(tonic + step) % 12 for step in BLUES}
    return tuple(sorted(classes | ({(tonic + 4) % 12} if third == 4 else set())))


class MelodyWriter:
    """Writes the phrases of one melody and remembers them."""

    def __init__(self, session: Session, rng: random.Random) -> None:
        """Takes its vocabulary from the session's style."""
        self._song, self._style, self._plan = session.song, session.style, session.plan
        self._rng = rng
        bars = [read_bars(text, self._song.unit_ticks)[0] for text in RHYTHMS[self._style.rhythms]]
        quotes = session.quotes if self._style.rhythms in QUOTING else ()
        times = (self._song.beat_ticks, self._song.unit_ticks)
        self._composer = Composer(bars, quotes, times, rng)
        self._known: dict[tuple, Phrase] = {}
        self._length = rng.choice((0.98, 0.95, 0.9, 0.8))

    def write(self) -> list[Note]:
        """The whole melody, one note at a time."""
        notes: list[Note] = []
        for unit in range(0, self._song.units, PHRASE_UNITS):
            if self._plan.plays("melody", unit):
                notes += self._realise(self._phrase(unit), unit)
        return one_voice([note for note in notes if note.onset < self._song.end])

    def _phrase(self, unit: int) -> Phrase:
        """A phrase that was heard over these chords, or over others, or a new one."""
        start = unit * self._song.unit_ticks
        end = start + PHRASE_UNITS * self._song.unit_ticks
        first, last = self._song.index_at(start), self._song.index_at(end - 1)
        chords = tuple((max(0, span.start - start), span.label)
                       for span in self._song.spans[first:last + 1])
        density = self._plan.density(unit)
        if chords in self._known and self._rng.random() < SAME_CHORDS_CHANCE:
            phrase = self._known[chords]
        elif self._known and self._rng.random() < OTHER_CHORDS_CHANCE:
            phrase = self._rng.choice(list(self._known.values()))
        else:
            return self._known.setdefault(chords, self._composer.phrase(density))
        if self._rng.random() < VARY_CHANCE:
            phrase = self._composer.vary(phrase, density)
        self._known.setdefault(chords, phrase)
        return phrase

    def _steps(self, span: Span, tick: int) -> tuple[int, ...]:
        """The pitches that may be played over a chord."""
        key = key_at(self._song, tick)
        if self._style.scale == "blues":
            third = span.chord.third if span.chord.root == key[0] else None
            return ladder(blues_classes(key[0], third), LOW, HIGH)
        return ladder(scale_of(span.chord, key), LOW, HIGH)

    def _pitch(self, target: tuple[int, int], span: Span, tick: int, is_strong: bool) -> int:
        """The pitch so many steps from an anchor, a chord tone where it is strong."""
        anchor, step = target
        steps = self._steps(span, tick)
        place = steps.index(nearest(steps, anchor)) + step
        pitch = steps[min(max(place, 0), len(steps) - 1)]
        if is_strong and self._rng.random() < SNAP_CHANCE:
            chord_tones = ladder(tuple(sorted(span.chord.classes)), LOW, HIGH)
            shared = [tone for tone in chord_tones if tone in steps]
            pitch = nearest(shared or chord_tones, pitch)
        return pitch

    def _realise(self, phrase: Phrase, unit: int) -> list[Note]:
        """A phrase over the chords that it meets."""
        beat = self._song.beat_ticks
        notes: list[Note] = []
        for index, motif in enumerate(phrase.motifs):
            start = (unit + index) * self._song.unit_ticks
            for at, length, step in motif.notes:
                tick = start + at
                if tick >= self._song.end:
                    break
                span = self._song.span_of_hit(tick, tick + length)
                is_strong = at % beat == 0 or length >= beat
                pitch = self._pitch((phrase.anchor, step), span, tick, is_strong)
                if self._rng.random() < LINGER_CHANCE and notes and not is_strong:
                    continue
                notes.append(Note(tick, max(60, int(length * self._length)), pitch,
                                  0.72 if is_strong else 0.58))
        return self._with_approaches(notes)

    def _with_approaches(self, notes: list[Note]) -> list[Note]:
        """Some short weak notes become the semitone under, or over, the note they lead to."""
        chance = CHROMATIC_CHANCE.get(self._style.rhythms, 0.02)
        for index in range(len(notes) - 1):
            note, after = notes[index], notes[index + 1]
            is_weak = note.onset % self._song.beat_ticks and note.duration <= 260
            if is_weak and after.onset - note.onset <= 240 and self._rng.random() < chance:
                notes[index] = note._replace(pitch=after.pitch + self._rng.choice((-1, -1, 1)))
        return notes


def one_voice(notes: list[Note]) -> list[Note]:
    """Sorted notes, each ending where the next begins at the latest."""
    ordered = sorted({note.onset: note for note in notes}.values())
    limits = [note.onset for note in ordered[1:]]
    return [note._replace(duration=min(note.duration, limit - note.onset))
            for note, limit in zip(ordered, [*limits, 1 << 30], strict=False)]


def write_melody(session: Session, rng: random.Random) -> list[Note]:
    """The chart's own melody, or a new one."""
    if session.song.melody is None:
        return MelodyWriter(session, rng).write()
    notes = list(session.song.melody)
    if session.style.rhythms in PHRASED and rng.random() < 0.5:
        return _phrased(notes, rng)
    return notes


def _phrased(notes: list[Note], rng: random.Random) -> list[Note]:
    """The written melody as a singer has it: some notes come an eighth early."""
    for index in range(1, len(notes)):
        before, note = notes[index - 1], notes[index]
        follows = before.duration >= 480 and before.end == note.onset
        if note.onset % 480 == 0 and follows and rng.random() < EARLY_CHANCE:
            notes[index - 1] = before._replace(duration=before.duration - 240)
            notes[index] = note._replace(onset=note.onset - 240, duration=note.duration + 240)
    return notes
