"""A model folder holds the network it was written from, and says so when it does not."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from training import vocab
from training.export import read_manifest, read_model, shipped_tensors, write_model
from training.model import CONFIGS, Config, MusicTransformer
from training.weights_file import (
    FLOAT16_TENSORS,
    DamagedModelError,
    quantised,
    read_tensor,
    scale_axis_of,
)

STATE = {"config": "tiny", "places": "musical", "step": 3, "events": 90, "seconds": 1.5,
         "split_hash": "abc"}


def tiny(seed: int = 1) -> MusicTransformer:
    torch.manual_seed(seed)
    return MusicTransformer(CONFIGS["tiny"]).eval()


def hidden_of(model: MusicTransformer) -> torch.Tensor:
    """Hidden states of a few events; symbols 60 and 72 share a pitch class."""
    events = torch.tensor([[[0, 0, 0, 2, 6, 144, 0, 0], [1, 0, 0, 2, 0, 60, 9, 3],
                            [1, 24, 0, 2, 0, 72, 9, 4], [2, 0, 1, 1, 6, 144, 0, 0]]])
    asked = torch.tensor([[1, 3, 0, 0, 0, 0, 0, 9, 1]])
    moments = torch.arange(4 * 49).view(1, 4, 49).remainder(3) / 3
    with torch.no_grad():
        x = model.trunk.embed(events, moments, asked, torch.tensor([[1, 0, 0, 0, 0, 0]]),
                              torch.tensor([2]))
        return model.trunk(x, torch.tensor([[0, 0, 24, 96]]), torch.tensor([96]))


def test_the_network_read_back_says_what_the_network_says(tmp_path: Path) -> None:
    model = tiny()
    write_model(model, tmp_path / "small", STATE)
    difference = (hidden_of(read_model(tmp_path / "small")) - hidden_of(model)).abs().max()
    assert 0 < difference < 0.05


def test_reading_and_writing_again_changes_next_to_nothing(tmp_path: Path) -> None:
    write_model(tiny(), tmp_path / "once", STATE)
    once = read_model(tmp_path / "once")
    write_model(once, tmp_path / "twice", STATE)
    difference = (hidden_of(read_model(tmp_path / "twice")) - hidden_of(once)).abs().max()
    assert difference < 2e-3


@pytest.mark.parametrize("axis", [0, 1])
def test_an_int8_weight_is_within_half_a_step_of_the_weight(axis: int) -> None:
    weight = np.random.default_rng(axis).normal(0, 0.1, (7, 5)).astype(np.float32)
    weight[2], weight[:, 3] = 0, 0
    q, scales = quantised(weight, axis)
    step = np.expand_dims(scales.astype(np.float32), 1 - axis)
    assert np.abs(q).max() <= 127
    assert len(scales) == weight.shape[axis]
    assert (np.abs(q * step - weight) <= step * 0.5001).all()


def test_the_bytes_are_those_that_the_manifest_promises(tmp_path: Path) -> None:
    model = tiny()
    manifest = write_model(model, tmp_path / "partner", STATE)
    data = (tmp_path / "partner" / "weights.bin").read_bytes()
    assert manifest == read_manifest(tmp_path / "partner")
    assert manifest["weights"] == {"file": "weights.bin", "bytes": len(data),
                                   "sha256": hashlib.sha256(data).hexdigest()}
    assert (manifest["name"], manifest["title"]) == ("partner", "Music Transformer (partner)")
    spans = []
    for row in manifest["tensors"]:
        rows, columns = row["shape"]
        if row["type"] == "int8":
            spans += [(row["offset"], rows * columns),
                      (row["scales_offset"], 2 * row["shape"][row["scale_axis"]])]
        else:
            spans.append((row["offset"], 2 * rows * columns))
    spans.sort()
    assert all(offset % 4 == 0 for offset, _ in spans)
    ends = [offset + size for offset, size in spans]
    assert all(0 <= after[0] - end < 4 for end, after in zip(ends, spans[1:], strict=False))
    assert ends[-1] == len(data)
    assert "README.md" in {path.name for path in (tmp_path / "partner").iterdir()}


def test_small_and_base_fit_their_sizes(tmp_path: Path) -> None:
    small = write_model(MusicTransformer(CONFIGS["small"]), tmp_path / "small", STATE)
    assert small["weights"]["bytes"] <= 2_000_000
    base = sum(weight.numel() for weight in MusicTransformer(CONFIGS["base"]).parameters())
    assert base * small["weights"]["bytes"] / small["parameters"] <= 12_000_000


def test_pitch_classes_and_attentions_scale_are_folded_into_what_ships(tmp_path: Path) -> None:
    model = tiny()
    manifest = write_model(model, tmp_path, STATE)
    data = (tmp_path / "weights.bin").read_bytes()
    shipped = {row["name"]: read_tensor(data, row) for row in manifest["tensors"]}
    assert "trunk.pitch_class_table" not in shipped
    np.testing.assert_allclose(shipped["trunk.event_tables.5"][72],
                               (model.trunk.event_tables[5][72]
                                + model.trunk.pitch_class_table[0]).detach(), atol=3e-3)
    width = model.config.width
    weight = model.trunk.blocks[0].query_key_value.detach().numpy()
    exact = shipped_tensors(model)["trunk.blocks.0.query_key_value"]
    np.testing.assert_allclose(exact[:, :width], weight[:, :width] / np.sqrt(width), rtol=1e-6)
    np.testing.assert_array_equal(exact[:, width:], weight[:, width:])


def test_tables_are_scaled_by_row_and_matrices_by_output() -> None:
    axes = {name: scale_axis_of(name) for name in tiny().state_dict()}
    assert {name for name, axis in axes.items() if axis == 0} == {
        name for name in axes if "table" in name}
    assert set(FLOAT16_TENSORS) <= set(axes)


def test_the_vocabulary_is_written_whole(tmp_path: Path) -> None:
    written = write_model(tiny(), tmp_path, STATE)["vocabulary"]
    assert len(written["drum_sounds"]) + written["pitches"] == vocab.SYMBOLS
    assert written["durations"] == sorted(written["durations"])
    assert written["controls"]["density"] == list(vocab.CONTROLS["density"])
    assert set(written["controls"]) == set(vocab.CONTROLS)


def edit(folder: Path, **changes: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))


def flipped(folder: Path) -> None:
    data = bytearray((folder / "weights.bin").read_bytes())
    data[100] ^= 1
    (folder / "weights.bin").write_bytes(data)


def cut_short(folder: Path) -> None:
    (folder / "weights.bin").write_bytes((folder / "weights.bin").read_bytes()[:-9])


def a_tensor_less(folder: Path) -> None:
    edit(folder, tensors=json.loads((folder / "manifest.json").read_text())["tensors"][1:])


def past_the_end(folder: Path) -> None:
    tensors = json.loads((folder / "manifest.json").read_text())["tensors"]
    tensors[-1]["offset"] = 10**9
    edit(folder, tensors=tensors)


@pytest.mark.parametrize(("damage", "words"), [
    (flipped, "is damaged: its sha256"),
    (cut_short, "bytes instead of"),
    (a_tensor_less, "does not fit the network"),
    (past_the_end, "but the weights end at"),
    (lambda folder: (folder / "weights.bin").unlink(), "has no weights.bin"),
    (lambda folder: (folder / "manifest.json").unlink(), "has no manifest.json"),
    (lambda folder: (folder / "manifest.json").write_text("{"), "is not JSON"),
    (lambda folder: (folder / "manifest.json").write_bytes(b"\xff\xfe"), "is not JSON"),
    (lambda folder: (folder / "manifest.json").write_text("[]"), "is not the manifest"),
    (lambda folder: edit(folder, version=2), "is of version 2"),
    (lambda folder: edit(folder, vocabulary={}), "another vocabulary"),
    (lambda folder: edit(folder, config={"width": 32}), "lacks or garbles 'layers'"),
])
def test_a_damaged_folder_is_refused_with_a_sentence(tmp_path: Path, damage, words: str) -> None:
    write_model(tiny(), tmp_path, STATE)
    damage(tmp_path)
    with pytest.raises(DamagedModelError) as caught:
        read_model(tmp_path)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


def test_weights_that_are_not_numbers_are_not_written(tmp_path: Path) -> None:
    model = tiny()
    with torch.no_grad():
        model.heads.part[0, 0] = float("nan")
    with pytest.raises(DamagedModelError, match=r"heads\.part"):
        write_model(model, tmp_path, STATE)


def test_the_other_places_are_read_back_too(tmp_path: Path) -> None:
    torch.manual_seed(2)
    model = MusicTransformer(Config(32, 1, 1, 32, "rope"))
    write_model(model, tmp_path, STATE)
    assert read_model(tmp_path).config == model.config


def test_places_that_no_engine_knows_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="learned"):
        write_model(MusicTransformer(Config(32, 1, 1, 32, "learned")), tmp_path, STATE)
