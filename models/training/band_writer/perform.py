"""From written notes to played ones: swing, lean, jitter, accents, articulation."""

import random
from dataclasses import dataclass

from training.band_writer.session import Session
from training.band_writer.song import Note

# MIDI pitches that each part keeps to
RANGES = {"bass": (28, 57), "comp": (40, 88), "riff": (40, 88), "lead": (45, 96),
          "harmony": (40, 92), "melody": (45, 98)}
VELOCITIES = {"bass": 84, "comp": 68, "riff": 74, "lead": 78, "harmony": 68, "melody": 88,
              "drums": 84}
ACCENT_SPAN = 70
MAX_OFF_MS = 15.0
STRUM_MS = 7.0
SHORTEST = 20


@dataclass(frozen=True)
class Feel:
    """Where the second eighth and the second sixteenth fall, in ticks, and the tempo."""

    bpm: float
    eighth: int = 240
    sixteenth: int = 120

    def ticks(self, milliseconds: float) -> float:
        """Milliseconds in ticks."""
        return milliseconds * self.bpm * 480 / 60_000

    def bend(self, tick: int) -> int:
        """Moves a tick to where the feel puts it."""
        beat, place = divmod(tick, 480)
        if self.sixteenth != 120 and place % 240 == 120:
            return tick + self.sixteenth - 120
        if self.eighth == 240:
            return tick
        if place in (240, 320):
            return beat * 480 + self.eighth
        return beat * 480 + {120: self.eighth // 2, 360: (self.eighth + 480) // 2}.get(place, place)


@dataclass(frozen=True)
class Hand:
    """One player's habits: mean lean and spread in milliseconds, loudness, strumming."""

    lean_ms: float
    spread_ms: float
    velocity: float
    strums: bool = False


def choose_hand(part: str, rng: random.Random, strums: bool = False) -> Hand:
    """A player for a part."""
    lean = {"bass": rng.uniform(-4, 6), "melody": rng.uniform(-2, 9)}.get(part,
                                                                         rng.uniform(-4, 5))
    return Hand(lean, rng.uniform(1.5, 5), VELOCITIES[part] + rng.gauss(0, 6), strums)


def _in_range(pitch: int, part: str) -> int:
    low, high = RANGES[part]
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return pitch


def _clip(milliseconds: float) -> float:
    return max(-MAX_OFF_MS, min(MAX_OFF_MS, milliseconds))


def _velocity(note: Note, session: Session, hand: Hand, rng: random.Random) -> int:
    song, plan = session.song, session.plan
    place = note.onset % song.unit_ticks
    beat = 4 if place == 0 else 2 if place % song.beat_ticks == 0 else 0
    phrase = 4 * song.unit_ticks
    swell = 4 * (1 - abs(2 * (note.onset % phrase) / phrase - 1))
    energy = 10 * (plan.density(min(note.onset // song.unit_ticks, song.units - 1)) - 0.6)
    loud = hand.velocity + ACCENT_SPAN * (note.accent - 0.62) + beat + swell + energy
    return int(max(12, min(126, loud + rng.gauss(0, 4))))


def play(notes: list[Note], part: str, session: Session, feel: Feel, hand: Hand,
         rng: random.Random) -> list[list[int]]:
    """Plays one part: [onset, duration, pitch, velocity], sorted, no pitch over itself."""
    end = session.song.end
    played = []
    onset_off: dict[int, float] = {}
    ranks: dict[int, int] = {}
    for note in sorted(notes):
        if note.onset not in onset_off:
            onset_off[note.onset] = rng.gauss(hand.lean_ms, hand.spread_ms)
        rank = ranks[note.onset] = ranks.get(note.onset, -1) + 1
        own = onset_off[note.onset] + rng.gauss(0, 1.2) + (STRUM_MS * rank if hand.strums else 0)
        start = feel.bend(note.onset) + round(feel.ticks(_clip(own)))
        start = max(0, min(start, end - SHORTEST))
        stop = feel.bend(note.end) - round(feel.ticks(rng.uniform(0, 14)))
        stop = min(max(stop, start + SHORTEST), end)
        played.append([start, stop - start, _in_range(note.pitch, part),
                       _velocity(note, session, hand, rng)])
    return without_overlaps(played)


def play_drums(notes: list[Note], session: Session, feel: Feel,
               rng: random.Random) -> list[list[int]]:
    """Plays a made drum pattern."""
    lean, spread = rng.uniform(-4, 4), rng.uniform(1.5, 4)
    hand = Hand(lean, spread, VELOCITIES["drums"] + rng.gauss(0, 5))
    played = []
    for note in sorted(notes):
        off = feel.ticks(_clip(rng.gauss(lean, spread)))
        start = max(0, feel.bend(note.onset) + round(off))
        played.append([start, note.duration, note.pitch, _velocity(note, session, hand, rng)])
    return clip_drums(played, session.song.end)


def clip_drums(notes: list[list[int]], end: int) -> list[list[int]]:
    """Drum notes inside the piece, sorted, each sound once at a tick."""
    kept: dict[tuple[int, int], list[int]] = {}
    for onset, duration, sound, velocity in sorted(notes):
        start = max(0, onset)
        if start < end - 1:
            kept[start, sound] = [start, max(1, min(duration, end - start)), sound, velocity]
    return sorted(kept.values())


def without_overlaps(notes: list[list[int]]) -> list[list[int]]:
    """Sorted notes; one pitch ends before it sounds again."""
    last: dict[int, list[int]] = {}
    kept = []
    for note in sorted(notes):
        before = last.get(note[2])
        if before and before[0] + before[1] > note[0]:
            if note[0] - before[0] < SHORTEST:
                continue
            before[1] = note[0] - before[0]
        last[note[2]] = note
        kept.append(note)
    return sorted(kept)
