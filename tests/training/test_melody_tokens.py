"""Notes and events say the same."""

import random

from training.melody_rnn.melodies import melodies_of, steps_per_quarter_of
from training.melody_rnn.melody_tokens import (
    CLASSES,
    FIRST_PITCH,
    NOTE_OFF,
    events_from_notes,
    notes_from_events,
)


def random_notes(dice: random.Random) -> list[tuple[int, int, int]]:
    """Notes that neither overlap nor leave the range."""
    notes, step = [], dice.randrange(3)
    while step < 60:
        end = step + dice.randrange(1, 6)
        notes.append((step, min(end, 64), dice.randrange(48, 84)))
        step = end + dice.choice((0, 0, 1, 4))
    return notes


def test_notes_survive_the_way_to_events_and_back() -> None:
    dice = random.Random(1)
    for _ in range(200):
        notes = random_notes(dice)
        events = events_from_notes(notes, 64)
        assert all(0 <= event < CLASSES for event in events)
        assert notes_from_events(events) == notes


def test_a_rest_is_one_note_off_and_then_no_events() -> None:
    assert events_from_notes([(0, 2, 48), (4, 8, 50)], 8) == [
        FIRST_PITCH, 0, NOTE_OFF, 0, FIRST_PITCH + 2, 0, 0, 0]


def piece_of(onsets_and_lengths: list[tuple[int, int]], metre: tuple[int, int]) -> dict:
    """A one-voice piece from (onset, duration) in ticks."""
    notes = [[onset, length, 60 + index % 5, 80]
             for index, (onset, length) in enumerate(onsets_and_lengths)]
    return {"id": "made", "set": "m21_oneills", "ts": [[0, *metre]],
            "tracks": [{"drum": False, "notes": notes}]}


def test_a_pickup_is_moved_before_the_first_bar_line() -> None:
    bar = [(0, 960), (960, 480), (1440, 480)]
    onsets = [(0, 480)] + [(480 + 1920 * n + at, length) for n in range(6) for at, length in bar]
    (melody,) = melodies_of(piece_of(onsets, (4, 4)))
    assert melody.bar_steps == 16
    assert [step for step, event in enumerate(melody.events) if event][:3] == [12, 16, 24]


def test_a_tune_in_triplets_gets_three_steps_a_quarter() -> None:
    triplets = [[160 * n, 160, 60, 80] for n in range(24)]
    straight = [[120 * n, 120, 60, 80] for n in range(24)]
    assert steps_per_quarter_of(triplets, (4, 4)) == 3
    assert steps_per_quarter_of(straight, (4, 4)) == 4
