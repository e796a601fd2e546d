"""Makes of loops what the networks read.

python -m training.chord_finder.examples --loops loops.pkl --out examples.pkl
"""

import argparse
import pickle
import random
from pathlib import Path

import numpy as np

from training.chord_finder.features import Heard, chord_features, key_features
from training.chord_finder.noise import atonal, comped, heard_badly
from training.chord_finder.vocabulary import KINDS, NO_CHORD, STATES

CHARTS, TUNES = "mcgill_billboard", "openewld"
# The key is sometimes mistaken for one of these: (steps up, whether the mode changes).
MISTAKEN = ((9, 3), (7, 7), (5, 5), (0, 0))
MISTAKEN_SHARE = 0.12
# A loop is heard while it is recorded, and may be short.
CUT_SHARE = 0.35
# So many charts are struck in sevenths.
SEVENTHS_SHARE = 0.35


def related(key: tuple[int, int], rng: random.Random) -> tuple[int, int]:
    """A key that this one may be mistaken for: relative, dominant, subdominant or parallel."""
    tonic, mode = key
    which = rng.randrange(4)
    steps = MISTAKEN[which][mode]
    return (tonic + steps) % 12, (1 - mode if which in (0, 3) else mode)


def cut(loop: dict, rng: random.Random) -> dict:
    """The loop, or its first bars."""
    bars = loop["beats"] // loop["metre"][0]
    if rng.random() >= CUT_SHARE or bars < 2:
        return loop
    beats = rng.randint(1, bars - 1) * loop["metre"][0]
    end = beats * 1920 // loop["metre"][1]
    parts = {name: [[start, min(duration, end - start), *rest]
                    for start, duration, *rest in loop[name] if start < end]
             for name in ("notes", "accompaniment")}
    return loop | parts | {"beats": beats, "states": loop["states"][:beats]}


def with_sevenths(states: list[int], tonic: int) -> list[int]:
    """The triads of a chart in sevenths: major ones but the dominant with a major seventh."""
    dominant = (tonic + 7) % 12
    kinds = {0: 3, 1: 4, 5: 6}
    out = []
    for state in states:
        root, kind = divmod(state, KINDS)
        is_triad = state not in (NO_CHORD, -1) and kind in kinds
        seventh = 2 if kind == 0 and root == dominant else kinds.get(kind)
        out.append(root * KINDS + seventh if is_triad else state)
    return out


def variants(loop: dict, rng: random.Random) -> list[tuple[list, str]]:
    """The notes of a loop as they may be heard, and what they are."""
    length = loop["beats"] * 1920 // loop["metre"][1]
    melody, rest, states = loop["notes"], loop["accompaniment"], loop["states"]
    if loop["set"] == CHARTS:
        notes = comped(states, loop["metre"], rng)
        return [(notes if rng.random() < 0.5 else heard_badly(notes, length, rng), "chords")]
    found = [(melody, "tune"), (heard_badly(melody, length, rng), "tune")]
    if rest and rng.random() < 0.4:
        whole = sorted(melody + rest)
        found.append((whole if rng.random() < 0.6 else heard_badly(whole, length, rng), "chords"))
    if loop["set"] == TUNES:
        found.append((heard_badly(melody, length, rng), "tune"))
        if rng.random() < 0.5:
            whole = sorted(melody + comped(states, loop["metre"], rng))
            found.append((whole if rng.random() < 0.6 else heard_badly(whole, length, rng),
                          "chords"))
    return found


def _turned(states: list[int], tonic: int) -> list[int]:
    return [state if state in (NO_CHORD, -1) else (state - tonic * KINDS) % STATES
            for state in states]


def examples(loop: dict, rng: random.Random) -> list[dict]:
    """What is read of each variant of a loop."""
    out = []
    if loop["split"] == "train":
        loop = cut(loop, rng)
    if loop["set"] == CHARTS and rng.random() < SEVENTHS_SHARE:
        loop = loop | {"states": with_sevenths(loop["states"], loop["key"][0])}
    count, metre = loop["beats"], tuple(loop["metre"])
    for notes, texture in variants(loop, rng):
        if not notes:
            continue
        heard = Heard(notes, count, metre)
        key = loop["key"]
        planes, steps = key_features(heard, count, metre)
        one = {"set": loop["set"], "split": loop["split"], "texture": texture, "metre": metre,
               "key": key[0] + 12 * key[1], "planes": planes.astype(np.float16),
               "steps": steps.astype(np.float16)}
        if -1 not in loop["states"]:
            used = related(key, rng) if rng.random() < MISTAKEN_SHARE else key
            one |= {"x": chord_features(heard, count, metre, used).astype(np.float16),
                    "states": np.array(_turned(loop["states"], used[0]), np.int16),
                    "mode": used[1]}
        out.append(one)
    return out


def main() -> None:
    """Reads loops, writes examples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loops", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--atonal", type=int, default=800)
    options = parser.parse_args()
    rng, found = random.Random(1), []
    for path in options.loops:
        for loop in pickle.loads(path.read_bytes()):
            found += examples(loop, rng)
    for _ in range(options.atonal):
        loop = {"notes": atonal(rng), "accompaniment": [], "states": [NO_CHORD] * 8, "beats": 8,
                "metre": (4, 4), "key": (rng.randrange(12), rng.randrange(2)), "set": "atonal",
                "split": "train"}
        found += [one | {"key": -1} for one in examples(loop, rng)]
    options.out.write_bytes(pickle.dumps(found, protocol=5))
    print(len(found), "examples")


if __name__ == "__main__":
    main()
