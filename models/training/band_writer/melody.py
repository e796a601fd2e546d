"""Melodies over a chart: motifs in phrases that come back, chord tones where it counts."""

import random
from dataclasses import dataclass
from functools import lru_cache

from training.band_writer.charts import key_at
from training.band_writer.keys import BLUES, ladder, nearest, scale_of
from training.band_writer.patterns import read_bars
from training.band_writer.plan import PHRASE_UNITS, Plan
from training.band_writer.rhythms import RHYTHMS
from training.band_writer.song import Note, Song, Span
from training.band_writer.style import Style

LOW, HIGH = 55, 86
STEPS, STEP_WEIGHTS = (0, 1, -1, 2, -2, 3, -3, 4, -4), (3, 9, 10, 4, 4, 1.5, 1.5, 1, 0.7)
FORMS = ("abac", "aabc", "abad", "aaac", "abcd", "a-ac", "abab", "aab-", "a-bc", "ab-c", "aaba")
SAME_CHORDS_CHANCE, OTHER_CHORDS_CHANCE = 0.85, 0.4
VARY_CHANCE = 0.25
CHROMATIC_CHANCE = {"swing": 0.14, "shuffle": 0.1, "funk": 0.06, "bossa": 0.06}
SNAP_CHANCE = 0.9


@dataclass(frozen=True)
class Motif:
    """A bar of melody: (at, length, scale steps from the phrase's anchor)."""

    notes: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Phrase:
    """Four bars of motifs over an anchor pitch."""

    motifs: tuple[Motif, ...]
    anchor: int


@lru_cache(maxsize=None)
def blues_classes(tonic: int, third: int | None) -> tuple[int, ...]:
    """The blues scale, with the major third added where the chord has it."""
    classes = {(tonic + step) % 12 for step in BLUES}
    return tuple(sorted(classes | ({(tonic + 4) % 12} if third == 4 else set())))


class MelodyWriter:
    """Writes the phrases of one melody and remembers them."""

    def __init__(self, song: Song, style: Style, plan: Plan, rng: random.Random) -> None:
        self._song, self._style, self._plan, self._rng = song, style, plan, rng
        self._bars = [read_bars(text, song.unit_ticks)[0] for text in RHYTHMS[style.rhythms]]
        self._known: dict[tuple, Phrase] = {}
        self._centre = rng.randint(66, 74)
        self._leap = rng.uniform(0.7, 1.4)
        self._length = rng.choice((0.98, 0.95, 0.9, 0.8))

    def write(self) -> list[Note]:
        """The whole melody."""
        notes: list[Note] = []
        for unit in range(0, self._song.units, PHRASE_UNITS):
            if self._plan.plays("melody", unit):
                notes += self._realise(self._phrase(unit), unit)
        return [note for note in notes if note.onset < self._song.end]

    def _bar(self, unit: int):
        """A rhythm of about the density of the section."""
        wanted = 1 + 6 * self._plan.density(unit)
        options = self._rng.sample(self._bars, 3)
        return min(options, key=lambda bar: abs(len(bar) - wanted) + self._rng.random() * 3)

    def _motif(self, unit: int, start: int) -> Motif:
        step, notes = start, []
        for at, length, _ in self._bar(unit):
            notes.append((at, length, step))
            move = self._rng.choices(STEPS, STEP_WEIGHTS)[0]
            if abs(move) > 1 and self._rng.random() > self._leap:
                move //= 2
            if abs(step + move) > 5:
                move = -move
            step += move
        return Motif(tuple(notes))

    def _cadence(self, unit: int, start: int) -> Motif:
        """A few notes, the last one held, and a rest to breathe."""
        bar = self._bar(unit)[:self._rng.choice((1, 1, 2, 3, 4))]
        beat, ticks = self._song.beat_ticks, self._song.unit_ticks
        bar = [hit for hit in bar if hit.at <= ticks // 2] or [bar[0]._replace(at=0, length=beat)]
        notes = [(hit.at, hit.length, start - index) for index, hit in enumerate(bar)]
        at, length, _ = notes[-1]
        room = ticks - at
        held = min(room, max(length, self._rng.choice((beat, 2 * beat, 3 * beat))))
        notes[-1] = (at, held, 0 if self._rng.random() < 0.6 else notes[-1][2])
        return Motif(tuple(notes))

    def _new_phrase(self, unit: int) -> Phrase:
        form = self._rng.choice(FORMS)
        made = {"-": Motif(())}
        motifs = []
        for index, name in enumerate(form):
            if name not in made:
                start = self._rng.randint(-2, 3)
                ends = index == PHRASE_UNITS - 1
                made[name] = (self._cadence if ends else self._motif)(unit, start)
            motifs.append(made[name])
        return Phrase(tuple(motifs), self._centre + self._rng.randint(-4, 5))

    def _vary(self, phrase: Phrase, unit: int) -> Phrase:
        """Another last bar, or a bar moved in pitch."""
        motifs = list(phrase.motifs)
        if self._rng.random() < 0.5:
            motifs[-1] = self._cadence(unit, self._rng.randint(-2, 2))
        else:
            place = self._rng.randrange(PHRASE_UNITS)
            move = self._rng.choice((-2, -1, 1, 2))
            motifs[place] = Motif(tuple((at, length, step + move)
                                        for at, length, step in motifs[place].notes))
        return Phrase(tuple(motifs), phrase.anchor)

    def _phrase(self, unit: int) -> Phrase:
        """A phrase that was heard over these chords, or over others, or a new one."""
        start = unit * self._song.unit_ticks
        end = start + PHRASE_UNITS * self._song.unit_ticks
        first, last = self._song.index_at(start), self._song.index_at(end - 1)
        chords = tuple((max(0, span.start - start), span.label)
                       for span in self._song.spans[first:last + 1])
        phrase = None
        if chords in self._known and self._rng.random() < SAME_CHORDS_CHANCE:
            phrase = self._known[chords]
        elif self._known and self._rng.random() < OTHER_CHORDS_CHANCE:
            phrase = self._rng.choice(list(self._known.values()))
        if phrase is None:
            phrase = self._new_phrase(unit)
        elif self._rng.random() < VARY_CHANCE:
            phrase = self._vary(phrase, unit)
        self._known.setdefault(chords, phrase)
        return phrase

    def _steps(self, span: Span, tick: int) -> tuple[int, ...]:
        """The pitches that may be played over a chord."""
        key = key_at(self._song, tick)
        if self._style.scale == "blues":
            third = span.chord.third if span.chord.root == key[0] else None
            return ladder(blues_classes(key[0], third), LOW, HIGH)
        return ladder(scale_of(span.chord, key), LOW, HIGH)

    def _pitch(self, anchor: int, step: int, span: Span, tick: int, is_strong: bool) -> int:
        steps = self._steps(span, tick)
        place = steps.index(nearest(steps, anchor)) + step
        pitch = steps[min(max(place, 0), len(steps) - 1)]
        if is_strong and self._rng.random() < SNAP_CHANCE:
            chord_tones = ladder(tuple(sorted(span.chord.classes)), LOW, HIGH)
            shared = [tone for tone in chord_tones if tone in steps]
            pitch = nearest(shared or chord_tones, pitch)
        return pitch

    def _realise(self, phrase: Phrase, unit: int) -> list[Note]:
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
                pitch = self._pitch(phrase.anchor, step, span, tick, is_strong)
                accent = 0.72 if is_strong else 0.58
                notes.append(Note(tick, max(60, int(length * self._length)), pitch, accent))
        return self._with_approaches(notes)

    def _with_approaches(self, notes: list[Note]) -> list[Note]:
        """Some short weak notes become the semitone under, or over, the note they lead to."""
        chance = CHROMATIC_CHANCE.get(self._style.rhythms, 0.02)
        for index in range(len(notes) - 1):
            note, after = notes[index], notes[index + 1]
            is_weak = note.onset % self._song.beat_ticks and note.duration <= 260
            if is_weak and after.onset - note.onset <= 240 and self._rng.random() < chance:
                side = self._rng.choice((-1, -1, 1))
                notes[index] = note._replace(pitch=after.pitch + side)
        return notes


def write_melody(song: Song, style: Style, plan: Plan, rng: random.Random) -> list[Note]:
    """The chart's own melody, or a new one."""
    if song.melody is None:
        return MelodyWriter(song, style, plan, rng).write()
    return _phrased(list(song.melody), style, rng)


def _phrased(notes: list[Note], style: Style, rng: random.Random) -> list[Note]:
    """The written melody as a singer of the style has it: some notes come an eighth early."""
    if style.rhythms not in ("swing", "bossa", "soul", "lofi") or rng.random() < 0.5:
        return notes
    for index in range(1, len(notes)):
        before, note = notes[index - 1], notes[index]
        if note.onset % 480 == 0 and before.duration >= 480 and before.end == note.onset \
                and rng.random() < 0.25:
            notes[index - 1] = before._replace(duration=before.duration - 240)
            notes[index] = note._replace(onset=note.onset - 240, duration=note.duration + 240)
    return notes
