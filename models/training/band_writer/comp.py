"""Comping: chords in the rhythm of the style, each led from the last."""

import random

from training.band_writer.charts import key_at
from training.band_writer.keys import scale_of
from training.band_writer.patterns import Groove
from training.band_writer.plan import Plan
from training.band_writer.song import Note, Song
from training.band_writer.style import Style
from training.band_writer.voicings import Voicer

ACCENTS = {"X": 0.8, "x": 0.6, "o": 0.38, "p": 0.7, "s": 0.66}
MIN_TICKS = 50
RESTRIKE_CHANCE = 0.6
DROP_CHANCE = 0.2
PUSH_CHANCE = 0.1
REVOICE_CHANCE = 0.2

Hit = tuple[int, int, str]


def _hits(song: Song, style: Style, plan: Plan, rng: random.Random, part: str) -> list[Hit]:
    """(onset, end, letter) of every chord, some dropped, some pushed an eighth ahead."""
    groove = Groove(style.comp, song.unit_ticks, style.comp_steadiness, rng)
    pushes = rng.random() < 0.5 and style.feel != "tight"
    hits: list[Hit] = []
    for unit in range(song.units):
        if plan.begins_section(unit):
            groove.begin_section()
        bar = groove.next_bar(plan.ends_phrase(unit))
        if not plan.plays(part, unit):
            continue
        start = unit * song.unit_ticks
        for hit in bar:
            if hit.letter != "X" and rng.random() < DROP_CHANCE * (1.2 - plan.density(unit)):
                continue
            at, end = start + hit.at, start + hit.at + hit.length
            if pushes and hit.at == 0 and unit and hit.length >= 240 and rng.random() < PUSH_CHANCE:
                at -= 240
            hits.append((at, end, hit.letter))
    return _ordered(hits, song.end)


def _ordered(hits: list[Hit], end: int) -> list[Hit]:
    """Each chord ends where the next begins."""
    ordered = sorted({hit[0]: hit for hit in hits}.values())
    limits = [hit[0] for hit in ordered[1:]] + [end]
    return [(at, min(to, limit), letter) for (at, to, letter), limit
            in zip(ordered, limits, strict=True)]


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


def write_comp(song: Song, style: Style, plan: Plan, rng: random.Random,
               part: str = "comp") -> list[Note]:
    """The chords of one player."""
    voicer = Voicer(style.voicings, style.colour, style.comp_range, rng)
    notes: list[Note] = []
    stack: tuple[int, ...] = ()
    told = -1
    for at, end, letter in _split_at_changes(song, _hits(song, style, plan, rng, part), rng):
        span = song.span_of_hit(at, end)
        if span.start != told or not stack or rng.random() < REVOICE_CHANCE * style_freedom(style):
            stack = voicer.voice(span.chord, scale_of(span.chord, key_at(song, at)))
            told = span.start
        pitches = stack if letter != "o" or len(stack) < 4 else stack[1:]
        length = max(MIN_TICKS, end - at)
        notes += [Note(at, length, pitch, ACCENTS[letter]) for pitch in pitches]
    return notes


def style_freedom(style: Style) -> float:
    """How readily a player of the style changes the voicing within a chord."""
    return 1.6 - style.comp_steadiness
