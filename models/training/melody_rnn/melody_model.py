"""The MelodyRNN: stacked LSTM cells as Magenta's MusicRNN runs them."""

import torch
from torch import Tensor, nn

from training.melody_rnn.melody_tokens import CLASSES


def binary_counter(steps: int, bits: int) -> Tensor:
    """Magenta's BinaryCounter, [steps, bits] of ±1: row s counts s + 1, the step to come."""
    counts = torch.arange(1, steps + 1).unsqueeze(1)
    powers = 2 ** torch.arange(bits)
    return (counts // powers % 2) * 2.0 - 1.0


class MelodyRnn(nn.Module):
    """Predicts the next event of a melody that begins on a bar line."""

    def __init__(self, units: int, layers: int, counter_bits: int, dropout: float = 0.0) -> None:
        """`counter_bits` is the width of the auxiliary step counter; 0 leaves it out."""
        super().__init__()
        self.config = {"units": units, "layers": layers, "counter_bits": counter_bits}
        self.counter_bits = counter_bits
        self.lstm = nn.LSTM(CLASSES + counter_bits, units, layers, batch_first=True,
                            dropout=dropout)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(units, CLASSES)

    def forward(self, events: Tensor) -> Tensor:
        """Logits [batch, steps, CLASSES] for the event after each of events [batch, steps]."""
        inputs = nn.functional.one_hot(events, CLASSES).float()
        if self.counter_bits:
            counter = binary_counter(events.shape[1], self.counter_bits).to(events.device)
            inputs = torch.cat([inputs, counter.expand(len(events), -1, -1)], dim=2)
        hidden, _ = self.lstm(inputs)
        return self.out(self.dropout(hidden))


def load_model(path: str) -> MelodyRnn:
    """The model of a training checkpoint, ready to predict."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    model = MelodyRnn(**stored["config"])
    model.load_state_dict(stored["model"])
    return model.eval()
