"""Tunes an exported model on anyone's folder of MIDI files.

python -m training.finetune --midi DIR --model ../models/small --out ../models/mine
"""

import argparse
import math
import os
import sys
from pathlib import Path
from zipfile import BadZipFile

import torch

from training.export import read_manifest, read_model
from training.midi_folder import NoMusicError, read_folder
from training.pieces import LICENCES
from training.sections import PackedMusic
from training.tuned_model import UnfitFolderError, check_out, write_tuned
from training.tuning import Plan, batches_of, bits_of, drawn, trial_of, tune
from training.weights_file import DamagedModelError

MINUTES = 10.0


def read_packed(path: Path) -> PackedMusic:
    """The music that training.data packed, or a NoMusicError."""
    try:
        music = PackedMusic(path)
        if drawn(music, "train"):
            return music
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise NoMusicError(f"{path} is no file that training.data wrote.") from error
    raise NoMusicError(f"{path} holds nothing to learn from.")


def licences_of(music: PackedMusic) -> dict[str, str]:
    """The licences of the sets in it that are learnt from."""
    names = {music.sets[section.set] for section in music.sections if section.may_train}
    return {name: licence for name, licence in LICENCES.items() if name in names}


def some_device() -> str:
    """CUDA where there is one, with algorithms that give the same weights again."""
    if not torch.cuda.is_available():
        return "cpu"
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True, warn_only=True)
    return "cuda"


def plan_of(options: argparse.Namespace) -> Plan:
    """The plan that the options ask for: ten minutes when they bound neither time nor steps."""
    minutes = options.minutes or (math.inf if options.steps else MINUTES)
    return Plan(steps=options.steps or math.inf, minutes=minutes, seed=options.seed,
                own_share=options.own_share if options.packed else 1.0)


def say(line: str) -> None:
    """Prints a line at once."""
    print(line, flush=True)


def own_music(folder: Path) -> tuple[PackedMusic, int]:
    """The music of a folder and how many files it is from; says which were left out, and why."""
    own = read_folder(folder)
    for name, reason in own.skipped:
        say(f"left out: {name} {reason}")
    music = own.packed()
    say(f"{own.files:,} files, {len(music.notes):,} notes")
    return music, own.files


def finetune(options: argparse.Namespace) -> None:
    """Tunes and writes the folder; nothing is written when the input is unfit."""
    check_out(options.out, options.model)
    manifest, device, plan = read_manifest(options.model), some_device(), plan_of(options)
    model = read_model(options.model).to(device)
    music, files = own_music(options.midi)
    trial = trial_of(music)
    other = read_packed(options.packed) if options.packed else None
    elsewhere = drawn(other, "valid") if other else []
    before = trial.bits(model, device)
    others = [bits_of(model, elsewhere, device)] if elsewhere else []
    outcome = tune(model, batches_of(music, other, plan), trial, plan, say)
    if elsewhere:
        others.append(bits_of(model, elsewhere, device))
        say(f"other music: {others[0]:.3f} bits a note before, {others[1]:.3f} after")
    tuned = {"from": manifest.get("name", options.model.name),
             "from_sha256": manifest["weights"]["sha256"], "files": files,
             "notes": len(music.notes), "is_held_out": trial.is_held_out,
             "own_share": plan.own_share, "seed": plan.seed, "steps": outcome.best_step,
             "bits_before": before}
    tuned = write_tuned(model, options.model, options.out, tuned,
                        sets=licences_of(other) if other else {},
                        bits_of=lambda network: trial.bits(network.to(device), device))
    say(summary(options.out, tuned))


def summary(out: Path, tuned: dict) -> str:
    """What came of it, in a line."""
    if not tuned["steps"]:
        return f"{out}: nothing was gained, so the weights are those of {tuned['from']}"
    files = "files held out" if tuned["is_held_out"] else "the files that it learnt from"
    return (f"{out}: {tuned['bits_before']:.3f} bits a note before, {tuned['bits_after']:.3f} "
            f"after, on {files}")


def positive(text: str) -> float:
    """A number above 0."""
    value = float(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return value


def share(text: str) -> float:
    """A number above 0 and up to 1."""
    value = positive(text)
    if value > 1:
        raise argparse.ArgumentTypeError(f"{text} is above 1")
    return value


def main(arguments: list[str] | None = None) -> None:
    """Reads the command line; what cannot be done is said in a sentence, with exit status 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--midi", type=Path, required=True, help="a folder of MIDI files")
    parser.add_argument("--model", type=Path, required=True, help="the model folder to begin with")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument("--minutes", type=positive, help=f"{MINUTES:g} unless --steps is given")
    parser.add_argument("--steps", type=positive, help="the same weights each time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--packed", type=Path, help="other music, so that it is not forgotten")
    parser.add_argument("--own-share", type=share, default=0.5, help="of the batches")
    try:
        finetune(parser.parse_args(arguments))
    except (DamagedModelError, NoMusicError, UnfitFolderError, OSError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
