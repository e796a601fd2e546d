"""What an n-gram may know of each event that it must foretell, as columns of whole numbers.

One row for each target of the answer, its end included. A column named with a number k tells of
the k-th event before: `d p y` of the line being written (onset class, part, symbol), `s g u v` of
the same part alone (symbol, steps to the note after it, duration class, velocity). The lines begin
with what the call has of the parts that are asked for.
"""

from collections.abc import Iterable

import numpy as np

from training.examples import Example
from training.vocab import ANSWER_BEGINS, CALL_NOTE, DURATIONS, NO_SYMBOL, PARTS

HISTORY = 4
MISSING = -9
TARGETS = ("onset", "part", "symbol", "duration", "velocity")
DURATION_STEPS = np.array([0, *DURATIONS])
FAR_STEPS = 240  # rests beyond this are alike
LAST_BARS = 2  # beyond this many bars left are alike

Columns = dict[str, np.ndarray]


def answer_rows(example: Example) -> np.ndarray:
    """[events] whether the target of each event belongs to the answer."""
    return example.events[:, 0] >= ANSWER_BEGINS


def _before(line: np.ndarray, places: np.ndarray, back: int) -> np.ndarray:
    """[places, columns] the rows of a line that stand `back` before each place, or MISSING."""
    wanted = places - back
    rows = line[np.maximum(wanted, 0)] if len(line) else np.zeros((len(places), line.shape[1]))
    return np.where((wanted >= 0)[:, None], rows, MISSING)


def history_of(example: Example) -> Columns:
    """The columns of one example's answer."""
    is_answer = answer_rows(example)
    targets = example.targets[is_answer].astype(np.int64)
    events, at = example.events.astype(np.int64), example.at.astype(np.int64)
    asked = np.flatnonzero(example.asked_parts)
    own = ((events[:, 0] == CALL_NOTE) & np.isin(events[:, 4], asked)) | is_answer
    own[np.argmax(is_answer)] = False  # the beginning is no event of the line
    line = np.column_stack([at, events[:, 4], events[:, 5], events[:, 6] - 1, events[:, 7]])[own]
    line = np.insert(line, 1, np.diff(line[:, 0], prepend=line[:1, 0]), axis=1)
    called = len(line) - (len(targets) - 1)
    places = np.arange(called, called + len(targets))
    here = events[is_answer]
    columns = dict(zip(TARGETS, targets.T, strict=True))
    columns |= {"task": np.full(len(targets), example.asked[0], np.int64),
                "asked": np.full(len(targets), example.asked_parts @ (1 << np.arange(len(PARTS)))),
                "metre": np.full(len(targets), example.metre),
                "place": here[:, 1], "left": np.minimum(here[:, 3], LAST_BARS)}
    for back in range(1, HISTORY + 1):
        rows = _before(line, places, back)
        columns |= {f"d{back}": rows[:, 1], f"p{back}": rows[:, 2], f"y{back}": rows[:, 3]}
        if back == 1:
            rest = rows[:, 0] + DURATION_STEPS[np.maximum(rows[:, 4] + 1, 0)] - at[is_answer]
            columns["rest"] = np.where(rows[:, 3] < 0, MISSING,
                                       np.clip(rest, MISSING + 1, FAR_STEPS))
    columns["to"] = np.append(here[1:, 1], MISSING)  # the place of the event itself
    return columns | _same_part(line, called)


def _same_part(line: np.ndarray, called: int) -> Columns:
    """The columns `s g u v`; rows without a note, and the end, have MISSING."""
    count = len(line) - called + 1
    names = [f"{name}{back}" for back in range(1, HISTORY + 1) for name in "sguv"]
    columns = {name: np.full(count, MISSING, np.int64) for name in names}
    for part in np.unique(line[called:, 2]):
        members = np.flatnonzero((line[:, 2] == part) & (line[:, 3] != NO_SYMBOL))
        own = line[members]
        places = np.flatnonzero(members >= called)
        rows = members[places] - called
        later = own[places, 0]
        for back in range(1, HISTORY + 1):
            found = _before(own, places, back)
            gap = np.where(found[:, 3] == MISSING, MISSING,
                           np.clip(later - found[:, 0], 0, FAR_STEPS))
            for name, value in zip("sguv", (found[:, 3], gap, found[:, 4], found[:, 5]),
                                   strict=True):
                columns[f"{name}{back}"][rows] = value
            later = found[:, 0]
    return columns | _intervals(columns, line[called:, 3])


def _intervals(columns: Columns, symbols: np.ndarray) -> Columns:
    """`step`: the symbol from the one before; `i1 i2 i3`: the earlier steps of that kind."""
    symbols = np.append(symbols, MISSING)
    earlier = [columns[f"s{back}"] for back in range(1, HISTORY + 1)]
    found = {"step": symbols - np.where(earlier[0] == MISSING, 0, earlier[0])}
    for index, (late, early) in enumerate(zip(earlier, earlier[1:], strict=False), start=1):
        found[f"i{index}"] = np.where(early == MISSING, 1000 + (late == MISSING), late - early)
    return found


def joined_columns(examples: Iterable[Example]) -> Columns:
    """The columns of many examples, one after the other; `example` numbers them."""
    histories = []
    for number, example in enumerate(examples):
        columns = {name: value.astype(np.int32) for name, value in history_of(example).items()}
        columns["example"] = np.full(len(columns["task"]), number, np.int32)
        histories.append(columns)
    return {name: np.concatenate([one[name] for one in histories]) for name in histories[0]}
