"""Writes a trained MelodyRNN as a Magenta.js checkpoint, and reads one back.

python -m training.melody_rnn.export_melody --checkpoint RUN/best.pt --out models/melody-rnn
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from training.melody_rnn.melody_model import MelodyRnn, load_model
from training.melody_rnn.melody_tokens import CLASSES, MAX_PITCH, MIN_PITCH

# tfjs's basicLSTMCell adds this to the forget gate; PyTorch keeps it within the bias.
FORGET_BIAS = 1.0
SHARD_BYTES = 4 * 1024 * 1024
CELL = "rnn/multi_rnn_cell/cell_{}/basic_lstm_cell/{}"
FLOAT16 = {"dtype": "float16", "original_dtype": "float32"}


def tf_gates(rows: np.ndarray) -> np.ndarray:
    """PyTorch's gates (input, forget, cell, output) along axis 0 in TensorFlow's order i, j, f, o.

    The order is its own inverse.
    """
    gate_i, gate_f, gate_g, gate_o = np.split(rows, 4)
    return np.concatenate([gate_i, gate_g, gate_f, gate_o])


def checkpoint_variables(model: MelodyRnn) -> dict[str, np.ndarray]:
    """The variables by their Magenta names. Kernels are [inputs + units, 4 * units]."""
    state = {name: value.detach().float().cpu().numpy()
             for name, value in model.state_dict().items()}
    units = model.config["units"]
    variables = {}
    for layer in range(model.config["layers"]):
        both = np.concatenate([state[f"lstm.weight_ih_l{layer}"],
                               state[f"lstm.weight_hh_l{layer}"]], axis=1)
        bias = state[f"lstm.bias_ih_l{layer}"] + state[f"lstm.bias_hh_l{layer}"]
        bias[units:2 * units] -= FORGET_BIAS
        variables[CELL.format(layer, "kernel")] = np.ascontiguousarray(tf_gates(both).T)
        variables[CELL.format(layer, "bias")] = tf_gates(bias)
    variables["fully_connected/weights"] = np.ascontiguousarray(state["out.weight"].T)
    variables["fully_connected/biases"] = state["out.bias"]
    return variables


def checkpoint_config(counter_bits: int) -> dict:
    """What MusicRNN reads as config.json."""
    converter = {"type": "MelodyConverter", "args": {"minPitch": MIN_PITCH, "maxPitch": MAX_PITCH}}
    config = {"type": "MusicRNN", "dataConverter": converter}
    if counter_bits:
        config["auxInputs"] = [{"type": "BinaryCounter", "args": {"numBits": counter_bits}}]
    return config


def write_checkpoint(model: MelodyRnn, folder: Path) -> None:
    """Writes config.json, weights_manifest.json and float16 shards."""
    variables = checkpoint_variables(model)
    data = b"".join(value.astype("<f2").tobytes() for value in variables.values())
    count = -(-len(data) // SHARD_BYTES)
    names = [f"group1-shard{index + 1}of{count}" for index in range(count)]
    for index, name in enumerate(names):
        (folder / name).write_bytes(data[index * SHARD_BYTES:(index + 1) * SHARD_BYTES])
    weights = [{"name": name, "shape": list(value.shape), "dtype": "float32",
                "quantization": FLOAT16} for name, value in variables.items()]
    write_json(folder / "weights_manifest.json", [{"paths": names, "weights": weights}])
    write_json(folder / "config.json", checkpoint_config(model.config["counter_bits"]))


def write_json(path: Path, value: object) -> None:
    """Writes JSON that people can read."""
    path.write_text(json.dumps(value, indent="\t", ensure_ascii=False) + "\n", encoding="utf-8")


def read_variables(folder: Path) -> dict[str, np.ndarray]:
    """The float32 variables of a checkpoint folder, as the browser sees them."""
    variables = {}
    for group in json.loads((folder / "weights_manifest.json").read_text()):
        data = b"".join((folder / name).read_bytes() for name in group["paths"])
        offset = 0
        for weight in group["weights"]:
            size = int(np.prod(weight["shape"]))
            flat = np.frombuffer(data, "<f2", size, offset)
            variables[weight["name"]] = flat.astype(np.float32).reshape(weight["shape"])
            offset += 2 * size
    return variables


def read_checkpoint(folder: Path) -> MelodyRnn:
    """The exported model as PyTorch runs it: what ships is what is measured."""
    variables = read_variables(folder)
    kernels = [name for name in variables if name.endswith("/kernel")]
    units = variables["fully_connected/weights"].shape[0]
    bits = variables[CELL.format(0, "kernel")].shape[0] - units - CLASSES
    model = MelodyRnn(units, len(kernels), bits)
    state = {"out.weight": variables["fully_connected/weights"].T,
             "out.bias": variables["fully_connected/biases"]}
    for layer in range(len(kernels)):
        both = tf_gates(variables[CELL.format(layer, "kernel")].T)
        bias = tf_gates(variables[CELL.format(layer, "bias")])
        bias[units:2 * units] += FORGET_BIAS
        state[f"lstm.weight_ih_l{layer}"] = both[:, :-units]
        state[f"lstm.weight_hh_l{layer}"] = both[:, -units:]
        state[f"lstm.bias_ih_l{layer}"] = bias
        state[f"lstm.bias_hh_l{layer}"] = np.zeros_like(bias)
    model.load_state_dict({name: torch.tensor(np.ascontiguousarray(value))
                           for name, value in state.items()})
    return model.eval()


def main() -> None:
    """Exports from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write_checkpoint(load_model(options.checkpoint), options.out)


if __name__ == "__main__":
    main()
