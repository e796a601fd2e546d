"""Writes every melody of the sets into one file of tokens.

python -m training.melody_rnn.make_melodies --data DIR --out melodies.npz
"""

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path

import numpy as np

from training.melody_rnn.melodies import Melody, melodies_of
from training.melody_rnn.melody_tokens import FIRST_PITCH
from training.pieces import read_pieces, title_of

SETS = ("m21_oneills", "m21_ryans", "m21_airds_misc", "m21_bach", "openewld", "openscore_lieder",
        "openscore_quartets", "mutopia", "polish_scores", "freedoom", "chopin_first_editions")
SPLITS = ("train", "valid", "test")
BARS_COMPARED = 4
MAX_SEEN_SHARE = 0.5


def passages(melody: Melody) -> list[bytes]:
    """Every four bars of a melody, freed of their key, for finding what was seen before."""
    width = BARS_COMPARED * melody.bar_steps
    found = []
    for at in range(0, max(1, len(melody.events) - width + 1), width):
        part = np.array(melody.events[at:at + width])
        pitches = part[part >= FIRST_PITCH]
        if len(pitches):
            relative = np.where(part >= FIRST_PITCH, part - pitches[0] + 64, part)
            found.append(hashlib.sha1(relative.astype(np.uint8).tobytes()).digest()[:8])
    return found


def without_repeats(melodies: list[Melody], seen: set[bytes]) -> list[Melody]:
    """The melodies of which less than half was seen before; adds them to what was seen."""
    kept = []
    for melody in melodies:
        own = passages(melody)
        if not own or sum(one in seen for one in own) > MAX_SEEN_SHARE * len(own):
            continue
        seen.update(own)
        kept.append(melody)
    return kept


def main() -> None:
    """Reads the sets and writes the tokens."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows, pieces, events = [], [], []
    seen: dict[str, set[bytes]] = {split: set() for split in SPLITS}
    counts: Counter = Counter()
    for set_index, set_name in enumerate(SETS):
        for piece in read_pieces(options.data, set_name):
            split = piece["split"]
            found = melodies_of(piece)
            kept = without_repeats(found, seen[split])
            counts[set_name, split, "repeated"] += len(found) - len(kept)
            if not kept:
                continue
            pieces.append([piece["id"], title_of(piece), piece["usage"]])
            for melody in kept:
                rows.append([len(pieces) - 1, set_index, SPLITS.index(split),
                             melody.steps_per_quarter, melody.bar_steps, len(melody.events)])
                events.append(np.array(melody.events, np.uint8))
                counts[set_name, split, "melodies"] += 1
                counts[set_name, split, "notes"] += int((events[-1] >= FIRST_PITCH).sum())
    np.savez_compressed(options.out, rows=np.array(rows, np.int32), events=np.concatenate(events),
                        pieces=json.dumps(pieces, ensure_ascii=False), sets=json.dumps(SETS))
    for key, count in counts.items():
        print(*key, count)


if __name__ == "__main__":
    main()
