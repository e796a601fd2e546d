"""The rhythm of a bass line: patterns, the bass drum, and a run at the end of a phrase."""

import random

from training.band_writer.patterns import Groove, Hit, read_bars
from training.band_writer.session import Session

DROP_CHANCE = 0.12
PHRASE_FILL_CHANCE, SECTION_FILL_CHANCE = 0.12, 0.35
# Runs over the second half of a unit, S a step of the scale and A an approach, by family and feel
RUNS = {
    ("4", "straight"): ("S-S-S-A-", "..SSS-A-", "S-SSS-A-", "....S-A-", "S---S-A-", "....SSSA",
                        "R-S-S-A-", "R-..S-SA"),
    ("4", "swing"): ("S-S-S-A-", "..S-S-A-", "S---S-A-", "R---SSSA"),
    ("4", "triplets"): ("S-SS-A", "SSSS-A", "...SSA", "R-SS-A", "...S-A"),
    ("3", "straight"): ("S-S-A-", "S-A-", "SSA"), ("3", "swing"): ("S-S-A-", "S-A-"),
    ("6", "straight"): ("SSA", "S-A", "S-SS-A"),
}
LOCKED_LETTERS, LOCKED_WEIGHTS = "R857A", (9, 3, 3, 1, 2)
LONGEST_LOCKED = 480


def _run(session: Session, rng: random.Random) -> list[Hit]:
    """A run into the next section, in the second half of a unit."""
    style, half = session.style, session.song.unit_ticks // 2
    feel = "swing" if style.feel == "swing" else "straight"
    if style.rhythms == "shuffle":
        feel = "triplets"
    if session.song.family == "3":
        half = 480
    length = session.song.unit_ticks - half
    text = rng.choice(RUNS.get((session.song.family, feel), RUNS["6", "straight"]))
    if length % len(text):
        return []
    return [hit._replace(at=hit.at + half) for hit in read_bars(text, length)[0]]


def _locked(kicks: tuple[int, ...], unit_ticks: int, rng: random.Random) -> list[Hit]:
    """A note with every bass drum."""
    starts = sorted({0, *kicks}) if rng.random() < 0.85 else list(kicks)
    ends = [*starts[1:], unit_ticks]
    hits = []
    for at, end in zip(starts, ends, strict=True):
        letter = "R" if not at else rng.choices(LOCKED_LETTERS, LOCKED_WEIGHTS)[0]
        hits.append(Hit(at, min(end - at, rng.choice((120, 240, LONGEST_LOCKED))), letter))
    return hits


def bass_hits(session: Session, rng: random.Random) -> list[Hit]:
    """All hits at their place in the song."""
    song, style, plan = session.song, session.style, session.plan
    groove = Groove(style.bass, song.unit_ticks, style.steadiness, rng)
    locks = bool(session.kicks) and rng.random() < style.locks
    hits: list[Hit] = []
    for unit in range(song.units):
        if plan.begins_section(unit):
            groove.begin_section()
        bar = list(groove.next_bar(plan.ends_phrase(unit)))
        if locks and session.kicks.get(unit):
            bar = _locked(session.kicks[unit], song.unit_ticks, rng)
        if not plan.plays("bass", unit):
            continue
        fill = SECTION_FILL_CHANCE if plan.ends_section(unit) else PHRASE_FILL_CHANCE
        if plan.ends_phrase(unit) and rng.random() < fill and (run := _run(session, rng)):
            bar = [hit for hit in bar if hit.at < run[0].at] + run
        drop = DROP_CHANCE * (1.6 - plan.density(unit))
        hits += [hit._replace(at=hit.at + unit * song.unit_ticks) for hit in bar
                 if not hit.at or rng.random() > drop]
    return hits
