r"""Tunes the key network on what loopers play: short loops, chords alone, blues and common loops.

python -m training.chord_finder.tune_key --loops loops.pkl --data DIR \
    --weights finder.pt --out tuned.pt

The numbers are the mean of those before and those after: tunes keep what they had (Wortsman and
others, "Robust fine-tuning of zero-shot models", 2022).
"""

import argparse
import pickle
import random
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch

from training.band_loops.windows import full_windows, top_line, window
from training.band_writer.arrange import arrange
from training.band_writer.charts import read_charts
from training.band_writer.drums import Drummer
from training.band_writer.loops import NAMES, made_songs
from training.band_writer.quotes import find_quotes
from training.band_writer.styles import STYLES
from training.chord_finder.examples import CHARTS, SEVENTHS_SHARE, with_sevenths
from training.chord_finder.features import Heard, key_features
from training.chord_finder.loops import BARS, _states
from training.chord_finder.network import KeyNet
from training.chord_finder.noise import comped, heard_badly
from training.chord_finder.train import KEY_DROPOUT, learn_keys
from training.chord_finder.vocabulary import NO_CHORD

MADE = "made"
MADE_SEED, BLUES, LOOPS = 5, 500, 900
# Bars that are heard, each as likely.
CUTS = (1, 2, 2, 3, 4, 4, 4, 8, 8)
MOST_A_SET, TIMES, BADLY_SHARE = 3500, 2, 0.4
FEWEST_NOTES, FEWEST_CLASSES = 4, 3
RATE, STEPS = 5e-4, 1200
SHARES = {
    ("openewld", "tune"): 0.12, ("openscore_lieder", "tune"): 0.08, ("polish_scores", "tune"): 0.08,
    ("mutopia", "tune"): 0.08, ("m21_oneills", "tune"): 0.08, ("m21_ryans", "tune"): 0.07,
    ("m21_airds_misc", "tune"): 0.07, ("band_writer", "tune"): 0.07, (MADE, "tune"): 0.07,
    (MADE, "chords"): 0.09, (CHARTS, "chords"): 0.07, ("openewld", "chords"): 0.07,
    ("band_writer", "chords"): 0.05, ("openscore_lieder", "chords"): 0.03,
    ("polish_scores", "chords"): 0.03, ("mutopia", "chords"): 0.03,
}


def _mode_on(tonic: int, spans: tuple) -> int | None:
    """0 for major and 1 for minor, by the tonic's chords; None where there is none."""
    home = [span for span in spans if span.chord.root == tonic]
    minor = sum(span.end - span.start for span in home if span.chord.has(3) is not None)
    major = sum(span.end - span.start for span in home if span.chord.has(4) is not None)
    return None if not home else int(minor > major)


def made_loops(data_dir: Path) -> list[dict]:
    """Loops of the charts that loopers play, whose tonic is known, in the form of `loops.py`."""
    drummer, quotes = Drummer(data_dir), find_quotes(read_charts(data_dir))
    found = []
    for song, style in made_songs(MADE_SEED, BLUES, LOOPS):
        tonic = NAMES.index(song.source.split("/")[-1])
        mode = _mode_on(tonic, song.spans)
        if mode is None or song.split == "test":
            continue
        metre = (6, 8) if song.family == "6" else {1920: (4, 4), 1440: (3, 4)}[song.unit_ticks]
        parts: dict[str, list] = defaultdict(list)
        for track in arrange(song, STYLES[style], drummer, quotes, MADE_SEED)["tracks"]:
            parts[track["name"]] += track["notes"]
        if not parts["melody"]:
            continue
        melody, rest = top_line(parts["melody"]), parts["comp"] + parts["bass"]
        length, beats = BARS * song.unit_ticks, BARS * metre[0]
        found += [{"notes": window(melody, start, start + length),
                   "accompaniment": window(rest, start, start + length), "metre": metre,
                   "beats": beats, "key": (tonic, mode), "split": song.split, "set": MADE,
                   "states": _states(song.spans, start, beats, 1920 // metre[1])}
                  for start in full_windows(melody, metre, 0, BARS)[:2]]
    return found


def _textures(loop: dict, bars: int, rng: random.Random) -> list[tuple[list, str]]:
    """The first bars of a loop as a tune and as chords."""
    metre, beats = tuple(loop["metre"]), bars * loop["metre"][0]
    end, states = beats * 1920 // metre[1], loop["states"][:beats]
    melody, rest = ([[start, min(lasts, end - start), *more] for start, lasts, *more in loop[part]
                     if start < end] for part in ("notes", "accompaniment"))
    if loop["set"] == CHARTS and rng.random() < SEVENTHS_SHARE:
        states = with_sevenths(states, loop["key"][0])
    found, draw = [(melody, "tune")], rng.random()
    is_known = min(states) >= 0 and set(states) != {NO_CHORD}
    if is_known and (loop["set"] in (CHARTS, MADE) or draw < 0.35):
        found.append((comped(states, metre, rng), "chords"))
    if 0.35 < draw < 0.7:
        found.append((rest if draw < 0.5 else sorted(melody + rest), "chords"))
    return found


def key_examples(loops: list[dict], rng: random.Random) -> list[dict]:
    """What the key network reads of each."""
    counts, found = Counter(), []
    rng.shuffle(loops)
    for loop in loops:
        counts[loop["set"]] += 1
        if loop["split"] != "train" or counts[loop["set"]] > MOST_A_SET:
            continue
        metre, (tonic, mode) = tuple(loop["metre"]), loop["key"]
        for _ in range(TIMES):
            bars = min(loop["beats"] // metre[0], rng.choice(CUTS))
            beats = bars * metre[0]
            for notes, texture in _textures(loop, bars, rng):
                if len(notes) < FEWEST_NOTES or len({n[2] % 12 for n in notes}) < FEWEST_CLASSES:
                    continue
                if rng.random() < BADLY_SHARE:
                    notes = heard_badly(notes, beats * 1920 // metre[1], rng)
                planes, steps = key_features(Heard(notes, beats, metre), beats, metre)
                found.append({"group": (loop["set"], texture), "key": tonic + 12 * mode,
                              "planes": planes.astype(np.float32),
                              "steps": steps.astype(np.float32)})
    return found


def tune(net: KeyNet, examples: list[dict], seed: int) -> KeyNet:
    """The network after some steps on these examples, by the shares of their sets."""
    torch.manual_seed(seed)
    net.drop.p = KEY_DROPOUT
    known = [one for one in examples if one["group"] in SHARES]
    return learn_keys(net, known, SHARES, STEPS, RATE, seed)


def main() -> None:
    """Writes both networks, the chords' as it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loops", type=Path, nargs="+", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    loops = [one for path in options.loops for one in pickle.loads(path.read_bytes())]
    loops += made_loops(options.data)
    nets = torch.load(options.weights)
    net = KeyNet()
    net.load_state_dict(nets["key"])
    tuned = tune(net, key_examples(loops, random.Random(options.seed)), options.seed).state_dict()
    nets["key"] = {name: (nets["key"][name] + tuned[name]) / 2 for name in tuned}
    torch.save(nets, options.out)


if __name__ == "__main__":
    main()
