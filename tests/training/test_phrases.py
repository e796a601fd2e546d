"""The phrase fixtures keep to their form."""

import json

import pytest
from training.phrases.cut_phrases import write_phrase
from training.phrases.handwritten_phrases import button_phrases, written_phrases

from conftest import REPO

FIXTURES = sorted((REPO / "tests" / "fixtures" / "phrases").glob("*.json"))
METRES = ([2, 4], [3, 4], [4, 4], [5, 4], [6, 8], [7, 8])
LONGEST_PICKUP_TICKS = 480


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_phrase_lies_within_its_bars(path) -> None:
    phrase = json.loads(path.read_text(encoding="utf-8"))
    numerator, denominator = phrase["metre"]
    end_tick = phrase["bars"] * numerator * 1920 // denominator
    assert phrase["name"] == path.stem
    assert phrase["metre"] in METRES
    assert phrase["bars"] in (1, 2, 4, 8)
    assert phrase["credit"]
    for start, duration, pitch, velocity in phrase["notes"]:
        assert -LONGEST_PICKUP_TICKS <= start < end_tick
        assert duration > 0
        assert 0 <= pitch <= 127
        assert 0 < velocity <= 1


def test_there_are_at_least_forty_phrases() -> None:
    assert len(FIXTURES) >= 40


def test_the_written_phrases_are_the_ones_in_the_files(tmp_path) -> None:
    folder = REPO / "tests" / "fixtures" / "phrases"
    for phrase in written_phrases():
        write_phrase(tmp_path, phrase)
        name = f"{phrase['name']}.json"
        assert (tmp_path / name).read_text() == (folder / name).read_text()


def test_the_apps_own_phrases_stay_in_the_models_range() -> None:
    for _, phrase in button_phrases():
        assert all(55 <= pitch <= 80 for _, _, pitch, _ in phrase["notes"])
