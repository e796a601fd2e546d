"""Writes a trained Music Transformer as a model folder, and reads one back.

python -m training.export --checkpoint RUN/last.pt --out ../models/small
"""

import argparse
import hashlib
import json
import math
from pathlib import Path

import numpy as np
import torch

from training import vocab
from training.model import BAR_PERIODS, BEAT_PERIODS, CONFIGS, Config, MusicTransformer
from training.model_card import model_card
from training.pieces import LICENCES
from training.weights_file import DamagedModelError, WeightsWriter, read_tensor

FORMAT, VERSION = "continuo.music-transformer", 1
ENGINES_PLACES = ("musical", "rope")  # those that the engines know
SYMBOL_TABLE = "trunk.event_tables.5"
FOLDED = ("trunk.pitch_class_table", "trunk.control_slopes")  # are in the rows of other tensors
SIZES = ("width", "layers", "heads", "hidden")


def vocabulary() -> dict:
    """Everything of vocab.py that another engine needs."""
    return {
        "ticks_per_step": vocab.TICKS_PER_STEP, "steps_per_quarter": vocab.STEPS_PER_QUARTER,
        "parts": list(vocab.PARTS), "tasks": list(vocab.TASKS), "kinds": list(vocab.KINDS),
        "onset_steps": vocab.ONSET_STEPS, "pitches": vocab.PITCHES,
        "drum_sounds": [{"name": name, "pitches": list(pitches)}
                        for name, pitches in vocab.DRUM_SOUNDS],
        "durations": list(vocab.DURATIONS), "velocities": vocab.VELOCITIES,
        "midi_per_velocity": vocab.MIDI_PER_VELOCITY,
        "metres": [list(metre) for metre in vocab.METRES], "styles": list(vocab.STYLES),
        "controls": {name: list(edges) for name, edges in vocab.CONTROLS.items()},
    }


def _scaled_queries(weight: np.ndarray, config: Config, factor: float) -> np.ndarray:
    """query_key_value with its queries times a factor."""
    scaled = weight.copy()
    scaled[:, :config.width] *= factor
    return scaled


def shipped_tensors(model: MusicTransformer) -> dict[str, np.ndarray]:
    """The tensors [r, c]: attention's scale in the queries; what tables share, in each row."""
    config = model.config
    with torch.no_grad():
        state = {name: value.float().cpu().numpy() for name, value in model.state_dict().items()
                 if name not in FOLDED}
        state[SYMBOL_TABLE] = model.trunk.symbol_table().float().cpu().numpy()
        for index in range(len(vocab.CONTROLS)):
            rows = model.trunk.control_table(index).float().cpu().numpy()
            state[f"trunk.control_tables.{index}"] = rows
    scale = 1 / math.sqrt(config.width / config.heads)
    return {name: _scaled_queries(value, config, scale) if name.endswith("query_key_value")
            else value for name, value in state.items()}


def manifest_of(model: MusicTransformer, name: str, writer: WeightsWriter, state: dict) -> dict:
    """The manifest; `state` is the checkpoint's."""
    config, data = model.config, bytes(writer.data)
    trained = {key: state[key] for key in ("events", "seconds", "seed", "split_hash", "tuned")
               if key in state}
    sets = state.get("sets", LICENCES)
    return {
        "format": FORMAT, "version": VERSION, "name": name,
        "title": f"Music Transformer ({name})",
        "parameters": sum(row["shape"][0] * row["shape"][1] for row in writer.rows),
        "config": {size: getattr(config, size) for size in SIZES} | {
            "places": config.places, "beat_periods": [int(period) for period in BEAT_PERIODS],
            "bar_periods": [int(period) for period in BAR_PERIODS], "context": vocab.CONTEXT,
            "max_bars": vocab.MAX_BARS, "ahead_steps": vocab.AHEAD_STEPS},
        "vocabulary": vocabulary(),
        "weights": {"file": "weights.bin", "bytes": len(data),
                    "sha256": hashlib.sha256(data).hexdigest()},
        "tensors": writer.rows,
        "training": trained | {"sets": dict(sets)},
    }


def write_model(model: MusicTransformer, folder: Path, state: dict,
                report: dict | None = None) -> dict:
    """Writes manifest.json, weights.bin and README.md; returns the manifest."""
    if model.config.places not in ENGINES_PLACES:
        raise ValueError(f"The engines know {ENGINES_PLACES}, not {model.config.places!r}.")
    writer = WeightsWriter()
    for name, weight in shipped_tensors(model).items():
        writer.add(name, weight)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = manifest_of(model, folder.resolve().name, writer, state)
    (folder / "weights.bin").write_bytes(writer.data)
    write_json(folder / "manifest.json", manifest)
    (folder / "README.md").write_text(model_card(manifest, report), encoding="utf-8")
    return manifest


def write_json(path: Path, value: dict) -> None:
    """Writes JSON with one line for each key of the two upper levels."""
    def line(inner: object) -> str:
        return json.dumps(inner, ensure_ascii=False)

    rows = []
    for key, inner in value.items():
        if isinstance(inner, list):
            text = "[\n" + ",\n".join(f"\t\t{line(one)}" for one in inner) + "\n\t]"
        elif isinstance(inner, dict):
            text = "{\n" + ",\n".join(f"\t\t{line(name)}: {line(one)}"
                                      for name, one in inner.items()) + "\n\t}"
        else:
            text = line(inner)
        rows.append(f"\t{line(key)}: {text}")
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict:
    """The manifest of a folder, or a DamagedModelError that says what is wrong with it."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DamagedModelError(f"{folder} has no manifest.json.") from error
    except ValueError as error:
        raise DamagedModelError(f"{path} is not JSON: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DamagedModelError(f"{path} is not the manifest of a {FORMAT}.")
    if manifest.get("version") != VERSION:
        raise DamagedModelError(f"{path} is of version {manifest.get('version')}; "
                           f"this recipe reads version {VERSION}.")
    if manifest.get("vocabulary") != vocabulary():
        raise DamagedModelError(f"{path} has another vocabulary than training/vocab.py.")
    return manifest


def read_weights(folder: Path, weights: dict) -> bytes:
    """The bytes of the weights, or a DamagedModelError when they are not those of the manifest."""
    path = folder / weights["file"]
    if not path.exists():
        raise DamagedModelError(f"{folder} has no {weights['file']}.")
    data = path.read_bytes()
    if len(data) != weights["bytes"]:
        raise DamagedModelError(f"{path} has {len(data)} bytes instead of {weights['bytes']}.")
    if hashlib.sha256(data).hexdigest() != weights["sha256"]:
        raise DamagedModelError(f"{path} is damaged: its sha256 is not the manifest's.")
    return data


def read_model(folder: Path) -> MusicTransformer:
    """The network with the weights as shipped: what ships is what is measured."""
    manifest = read_manifest(folder)
    try:
        config = Config(*(manifest["config"][size] for size in SIZES),
                        manifest["config"]["places"])
        data = read_weights(folder, manifest["weights"])
        tensors = {row["name"]: read_tensor(data, row) for row in manifest["tensors"]}
    except (KeyError, TypeError, IndexError) as error:
        raise DamagedModelError(f"{folder}/manifest.json lacks or garbles {error}.") from error
    scale = math.sqrt(config.width / config.heads)
    tensors = {name: _scaled_queries(value, config, scale) if name.endswith("query_key_value")
               else value for name, value in tensors.items()}
    model = MusicTransformer(config)
    expected = model.state_dict()
    for name in FOLDED:
        tensors[name] = np.zeros(expected[name].shape, np.float32)
    wrong = [name for name in (*expected, *tensors) if name not in tensors or name not in expected
             or tuple(expected[name].shape) != tensors[name].shape]
    if wrong:
        raise DamagedModelError(f"{folder}/manifest.json does not fit the network: {wrong[0]}.")
    model.load_state_dict({name: torch.from_numpy(value) for name, value in tensors.items()})
    return model.eval()


def load_checkpoint(path: Path) -> tuple[MusicTransformer, dict]:
    """The network and the state of a checkpoint that training.train wrote."""
    saved = torch.load(path, map_location="cpu")
    state = saved["state"]
    if state["config"] not in CONFIGS:
        raise ValueError(f"{path} is of config {state['config']!r}, which is not exported.")
    size = CONFIGS[state["config"]]
    model = MusicTransformer(Config(*(getattr(size, name) for name in SIZES), state["places"]))
    model.load_state_dict(saved["model"])
    return model.eval(), state


def main() -> None:
    """Exports from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--report", type=Path, help="what training.evaluate wrote")
    options = parser.parse_args()
    report = json.loads(options.report.read_text()) if options.report else None
    model, state = load_checkpoint(options.checkpoint)
    manifest = write_model(model, options.out, state, report)
    print(f"{manifest['parameters']:,} parameters, {manifest['weights']['bytes']:,} bytes")


if __name__ == "__main__":
    main()
