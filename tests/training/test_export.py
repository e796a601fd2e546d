"""The exported checkpoint means in TensorFlow's formula what the model means in PyTorch."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from training.melody_rnn.export_melody import read_checkpoint, read_variables, write_checkpoint
from training.melody_rnn.melody_model import MelodyRnn, binary_counter
from training.melody_rnn.melody_tokens import CLASSES

from conftest import REPO

SHIPPED = REPO / "models" / "melody-rnn"


def sigmoid(value: np.ndarray) -> np.ndarray:
    """The logistic function."""
    return 1 / (1 + np.exp(-value))


def tfjs_logits(folder: Path, events: list[int]) -> np.ndarray:
    """The logits after each event, by tfjs's basicLSTMCell written out again."""
    variables = read_variables(folder)
    config = json.loads((folder / "config.json").read_text())
    bits = config["auxInputs"][0]["args"]["numBits"] if "auxInputs" in config else 0
    prefix = "rnn/multi_rnn_cell/cell_{}/basic_lstm_cell/"
    layers = sum(name.endswith("/kernel") for name in variables)
    units = variables["fully_connected/weights"].shape[0]
    c, h = np.zeros((layers, units)), np.zeros((layers, units))
    outputs = []
    for step, event in enumerate(events):
        counter = [1.0 if ((step + 1) >> bit) & 1 else -1.0 for bit in range(bits)]
        value = np.concatenate([np.eye(CLASSES)[event], counter])
        for layer in range(layers):
            name = prefix.format(layer)
            gates = np.concatenate([value, h[layer]]) @ variables[name + "kernel"]
            i, j, f, o = np.split(gates + variables[name + "bias"], 4)
            c[layer] = c[layer] * sigmoid(f + 1.0) + sigmoid(i) * np.tanh(j)
            h[layer] = value = np.tanh(c[layer]) * sigmoid(o)
        outputs.append(value)
    weights, biases = variables["fully_connected/weights"], variables["fully_connected/biases"]
    return np.array(outputs) @ weights + biases


@pytest.mark.parametrize("counter_bits", [0, 4])
def test_gates_biases_and_counter_are_in_tensorflow_order(
    tmp_path: Path, counter_bits: int
) -> None:
    torch.manual_seed(1)
    model = MelodyRnn(units=8, layers=2, counter_bits=counter_bits).eval()
    write_checkpoint(model, tmp_path)
    events = [14, 0, 0, 1, 16, 0, 18, 0]
    with torch.no_grad():
        exact = model(torch.tensor([events]))[0, -1].numpy()
        read_back = read_checkpoint(tmp_path)(torch.tensor([events]))[0, -1].numpy()
    np.testing.assert_allclose(tfjs_logits(tmp_path, events)[-1], read_back, atol=1e-5)
    np.testing.assert_allclose(read_back, exact, atol=5e-3)


def test_the_shipped_weights_say_what_the_golden_file_says() -> None:
    golden = json.loads((SHIPPED / "golden.json").read_text())
    for prompt in golden["prompts"]:
        logits = tfjs_logits(SHIPPED, prompt["events"])[-1]
        np.testing.assert_allclose(logits, prompt["next_logits"], atol=golden["tolerance"])
        assert int(logits.argmax()) == prompt["greedy"][0]


def test_the_counter_counts_the_step_to_come() -> None:
    rows = binary_counter(3, 2).tolist()
    assert rows == [[1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]]


def test_the_fixtures_bits_are_those_of_the_shipped_weights() -> None:
    fixture = json.loads((REPO / "tests" / "fixtures" / "melodies.json").read_text("utf-8"))
    unigram = np.array(fixture["unigram_probabilities"])
    for melody in fixture["melodies"][:4]:
        events = np.array(melody["events"])
        bits = 0.0
        for step, logits in enumerate(tfjs_logits(SHIPPED, melody["events"])[:-1]):
            log_sum = np.log(np.exp(logits - logits.max()).sum()) + logits.max()
            bits += (log_sum - logits[events[step + 1]]) / np.log(2)
        assert bits == pytest.approx(melody["bits"]["melody_rnn"], abs=1e-2)
        assert -np.log2(unigram[events[1:]]).sum() == pytest.approx(
            melody["bits"]["unigram"], abs=1e-2)
