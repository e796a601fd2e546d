"""Loops as ears hear them: late notes, lost ones, octaves and fifths that nobody played."""

import random

from training.chord_finder.vocabulary import KINDS, NO_CHORD, QUALITIES

JITTER, LOST, GHOSTS = 24, 0.12, 0.1
GHOST_STEPS = (12, -12, 12, -12, 19, 7, -5)
CLOSED, OPENED = 0.5, 1.3
POWER_SHARE = 0.08


def heard_badly(notes: list, length: int, rng: random.Random) -> list:
    """The notes as a transcriber writes them; not all are lost."""
    jitter, lost, ghosts = (rng.uniform(0.3, 1.5) * most for most in (JITTER, LOST, GHOSTS))
    found = []
    for start, duration, pitch, velocity in notes:
        if rng.random() < lost and len(notes) > 4:
            continue
        moved = min(length - 1, max(0, round(start + rng.uniform(-jitter, jitter))))
        lasts = max(40, round(duration * rng.uniform(CLOSED, OPENED)))
        loud = min(1, max(0.1, velocity * rng.uniform(0.6, 1.4)))
        found.append([moved, min(lasts, length - moved), pitch, loud])
        if rng.random() < ghosts:
            ghost = pitch + rng.choice(GHOST_STEPS)
            found.append([moved, max(40, min(lasts, length - moved) // 2), ghost, loud * 0.7])
    return sorted(found)


def _voiced(state: int, is_power: bool, rng: random.Random) -> list[int]:
    root, quality = divmod(state, KINDS)
    if is_power:
        return [36 + root, 43 + root, 48 + root]
    tones = [(root + tone) % 12 for tone in QUALITIES[quality]]
    low = rng.randint(45, 55)
    upper = sorted({low + (tone - low) % 12 for tone in tones})
    upper += [pitch + 12 for pitch in upper[:rng.randint(0, 2)]]
    if rng.random() < 0.2:
        return upper
    bass = tones[0] if rng.random() < 0.8 else rng.choice(tones[1:3])
    return [36 + bass, *upper]


def comped(states: list[int], metre: tuple[int, int], rng: random.Random) -> list:
    """Chords struck, strummed or broken over the beats of a loop."""
    beat, beats = 1920 // metre[1], metre[0]
    style = rng.choice(("held", "bars", "beats", "broken", "bass"))
    # Without thirds.
    is_power = rng.random() < POWER_SHARE
    notes, first = [], 0
    while first < len(states):
        end = first + 1
        while end < len(states) and states[end] == states[first] and end % beats:
            end += 1
        if states[first] not in (NO_CHORD, -1):
            pitches, span = _voiced(states[first], is_power, rng), (end - first) * beat
            start = first * beat
            if style in ("held", "bars"):
                lasts = span if style == "held" else min(span, beat)
                notes += [[start + 8 * at, lasts - 8 * at, pitch, 0.7]
                          for at, pitch in enumerate(pitches)]
            elif style == "beats":
                notes += [[start + at, beat * 3 // 4, pitch, 0.6]
                          for at in range(0, span, beat) for pitch in pitches]
            elif style == "bass":
                notes += [[start, beat, pitches[0], 0.8]]
                notes += [[start + at, beat // 2, pitch, 0.6]
                          for at in range(beat, span, beat) for pitch in pitches[1:]]
            else:
                step = beat if metre[1] == 8 else beat // 2
                notes += [[start + at, step * 2, pitches[at // step % len(pitches)], 0.6]
                          for at in range(0, span, step)]
        first = end
    return sorted(notes)


def atonal(rng: random.Random) -> list:
    """Two bars of 4/4 without a chord: a cluster, a chromatic run, two keys at once, chance."""
    low, length = rng.randint(40, 72), 3840
    kind = rng.randrange(4)
    if kind == 0:
        span = rng.randint(4, 7)
        return [[0, length, low + step, 0.7] for step in range(span)]
    if kind == 1:
        step = rng.choice((120, 240, 240, 480))
        way = rng.choice((1, -1))
        return [[at * step, step, low + way * (at % 24), 0.7] for at in range(length // step)]
    if kind == 2:
        other = low + rng.choice((1, 6, 6, 11, 13))
        return [[0, length, base + tone, 0.7] for base in (low, other) for tone in (0, 4, 7)]
    return [[at * 240, 240, rng.randint(48, 72), 0.7] for at in range(16)]
