"""Writes loops of the train split in the form of the measured ones, for the ears to learn from.

python -m training.band_loops.to_hear --loops loops.pkl --out LOOPS.json

`loops.pkl` is what `training.chord_finder.loops` cuts. The accompaniment, human or struck by
`chord_finder.noise`, is that of the keys.
"""

import argparse
import json
import pickle
import random
from collections import Counter
from pathlib import Path

from training.band_writer.loops import NAMES
from training.chord_finder.noise import comped
from training.chord_finder.vocabulary import KINDS, NO_CHORD

SUFFIXES = ("", "m", "7", "maj7", "m7", "dim", "m7b5", "sus4", "aug")
MODES = ("major", "minor")
MOST_A_SET, MOST_A_PIECE = 600, 3
SEED = 5
USUAL_BPM = 100


def symbol(state: int) -> str | None:
    """The chord's symbol; None where there is none, or nobody knows it."""
    root, kind = divmod(state, KINDS)
    return None if state < 0 or state == NO_CHORD else NAMES[root] + SUFFIXES[kind]


def changes(states: list[int], beat: int) -> list[list]:
    """[tick, symbol] at each change."""
    found: list[list] = []
    for at, state in enumerate(states):
        if not found or symbol(state) != found[-1][1]:
            found.append([at * beat, symbol(state)])
    return found


def to_hear(loop: dict, index: int, rng: random.Random) -> dict:
    """The loop as tests/measure/band/loops.ts reads it."""
    metre, states, (tonic, mode) = tuple(loop["metre"]), loop["states"], loop["key"]
    is_known = any(symbol(state) for state in states)
    keys = loop["accompaniment"] or (comped(states, metre, rng) if is_known else [])
    return {"id": f"{loop['set']}/{loop['id'].split('#')[0]}#{index}", "set": loop["set"],
            "style": loop["set"], "metre": list(metre), "bars": loop["beats"] // metre[0],
            "bpm": USUAL_BPM, "key": f"{NAMES[tonic]} {MODES[mode]}", "synthetic": False,
            "chordsFrom": "read", "chords": changes(states, 1920 // metre[1]),
            "melody": loop["notes"], "human": {"keys": keys} if keys else {}}


def main() -> None:
    """Writes some loops of each set, not many of a piece."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loops", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    loops = [loop for path in options.loops for loop in pickle.loads(path.read_bytes())
             if loop["split"] == "train"]
    rng = random.Random(SEED)
    rng.shuffle(loops)
    pieces, sets, found = Counter(), Counter(), []
    for loop in loops:
        piece = (loop["set"], loop["id"])
        if pieces[piece] < MOST_A_PIECE and sets[loop["set"]] < MOST_A_SET:
            pieces[piece] += 1
            sets[loop["set"]] += 1
            found.append(to_hear(loop, len(found), rng))
    options.out.write_text(json.dumps(found, separators=(",", ":"), ensure_ascii=False),
                           encoding="utf-8")
    print(dict(sets))


if __name__ == "__main__":
    main()
