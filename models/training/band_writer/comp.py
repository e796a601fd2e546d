"""Comping: chords in the rhythm of the style, each led from the last."""

import random

from training.band_writer.charts import key_at
from training.band_writer.keys import scale_of
from training.band_writer.patterns import Groove
from training.band_writer.session import Session
from training.band_writer.song import Note, Song
from training.band_writer.voicings import Voicer

ACCENTS = {"X": 0.8, "x": 0.6, "o": 0.38}
MIN_TICKS = 50
RESTRIKE_CHANCE = 0.6
DROP_CHANCE = 0.2
PUSH_CHANCE = 0.1
REVOICE_CHANCE = 0.2
BREAK_CHANCE = 0.1
# A listening player leaves room where the melody is busy: notes a bar, and how much more it rests
BUSY_NOTES, BUSY_FACTOR, QUIET_FACTOR = 6, 2.0, 0.4
LISTENING = 0.6

Hit = tuple[int, int, str]


def _drop_chance(session: Session, unit: int) -> float:
    """How readily a chord is left out in a unit."""
    chance = DROP_CHANCE * (1.2 - session.plan.density(unit))
    if session.style.comp_steadiness > LISTENING or not session.melody:
        return chance
    count = session.melody_notes(unit)
    return chance * (BUSY_FACTOR if count >= BUSY_NOTES else QUIET_FACTOR if count < 2 else 1)


def _hits(session: Session, rng: random.Random, part: str) -> list[Hit]:
    """(onset, end, letter) of every chord, some dropped, some pushed an eighth ahead."""
    song, plan = session.song, session.plan
    groove = Groove(session.style.comp, song.unit_ticks, session.style.comp_steadiness, rng)
    pushes = rng.random() < 0.5
    hits: list[Hit] = []
    for unit in range(song.units):
        if plan.begins_section(unit):
            groove.begin_section()
        bar = groove.next_bar(plan.ends_phrase(unit))
        if not plan.plays(part, unit):
            continue
        drop = _drop_chance(session, unit)
        breaks = plan.ends_section(unit) and rng.random() < BREAK_CHANCE
        for hit in bar[:1] if breaks else bar:
            if hit.letter != "X" and rng.random() < drop:
                continue
            at = unit * song.unit_ticks + hit.at
            can_push = pushes and hit.at == 0 and unit and hit.length >= 240
            start = at - 240 if can_push and rng.random() < PUSH_CHANCE else at
            hits.append((start, at + hit.length, hit.letter))
    return _ordered(hits, song.end)


def _ordered(hits: list[Hit], end: int) -> list[Hit]:
    """Each chord ends where the next begins."""
    ordered = sorted({hit[0]: hit for hit in hits}.values())
    limits = [hit[0] for hit in ordered[1:]] + [end]
    return [(at, min(to, limit), letter) for (at, to, letter), limit
            in zip(ordered, limits, strict=False)]


def _split_at_changes(song: Song, hits: list[Hit], rng: random.Random) -> list[Hit]:
    """A chord does not sound into the next one: it is cut there, and often struck anew."""
    parts: list[Hit] = []
    for at, end, letter in hits:
        span = song.span_of_hit(at, end)
        limit = span.end if span.end > at else song.end
        if limit >= end:
            parts.append((at, end, letter))
            continue
        parts.append((at, limit, letter))
        if end - limit >= song.beat_ticks and rng.random() < RESTRIKE_CHANCE:
            parts += _split_at_changes(song, [(limit, end, letter)], rng)
    return parts


def write_comp(session: Session, rng: random.Random, part: str = "comp") -> list[Note]:
    """The chords of one player."""
    song, style = session.song, session.style
    voicer = Voicer(style.voicings, style.colour, style.comp_range, rng)
    # A player who does not repeat a rhythm does not keep to a voicing either
    revoice = REVOICE_CHANCE * (1.6 - style.comp_steadiness)
    notes: list[Note] = []
    stack: tuple[int, ...] = ()
    told = -1
    for at, end, letter in _split_at_changes(song, _hits(session, rng, part), rng):
        span = song.span_of_hit(at, end)
        if span.start != told or not stack or rng.random() < revoice:
            stack = voicer.voice(span.chord, scale_of(span.chord, key_at(song, at)))
            told = span.start
        pitches = stack if letter != "o" or len(stack) < 4 else stack[1:]
        notes += [Note(at, max(MIN_TICKS, end - at), pitch, ACCENTS[letter]) for pitch in pitches]
    return notes
