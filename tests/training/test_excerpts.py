"""The excerpts for the browser are ours to hand on, and say the same as what they were cut from."""

from pathlib import Path

import numpy as np
import pytest
from training.excerpts import case_of, chosen_cases, excerpt_of
from training.sections import PackedMusic

from small_music import BAR_TICKS, band, packed

SET = "openscore_lieder"


@pytest.fixture
def music(tmp_path: Path) -> PackedMusic:
    return packed([band(metre, seed, set_name=SET, split="test", usage="clean")
                   for seed, metre in enumerate(BAR_TICKS)], tmp_path)


def test_an_excerpt_is_the_example_that_it_was_cut_from(music: PackedMusic) -> None:
    drawn = chosen_cases(music, SET, 2)
    assert {excerpt_of(case, SET)["task"] for case in drawn} == {"comp", "continue"}
    for case in drawn:
        whole, again = case.example(), case_of(excerpt_of(case, SET)).example()
        for name in vars(whole):
            np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))


def test_the_same_music_gives_the_same_excerpts(music: PackedMusic) -> None:
    first, second = ([excerpt_of(case, SET) for case in chosen_cases(music, SET, 2)]
                     for _ in range(2))
    assert first == second


@pytest.mark.parametrize("set_name", ["nottingham", "pop909_sep"])
def test_music_that_is_only_for_evaluation_is_refused(music: PackedMusic, set_name: str) -> None:
    with pytest.raises(ValueError, match=set_name):
        chosen_cases(music, set_name, 2)
