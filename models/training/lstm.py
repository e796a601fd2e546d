"""The rung below: an LSTM of MelodyRNN's size that reads and foretells the same events."""

from torch import Tensor, nn

from training.model import Config, Heads, Trunk, normed

LSTM_WIDTH, LSTM_LAYERS = 256, 2


class LstmTrunk(Trunk):
    """The Music Transformer's embeddings over LSTM layers instead of attention."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__(Config(width, 0, 1, width, "rope"))
        self.lstm = nn.LSTM(width, width, layers, batch_first=True)

    def forward(self, x: Tensor, at: Tensor, bar_steps: Tensor,
                memory: "LstmMemory | None" = None) -> Tensor:
        """Hidden states [B, T, D]; with a memory the events follow those in it."""
        del at, bar_steps
        out, state = self.lstm(normed(x), memory.state if memory else None)
        if memory is not None:
            memory.state = state
        return normed(out)


class LstmMemory:
    """What the LSTM keeps of a batch of phrases."""

    def __init__(self) -> None:
        self.state: tuple[Tensor, Tensor] | None = None


class LstmComposer(nn.Module):
    """The LSTM with the Music Transformer's heads."""

    def __init__(self, width: int = LSTM_WIDTH, layers: int = LSTM_LAYERS) -> None:
        super().__init__()
        self.trunk = LstmTrunk(width, layers)
        self.heads = Heads(width)
