"""Measures an exported model beside the rungs below it and writes the report.

python -m training.evaluate --packed packed.npz --model ../models/small --lstm RUN/last.pt \\
    --out ../models/small/report.json
"""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import nn

from training.export import read_model
from training.measures.events_ngram import EventNgram
from training.measures.ngram_table import trained
from training.report.bits import bits_table, future_gain, network_nats, ngram_nats
from training.report.harmony import harmony
from training.report.obedience import lock_violations, obedience
from training.report.prompts import Case, cases
from training.report.recitation import recitation
from training.report.shape import answers_of, shape_table, true_answers
from training.report.tell import real_or_ours
from training.sample import Manner
from training.sections import PackedMusic
from training.train import build
from training.vocab import TASKS

# How the partner draws in the app, and so how it is measured.
MANNER = Manner(temperature=1.0, top_p=0.95, min_p=0.02, fit=0.5)
NGRAM_EXAMPLES, NGRAM_TUNING = 30000, 150


def load_lstm(path: Path) -> nn.Module:
    """The LSTM rung of a training run."""
    model = build("lstm", "musical")
    model.load_state_dict(torch.load(path, map_location="cpu")["model"])
    return model.eval()


class Evaluation:
    """The rungs, the music, and one method a question of the report."""

    def __init__(self, music: PackedMusic, networks: dict[str, nn.Module],
                 ngrams: dict[str, EventNgram], name: str, scale: float) -> None:
        self._music, self._networks, self._ngrams = music, networks, ngrams
        self._ours, self._scale = networks[name], scale

    def _cases(self, task: str, count: int, **how) -> list[Case]:
        return cases(self._music, task, max(4, round(count * self._scale)), **how)

    def bits(self) -> dict:
        """Bits a note: task -> rung -> [bits, low, high]."""
        rungs = {name: partial(ngram_nats, model) for name, model in self._ngrams.items()}
        rungs |= {name: partial(network_nats, model) for name, model in self._networks.items()}
        return bits_table(rungs, {task: self._cases(task, 200) for task in TASKS})

    def future_gain(self) -> dict:
        """What knowing the loop's future pays: comp and bass."""
        return {task: future_gain(self._ours, self._cases(task, 60, is_whole=True))
                for task in ("comp", "bass")}

    def harmony(self) -> dict:
        """How accompaniments fit their melodies."""
        return harmony(self._ours, self._music, max(4, round(50 * self._scale)), MANNER)

    def shape(self) -> dict:
        """How continuations are shaped, and whether they can be told from real ones."""
        drawn = self._cases("continue", 240, least_bars=4)
        answers = {name: answers_of(model, drawn, MANNER)
                   for name, model in self._networks.items()}
        ours = next(name for name, model in self._networks.items() if model is self._ours)
        return {"shape": shape_table(drawn, answers),
                "real_or_ours_auc": real_or_ours(drawn, true_answers(drawn), answers[ours])}

    def obedience(self) -> dict:
        """Whether what is asked is done, and the locks hold."""
        drawn = {task: self._cases(task, 24, least_bars=4, least_answer_bars=2)
                 for task in ("continue", "comp")}
        both = drawn["continue"][:6] + drawn["comp"][:6]
        return {"obedience": obedience(self._ours, drawn, MANNER),
                "lock_violations": lock_violations(self._ours, both, MANNER)}

    def recitation(self) -> dict:
        """Whether answers copy."""
        return recitation(self._ours, self._music, self._cases("continue", 200, least_bars=4),
                          MANNER)


QUESTIONS: dict[str, Callable[[Evaluation], dict]] = {
    "bits": Evaluation.bits, "future_gain": Evaluation.future_gain,
    "harmony": Evaluation.harmony, "shape": Evaluation.shape,
    "obedience": Evaluation.obedience, "recitation": Evaluation.recitation,
}


def sizes_of(folder: Path) -> dict:
    """Parameters and bytes of an exported model."""
    manifest = json.loads((folder / "manifest.json").read_text())
    return {"parameters": manifest["parameters"], "bytes": manifest["weights"]["bytes"]}


def main() -> None:
    """Asks the questions that are named and writes their answers into the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--lstm", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--questions", nargs="+", choices=QUESTIONS, default=list(QUESTIONS))
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of prompts")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    music, name = PackedMusic(options.packed), options.model.name
    networks = {"lstm": load_lstm(options.lstm)} if options.lstm else {}
    networks[name] = read_model(options.model).eval()
    ngrams = {}
    if "bits" in options.questions:
        counted = trained(music, [1, 5], round(NGRAM_EXAMPLES * options.scale), NGRAM_TUNING)
        ngrams = {"unigram": counted[1], "fivegram": counted[5]}
    evaluation = Evaluation(music, networks, ngrams, name, options.scale)
    report = json.loads(options.out.read_text()) if options.out.exists() else {}
    for question in options.questions:
        begun = time.time()
        answer = QUESTIONS[question](evaluation)
        is_several = question in ("shape", "obedience")
        report |= answer if is_several else {question: answer}
        report |= {"sizes": {name: sizes_of(options.model)}, "split_hash": music.split_hash}
        options.out.write_text(json.dumps(report, indent="\t") + "\n")
        print(f"{question}: {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
