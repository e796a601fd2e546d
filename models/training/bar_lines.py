"""Where the bar lines of a piece really lie: many files count their pickup as a bar's beginning."""

from training.pieces import TICKS_PER_QUARTER, bar_ticks_of

EIGHTH_TICKS = TICKS_PER_QUARTER // 2
SLACK_TICKS = 30
# How much better another place must fit before the file's own bar lines are doubted.
DOUBT = {"m21_oneills": 0.12, "m21_ryans": 0.12, "m21_airds_misc": 0.12, "mutopia": 0.12,
         "m21_bach": 0.12}
DOUBT_ELSEWHERE = 0.3


def fit(notes: list, bar_ticks: int, phase_ticks: int) -> float:
    """How well bar lines at this phase agree with the notes: long notes begin on them."""
    gain = 0
    for onset, duration, *_ in notes:
        place = (onset - phase_ticks + SLACK_TICKS) % bar_ticks
        if place < 2 * SLACK_TICKS:
            gain += duration
        elif place + duration > bar_ticks + 2 * SLACK_TICKS:
            gain -= 2 * duration
    return gain / max(1, sum(note[1] for note in notes))


def pickup_ticks(notes: list, bar_ticks: int, set_name: str) -> int:
    """The length of the incomplete bar at the beginning, 0 when there is none."""
    fits = {phase: fit(notes, bar_ticks, phase) for phase in range(0, bar_ticks, EIGHTH_TICKS)}
    best = max(fits, key=fits.get)
    return best if fits[best] - fits[0] > DOUBT.get(set_name, DOUBT_ELSEWHERE) else 0


def metre_regions(piece: dict, end_tick: int) -> list[tuple[int, int, tuple[int, int]]]:
    """The spans (from_tick, to_tick, metre) of a piece in which the metre stays."""
    changes = [(tick, (top, bottom)) for tick, top, bottom in piece["ts"]]
    if not changes or changes[0][0] > 0:
        changes.insert(0, (0, (4, 4)))
    kept = [change for index, change in enumerate(changes)
            if index == 0 or change[1] != changes[index - 1][1]]
    ends = [tick for tick, _ in kept[1:]] + [end_tick]
    return [(tick, end, metre) for (tick, metre), end in zip(kept, ends, strict=True)
            if end > tick and bar_ticks_of(*metre) > 0]
