"""Bass lines from patterns: roots on the changes, fifths, octaves, approaches and ghosts."""

import random

from training.band_writer.charts import key_at
from training.band_writer.chords import Chord
from training.band_writer.keys import scale_of
from training.band_writer.patterns import Groove, Hit
from training.band_writer.plan import Plan
from training.band_writer.song import Note, Song, Span
from training.band_writer.style import Style
from training.band_writer.walking import approach, walk

LOW, HIGH = 28, 55
CENTRE = 37.0
PULL = 0.35
GHOST_ACCENT, PLAIN_ACCENT, ROOT_ACCENT = 0.25, 0.6, 0.75
DROP_CHANCE = 0.12
GHOST_CHANCE = 0.05


def place(pitch_class: int, last: int | None, rng: random.Random) -> int:
    """The octave of a pitch class nearest to the last pitch and the middle of the range."""
    wanted = CENTRE if last is None else last * (1 - PULL) + CENTRE * PULL
    options = range(LOW + (pitch_class - LOW) % 12, HIGH + 1, 12)
    return min(options, key=lambda pitch: abs(pitch - wanted) + rng.random() * 3)


def degree(letter: str, chord: Chord, root_pitch: int) -> int:
    """The pitch of a chord degree over or under a root that has been placed."""
    seventh = chord.seventh
    over = {"R": 0, "8": 12, "5": chord.fifth, "L": chord.fifth - 12, "3": chord.third or 0,
            "6": 9, "7": seventh if seventh is not None else 12}[letter]
    if chord.bass != chord.root and letter in "5L37":
        over = (chord.root + (chord.fifth if letter in "5L" else 0) - chord.bass) % 12
        over -= 12 if letter == "L" else 0
    pitch = root_pitch + over
    if pitch > HIGH:
        pitch -= 12
    return pitch + 12 if pitch < LOW else pitch


class _Player:
    """Turns hits into pitches, one after another."""

    def __init__(self, song: Song, rng: random.Random) -> None:
        self._song, self._rng = song, rng
        self._last: int | None = None
        self._root: dict[int, int] = {}

    def root_of(self, span: Span) -> int:
        """The pitch of a chord's bass, the same as long as the chord stays."""
        if span.start not in self._root:
            self._root = {span.start: place(span.chord.bass, self._last, self._rng)}
        return self._root[span.start]

    def pitch(self, hit: Hit, span: Span, following: Span) -> int:
        """The pitch of a hit in a chord."""
        if hit.letter == "g" and self._last is not None:
            return self._last
        if hit.letter == "A" and following.start != span.start:
            scale = scale_of(span.chord, key_at(self._song, hit.at))
            target = place(following.chord.bass, self._last, self._rng)
            pitch = approach(target, scale, self._rng)
        else:
            letter = {"A": self._rng.choice("583"), "g": "R"}.get(hit.letter, hit.letter)
            pitch = degree(letter, span.chord, self.root_of(span))
        self._last = min(max(pitch, LOW), HIGH)
        return self._last


def _hits(song: Song, style: Style, plan: Plan, rng: random.Random) -> list[Hit]:
    """All hits at their place in the song, thinned and ghosted here and there."""
    groove = Groove(style.bass, song.unit_ticks, style.steadiness, rng)
    hits = []
    for unit in range(song.units):
        if plan.begins_section(unit):
            groove.begin_section()
        bar = groove.next_bar(plan.ends_phrase(unit))
        if not plan.plays("bass", unit):
            continue
        for hit in bar:
            if hit.at and rng.random() < DROP_CHANCE * (1.6 - plan.density(unit)):
                continue
            hits.append(hit._replace(at=hit.at + unit * song.unit_ticks))
    return hits


def _with_changes(song: Song, plan: Plan, hits: list[Hit]) -> list[Hit]:
    """Adds a root where a chord begins and nothing near it says so."""
    heard = sorted(hit.at for hit in hits)
    pushed = {song.span_after(hit.at).start for hit in hits
              if song.span_of_hit(hit.at, hit.at + hit.length).start != song.span_at(hit.at).start}
    added = [Hit(span.start, song.beat_ticks, "R") for span in song.spans
             if span.start not in heard and span.start not in pushed
             and plan.plays("bass", span.start // song.unit_ticks)]
    return sorted({hit.at: hit for hit in [*added, *hits]}.values())


def pattern_bass(song: Song, style: Style, plan: Plan, rng: random.Random) -> list[Note]:
    """A bass line from the patterns of a style."""
    hits = _with_changes(song, plan, _hits(song, style, plan, rng))
    player = _Player(song, rng)
    notes = []
    told = -1
    for index, hit in enumerate(hits):
        limit = hits[index + 1].at if index + 1 < len(hits) else song.end
        end = min(hit.at + hit.length, limit, song.end)
        span = song.span_of_hit(hit.at, end)
        following = song.span_at(limit) if limit < song.end else song.spans[0]
        if span.start != told and hit.letter not in "R":
            hit = hit._replace(letter="R")
        told = span.start
        pitch = player.pitch(hit, span, following)
        accent = {"g": GHOST_ACCENT, "R": ROOT_ACCENT}.get(hit.letter, PLAIN_ACCENT)
        end = min(end, span.end) if end > span.end > hit.at and span.start <= hit.at else end
        notes.append(Note(hit.at, max(30, end - hit.at), pitch, accent))
    return notes


def write_bass(song: Song, style: Style, plan: Plan, rng: random.Random) -> list[Note]:
    """The bass line of a style, walking or from patterns."""
    if style.walks and song.family in "43":
        return walk(song, plan, rng, two_feel=0.4 if "gypsy" in style.name else 0.25)
    return pattern_bass(song, style, plan, rng)
