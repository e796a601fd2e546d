"""The laws of shape, distances, intervals and obedience."""

import numpy as np
import pytest
from training.measures.bootstrap import (
    interval,
    mean_interval,
    ratio_interval,
    spearman_interval,
)
from training.measures.obedience import ranks, spearman
from training.measures.shape import (
    METRICS,
    distances,
    groove_patterns,
    groove_similarity,
    pitch_class_entropy,
    scale_share,
    self_repetition,
    shape_of,
    wasserstein,
)

BAR = 96


def line(*rows) -> np.ndarray:
    """Notes from (onset, symbol), 12 steps long."""
    return np.array([(onset, 12, symbol, 0, 0) for onset, symbol in rows], int).reshape(-1, 5)


def test_two_classes_equally_often_are_one_bit() -> None:
    assert pitch_class_entropy(line((0, 60), (6, 72), (12, 67), (18, 55))) == 1
    assert pitch_class_entropy(line((0, 60), (6, 72))) == 0
    assert np.isnan(pitch_class_entropy(line((0, 128))))


def test_bars_that_differ_in_two_cells_of_sixteen_are_fourteen_sixteenths_alike() -> None:
    notes = line((0, 60), (48, 60), (BAR, 60), (BAR + 24, 60))
    assert groove_similarity(notes, 2 * BAR, BAR) == pytest.approx(14 / 16)


def test_groove_is_the_mean_over_all_pairs_of_bars() -> None:
    notes = line((0, 60), (BAR, 62), (2 * BAR + 24, 60))
    assert groove_similarity(notes, 3 * BAR, BAR) == pytest.approx((1 + 2 * 14 / 16) / 3)
    assert np.isnan(groove_similarity(notes, BAR, BAR))


def test_an_onset_goes_to_the_nearest_cell_of_its_bar() -> None:
    pattern = groove_patterns(line((2, 60), (4, 60), (95, 60)), BAR, BAR)
    assert np.flatnonzero(pattern[0]).tolist() == [0, 1, 15]


def test_scales_hold_major_and_harmonic_minor_in_every_key() -> None:
    for scale in ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 11)):
        for key in range(12):
            assert scale_share(line(*((0, 60 + key + step) for step in scale))) == 1
    assert scale_share(line(*((0, 60 + step) for step in range(12)))) == pytest.approx(7 / 12)


def test_a_bar_repeats_when_three_notes_in_a_row_come_again_at_their_places() -> None:
    tune = [(0, 60), (24, 62), (48, 64), (72, 65)]
    again = [(BAR + at, pitch + 12) for at, pitch in tune[:3]] + [(BAR + 72, 71)]
    other = [(2 * BAR + 12, 60), (2 * BAR + 36, 62), (2 * BAR + 60, 64)]
    assert self_repetition(line(*tune, *again), BAR) == 1
    assert self_repetition(line(*tune, *again, *other), BAR) == pytest.approx(2 / 3)
    assert self_repetition(line(*tune, *other), BAR) == 0
    assert np.isnan(self_repetition(line(*tune), BAR))


def test_a_bar_with_fewer_notes_repeats_as_a_whole() -> None:
    assert self_repetition(line((0, 60), (BAR, 60)), BAR) == 1
    assert self_repetition(line((0, 60), (BAR, 60), (BAR + 24, 64)), BAR) == 0


def test_an_empty_answer_has_a_shape() -> None:
    shape = shape_of(line(), BAR, BAR)
    assert tuple(sorted(shape)) == tuple(sorted(METRICS))
    assert shape["note_density"] == 0


@pytest.mark.parametrize(("first", "second", "apart"), [
    ([0, 1, 2], [0, 1, 2], 0), ([0], [3], 3), ([0, 0, 0, 1], [1], 0.75), ([1, 3], [2, 6], 2)])
def test_the_wasserstein_distance_is_what_must_be_carried_how_far(first, second, apart) -> None:
    assert wasserstein(np.array(first, float), np.array(second, float)) == pytest.approx(apart)


def test_distances_are_in_pooled_deviations_and_pair_by_prompt() -> None:
    true = [{"x": 0.0}, {"x": 2.0}, {"x": 5.0}]
    ours = [{"x": 2.0}, {"x": 0.0}, {"x": float("nan")}]
    assert distances(ours, true)["x"] == {"distribution": 0, "paired": 2, "prompts": 2}
    moved = [{"x": row["x"] + 4} for row in true[:2]]
    assert distances(moved, true[:2])["x"]["distribution"] == pytest.approx(4)


def test_intervals_hold_their_value_and_repeat_by_seed() -> None:
    values = np.random.default_rng(1).normal(3, 1, 400)
    found = mean_interval(values, seed=5)
    assert found == mean_interval(values, seed=5)
    assert found.low < found.value < found.high
    assert found.high - found.low == pytest.approx(2 * 1.96 / 20, rel=0.2)
    assert np.isnan(interval(np.mean, np.zeros(0)).value)


def test_a_ratio_is_of_sums() -> None:
    found = ratio_interval(np.array([1, 9]), np.array([10, 10]))
    assert (found.value, found.low, found.high) == (0.5, 0.1, 0.9)


def test_equal_values_share_their_rank() -> None:
    assert ranks(np.array([10, 20, 10, 30, 10])).tolist() == [2, 4, 2, 5, 2]


def test_spearman_sees_order_alone() -> None:
    asked = np.arange(1, 9)
    assert spearman(asked, np.exp(asked)) == pytest.approx(1)
    assert spearman(asked, -asked**3) == pytest.approx(-1)
    assert spearman([1, 2, 3, 4, 5], [1, 3, 2, 5, 4]) == pytest.approx(1 - 6 * 4 / (5 * 24))
    assert spearman([1, 1, 2, 2], [1, 2, 3, 3]) == pytest.approx(4 / np.sqrt(4 * 4.5))


def test_spearman_without_any_difference_is_no_number() -> None:
    assert np.isnan(spearman([1, 1, 1], [1, 2, 3]))
    assert np.isnan(spearman([], []))
    assert spearman([1, 2, 3, np.nan], [2, 4, 9, 0]) == pytest.approx(1)
    assert spearman_interval(np.arange(50), np.arange(50) * 2).low == pytest.approx(1)
