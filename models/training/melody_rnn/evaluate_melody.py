"""Measures the exported model on the test split and writes report.json and the fixture.

python -m training.melody_rnn.evaluate_melody --melodies melodies.npz --model models/melody-rnn \
    --fixture tests/fixtures/melodies.json
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.melody_rnn.bits import rnn_bits, scored_notes
from training.melody_rnn.export_melody import read_checkpoint, write_json
from training.melody_rnn.melody_data import EXCERPT_BARS, Excerpt, MelodyData
from training.melody_rnn.melody_tokens import CLASSES
from training.melody_rnn.ngram import NGram, train_ngram
from training.pieces import LICENCES

RESAMPLES = 1000
FIXTURE_SIZE = 64
SEED = 1
INTERVAL = (2.5, 97.5)


def interval(bits: np.ndarray, notes: np.ndarray, pieces: np.ndarray) -> list[float]:
    """The 95 % bootstrap interval of bits a note, drawing whole pieces."""
    _, groups = np.unique(pieces, return_inverse=True)
    bits_by_piece = np.bincount(groups, bits)
    notes_by_piece = np.bincount(groups, notes)
    dice = np.random.default_rng(SEED)
    draws = dice.integers(0, len(bits_by_piece), (RESAMPLES, len(bits_by_piece)))
    means = bits_by_piece[draws].sum(1) / notes_by_piece[draws].sum(1)
    return [round(float(value), 4) for value in np.percentile(means, INTERVAL)]


def bits_by_model(models: dict, excerpts: Sequence[Excerpt]) -> dict[str, np.ndarray]:
    """The bits of each excerpt under each model."""
    return {name: model.bits(excerpts) if isinstance(model, NGram) else rnn_bits(model, excerpts)
            for name, model in models.items()}


def summary(excerpts: Sequence[Excerpt], bits: dict[str, np.ndarray]) -> dict:
    """Bits a note of each model, over all and by set, over the same notes."""
    notes = scored_notes(excerpts)
    pieces = np.array([one.piece for one in excerpts])
    sets = np.array([one.set_name for one in excerpts])
    rows = {}
    for name in ["all", *dict.fromkeys(sets)]:
        chosen = np.ones(len(sets), bool) if name == "all" else sets == name
        row = {"pieces": len(set(pieces[chosen])), "excerpts": int(chosen.sum()),
               "notes": int(notes[chosen].sum())}
        for model, values in bits.items():
            row[model] = round(float(values[chosen].sum() / notes[chosen].sum()), 4)
        rows[name] = row
    rows["all"]["interval_95"] = {model: interval(values, notes, pieces)
                                  for model, values in bits.items()}
    return rows


def fixture(data: MelodyData, excerpts: Sequence[Excerpt], bits: dict[str, np.ndarray],
            unigram: NGram) -> dict:
    """Eight-bar excerpts of clean test pieces with each model's bits, for the browser's code."""
    notes = scored_notes(excerpts)
    clean = [index for index, one in enumerate(excerpts)
             if data.pieces[one.piece][2] == "clean"
             and len(one.events) == EXCERPT_BARS * one.bar_steps]
    chosen = np.random.default_rng(SEED).choice(clean, FIXTURE_SIZE, replace=False)
    rows = []
    for index in sorted(chosen):
        one = excerpts[index]
        piece_id, title, _ = data.pieces[one.piece]
        rows.append({"credit": f"{title} ({piece_id}; {LICENCES[one.set_name]})",
                     "set": one.set_name, "first_bar": one.first_bar,
                     "steps_per_quarter": one.steps_per_quarter, "bar_steps": one.bar_steps,
                     "notes": int(notes[index]),
                     "bits": {name: round(float(values[index]), 4)
                              for name, values in bits.items()},
                     "events": one.events.tolist()})
    return {"what": "A note's bits: all bits of an excerpt's events after its first, over notes.",
            "unigram_probabilities": [float(f"{value:.8g}") for value in
                                      unigram.probabilities(np.arange(CLASSES))],
            "melodies": rows}


def write_fixture(path: Path, content: dict) -> None:
    """Writes one melody a line, so that the file stays short."""
    melodies = ",\n".join("\t\t" + json.dumps(one, ensure_ascii=False)
                          for one in content["melodies"])
    head = "".join(f"\t{json.dumps(key)}: {json.dumps(value)},\n"
                   for key, value in content.items() if key != "melodies")
    path.write_text("{\n" + head + '\t"melodies": [\n' + melodies + "\n\t]\n}\n", encoding="utf-8")


def main() -> None:
    """Evaluates from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--melodies", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--fixture", type=Path, required=True)
    options = parser.parse_args()
    data = MelodyData(options.melodies)
    models = {"unigram": train_ngram(data, 1, False), "fivegram": train_ngram(data, 5, False),
              "fivegram_every_key": train_ngram(data, 5, True),
              "melody_rnn": read_checkpoint(options.model)}
    report: dict = {"what": "Bits a note on excerpts of up to eight bars, each read from nothing. "
                            "An excerpt's first event is given and not scored."}
    for split in ("valid", "test"):
        excerpts = list(data.excerpts(split))
        bits = bits_by_model(models, excerpts)
        report[split] = {"sha256": data.split_hash(split), **summary(excerpts, bits)}
        if split == "test":
            write_fixture(options.fixture, fixture(data, excerpts, bits, models["unigram"]))
    write_json(options.model / "report.json", report)
    print(json.dumps(report["test"]["all"]))


if __name__ == "__main__":
    main()
