"""The laws of harmony and diversity, on cases worked out by hand."""

import numpy as np
import pytest
from training.measures.diversity import (
    chord_bigrams,
    chroma_features,
    vendi_of_size,
    vendi_score,
)
from training.measures.harmony import (
    agreement,
    chord_length_entropy,
    chord_runs,
    chords_of,
    mean_pitch_classes,
    note_in_chord_ratio,
    top_line,
)

BAR = 96
C, E, G = 60, 64, 67
C_MAJOR = 1 << 0 | 1 << 4 | 1 << 7


def notes(*rows) -> np.ndarray:
    """Notes from (onset, duration, symbol)."""
    return np.array([(*row, 0, 0) for row in rows], int).reshape(-1, 5)


TRIAD = notes((0, 48, C), (0, 48, E), (0, 48, G))


def test_a_chord_tone_fits_and_another_does_not() -> None:
    melody = notes((0, 24, 72), (24, 24, 74))
    assert note_in_chord_ratio(melody, TRIAD, BAR) == 0.5


def test_silence_counts_only_in_the_strict_ratio() -> None:
    melody = notes((0, 96, 76))
    counts = agreement(melody, TRIAD, BAR)
    assert (counts.hits, counts.heard, counts.sung) == (8, 8, 16)
    assert note_in_chord_ratio(melody, TRIAD, BAR) == 1
    assert note_in_chord_ratio(melody, TRIAD, BAR, silence_misses=True) == 0.5


def test_nothing_to_compare_is_no_number() -> None:
    assert np.isnan(note_in_chord_ratio(notes(), TRIAD, BAR))
    assert np.isnan(note_in_chord_ratio(TRIAD, notes(), BAR))


def test_drums_neither_sing_nor_accompany() -> None:
    drums = notes((0, 96, 128), (0, 96, 132))
    assert agreement(drums, TRIAD, BAR).sung == 0
    assert agreement(TRIAD, drums, BAR).heard == 0


def test_of_several_melody_notes_the_highest_counts() -> None:
    assert top_line(notes((0, 12, C), (6, 12, G), (18, 2, E)), 30).tolist() == [C, G, G, E, -1]


@pytest.mark.parametrize("shift", [-5, 1, 12])
def test_the_ratio_does_not_change_with_the_key(shift) -> None:
    melody = notes((0, 18, 72), (18, 30, 74), (60, 6, 76))
    moved = [part + np.array([0, 0, shift, 0, 0]) for part in (melody, TRIAD)]
    assert note_in_chord_ratio(*moved, BAR) == note_in_chord_ratio(melody, TRIAD, BAR)


def test_a_longer_span_hears_a_broken_chord_as_a_whole_one() -> None:
    broken = notes((0, 6, C), (6, 6, E), (12, 6, G), (18, 6, E))
    melody = notes((0, 24, 67))
    assert agreement(melody, broken, 24).hits == 1
    assert agreement(melody, broken, 24, span_steps=24).hits == 4
    assert chords_of(broken, 24, 24).tolist() == [C_MAJOR]


def test_chords_run_until_they_change_and_silence_is_none() -> None:
    two = np.concatenate([TRIAD, notes((72, 24, 62), (72, 24, 65))])
    chords, lengths = chord_runs(chords_of(two, BAR))
    assert chords.tolist() == [C_MAJOR, 1 << 2 | 1 << 5]
    assert lengths.tolist() == [8, 4]
    assert mean_pitch_classes(chords_of(two, BAR)) == pytest.approx((8 * 3 + 4 * 2) / 12)


def test_two_lengths_equally_often_are_one_bit() -> None:
    assert chord_length_entropy([np.array([1, 1, 2]), np.array([4, 4, 0, 2])]) == 1
    assert chord_length_entropy([np.array([1, 2, 4])]) == 0
    assert chord_length_entropy([]) == 0


def test_the_vendi_score_counts_wholly_different_things() -> None:
    assert vendi_score(np.ones((7, 3))) == pytest.approx(1)
    assert vendi_score(np.eye(5)) == pytest.approx(5)
    assert vendi_score(np.repeat(np.eye(3), 4, axis=0)) == pytest.approx(3)


def test_silent_answers_are_alike() -> None:
    assert vendi_score(np.array([[1.0, 0], [0, 0], [0, 0]])) == pytest.approx(
        np.exp(-(1 / 3 * np.log(1 / 3) + 2 / 3 * np.log(2 / 3))))


def test_sets_of_unlike_size_compare_at_one_size() -> None:
    few, many = np.repeat(np.eye(2), 5, axis=0), np.repeat(np.eye(2), 50, axis=0)
    assert vendi_of_size(many, 10) == pytest.approx(vendi_score(few), abs=0.2)


def test_answers_with_the_same_classes_are_one_answer() -> None:
    octave_up = TRIAD + np.array([0, 0, 12, 0, 0])
    assert vendi_score(chroma_features([TRIAD, octave_up], BAR)) == pytest.approx(1)
    assert vendi_score(chroma_features([TRIAD, notes((0, 48, 62), (0, 48, 65))], BAR)) > 1.9


def test_bigrams_count_chords_and_pairs_of_them() -> None:
    table = chord_bigrams([np.array([1, 1, 2, 2]), np.array([0, 2, 0, 1]), np.array([1, 2])])
    assert table.sum(1).tolist() == [3, 3, 3]
    assert (table[0] == table[2]).all()
    assert (table[0] != table[1]).any()
