"""The Music Transformer: one decoder step a note, then small nested heads for its attributes.

The trunk is a pre-norm decoder with gain-free RMSNorm, ReLU, no biases and weights as [in][out].
Attention is rotary over musical time (beats and bars) as well as event order; `places` names the
rivals that were measured against it. Shapes: B examples, T events, D width.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.vocab import (
    CHROMA_CHANNELS,
    CONTEXT,
    CONTROLS,
    DURATIONS,
    KINDS,
    MAX_BAR_STEPS,
    MAX_BARS,
    METRES,
    ONSET_CHANNELS,
    ONSET_STEPS,
    ONSETS,
    PARTS,
    PITCHES,
    SYMBOLS,
    TASKS,
    VELOCITIES,
)

MOMENT_FEATURES = 12 * len(CHROMA_CHANNELS) + 1
BEAT_PERIODS = (12.0, 24.0, 48.0, 96.0)  # steps
BAR_PERIODS = (1.0, 2.0, 4.0, 16.0)  # bars
PLACES = ("musical", "rope", "relative", "learned")
EVENT_TABLES = (len(KINDS), MAX_BAR_STEPS, MAX_BARS + 1, MAX_BARS + 1, len(PARTS) + 1,
                SYMBOLS + 1, len(DURATIONS) + 1, VELOCITIES + 1)
NEAR_STEPS, NEAR_BUCKETS, FAR_STEPS, FAR_BUCKETS, ORDER_BUCKETS = 6, 32, 24, 32, 64
NO_SCORE = float("-inf")
ORDERED = [index for index, name in enumerate(CONTROLS) if name not in ("style", "key")]


@dataclass(frozen=True)
class Config:
    """The size of a network. The width of a head is `width / heads`."""

    width: int
    layers: int
    heads: int
    hidden: int
    places: str = "musical"


CONFIGS = {
    "tiny": Config(32, 2, 1, 64),
    "small": Config(160, 4, 5, 640),
    "base": Config(320, 8, 10, 1280),
}


def matrix(rows: int, columns: int, gain: float = 1.0) -> nn.Parameter:
    """A weight [in][out] that keeps the scale of what goes through it times `gain`."""
    return nn.Parameter(torch.randn(rows, columns) * (gain / math.sqrt(rows)))


def table(rows: int, width: int, scale: float = 0.1) -> nn.Parameter:
    """An embedding [rows][width]."""
    return nn.Parameter(torch.randn(rows, width) * scale)


def normed(x: Tensor) -> Tensor:
    """RMSNorm without gain; epsilon 1e-6 under the root."""
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)


def angles(at: Tensor, order: Tensor, bar_steps: Tensor, pairs: int, places: str) -> Tensor:
    """[B, T, pairs] angles that turn queries and keys. at, order [B, T]; bar_steps [B]."""
    turn = 2 * math.pi
    if places == "rope":
        periods = 4.0 * 2.0 ** (torch.arange(pairs, device=at.device) * (9.0 / max(1, pairs - 1)))
        return turn * order[..., None] / periods
    by_order = pairs - len(BEAT_PERIODS) - len(BAR_PERIODS)
    beats = torch.tensor(BEAT_PERIODS, device=at.device)
    bars = torch.tensor(BAR_PERIODS, device=at.device)
    periods = 4.0 * 2.0 ** torch.arange(by_order, device=at.device)
    place = at.float()[..., None]
    return turn * torch.cat([place / beats, place / bar_steps[:, None, None] / bars,
                             order[..., None] / periods], dim=-1)


def turned(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotates pairs (i, i + half) of the last axis. x [B, H, T, width]."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], dim=-1)


class Block(nn.Module):
    """Attention, then a ReLU layer; both are added to what came in."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width, depth = config.width, math.sqrt(2 * config.layers)
        self.heads = config.heads
        self.query_key_value = matrix(width, 3 * width)
        self.attended = matrix(width, width, 1 / depth)
        self.widen = matrix(width, config.hidden)
        self.narrow = matrix(config.hidden, width, 1 / depth)
        if config.places == "relative":
            self.near_bias = table(2 * (NEAR_BUCKETS + FAR_BUCKETS) + 1, config.heads, 0.01)
            self.order_bias = table(ORDER_BUCKETS, config.heads, 0.01)

    def forward(self, x: Tensor, turn: tuple | None, buckets: tuple | None,
                memory: tuple | None) -> Tensor:
        """x [B, T, D]. With a memory (keys, values, lengths), x follows what is in it."""
        size, length, width = x.shape
        query, key, value = (normed(x) @ self.query_key_value).view(
            size, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        if turn is not None:
            query, key = turned(query, *turn), turned(key, *turn)
        bias = None
        if memory is not None:
            key, value, bias = remembered(memory, key, value)
        if buckets is not None:
            time = (self.near_bias[buckets[0]] + self.order_bias[buckets[1]]).permute(0, 3, 1, 2)
            bias = time + (buckets[2] if bias is None else bias)
        heard = F.scaled_dot_product_attention(query, key, value, attn_mask=bias,
                                               is_causal=bias is None)
        x = x + heard.transpose(1, 2).reshape(size, length, width) @ self.attended
        return x + F.relu(normed(x) @ self.widen) @ self.narrow


def remembered(memory: tuple, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Puts new keys and values [B, H, T, width] behind those of each example.

    Returns all that is remembered [B, H, room, width], and the mask [B, 1, T, room].
    """
    keys, values, lengths = memory
    length = key.shape[2]
    rows = torch.arange(len(lengths), device=key.device)[:, None]
    slots = lengths[:, None] + torch.arange(length, device=key.device)
    keys[rows, :, slots] = key.transpose(1, 2)
    values[rows, :, slots] = value.transpose(1, 2)
    room = torch.arange(int(slots.max()) + 1, device=key.device)
    hidden = room[None, None] > slots[..., None]
    mask = torch.zeros(hidden.shape, device=key.device).masked_fill(hidden, NO_SCORE)
    return keys[:, :, :len(room)], values[:, :, :len(room)], mask[:, None]


class Memory:
    """What the attention of a batch of phrases looks back on; of fixed size."""

    def __init__(self, config: Config, examples: int, room: int = CONTEXT) -> None:
        shape = (config.layers, 2, examples, config.heads, room, config.width // config.heads)
        self.layers = torch.zeros(shape)
        self.lengths = torch.zeros(examples, dtype=torch.long)


def time_buckets(at: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Buckets of musical time and order between all pairs of events, and the causal mask."""
    apart = at[:, :, None] - at[:, None, :]
    near = (apart.abs() // NEAR_STEPS).clamp(max=NEAR_BUCKETS)
    far = ((apart.abs() - NEAR_STEPS * NEAR_BUCKETS) // FAR_STEPS).clamp(0, FAR_BUCKETS - 1)
    bucket = torch.where(near < NEAR_BUCKETS, near, NEAR_BUCKETS + far)
    middle = NEAR_BUCKETS + FAR_BUCKETS
    order = torch.arange(at.shape[1], device=at.device)
    behind = order[:, None] - order[None, :]
    mask = torch.zeros(behind.shape, device=at.device).masked_fill(behind < 0, NO_SCORE)
    return (middle + apart.sign() * bucket, behind.clamp(0, ORDER_BUCKETS - 1)[None], mask)


class Trunk(nn.Module):
    """Events to hidden states."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.width
        self.config = config
        self.event_tables = nn.ParameterList(table(rows, width) for rows in EVENT_TABLES)
        self.pitch_class_table = table(12, width)
        self.metre_table = table(len(METRES) + 1, width)
        self.task_table = table(len(TASKS), width)
        self.part_table = table(len(PARTS), width)
        self.control_tables = nn.ParameterList(
            table(len(edges) + 2, width) for edges in CONTROLS.values())
        self.control_slopes = nn.Parameter(torch.zeros(len(ORDERED), width))
        self.moment = matrix(MOMENT_FEATURES, width, 0.3)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        if config.places == "learned":
            self.order_table = table(CONTEXT, width)

    def symbol_table(self) -> Tensor:
        """[symbols + 1, D]: a pitch is its own row and its pitch class's."""
        classes = torch.arange(PITCHES, device=self.moment.device) % 12
        shared = F.pad(self.pitch_class_table[classes], (0, 0, 0, SYMBOLS + 1 - PITCHES))
        return self.event_tables[5] + shared

    def control_table(self, index: int) -> Tensor:
        """[classes + 1, D]: the classes of an ordered control share a slope, from -1 to 1."""
        rows = self.control_tables[index]
        if index not in ORDERED:
            return rows
        levels = torch.linspace(-1, 1, len(rows) - 1, device=rows.device)
        return rows + F.pad(levels, (1, 0))[:, None] * self.control_slopes[ORDERED.index(index)]

    def condition(self, asked: Tensor, asked_parts: Tensor) -> Tensor:
        """[B, D]: what is added to every event of the answer. Class 0 of a control adds nothing."""
        total = self.task_table[asked[:, 0]] + asked_parts.float() @ self.part_table
        for index in range(len(self.control_tables)):
            rows, classes = self.control_table(index), asked[:, 1 + index]
            total = total + rows[classes] * (classes > 0)[:, None]
        return total

    def embed(self, events: Tensor, moments: Tensor, asked: Tensor, asked_parts: Tensor,
              metre: Tensor) -> Tensor:
        """[B, T, D] from events [B, T, 8], moments [B, T, 49]."""
        x = self.metre_table[metre][:, None] + moments @ self.moment
        symbols = self.symbol_table()
        for index, rows in enumerate(self.event_tables):
            x = x + F.embedding(events[..., index], symbols if index == 5 else rows)
        is_answer = (events[..., :1] >= 2).float()
        return x + is_answer * self.condition(asked, asked_parts)[:, None]

    def forward(self, x: Tensor, at: Tensor, bar_steps: Tensor,
                memory: Memory | None = None) -> Tensor:
        """Hidden states [B, T, D] of embedded events.

        With a memory the events follow those in it; it is for the caller to add to its lengths
        how many of them count. Only `musical` and `rope` places go with a memory.
        """
        config, length = self.config, x.shape[1]
        order = torch.arange(length, device=x.device).expand(at.shape)
        if memory is not None:
            order = order + memory.lengths[:, None]
        turn = buckets = None
        if config.places == "learned":
            x = x + self.order_table[order]
        elif config.places == "relative":
            buckets = time_buckets(at)
        else:
            pairs = config.width // config.heads // 2
            angle = angles(at, order, bar_steps, pairs, config.places)[:, None]
            turn = angle.cos(), angle.sin()
        for index, block in enumerate(self.blocks):
            kept = None if memory is None else (*memory.layers[index], memory.lengths)
            x = block(x, turn, buckets, kept)
        return normed(x)


class Heads(nn.Module):
    """The attributes of the next event in turn, each seeing those before it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.asked = nn.Parameter(torch.zeros(width, width))
        self.onset = matrix(width, ONSETS)
        self.onset_place = matrix(width, MAX_BAR_STEPS, 0.3)
        self.onset_gates = matrix(width, len(ONSET_CHANNELS), 0.3)
        self.onset_table = table(ONSETS, width)
        self.place_table = table(MAX_BAR_STEPS, width)
        self.moment = matrix(MOMENT_FEATURES, width)
        self.part = matrix(width, len(PARTS))
        self.part_table = table(len(PARTS), width)
        self.symbol_in, self.symbol = matrix(width, width), matrix(width, SYMBOLS, 0.3)
        self.symbol_gates = matrix(width, len(CHROMA_CHANNELS), 0.3)
        self.symbol_table = table(SYMBOLS, width)
        self.duration_in, self.duration = matrix(width, width), matrix(width, len(DURATIONS), 0.3)
        self.duration_table = table(len(DURATIONS), width)
        self.velocity_in, self.velocity = matrix(width, width), matrix(width, VELOCITIES, 0.3)

    def told(self, hidden: Tensor, condition: Tensor) -> Tensor:
        """[N, D]: the hidden state of an answer once it is told again what is asked [N, D]."""
        return hidden + condition @ self.asked

    def onsets(self, hidden: Tensor, place: Tensor, bar_steps: Tensor, rhythm: Tensor) -> Tensor:
        """[N, ONSETS] logits. hidden [N, D], place [N], bar_steps [N], rhythm [N, steps, 3]."""
        ahead = torch.arange(ONSET_STEPS, device=hidden.device)
        places = (place[:, None] + ahead) % bar_steps[:, None]
        by_place = (hidden @ self.onset_place).gather(1, places)
        gates = hidden @ self.onset_gates
        by_rhythm = (rhythm * gates[:, None]).sum(-1)
        return hidden @ self.onset + F.pad(by_place + by_rhythm, (0, ONSETS - ONSET_STEPS))

    def placed(self, hidden: Tensor, onset: Tensor, place: Tensor, moment: Tensor) -> Tensor:
        """[N, D]: the state once the onset, and so its place in the bar, is known."""
        return hidden + self.onset_table[onset] + self.place_table[place] + moment @ self.moment

    def parts(self, state: Tensor) -> Tensor:
        """[N, parts] logits."""
        return state @ self.part

    def symbols(self, state: Tensor, moment: Tensor) -> Tensor:
        """[N, symbols] logits; `state` has the part in it."""
        logits = F.relu(state @ self.symbol_in) @ self.symbol
        gates = state @ self.symbol_gates
        chroma = moment[:, :48].view(-1, 4, 12)
        by_class = (chroma * gates[:, :, None]).sum(1)
        repeats = -(-PITCHES // 12)
        return logits + F.pad(by_class.repeat(1, repeats)[:, :PITCHES], (0, SYMBOLS - PITCHES))

    def durations(self, state: Tensor) -> Tensor:
        """[N, durations] logits; `state` has part and symbol in it."""
        return F.relu(state @ self.duration_in) @ self.duration

    def velocities(self, state: Tensor) -> Tensor:
        """[N, velocities] logits; `state` has part, symbol and duration in it."""
        return F.relu(state @ self.velocity_in) @ self.velocity


class MusicTransformer(nn.Module):
    """Trunk and heads."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.trunk = Trunk(config)
        self.heads = Heads(config.width)
