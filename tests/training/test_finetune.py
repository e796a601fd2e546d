"""Tuning on own MIDI ends with a model folder that is not worse on that music, or says why not."""

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from training import finetune, tuned_model, tuning
from training.export import read_manifest, read_model, write_model
from training.midi_folder import read_folder
from training.model import CONFIGS, MusicTransformer
from training.model_card import model_card
from training.train import optimisers
from training.tuning import Plan, Trial, batches_of, trial_of, tune

from small_midi import track, tune as notes, write, write_tunes
from small_music import bands

STATE = {"events": 90, "seconds": 1.5, "split_hash": "abc", "sets": {"groove_midi": "CC BY 4.0"}}
FILES = {"README.md", "golden.json", "manifest.json", "weights.bin"}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    write_model(MusicTransformer(CONFIGS["tiny"]), folder, STATE)
    return folder


@pytest.fixture(scope="module")
def midi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tunes(tmp_path_factory.mktemp("midi"), 3)


@pytest.fixture(scope="module")
def trial(midi: Path) -> Trial:
    return trial_of(read_folder(midi).packed())


@pytest.fixture(autouse=True)
def without_golden(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Greedy answers take a while; one test writes them."""
    if "golden" not in request.keywords:
        monkeypatch.setattr(tuned_model, "write_golden", lambda folder: (
            folder / "golden.json").write_text("{}"))


def run(midi: Path, start: Path, out: Path, *others: object) -> None:
    finetune.main([str(word) for word in ("--midi", midi, "--model", start, "--out", out, *others)])


def bits(trial: Trial, folder: Path) -> float:
    return trial.bits(read_model(folder), "cpu")
