"""Nothing leaks between the splits, and batches are the same for the same seed."""

import gzip
import json
from pathlib import Path

import numpy as np
from training.melody_rnn.melody_data import IGNORED, MelodyData, WindowSampler, transposed
from training.melody_rnn.melody_tokens import CLASSES, FIRST_PITCH
from training.melody_rnn.ngram import NGram
from training.pieces import read_pieces

TRAIN_EVENT, TEST_EVENT = 10, 20


def write_melodies(path: Path) -> None:
    """Two train melodies of one pitch and two test melodies of another."""
    bar = np.zeros(16, np.uint8)
    melodies, rows = [], []
    for piece, split in enumerate((0, 2, 0, 2)):
        one = np.tile(bar, 10)
        one[::4] = TRAIN_EVENT if split == 0 else TEST_EVENT
        melodies.append(one)
        rows.append([piece, 0, split, 4, 16, len(one)])
    pieces = [[f"piece-{number}", "Title", "clean"] for number in range(4)]
    np.savez(path, rows=np.array(rows, np.int32), events=np.concatenate(melodies),
             pieces=json.dumps(pieces), sets=json.dumps(["openewld"]))


def test_training_windows_come_from_train_alone(tmp_path: Path) -> None:
    write_melodies(tmp_path / "melodies.npz")
    data = MelodyData(tmp_path / "melodies.npz")
    sampler = WindowSampler(data, steps=64, seed=1)
    assert {int(data.rows[index, 2]) for index in sampler.indices} == {0}
    batch = sampler.batch(3, size=8)
    np.testing.assert_array_equal(batch, sampler.batch(3, size=8))
    assert batch.shape == (8, 65)
    assert set(np.unique(batch)) <= {*range(CLASSES), IGNORED}
    assert {one.piece for one in data.excerpts("test")} == {1, 3}


def test_a_window_keeps_its_rhythm_and_range_in_every_key() -> None:
    events = np.array([FIRST_PITCH + 3, 0, 1, CLASSES - 3, 0], np.uint8)
    for seed in range(50):
        moved = transposed(events, np.random.default_rng(seed)).astype(int)
        assert moved.max() < CLASSES
        assert (moved[[1, 2, 4]] == [0, 1, 0]).all()
        assert moved[3] - moved[0] == CLASSES - 3 - (FIRST_PITCH + 3)
        assert moved[0] >= FIRST_PITCH


def test_what_is_for_evaluation_only_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "sets").mkdir()
    with gzip.open(tmp_path / "sets" / "made.jsonl.gz", "wt") as file:
        for usage in ("clean", "evaluate-only", "public-domain"):
            file.write(json.dumps({"usage": usage}) + "\n")
    assert [one["usage"] for one in read_pieces(tmp_path, "made")] == ["clean", "public-domain"]


def test_ngram_probabilities_sum_to_one() -> None:
    dice = np.random.default_rng(1)
    melodies = [dice.integers(0, CLASSES, 60).astype(np.uint8) for _ in range(5)]
    model = NGram(melodies, 3, transposes=False)
    for context in (melodies[0][:5], np.array([3, 1, 4])):
        total = sum(model.probabilities(np.append(context, event))[-1] for event in range(CLASSES))
        assert abs(total - 1) < 1e-9
