"""Writes a few excerpts of the test split, for the browser's code to count the same numbers again.

python -m training.excerpts --packed packed.npz --models ../models/small \\
    --out ../tests/measure/model/excerpts.json

Without --packed the excerpts that lie in the file stay, and only the models' bits are counted anew:
do that after every export. Times are steps, 24 to the quarter note.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from training.examples import Metre
from training.export import read_manifest, read_model
from training.measures.harmony import agreement
from training.pieces import LICENCES
from training.report.bits import network_nats, notes_of
from training.report.harmony import melody_cases
from training.report.prompts import Case, cases
from training.sections import PackedMusic
from training.tasks import Cut
from training.vocab import METRES, TASKS

SETS = ("openscore_lieder", "openscore_quartets")  # CC0: they may be handed on
A_TASK = 8  # excerpts of each set and task
MOST_NOTES = 200
WHAT = ("Excerpts of the test split: call and answer are rows [onset, duration, symbol, velocity, "
        "part] in steps and classes. frames: 16ths in which the melody is in the accompaniment, "
        "in which both sound. bits: of each whole answer, by model, counted by PyTorch.")


def _is_small(case: Case) -> bool:
    is_listed = case.metre.index < len(METRES)
    return is_listed and len(case.cut.call) + len(case.cut.answer) <= MOST_NOTES


def chosen_cases(music: PackedMusic, set_name: str, count: int) -> list[Case]:
    """Melodies with their accompaniments, then lines that go on, as the report draws them."""
    if set_name not in LICENCES:
        raise ValueError(f"{set_name} is not ours to hand on")
    beside = melody_cases(music, set_name, 2 * count)
    onwards = cases(music, "continue", 2 * count, sets=(set_name,), least_bars=4,
                    least_answer_bars=2)
    return [case for drawn in (beside, onwards)
            for case in [one for one in drawn if _is_small(one)][:count]]


def excerpt_of(case: Case, set_name: str) -> dict:
    """A case as JSON."""
    cut = case.cut
    row = {"set": set_name, "task": TASKS[cut.task], "metre": list(METRES[case.metre.index]),
           "bars": case.bars, "answer_bar": cut.answer_bar, "heard_bars": cut.heard_bars,
           "notes": notes_of(case.example())}
    if row["task"] == "comp":
        frames = agreement(cut.call, cut.answer, case.length)
        row["frames"] = [frames.hits, frames.heard]
    return row | {"call": cut.call.tolist(), "answer": cut.answer.tolist()}


def case_of(excerpt: dict) -> Case:
    """The case that an excerpt was written from."""
    call, answer = (np.array(excerpt[name], np.int32).reshape(-1, 5)
                    for name in ("call", "answer"))
    numerator, denominator = excerpt["metre"]
    metre = Metre(METRES.index((numerator, denominator)), 96 * numerator // denominator)
    cut = Cut(TASKS.index(excerpt["task"]), call, answer, excerpt["answer_bar"],
              excerpt["heard_bars"])
    return Case(cut, excerpt["bars"], metre)


def bits_of(folder: Path, excerpts: list[dict]) -> dict:
    """The bits of each answer under an exported model, and which weights said so."""
    nats = network_nats(read_model(folder).eval(), [case_of(one).example() for one in excerpts])
    return {"weights_sha256": read_manifest(folder)["weights"]["sha256"],
            "bits": np.round(nats / np.log(2), 4).tolist()}


def write(path: Path, content: dict) -> None:
    """Writes the file, an excerpt a line."""
    rows = ",\n".join(json.dumps(one, separators=(",", ":")) for one in content["excerpts"])
    head = json.dumps({name: value for name, value in content.items() if name != "excerpts"})
    path.write_text(f'{head[:-1]}, "excerpts": [\n{rows}\n]}}\n', encoding="utf-8")


def main() -> None:
    """Draws excerpts where music is given, and counts the bits of the models that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path)
    parser.add_argument("--models", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.packed:
        music = PackedMusic(options.packed)
        excerpts = [excerpt_of(case, name) for name in SETS
                    for case in chosen_cases(music, name, A_TASK)]
        content = {"what": WHAT, "split_hash": music.split_hash,
                   "licences": {name: LICENCES[name] for name in SETS}}
    else:
        content = json.loads(options.out.read_text())
        excerpts = content["excerpts"]
    bits = {folder.resolve().name: bits_of(folder, excerpts) for folder in options.models}
    write(options.out, content | {"bits": content.get("bits", {}) | bits, "excerpts": excerpts})
    print(f"{len(excerpts)} excerpts, {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
