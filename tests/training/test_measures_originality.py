"""The laws of shared runs and of the classifier."""

import numpy as np
import pytest
import torch
from training.measures.answer_features import answer_features
from training.measures.originality import LONGEST, RunIndex, skyline, transitions
from training.measures.real_or_ours import auc, held_out_scores, real_or_ours_auc


def random_line(notes: int, seed: int) -> np.ndarray:
    """A line of 12-step notes on 16ths."""
    rng = np.random.default_rng(seed)
    onsets = np.cumsum(rng.choice([6, 12, 24], notes))
    return np.column_stack([onsets, np.full(notes, 6), rng.integers(48, 84, notes),
                            np.zeros((notes, 2), int)]).astype(np.int32)


TRAINING = [random_line(100, seed) for seed in range(5)]
INDEX = RunIndex(TRAINING)
STRANGER = random_line(40, 99)


def follow(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The second line after the first."""
    moved = second.copy()
    moved[:, 0] += first[-1, 0] + 24 - second[0, 0]
    return np.concatenate([first, moved])


@pytest.mark.parametrize("length", [4, 5, 11, 31, 32])
def test_a_copied_run_is_found_at_its_length_in_any_key(length) -> None:
    copied = TRAINING[2][17:17 + length] + np.array([960, 0, 5, 0, 0])
    assert INDEX.longest_shared_run(follow(follow(STRANGER, copied), STRANGER)) == length


def test_longer_runs_than_the_index_holds_count_as_its_longest() -> None:
    assert INDEX.longest_shared_run(TRAINING[0]) == LONGEST


def test_runs_do_not_go_on_from_one_training_line_into_the_next() -> None:
    seam = follow(TRAINING[0][-6:], TRAINING[1][:6])
    assert INDEX.longest_shared_run(seam) == 6


def test_nothing_is_shared_with_a_stranger_or_by_a_short_line() -> None:
    assert INDEX.longest_shared_run(STRANGER) == 0
    assert INDEX.longest_shared_run(TRAINING[0][:3]) == 0
    assert INDEX.longest_of_answer(TRAINING[0][:0]) == 0


def test_other_rhythms_are_other_runs() -> None:
    slow = TRAINING[0][:20] * np.array([2, 2, 1, 1, 1])
    assert INDEX.longest_shared_run(slow) < 20


def test_a_skyline_is_the_highest_note_of_each_onset_without_drums() -> None:
    notes = np.array([[0, 6, 60, 0, 0], [0, 6, 67, 0, 0], [12, 6, 62, 0, 0], [12, 6, 130, 0, 5]])
    assert skyline(notes)[:, 2].tolist() == [67, 62]
    assert len(transitions(skyline(notes))) == 1


def test_each_part_of_an_answer_is_looked_at_alone() -> None:
    below = TRAINING[3][:12].copy()
    above = STRANGER[:12] + np.array([0, 0, 40, 0, 1])
    assert INDEX.longest_of_answer(np.concatenate([below, above])) == 12


def test_auc_is_the_chance_that_the_real_one_scores_higher() -> None:
    assert auc(np.array([2, 3]), np.array([0, 1])) == 1
    assert auc(np.array([1, 1]), np.array([1])) == 0.5
    assert auc(np.array([0, 2]), np.array([1, 1])) == 0.5


def test_the_classifier_guesses_at_twins_and_knows_strangers() -> None:
    rng = np.random.default_rng(0)
    real, twin = rng.normal(size=(2, 200, 10))
    real[::7, 3] = np.nan
    state = torch.get_rng_state()
    found = real_or_ours_auc(real, twin, draws=200)
    assert found.low < 0.55
    assert found.high > 0.45
    assert real_or_ours_auc(real, twin + 1.5, draws=50).low > 0.9
    assert torch.equal(state, torch.get_rng_state())


def test_answers_that_are_the_real_ones_cannot_be_told() -> None:
    real = np.random.default_rng(1).normal(size=(60, 5))
    first, second = held_out_scores(real, real.copy())
    assert (first == second).all()


def test_too_few_answers_or_uneven_ones_are_refused() -> None:
    with pytest.raises(ValueError, match="3 real"):
        real_or_ours_auc(np.zeros((3, 2)), np.zeros((3, 2)))


def test_every_answer_has_the_same_features() -> None:
    call, drums, empty = TRAINING[0][:20], STRANGER[:9].copy(), STRANGER[:0]
    drums[:, 2] = 130
    sizes = {answer_features(one, other, 0, 960, 96).shape
             for one in (call, empty, drums) for other in (call, drums, empty)}
    assert len(sizes) == 1
    assert np.isfinite(answer_features(call, call, 0, 960, 96)).all()
