"""The n-gram counts what the network counts, and its chances are chances."""

import numpy as np
import pytest
from training.examples import Metre, example_of
from training.measures.backoff import Chain
from training.measures.event_history import MISSING, answer_rows, history_of, joined_columns
from training.measures.events_ngram import EventNgram, note_count
from training.tasks import Cut
from training.vocab import ANSWER_ENDS, BAR_PASSES, CONTROLS, TASKS

FOUR_FOUR = Metre(2, 96)
NOTHING_ASKED = np.zeros(len(CONTROLS), np.uint8)


def melody(onsets, symbols, part=0) -> np.ndarray:
    """Notes of a quarter each."""
    return np.array([(onset, 24, symbol, 0, part)
                     for onset, symbol in zip(onsets, symbols, strict=True)], np.int32)


def continuation(symbols, call_symbols=(60, 62, 64, 65)):
    """A bar of call and a bar of answer."""
    call = melody(range(0, 96, 24), call_symbols)
    answer = melody(range(96, 192, 24)[:len(symbols)], symbols)
    return example_of(Cut(TASKS.index("continue"), call, answer, 1, 1), 2, FOUR_FOUR,
                      NOTHING_ASKED)


def test_there_is_a_row_for_each_target_that_counts_fully() -> None:
    example = continuation([67, 65, 64])
    columns = history_of(example)
    assert (answer_rows(example) == (example.weights == 1)).all()
    assert len(columns["onset"]) == 4
    assert columns["onset"][-1] == ANSWER_ENDS
    assert columns["symbol"].tolist() == [67, 65, 64, -1]
    assert note_count(example) == 3
    assert all(len(column) == 4 for column in columns.values())


def test_the_history_goes_back_into_the_call() -> None:
    columns = history_of(continuation([67, 65, 64]))
    assert [columns[f"s{back}"][0] for back in range(1, 5)] == [65, 64, 62, 60]
    assert [columns[f"s{back}"][2] for back in range(1, 5)] == [65, 67, 65, 64]
    assert columns["step"].tolist()[:3] == [2, -2, -1]
    assert [columns[f"i{back}"][0] for back in range(1, 4)] == [1, 2, 2]
    assert columns["rest"].tolist()[:3] == [0, 24, 24]
    assert columns["place"].tolist()[:3] == [0, 0, 24]
    assert columns["g1"].tolist() == [24, 24, 24, MISSING]


def test_other_parts_of_the_call_are_no_history() -> None:
    call, answer = melody([0, 24], [60, 62]), melody([0, 48, 96], [36, 43, 36], part=4)
    example = example_of(Cut(TASKS.index("bass"), call, answer, 0, 2), 2, FOUR_FOUR, NOTHING_ASKED)
    columns = history_of(example)
    assert columns["s1"].tolist() == [MISSING, 36, 43, MISSING]
    assert columns["d1"].tolist() == [MISSING, 0, 48, 48]


def test_empty_bars_are_events_of_the_line_but_not_of_a_part() -> None:
    answer = melody([96, 480, 504], [60, 62, 64])
    example = example_of(Cut(0, melody([0], [60]), answer, 1, 1), 6, FOUR_FOUR, NOTHING_ASKED)
    columns = history_of(example)
    passing = int((columns["onset"] == BAR_PASSES).sum())
    assert passing > 0
    after = int(np.flatnonzero(columns["symbol"] == 62)[0])
    assert columns["d1"][after] == 96
    assert columns["s1"][after] == 60


def test_chances_of_all_symbols_sum_to_one_at_every_length_of_context() -> None:
    rng = np.random.default_rng(0)
    columns = {"a": rng.integers(0, 4, 500), "b": rng.integers(0, 5, 500)}
    columns["x"] = (columns["a"] + rng.integers(0, 3, 500)) % 9
    chain = Chain("x", 12, [("a",), ("b",)])
    chain.fit(columns, np.arange(500))
    for first, second in ((0, 1), (3, 4), (7, 7)):
        asked = {"a": np.full(12, first), "b": np.full(12, second), "x": np.arange(12)}
        estimates, depth = chain.probabilities(asked, np.arange(12))
        assert estimates.sum(0) == pytest.approx(np.ones(3))
        assert (estimates > 0).all()
        assert set(depth) == {1 if first == 7 else 3}


def test_what_was_seen_often_is_foretold_and_a_unigram_does_not_know_the_order() -> None:
    up, down = [60, 62, 64, 65], [65, 64, 62, 60]
    examples = [continuation(up, up), continuation(down, down)] * 20
    unigram, fivegram = EventNgram(1).train(examples), EventNgram(5).train(examples, examples)
    for example in examples[:2]:
        assert fivegram.nats(example).sum() < unigram.nats(example).sum() / 3


def test_nats_are_those_of_all_attributes_and_known_before_the_end() -> None:
    examples = [continuation([60 + step, 62, 64]) for step in range(8)]
    model = EventNgram(3).train(examples, examples)
    columns = joined_columns(examples)
    together = model.attribute_nats(columns)
    assert together.shape == (8 * 4, 5)
    assert np.isfinite(together).all()
    assert model.nats(examples[3]) == pytest.approx(together[columns["example"] == 3].sum(1))


def test_what_comes_later_changes_nothing_before_it() -> None:
    model = EventNgram(5).train([continuation([67, 65, 64, 62])] * 3)
    first, second = continuation([67, 65, 64, 62]), continuation([67, 65, 72, 40])
    assert model.nats(first)[:2] == pytest.approx(model.nats(second)[:2])


def test_an_event_never_seen_costs_something_finite() -> None:
    model = EventNgram(1).train([continuation([60, 62, 64])])
    assert np.isfinite(model.nats(continuation([100, 20, 99]))).all()


def test_orders_that_history_does_not_reach_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        EventNgram(6)
