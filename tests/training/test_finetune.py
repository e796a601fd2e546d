"""Tuning on own MIDI ends with a model folder that is not worse on that music, or says why not."""

import json
import shutil
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from training import finetune, tuned_model, tuning
from training.export import read_manifest, read_model, write_model
from training.golden import write_golden
from training.midi_folder import read_folder
from training.model import CONFIGS, MusicTransformer
from training.model_card import model_card
from training.tuning import Plan, Trial, batches_of, trial_of, tune

from small_midi import track, write, write_tunes
from small_music import bands

STATE = {"events": 90, "seconds": 1.5, "split_hash": "abc", "sets": {"groove_midi": "CC BY 4.0"}}
FILES = {"README.md", "golden.json", "manifest.json", "weights.bin"}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    write_model(MusicTransformer(CONFIGS["tiny"]), folder, STATE)
    return folder


@pytest.fixture(scope="module")
def midi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tunes(tmp_path_factory.mktemp("midi"), 3)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures little, and leaves the greedy answers to the one test that looks at them."""
    monkeypatch.setattr(tuning, "EXAMPLES_A_TASK", 6)
    monkeypatch.setattr(tuned_model, "write_golden", lambda folder: (
        folder / "golden.json").write_text("{}"))


@pytest.fixture
def trial(midi: Path) -> Trial:
    return trial_of(read_folder(midi).packed())


def run(midi: Path, start: Path, out: Path, *others: object) -> None:
    words = ("--midi", midi, "--model", start, "--out", out, "--steps", 6, *others)
    finetune.main([str(word) for word in words])


def bits(trial: Trial, folder: Path) -> float:
    return trial.bits(read_model(folder), "cpu")


def tuned(folder: Path) -> dict:
    return read_manifest(folder)["training"]["tuned"]


def bold(monkeypatch: pytest.MonkeyPatch, rate: float) -> None:
    """Makes every plan one of this rate."""
    monkeypatch.setattr(finetune, "Plan", partial(Plan, rate=rate, events=512))


def test_it_ends_with_a_folder_that_loads_and_knows_the_music_better(
        start: Path, midi: Path, trial: Trial, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    bold(monkeypatch, 0.5)
    monkeypatch.setattr(tuned_model, "write_golden", write_golden)
    out = tmp_path / "deep" / "mine"
    run(midi, start, out)
    assert {path.name for path in out.iterdir()} == FILES
    assert [path.name for path in out.parent.iterdir()] == ["mine"]
    assert bits(trial, out) < bits(trial, start)
    assert len(json.loads((out / "golden.json").read_text())["prompts"]) == 9
    assert read_manifest(out)["name"] == "mine"


def test_the_folder_says_what_it_was_tuned_from_and_on(start: Path, midi: Path, trial: Trial,
                                                        tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    bold(monkeypatch, 0.5)
    (midi / "broken.mid").write_bytes(b"")
    run(midi, start, tmp_path / "mine")
    (midi / "broken.mid").unlink()
    training = read_manifest(tmp_path / "mine")["training"]
    told = training["tuned"]
    assert (told["from"], told["files"], told["is_held_out"]) == ("tiny", 3, True)
    assert told["from_sha256"] == read_manifest(start)["weights"]["sha256"]
    assert told["notes"] == len(read_folder(midi).packed().notes)
    assert told["bits_before"] == pytest.approx(bits(trial, start))
    assert told["bits_after"] == pytest.approx(bits(trial, tmp_path / "mine"))
    assert training["sets"] == STATE["sets"] | {"own_midi": tuned_model.OWN_LICENCE}
    assert training["events"] == STATE["events"]
    card = (tmp_path / "mine" / "README.md").read_text()
    assert "## Tuned" in card
    assert "No licence is claimed" in card
    assert str(midi) not in card + (tmp_path / "mine" / "manifest.json").read_text()


def test_a_model_that_was_not_tuned_has_no_such_words(start: Path) -> None:
    assert "Tuned" not in (start / "README.md").read_text()
    assert model_card(read_manifest(start), None) == (start / "README.md").read_text()


def test_where_nothing_is_gained_the_weights_stay_byte_for_byte(
        start: Path, midi: Path, trial: Trial, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    bold(monkeypatch, 1e4)
    run(midi, start, tmp_path / "mine")
    assert (tmp_path / "mine" / "weights.bin").read_bytes() == (start / "weights.bin").read_bytes()
    assert bits(trial, tmp_path / "mine") == bits(trial, start)
    assert tuned(tmp_path / "mine")["steps"] == 0
    assert "gained nothing" in (tmp_path / "mine" / "README.md").read_text()
    assert "own_midi" not in read_manifest(tmp_path / "mine")["training"]["sets"]


def test_the_best_weights_are_kept_and_the_tuning_ends_early(start: Path, midi: Path,
                                                             trial: Trial) -> None:
    model, seen = read_model(start), []
    plan = Plan(steps=500, rate=1e4, events=256, steps_a_check=1, patience=3)
    before = trial.bits(model, "cpu")
    outcome = tune(model, batches_of(read_folder(midi).packed(), None, plan), trial, plan,
                   seen.append)
    assert outcome.steps <= outcome.best_step + 3 < 100
    assert len(seen) == outcome.steps + 1
    assert trial.bits(model, "cpu") == outcome.bits <= before


def test_the_same_seed_and_steps_give_the_same_folder(start: Path, midi: Path, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    bold(monkeypatch, 0.5)
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        run(midi, start, tmp_path / name / "mine", "--seed", seed)
    made = [{path.name: path.read_bytes() for path in (tmp_path / name / "mine").iterdir()}
            for name in "abc"]
    assert made[0] == made[1]
    assert made[0]["weights.bin"] != made[2]["weights.bin"]


def test_other_music_is_mixed_in_as_often_as_asked(start: Path, midi: Path,
                                                   tmp_path: Path) -> None:
    own, other = read_folder(midi).packed(), bands(tmp_path)
    plan = Plan(own_share=0.3, events=256)
    # A tune has no drums, a band has.
    has_drums = [(batch.events[..., 4] == 5).any() or batch.asked_parts[:, 5].any()
                 for batch in islice(batches_of(own, other, plan), 60)]
    assert 0.4 < np.mean(has_drums) < 0.9
    alone = islice(batches_of(own, None, Plan(own_share=0.3, events=256)), 20)
    assert not any((batch.events[..., 4] == 5).any() for batch in alone)


def test_mixed_in_music_is_named_with_its_licence(start: Path, midi: Path, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch,
                                                  capsys: pytest.CaptureFixture) -> None:
    bold(monkeypatch, 0.5)
    bands(tmp_path)
    run(midi, start, tmp_path / "mine", "--packed", tmp_path / "packed.npz", "--own-share", 0.9)
    assert set(read_manifest(tmp_path / "mine")["training"]["sets"]) == {
        "groove_midi", "band_writer", "own_midi"}
    assert tuned(tmp_path / "mine")["own_share"] == 0.9
    assert capsys.readouterr().out.count("other music: ") == 1


def test_one_file_is_measured_on_itself_and_says_so(start: Path, tmp_path: Path) -> None:
    run(write_tunes(tmp_path / "midi", 1), start, tmp_path / "mine")
    assert tuned(tmp_path / "mine")["is_held_out"] is False


def test_minutes_bound_it(start: Path, midi: Path, tmp_path: Path) -> None:
    run(midi, start, tmp_path / "mine", "--steps", 1_000_000, "--minutes", 0.001)
    assert tuned(tmp_path / "mine")["steps"] <= 2


def test_a_tuned_model_is_written_over_and_may_be_tuned_again(
        start: Path, midi: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bold(monkeypatch, 0.5)
    run(midi, start, tmp_path / "mine")
    (tmp_path / "mine" / "report.json").write_text("{}")
    run(midi, start, tmp_path / "mine")
    assert {path.name for path in (tmp_path / "mine").iterdir()} == FILES
    run(midi, tmp_path / "mine", tmp_path / "again")
    assert tuned(tmp_path / "again")["from"] == "mine"


def without_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def without_weights(folder: Path) -> None:
    (folder / "weights.bin").write_bytes((folder / "weights.bin").read_bytes()[:-4])


@pytest.mark.parametrize(("damage", "words"), [
    (without_manifest, "has no manifest.json"), (without_weights, "bytes instead of"),
    (shutil.rmtree, "has no manifest.json")])
def test_a_damaged_model_is_refused(start: Path, midi: Path, tmp_path: Path, damage,
                                    words: str) -> None:
    shutil.copytree(start, tmp_path / "bad")
    damage(tmp_path / "bad")
    refused(midi, tmp_path / "bad", tmp_path / "mine", words)


def refused(midi: Path, start: Path, out: Path, words: str, *others: object) -> None:
    """It ends with one sentence and exit status 1, and writes nothing."""
    before = sorted(out.parent.rglob("*"))
    with pytest.raises(SystemExit) as caught:
        run(midi, start, out, *others)
    said = str(caught.value)
    assert words in said
    assert said.endswith(".")
    assert "\n" not in said
    assert sorted(out.parent.rglob("*")) == before


def test_a_folder_without_music_is_refused(start: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    refused(tmp_path / "nowhere", start, out, "is not a folder")
    midi = tmp_path / "midi"
    midi.mkdir()
    refused(midi, start, out, "has no MIDI files")
    (midi / "a.mid").write_bytes(b"MThd")
    refused(midi, start, out, "a.mid is damaged")


def test_music_that_no_call_and_answer_fit_in_is_refused(start: Path, tmp_path: Path) -> None:
    """A note in eight bars: no window of sixteen holds three to answer with."""
    sparse = [(bar * 1920, (bar + 2) * 1920, 60, 60) for bar in range(0, 96, 8)]
    write(tmp_path / "midi" / "a.mid", track(sparse))
    refused(tmp_path / "midi", start, tmp_path / "mine", "hold no passage")


def test_a_packed_file_of_another_kind_is_refused(start: Path, midi: Path, tmp_path: Path) -> None:
    (tmp_path / "packed.npz").write_text("no such thing")
    for name in ("packed.npz", "nowhere.npz"):
        refused(midi, start, tmp_path / "mine", "is no file that training.data wrote",
                "--packed", tmp_path / name)


def test_only_a_tuned_model_is_written_over(start: Path, midi: Path, tmp_path: Path) -> None:
    refused(midi, start, start, "is the model that is tuned")
    shutil.copytree(start, tmp_path / "other")
    refused(midi, start, tmp_path / "other", "holds no tuned model")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("dear")
    refused(midi, start, tmp_path / "letters", "holds no tuned model")
    refused(midi, start, tmp_path / "letters" / "dear.txt", "is no folder to write in")


@pytest.mark.parametrize("words", [("--minutes", 0), ("--steps", -1), ("--own-share", 1.5),
                                   ("--minutes", "nan")])
def test_options_out_of_range_are_refused(start: Path, midi: Path, tmp_path: Path,
                                          words: tuple) -> None:
    with pytest.raises(SystemExit):
        run(midi, start, tmp_path / "mine", *words)
    assert not (tmp_path / "mine").exists()
