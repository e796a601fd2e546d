"""Bass lines from patterns: roots on the changes, fifths, octaves, approaches and ghosts."""

import random

from training.band_writer.bass_hits import bass_hits
from training.band_writer.charts import key_at
from training.band_writer.chords import Chord
from training.band_writer.keys import ladder, nearest, scale_of
from training.band_writer.patterns import Hit
from training.band_writer.session import Session
from training.band_writer.song import Note, Song, Span
from training.band_writer.walking import approach, walk

LOW, HIGH = 28, 55
CENTRE = 37.0
PULL = 0.35
GHOST_ACCENT, PLAIN_ACCENT, ROOT_ACCENT = 0.25, 0.6, 0.75
TWO_FEEL_CHANCE = 0.18


def place(pitch_class: int, last: int | None, rng: random.Random) -> int:
    """The octave of a pitch class nearest to the last pitch and the middle of the range."""
    wanted = CENTRE if last is None else last * (1 - PULL) + CENTRE * PULL
    options = range(LOW + (pitch_class - LOW) % 12, HIGH + 1, 12)
    return min(options, key=lambda pitch: abs(pitch - wanted) + rng.random() * 3)


def degree(letter: str, chord: Chord, root_pitch: int) -> int:
    """The pitch of a chord degree over or under a bass note that has been placed."""
    seventh = chord.seventh
    over = {"R": 0, "8": 12, "5": chord.fifth, "L": chord.fifth - 12,
            "3": chord.third or 0, "6": 9 if chord.third == 4 else 10,
            "7": seventh if seventh is not None else 12}[letter]
    if chord.bass != chord.root and letter in "5L367":
        over = (chord.root + over - chord.bass) % 12 - (12 if letter == "L" else 0)
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

    def _root_of(self, span: Span) -> int:
        """The pitch of a chord's bass, the same as long as the chord stays."""
        if span.start not in self._root:
            self._root = {span.start: place(span.chord.bass, self._last, self._rng)}
        return self._root[span.start]

    def _step(self, hit: Hit, span: Span) -> int:
        """A step of the scale towards the next chord, or away from it when it is too near."""
        last = self._last or self._root_of(span)
        steps = ladder(scale_of(span.chord, key_at(self._song, hit.at)), LOW, HIGH)
        target = place(self._song.span_after(hit.at).chord.bass, last, self._rng)
        sign = 1 if target > last else -1
        if abs(target - last) < 3:
            sign = -sign
        index = steps.index(nearest(steps, last)) + sign
        return steps[min(max(index, 0), len(steps) - 1)]

    def pitch(self, hit: Hit, span: Span, following: Span) -> int:
        """The pitch of a hit in a chord."""
        if hit.letter == "g" and self._last is not None:
            return self._last
        if hit.letter == "S":
            pitch = self._step(hit, span)
        elif hit.letter == "A" and following.start != span.start:
            scale = scale_of(span.chord, key_at(self._song, hit.at))
            pitch = approach(place(following.chord.bass, self._last, self._rng), scale, self._rng)
        else:
            letter = {"A": self._rng.choice("583"), "g": "R"}.get(hit.letter, hit.letter)
            pitch = degree(letter, span.chord, self._root_of(span))
        self._last = min(max(pitch, LOW), HIGH)
        return self._last


def _with_changes(session: Session, hits: list[Hit]) -> list[Hit]:
    """Adds a root where a chord begins and nothing near it says so."""
    song = session.song
    heard = {hit.at for hit in hits}
    pushed = {song.span_after(hit.at).start for hit in hits
              if song.span_of_hit(hit.at, hit.at + hit.length).start != song.span_at(hit.at).start}
    added = [Hit(span.start, song.beat_ticks, "R") for span in song.spans
             if span.start not in heard and span.start not in pushed
             and session.plan.plays("bass", span.start // song.unit_ticks)]
    return sorted({hit.at: hit for hit in [*added, *hits]}.values())


def pattern_bass(session: Session, rng: random.Random) -> list[Note]:
    """A bass line from the patterns of a style."""
    song = session.song
    hits = _with_changes(session, bass_hits(session, rng))
    player = _Player(song, rng)
    notes: list[Note] = []
    told = -1
    for index, hit in enumerate(hits):
        limit = hits[index + 1].at if index + 1 < len(hits) else song.end
        end = min(hit.at + hit.length, limit, song.end)
        span = song.span_of_hit(hit.at, end)
        if span.start != told:
            hit = hit._replace(letter="R")
        told = span.start
        following = song.span_at(limit) if limit < song.end else song.spans[0]
        pitch = player.pitch(hit, span, following)
        if span.start <= hit.at:
            end = min(end, span.end)
        accent = {"g": GHOST_ACCENT, "R": ROOT_ACCENT}.get(hit.letter, PLAIN_ACCENT)
        notes.append(Note(hit.at, max(30, end - hit.at), pitch, accent))
    return notes


def write_bass(session: Session, rng: random.Random) -> list[Note]:
    """The bass line of a style, walking or from patterns."""
    if session.style.walks:
        return walk(session.song, session.plan, rng, TWO_FEEL_CHANCE)
    return pattern_bass(session, rng)
