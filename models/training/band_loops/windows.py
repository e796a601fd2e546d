"""Stretches of whole bars, cut out of pieces."""

from training.pieces import bar_ticks_of

Notes = list[list]
MIN_NOTES_A_BAR = 1.5
# The app's metres stand in for the others, with its bars for each bar of the source
STAND_INS = {(2, 2): ((4, 4), 1), (3, 8): ((6, 8), 0.5), (12, 8): ((6, 8), 2)}
APP_METRES = ((2, 4), (3, 4), (4, 4), (5, 4), (6, 8), (7, 8))


def shown_metre(metre: tuple[int, int]) -> tuple[tuple[int, int], float] | None:
    """The app's metre, and how many of its bars a bar of the piece is; None if there is none."""
    if metre in APP_METRES:
        return metre, 1
    return STAND_INS.get(metre)


def window(notes: Notes, start: int, end: int) -> Notes:
    """What begins in [start, end), counted from start and ended with it: velocities from 0 to 1."""
    return sorted([onset - start, min(duration, end - onset), pitch, round(velocity / 127, 2)]
                  for onset, duration, pitch, velocity in notes
                  if start <= onset < end and duration > 0)


def top_line(notes: Notes) -> Notes:
    """The highest note of each onset, each ended by the next."""
    highest: dict[int, list] = {}
    for note in notes:
        if note[0] not in highest or note[2] > highest[note[0]][2]:
            highest[note[0]] = note
    line = [list(highest[onset]) for onset in sorted(highest)]
    for note, following in zip(line, line[1:], strict=False):
        note[1] = min(note[1], following[0] - note[0])
    return line


def full_windows(melody: Notes, metre: tuple[int, int], first: int, bars: int) -> list[int]:
    """Where `bars` bars begin whose every half has enough melody; by tick, each beyond the last."""
    bar = bar_ticks_of(*metre)
    found: list[int] = []
    last = max((note[0] for note in melody), default=0)
    start = first
    while start + bars * bar <= last + bar:
        halves = [start, start + bars * bar // 2, start + bars * bar]
        counts = [sum(low <= note[0] < high for note in melody)
                  for low, high in zip(halves, halves[1:], strict=False)]
        if min(counts) >= max(1, MIN_NOTES_A_BAR * bars / 2):
            found.append(start)
            start += bars * bar
        else:
            start += bar
    return found
