"""The chord finder's recipe: the analyser reads chords, features turn, sums are over all ways."""

import itertools
import random

import numpy as np
import torch
from training.chord_finder.analyser import analyse
from training.chord_finder.export_finder import TENSORS, golden, rounded
from training.chord_finder.features import Heard, chord_features, key_features, turned
from training.chord_finder.network import (
    EVERYTHING,
    ChordNet,
    KeyNet,
    best_path,
    log_sums,
    path_worth,
)
from training.chord_finder.noise import atonal, comped, heard_badly
from training.chord_finder.vocabulary import KINDS, NO_CHORD, majmin, state_of

C, F, G7 = 0, 5 * KINDS, 7 * KINDS + 2
CADENCE = [C] * 4 + [F] * 4 + [G7] * 4 + [C] * 4
COMMON = (4, 4)


def test_states_are_named_by_their_tones() -> None:
    assert state_of(0, (0, 4, 7)) == C
    assert state_of(7, (0, 4, 7, 10)) == G7
    assert state_of(7, (0, 4, 7, 10, 2)) == G7
    assert majmin(state_of(9, (0, 3, 7, 10))) == 9 + 12
    assert majmin(NO_CHORD) == majmin(state_of(0, (0, 3, 6))) == -1


def test_the_analyser_reads_what_is_struck() -> None:
    bars = ((48, 64, 67), (41, 60, 69), (43, 59, 65, 62), (48, 64, 67))
    notes = [[1920 * bar, 1920, pitch, 0.7] for bar, pitches in enumerate(bars)
             for pitch in pitches]
    states, key = analyse(notes, 16, COMMON)
    assert list(states) == CADENCE
    assert key == (0, 0)


def test_features_turn_with_the_music() -> None:
    notes = comped(CADENCE, COMMON, random.Random(1))
    higher = [[start, duration, pitch + 5, velocity] for start, duration, pitch, velocity in notes]
    here, there = (Heard(one, 16, COMMON) for one in (notes, higher))
    np.testing.assert_allclose(chord_features(here, 16, COMMON, (0, 0)),
                               chord_features(there, 16, COMMON, (5, 0)))
    at_c, at_f = (turned(*key_features(one, 16, COMMON)) for one in (here, there))
    np.testing.assert_allclose(at_c, np.roll(at_f, -5, 0))


def test_what_is_heard_badly_lies_in_the_loop_and_is_the_same_for_a_seed() -> None:
    notes = comped(CADENCE, COMMON, random.Random(1))
    heard = heard_badly(notes, 7680, random.Random(2))
    assert heard == heard_badly(notes, 7680, random.Random(2)) != notes
    assert all(0 <= start < 7680 and start + duration <= 7680 and duration > 0
               for start, duration, *_ in heard)
    assert all(atonal(random.Random(seed)) for seed in range(8))


def small_chain() -> tuple[torch.Tensor, ...]:
    """Worths of three beats of one loop, of which only four states can be."""
    torch.manual_seed(0)
    worth = torch.full((1, 3, EVERYTHING), -1e3)
    worth[:, :, :4] = torch.randn(1, 3, 4)
    return worth, torch.randn(1, 3), torch.randn(2, EVERYTHING, EVERYTHING) \
        - 1e4 * torch.eye(EVERYTHING), torch.tensor([1])


def test_the_sum_over_all_ways_is_the_sum_of_each() -> None:
    worth, change, steps, mode = small_chain()
    ways = [path_worth(worth, change, steps, mode, torch.tensor([way]))
            for way in itertools.product(range(4), repeat=3)]
    torch.testing.assert_close(log_sums(worth, change, steps, mode),
                               torch.stack(ways).logsumexp(0), atol=1e-4, rtol=1e-4)


def test_the_best_path_holds_what_is_clear() -> None:
    worth = torch.zeros(4, EVERYTHING)
    worth[:2, 7] = worth[2:, 20] = 9
    steps = -1e4 * torch.eye(EVERYTHING)
    assert best_path(worth, torch.full((4,), -2.), steps).tolist() == [7, 7, 20, 20]


def test_rounded_networks_say_nearly_the_same() -> None:
    torch.manual_seed(1)
    nets = {"chords": ChordNet().state_dict(), "key": KeyNet().state_dict()}
    again, numbers, scales = rounded(nets)
    for name, net, tensor in TENSORS:
        assert torch.allclose(again[net][tensor], nets[net][tensor], atol=scales[name])
        assert numbers[name].size == nets[net][tensor].numel()
    told = golden(again)
    assert len(told) == 6
    assert all(len(one["keys"]) == 24 for one in told)
