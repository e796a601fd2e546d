"""What the network reads of a prompt: all that is given, and nothing that is still to come."""

from itertools import islice

import numpy as np
import pytest
import torch
from training.batches import Sampler, joined
from training.examples import DURATION_STEPS, Example, Metre, example_of
from training.losses import event_nats, on_device
from training.model import PLACES, Config, MusicTransformer
from training.moments import Moments
from training.sections import DURATION, ONSET, SYMBOL, PackedMusic
from training.tasks import Cut, transposed
from training.vocab import (
    ANSWER_ENDS,
    ANSWER_NOTE,
    BAR_PASSES,
    CONTROLS,
    DRUM_SOUNDS,
    METRES,
    NO_SYMBOL,
    PITCHES,
    TASKS,
    duration_class,
)

from small_music import bands

NO_CONTROLS = np.zeros(len(CONTROLS), np.uint8)
VELOCITY, PART = 3, 4
WINDOWS = 12


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> PackedMusic:
    return bands(tmp_path_factory.mktemp("music"))


def cuts(music: PackedMusic, task: str, count: int = WINDOWS, *, augment: bool = True):
    """Cut windows of a task, with the examples made of them."""
    sampler = Sampler(music, "train", 5, augment=augment)
    found = 0
    while found < count:
        drawn = sampler.draw_cut(task)
        if drawn is None:
            continue
        piece, bars, metre, _ = drawn
        example = example_of(piece, bars, metre, NO_CONTROLS)
        if example is not None:
            found += 1
            yield piece, bars, metre, example


def other_future(answer: np.ndarray, first: int, end: int, rng: np.random.Generator,
                 kept: tuple[int, ...] = ()) -> np.ndarray:
    """The answer with every note from `first` on changed, but for the `kept` columns of `first`."""
    changed = answer.copy()
    count = len(answer) - first
    since = answer[first - 1, ONSET] if first else answer[0, ONSET]
    since = answer[first, ONSET] if ONSET in kept else since
    onsets = np.sort(rng.integers(since, end, count))
    if ONSET in kept:
        onsets[0] = since
    changed[first:, ONSET] = onsets
    changed[first:, DURATION] = rng.integers(1, 97, count)
    is_drum = answer[first:, SYMBOL] >= PITCHES
    changed[first:, SYMBOL] = np.where(is_drum, PITCHES + rng.integers(0, len(DRUM_SOUNDS), count),
                                       rng.integers(30, 90, count))
    changed[first:, VELOCITY] = rng.integers(1, 9, count)
    changed[first:, PART] = rng.permutation(answer[first:, PART])
    changed[first, list(kept)] = answer[first, list(kept)]
    changed[first:, PART] = np.where(np.isin(answer[first:, PART], changed[:, PART]),
                                     changed[first:, PART], answer[first:, PART])
    return changed


def rows_of_notes(example: Example) -> np.ndarray:
    """The rows of the answer's notes among the events."""
    events = example.events
    return np.nonzero((events[:, 0] == ANSWER_NOTE) & (events[:, 5] != NO_SYMBOL))[0]


def changed_pairs(music: PackedMusic, task: str, kept: tuple[int, ...]):
    """(example, the same with another future from note k on, row of note k in the first)."""
    rng = np.random.default_rng(11)
    for piece, bars, metre, example in cuts(music, task):
        first = int(rng.integers(0, len(piece.answer)))
        answer = other_future(piece.answer, first, bars * metre.bar_steps, rng, kept)
        if set(answer[:, PART]) != set(piece.answer[:, PART]):
            continue
        other = example_of(Cut(piece.task, piece.call, answer, piece.answer_bar,
                               piece.heard_bars), bars, metre, NO_CONTROLS)
        if other is not None:
            yield example, other, int(rows_of_notes(example)[first]), first


@pytest.mark.parametrize("task", TASKS)
def test_what_foretells_a_note_is_the_same_whatever_the_note_and_all_after_it(
    music: PackedMusic, task: str
) -> None:
    for example, other, _, first in changed_pairs(music, task, ()):
        notes = rows_of_notes(example)
        known = int(notes[first - 1]) + 1 if first else int(notes[0] - (
            example.events[:notes[0], 0] == ANSWER_NOTE).sum())
        for name in ("events", "at", "moments", "rhythm"):
            np.testing.assert_array_equal(getattr(example, name)[:known],
                                          getattr(other, name)[:known], name)
        np.testing.assert_array_equal(example.asked, other.asked)
        np.testing.assert_array_equal(example.asked_parts, other.asked_parts)


@pytest.mark.parametrize("task", TASKS)
def test_what_is_told_of_a_notes_moment_depends_on_its_onset_alone(
    music: PackedMusic, task: str
) -> None:
    for example, other, row, _ in changed_pairs(music, task, (ONSET,)):
        np.testing.assert_array_equal(example.moments[:row + 1], other.moments[:row + 1])
        np.testing.assert_array_equal(example.rhythm[:row], other.rhythm[:row])
        np.testing.assert_array_equal(example.events[row, :4], other.events[row, :4])


# What of note k is kept, and how many of its attributes must then cost the same.
KEPT = [((ONSET,), 1), ((ONSET, PART), 2), ((ONSET, PART, SYMBOL), 3),
        ((ONSET, PART, SYMBOL, DURATION), 4), ((ONSET, PART, SYMBOL, DURATION, VELOCITY), 5)]


@pytest.mark.parametrize("places", PLACES)
@pytest.mark.parametrize(("kept", "attributes"), KEPT)
def test_no_note_costs_more_or_less_for_what_comes_after_it(
    music: PackedMusic, places: str, kept: tuple[int, ...], attributes: int
) -> None:
    torch.manual_seed(3)
    model = MusicTransformer(Config(32, 2, 1, 64, places)).eval()
    for example, other, row, _ in [pair for task in ("answer", "comp", "complete")
                                   for pair in islice(changed_pairs(music, task, kept), 3)]:
        with torch.no_grad():
            nats = [event_nats(model, on_device(joined([one]), "cpu"))[0]
                    for one in (example, other)]
        before = int((example.targets[:row - 1] >= 0).any(-1).sum())
        torch.testing.assert_close(nats[0][:before], nats[1][:before], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(nats[0][before, :attributes], nats[1][before, :attributes],
                                   atol=1e-5, rtol=1e-5)


def notes_from_targets(example: Example, bar_steps: int) -> list[tuple[int, ...]]:
    """The answer that the targets spell: (onset, duration, symbol, velocity, part)."""
    begin = int(np.nonzero(example.weights == 1)[0][0])
    at, notes = int(example.at[begin]), []
    for onset, part, symbol, duration, velocity in example.targets[begin:].tolist():
        if onset == ANSWER_ENDS:
            assert (part, symbol, duration, velocity) == (-1, -1, -1, -1)
            break
        at += bar_steps if onset == BAR_PASSES else onset
        if onset != BAR_PASSES:
            notes.append((at, int(DURATION_STEPS[duration]), symbol, velocity + 1, part))
    return notes


@pytest.mark.parametrize("task", TASKS)
def test_the_targets_spell_the_answer_and_its_end(music: PackedMusic, task: str) -> None:
    for piece, _, metre, example in cuts(music, task):
        expected = [(onset, int(DURATION_STEPS[duration_class(duration)]), symbol, velocity, part)
                    for onset, duration, symbol, velocity, part in piece.answer.tolist()]
        assert notes_from_targets(example, metre.bar_steps) == expected
        assert example.targets[-1, 0] == ANSWER_ENDS


@pytest.mark.parametrize("task", TASKS)
def test_the_events_tell_the_places_that_they_lie_at(music: PackedMusic, task: str) -> None:
    for _, bars, metre, example in cuts(music, task, 10):
        events = example.events
        np.testing.assert_array_equal(events[:, 2] * metre.bar_steps + events[:, 1], example.at)
        np.testing.assert_array_equal(events[:, 2] + events[:, 3], bars)
        assert len({len(rows) for rows in (events, example.at, example.moments, example.rhythm,
                                           example.targets, example.weights)}) == 1


@pytest.mark.parametrize("task", [task for task in TASKS if task not in ("continue", "answer")])
def test_of_a_call_heard_in_part_nothing_later_is_seen(music: PackedMusic, task: str) -> None:
    seen = 0
    for piece, bars, metre, example in cuts(music, task, 40):
        heard = piece.heard_bars * metre.bar_steps
        if piece.heard_bars == bars:
            continue
        seen += 1
        call = piece.call
        assert (call[:, ONSET] < heard).all()
        assert (call[:, ONSET] + call[:, DURATION] <= heard).all()
        after = example.at >= heard
        after &= example.weights == 1
        assert not example.moments[after][:, :36].any()
        assert not example.moments[after][:, 48].any()
        steps = example.at[:, None] + np.arange(example.rhythm.shape[1])
        assert not example.rhythm[steps >= heard][:, :2].any()
    assert seen > 3


@pytest.mark.parametrize("task", ["continue", "answer"])
def test_of_a_continued_line_the_call_holds_only_what_came_before(
    music: PackedMusic, task: str
) -> None:
    alone = 0
    for piece, _, metre, _ in cuts(music, task, 60):
        begin = piece.answer_bar * metre.bar_steps
        assert (piece.answer[:, ONSET] >= begin).all()
        assert len(set(piece.answer[:, PART])) == 1
        line = piece.call[piece.call[:, PART] == piece.answer[0, PART]]
        assert (line[:, ONSET] < begin).all()
        assert (line[:, ONSET] + line[:, DURATION] <= begin).all()
        if len(line) == len(piece.call):
            alone += 1
            assert piece.heard_bars == piece.answer_bar
    assert alone > 5


def test_an_answer_after_silence_counts_the_bars_that_pass() -> None:
    answer = np.array([[500, 12, 60, 3, 0], [512, 12, 62, 3, 0], [524, 12, 64, 3, 0]])
    metre = Metre(METRES.index((4, 4)), 96)
    example = example_of(Cut(0, np.zeros((0, 5), np.int32), answer, 1, 1), 8, metre, NO_CONTROLS)
    assert example.targets[1:, 0].tolist() == [BAR_PASSES] * 3 + [116, 12, 12, ANSWER_ENDS]
    assert example.at.tolist() == [0, 96, 192, 288, 384, 500, 512, 524]
    assert notes_from_targets(example, 96)[0] == (500, 12, 60, 3, 0)


def test_a_prompt_past_the_context_is_no_example() -> None:
    notes = np.array([[step, 1, 60, 3, 0] for step in range(511)])
    metre = Metre(METRES.index((4, 4)), 96)
    assert example_of(Cut(0, notes, notes[:0], 0, 8), 8, metre, NO_CONTROLS) is None
    assert example_of(Cut(0, notes[1:], notes[:0], 0, 8), 8, metre, NO_CONTROLS) is not None


def test_transposing_moves_pitches_and_what_sounds_but_not_the_drums(music: PackedMusic) -> None:
    for piece, bars, metre, _ in cuts(music, "complete", 10, augment=False):
        length, steps = bars * metre.bar_steps, np.arange(bars * metre.bar_steps)
        moved = transposed(piece.call, 3)
        is_drum = piece.call[:, SYMBOL] >= PITCHES
        np.testing.assert_array_equal(moved[is_drum], piece.call[is_drum])
        np.testing.assert_array_equal(moved[~is_drum, SYMBOL], piece.call[~is_drum, SYMBOL] + 3)
        plain, higher = (Moments(notes[:, :4], length).chroma_at(steps).reshape(-1, 3, 12)
                         for notes in (piece.call, moved))
        np.testing.assert_allclose(np.roll(plain, 3, axis=2), higher)


def test_moments_tell_what_sounds_the_bass_and_what_comes() -> None:
    call = np.array([[0, 48, 48, 3], [0, 24, 64, 3], [24, 24, 67, 3], [36, 6, PITCHES, 3]])
    moments = Moments(call, 96)
    told = moments.chroma_at(np.array([0, 30, 48])).reshape(3, 3, 12)
    assert [np.nonzero(row)[0].tolist() for row in told[:, 0]] == [[0, 4], [0, 7], []]
    assert [np.nonzero(row)[0].tolist() for row in told[:, 1]] == [[0], [0], []]
    np.testing.assert_allclose(told[0, 2][[0, 4, 7]], [1, 0.5, 0.5])
    assert np.nonzero(moments.onsets[:, 0])[0].tolist() == [0, 24]
    assert np.nonzero(moments.onsets[:, 1])[0].tolist() == [36]
