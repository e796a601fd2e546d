"""Finds the monophonic melodies of a piece and lays them on a grid of steps."""

from dataclasses import dataclass
from statistics import median

from training.bar_lines import metre_regions, pickup_ticks
from training.melody_rnn.melody_tokens import FIRST_PITCH, MAX_PITCH, MIN_PITCH, events_from_notes
from training.pieces import TICKS_PER_QUARTER, bar_ticks_of

MIN_NOTES = 8
MAX_OVERLAP_SHARE = 0.03
MIN_SHARE_IN_RANGE = 0.97
LOWEST_MEDIAN_PITCH = 55
SLACK_TICKS = 12
MAX_OFF_GRID_SHARE = 0.2
MAX_EMPTY_BARS = 1


@dataclass(frozen=True)
class Melody:
    """A melody that begins on a bar line. Events are one a step."""

    piece_id: str
    steps_per_quarter: int
    bar_steps: int
    events: list[int]


def is_melody(track: dict) -> bool:
    """Whether a track is one voice, not a bass and not drums."""
    notes = track["notes"]
    if track["drum"] or len(notes) < MIN_NOTES:
        return False
    ordered = sorted(notes)
    overlaps = sum(
        later[0] < note[0] + note[1] - 30 for note, later in zip(ordered, ordered[1:], strict=False)
    )
    middle = median(note[2] for note in notes)
    return overlaps <= MAX_OVERLAP_SHARE * len(notes) and middle >= LOWEST_MEDIAN_PITCH


def octave_shift(notes: list) -> int | None:
    """The octaves (in semitones) that bring the notes into range, or None."""
    def share_inside(shift: int) -> float:
        return sum(MIN_PITCH <= note[2] + shift <= MAX_PITCH for note in notes) / len(notes)

    best = max((0, -12, 12), key=share_inside)
    return best if share_inside(best) >= MIN_SHARE_IN_RANGE else None


def steps_per_quarter_of(notes: list, metre: tuple[int, int]) -> int | None:
    """4, or 3 for a tune in triplets, or None when neither grid holds it."""
    for steps in (4, 3):
        step_ticks = TICKS_PER_QUARTER // steps
        off = sum(
            SLACK_TICKS < note[0] % step_ticks < step_ticks - SLACK_TICKS for note in notes
        )
        fits_bar = bar_ticks_of(*metre) % step_ticks == 0
        if fits_bar and off <= MAX_OFF_GRID_SHARE * len(notes):
            return steps
    return None


def quantised(notes: list, origin_tick: int, step_ticks: int) -> list[tuple[int, int, int]]:
    """Notes as (start_step, end_step, pitch), one a start: the longest, then the highest."""
    best: dict[int, tuple[int, int, int]] = {}
    for onset, duration, pitch, *_ in notes:
        start = round((onset - origin_tick) / step_ticks)
        end = max(start + 1, round((onset + duration - origin_tick) / step_ticks))
        if start not in best or (duration, pitch) > best[start][:2]:
            best[start] = (duration, pitch, end)
    return [(start, end, pitch) for start, (_, pitch, end) in sorted(best.items())]


def stretches(events: list[int], bar_steps: int) -> list[list[int]]:
    """The events cut where more than a bar or two has no note, always at bar lines."""
    bars = [events[at:at + bar_steps] for at in range(0, len(events), bar_steps)]
    found: list[list[int]] = []
    current: list[int] = []
    empty = MAX_EMPTY_BARS + 1
    for bar in bars:
        has_note = any(event >= FIRST_PITCH for event in bar)
        empty = 0 if has_note else empty + 1
        if empty <= MAX_EMPTY_BARS:
            current += bar
        elif current:
            found.append(current)
            current = []
    if current:
        found.append(current)
    return [one for one in found
            if sum(event >= FIRST_PITCH for event in one) >= MIN_NOTES
            and len(one) >= 2 * bar_steps]


def melodies_of_region(notes: list, piece: dict, region: tuple) -> list[Melody]:
    """The melodies of one voice within a span of one metre."""
    start, end, metre = region
    inside = [note for note in notes if start <= note[0] + SLACK_TICKS and note[0] < end]
    if len(inside) < MIN_NOTES:
        return []
    shift = octave_shift(inside)
    steps_per_quarter = steps_per_quarter_of(inside, metre)
    if shift is None or steps_per_quarter is None:
        return []
    bar_ticks = bar_ticks_of(*metre)
    step_ticks = TICKS_PER_QUARTER // steps_per_quarter
    pickup = pickup_ticks([[note[0] - start, note[1]] for note in inside], bar_ticks, piece["set"])
    origin = start + (pickup - bar_ticks if pickup else 0)
    moved = [(onset, length, pitch + shift) for onset, length, pitch, *_ in inside]
    grid = quantised(moved, origin, step_ticks)
    bar_steps = bar_ticks // step_ticks
    bars = -(-max(note_end for _, note_end, _ in grid) // bar_steps)
    events = events_from_notes(grid, bars * bar_steps)
    return [Melody(piece["id"], steps_per_quarter, bar_steps, one)
            for one in stretches(events, bar_steps)]


def melodies_of(piece: dict) -> list[Melody]:
    """Every melody of a piece."""
    found = []
    for track in filter(is_melody, piece["tracks"]):
        end_tick = max(note[0] for note in track["notes"]) + 1
        for region in metre_regions(piece, end_tick):
            found += melodies_of_region(track["notes"], piece, region)
    return found
