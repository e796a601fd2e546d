"""The loops on which the band is measured: chord symbols, and chords read off notes."""

import pytest
from training.band_loops.read_chords import read_chords
from training.band_loops.symbols import symbol_of
from training.band_loops.windows import full_windows, top_line, window


@pytest.mark.parametrize(("label", "symbol"), [
    ("C:maj", "C"), ("E:min7/b3", "Em7/G"), ("G:dominant/D", "G7/D"), ("Bb:sus4(b7)", "Bb7sus4"),
    ("F#:hdim7", "Gbm7b5"), ("D:7(#9)", "D7"), ("A:1", "A5"), ("N", None),
])
def test_labels_become_what_players_write(label, symbol):
    """Tones that no symbol has are left out."""
    assert symbol_of(label) == symbol


def test_chords_are_read_off_the_notes():
    """A seventh is heard only where it sounds, and a chord that goes on is written once."""
    triad = [[0, 960, 60, 0.6], [0, 960, 64, 0.6], [0, 960, 67, 0.6]]
    seventh = [[1920, 960, pitch, 0.6] for pitch in (55, 59, 62, 65)]
    bass = [[0, 960, 36, 0.6], [1920, 960, 43, 0.6]]
    chords = read_chords(triad + seventh + bass, bass, 3840, 960)
    assert chords == [[0, "C"], [1920, "G7"]]


def test_a_window_counts_from_its_start_and_ends_its_notes():
    """What begins outside is left out."""
    notes = [[0, 480, 60, 127], [1900, 480, 62, 127], [3800, 480, 64, 64], [3840, 10, 65, 64]]
    assert window(notes, 1900, 3840) == [[0, 480, 62, 1.0], [1900, 40, 64, 0.5]]


def test_of_chords_the_highest_notes_are_the_melody():
    """Each ends where the next begins."""
    notes = [[0, 960, 60, 0.6], [0, 960, 72, 0.6], [480, 480, 74, 0.6]]
    assert top_line(notes) == [[0, 480, 72, 0.6], [480, 480, 74, 0.6]]


def test_windows_have_melody_in_both_halves():
    """Empty bars are passed over."""
    bar = [[480 * beat, 480, 60, 80] for beat in range(4)]
    notes = [[onset + 1920 * at, *rest] for at in (0, 3, 4) for onset, *rest in bar]
    assert full_windows(notes, (4, 4), 0, 2) == [3 * 1920]
