"""The rung below: an LSTM of MelodyRNN's size that reads and foretells the same events."""

from torch import Tensor, nn

from training.model import Config, Heads, Trunk, normed

LSTM_WIDTH, LSTM_LAYERS = 256, 2


class LstmTrunk(Trunk):
    """The Music Transformer's embeddings over LSTM layers instead of attention."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__(Config(width, 0, 1, width, "rope"))
        self.lstm = nn.LSTM(width, width, layers, batch_first=True)

    def forward(self, x: Tensor, at: Tensor, bar_steps: Tensor, first: int = 0,
                caches: list | None = None) -> Tensor:
        """Hidden states [B, T, D]; the cache holds the LSTM's state."""
        del at, bar_steps, first
        out, state = self.lstm(normed(x), caches[0] if caches and caches[0] else None)
        if caches is not None:
            caches[0] = state
        return normed(out)


class LstmComposer(nn.Module):
    """The LSTM with the Music Transformer's heads."""

    def __init__(self, width: int = LSTM_WIDTH, layers: int = LSTM_LAYERS) -> None:
        super().__init__()
        self.trunk = LstmTrunk(width, layers)
        self.heads = Heads(width)
