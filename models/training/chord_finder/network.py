"""The chord finder: a small network that says how well each chord suits each beat and how dear a
change is there, in front of a chain of chords (a conditional random field, Lafferty 2001); and a
smaller network that says the key.
"""

import torch
from torch import Tensor, nn

from training.chord_finder.features import KEY_WIDTH, PLANES, WIDTH
from training.chord_finder.vocabulary import KINDS, STATES

HIDDEN, KEY_HIDDEN = 32, 32
EVERYTHING = STATES + 1


def _rotations() -> Tensor:
    """(12, STATES / KINDS, 12): which interval above each root a pitch class is."""
    pitch, root = torch.meshgrid(torch.arange(12), torch.arange(12), indexing="ij")
    return (pitch - root) % 12


class ChordNet(nn.Module):
    """Features (batch, beats, WIDTH) to worths of states and of a change on each beat."""

    def __init__(self, dropout: float = 0.2, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.hidden = nn.Linear(WIDTH, hidden)
        self.out = nn.Linear(hidden, EVERYTHING + 1)
        self.drop, self.drop_in = nn.Dropout(dropout), nn.Dropout(dropout / 2)
        # A chord asks the same of the notes whatever its root.
        self.template = nn.Parameter(torch.zeros(PLANES, KINDS, 12))
        # From kind to kind, by the interval between roots; and from degree to degree, by mode.
        self.motion = nn.Parameter(torch.zeros(KINDS, KINDS, 12))
        self.degrees = nn.Parameter(torch.zeros(2, 12, 12))
        self.arrival = nn.Parameter(torch.zeros(2, 12, KINDS))
        self.prior = nn.Parameter(torch.zeros(2, 12, KINDS))
        # To no chord and from it.
        self.silence = nn.Parameter(torch.tensor([-2., -2.]))
        self.register_buffer("interval", _rotations(), persistent=False)
        with torch.no_grad():
            self.out.weight.mul_(0.3)
            # Chords are held rather than changed.
            self.out.bias[EVERYTHING] = -3

    def forward(self, x: Tensor, mode: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, beats, EVERYTHING) and (batch, beats)."""
        found = self.out(self.drop(torch.relu(self.hidden(self.drop_in(x)))))
        tied = x[..., :PLANES * 12] @ self.direct()
        worth = found[..., :EVERYTHING].clone()
        worth[..., :STATES] = worth[..., :STATES] + tied + self.prior[mode].flatten(1)[:, None]
        return worth, found[..., EVERYTHING]

    def direct(self) -> Tensor:
        """(PLANES * 12, STATES): the templates on every root."""
        spread = self.template[:, :, self.interval]  # planes, kinds, pitch, root
        return spread.permute(0, 2, 3, 1).reshape(PLANES * 12, STATES)

    def steps(self) -> Tensor:
        """(2, EVERYTHING, EVERYTHING): from row to column, by mode; none changes to itself."""
        roots = torch.arange(STATES) // KINDS
        kinds = torch.arange(STATES) % KINDS
        between = (roots[None] - roots[:, None]) % 12
        motion = self.motion[kinds[:, None], kinds[None], between]
        chords = motion[None] + self.degrees[:, roots[:, None], roots[None]] \
            + self.arrival.flatten(1)[:, None]
        chords = chords - 1e4 * torch.eye(STATES)
        out = self.silence[0].expand(2, STATES, 1)
        back = torch.cat([self.silence[1].expand(2, 1, STATES), torch.full((2, 1, 1), -1e4)], 2)
        return torch.cat([torch.cat([chords, out], 2), back], 1)


def log_sums(worth: Tensor, change: Tensor, steps: Tensor, mode: Tensor) -> Tensor:
    """Log of the sum over all ways through each loop (batch)."""
    table = steps.exp()
    scores = worth[:, 0]
    for at in range(1, worth.shape[1]):
        top = scores.max(1, keepdim=True).values.detach()
        chances = (scores - top).exp()
        moved = torch.where(mode[:, None] == 1, chances @ table[1], chances @ table[0])
        both = chances + moved * change[:, at, None].exp()
        scores = (both + 1e-30).log() + top + worth[:, at]
    return scores.logsumexp(1)


def path_worth(worth: Tensor, change: Tensor, steps: Tensor, mode: Tensor,
               states: Tensor) -> Tensor:
    """What one way through each loop is worth (batch)."""
    total = worth.gather(2, states[..., None]).squeeze(2).sum(1)
    before, after = states[:, :-1], states[:, 1:]
    moved = before != after
    step = steps[mode[:, None], before, after]
    return total + torch.where(moved, step + change[:, 1:], torch.zeros(())).sum(1)


def best_path(worth: Tensor, change: Tensor, steps: Tensor) -> Tensor:
    """The best states of one loop (beats), which goes round. `steps` are its mode's."""
    count = len(worth)
    scores, befores = torch.zeros(EVERYTHING), []
    stay = torch.arange(EVERYTHING)
    for step in range(2 * count):
        at = step % count
        arrival, before = (scores[:, None] + steps).max(0)
        arrival = arrival + change[at]
        held = scores >= arrival
        befores.append(torch.where(held, stay, before))
        scores = torch.where(held, scores, arrival) + worth[at]
    state = int(scores.argmax())
    states = torch.zeros(count, dtype=torch.long)
    for step in range(2 * count - 1, count - 1, -1):
        states[step - count] = state
        state = int(befores[step][state])
    return states


class KeyNet(nn.Module):
    """Features from each tonic (batch, 12, KEY_WIDTH) to worths of 24 keys, major first."""

    def __init__(self, dropout: float = 0.2, hidden: int = KEY_HIDDEN) -> None:
        super().__init__()
        self.hidden = nn.Linear(KEY_WIDTH, hidden)
        self.out = nn.Linear(hidden, 2)
        self.direct = nn.Linear(KEY_WIDTH, 2, bias=False)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Worths (batch, 24)."""
        found = self.out(self.drop(torch.relu(self.hidden(x)))) + self.direct(x)
        return found.transpose(1, 2).flatten(1)
