"""Writes the trained networks as the app reads them, and what they must say.

python -m training.chord_finder.export_finder --weights finder.pt --out FILE.ts --golden FILE.json
"""

import argparse
import base64
import json
import random
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.chord_finder.features import Heard, chord_features, key_features, turned
from training.chord_finder.network import HIDDEN, KEY_HIDDEN, ChordNet, KeyNet

# (name in the app, network, tensor), in the order of src/music/harmony/finderWeights.ts
TENSORS = (
    ("hidden", "chords", "hidden.weight"), ("hiddenBias", "chords", "hidden.bias"),
    ("out", "chords", "out.weight"), ("outBias", "chords", "out.bias"),
    ("template", "chords", "template"), ("motion", "chords", "motion"),
    ("degrees", "chords", "degrees"), ("arrival", "chords", "arrival"),
    ("prior", "chords", "prior"), ("silence", "chords", "silence"),
    ("keyHidden", "key", "hidden.weight"), ("keyHiddenBias", "key", "hidden.bias"),
    ("keyOut", "key", "out.weight"), ("keyOutBias", "key", "out.bias"),
    ("keyDirect", "key", "direct.weight"),
)
GOLDEN_METRES = ((4, 4), (3, 4), (6, 8), (2, 4), (5, 4), (7, 8))
Nets = dict[str, dict[str, torch.Tensor]]


def rounded(nets: Nets) -> tuple[Nets, dict[str, NDArray], dict[str, float]]:
    """The networks in whole numbers: as tensors, as bytes (inputs in rows), and their scales."""
    again: Nets = {name: dict(net) for name, net in nets.items()}
    numbers, scales = {}, {}
    for name, net, tensor in TENSORS:
        values = nets[net][tensor].double()
        # Written in full, so that both sides have the same scale.
        scale = float(f"{max(float(values.abs().max()), 1e-6) / 127:.6g}")
        whole = (values / scale).round().clamp(-127, 127)
        again[net][tensor] = (whole * scale).float()
        matrix = whole.T if tensor.endswith(".weight") else whole
        numbers[name], scales[name] = matrix.contiguous().numpy().astype(np.int8), scale
    return again, numbers, scales


def source(numbers: dict[str, NDArray], scales: dict[str, float]) -> str:
    """The TypeScript file."""
    data = base64.b64encode(b"".join(numbers[name].tobytes() for name, _, _ in TENSORS)).decode()
    lines = "\n".join(f"\t{name}: {value!r}," for name, value in scales.items()).rstrip(",")
    return ("// Written by models/training/chord_finder/export_finder.py.\n\n"
            "/** Hidden units of the chord network, and of the key network. */\n"
            f"export const HIDDEN = {HIDDEN};\nexport const KEY_HIDDEN = {KEY_HIDDEN};\n\n"
            "/** What a step of each table is worth. */\n"
            f"export const SCALES = {{\n{lines}\n}} as const;\n\n"
            "/** Signed bytes in base64, table after table in the order of `finderWeights.ts`. */\n"
            f"export const WEIGHTS =\n\t'{data}';\n")


def load(nets: Nets) -> tuple[ChordNet, KeyNet]:
    """Both networks, to be asked."""
    chords, key = ChordNet(), KeyNet()
    chords.load_state_dict(nets["chords"])
    key.load_state_dict(nets["key"])
    return chords.eval(), key.eval()


def some_loop(metre: tuple[int, int], rng: random.Random) -> tuple[list, int]:
    """Notes and beats of a loop by chance, some of them chords, not all on the beat."""
    beats = metre[0] * rng.choice((2, 3, 4))
    length, notes = beats * 1920 // metre[1], []
    for start in range(0, length, 240):
        for _ in range(rng.choice((0, 1, 1, 1, 3))):
            at = min(length - 1, max(0, start + rng.randint(-30, 60)))
            lasts = min(length - at, rng.choice((100, 240, 480, 900)))
            notes.append([at, lasts, rng.randint(36, 84), round(rng.uniform(0.2, 1), 2)])
    return sorted(notes), beats


def golden(nets: Nets) -> list[dict]:
    """What the networks say of some loops: keys, and on three beats of each chords and changes."""
    chords, key = load(nets)
    rng, found = random.Random(3), []
    for index, metre in enumerate(GOLDEN_METRES):
        notes, beats = some_loop(metre, rng)
        heard = Heard(notes, beats, metre)
        tonic, mode = 5 * index % 12, index % 2
        with torch.no_grad():
            keys = key(torch.from_numpy(turned(*key_features(heard, beats, metre))).float()[None])
            features = torch.from_numpy(chord_features(heard, beats, metre, (tonic, mode))).float()
            worth, change = chords(features[None], torch.tensor([mode]))
        places = [0, beats // 2, beats - 1]
        found.append({
            "metre": metre, "beats": beats, "notes": notes, "tonic": tonic,
            "mode": ("major", "minor")[mode], "keys": [round(x, 4) for x in keys[0].tolist()],
            "worths": [{"beat": at, "change": round(float(change[0, at]), 4),
                        "states": [round(x, 4) for x in worth[0, at].tolist()]}
                       for at in places]})
    return found


def main() -> None:
    """Writes both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--golden", type=Path, required=True)
    options = parser.parse_args()
    nets, numbers, scales = rounded(torch.load(options.weights))
    options.out.write_text(source(numbers, scales))
    options.golden.write_text(json.dumps(golden(nets)) + "\n")
    print(sum(part.size for part in numbers.values()), "numbers")


if __name__ == "__main__":
    main()
