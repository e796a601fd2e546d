"""Chains of ever longer contexts, interpolated, and mixtures of such chains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.measures.event_history import Columns

MIX = np.uint64(0x9E3779B97F4A7C15)
FOLD = np.uint64(29)
ROUNDS = 30
PRIOR = 2.0  # events that each component is thought to have explained before any was seen


def mixed(keys: np.ndarray, values: np.ndarray) -> np.ndarray:
    """64-bit hashes of pairs (key, value)."""
    with np.errstate(over="ignore"):
        keys = (keys ^ (values.astype(np.int64).astype(np.uint64) + MIX)) * MIX
        keys = (keys ^ (keys >> FOLD)) * np.uint64(0xBF58476D1CE4E5B9)
    return keys ^ (keys >> np.uint64(32))


@dataclass(frozen=True)
class Level:
    """Counts at one length of context: how often what followed it."""

    pairs: np.ndarray
    pair_counts: np.ndarray
    contexts: np.ndarray
    totals: np.ndarray
    kinds: np.ndarray
    discount: float


def _looked_up(keys: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return places, known[places] == keys


class Chain:
    """Interpolated Kneser-Ney (Chen and Goodman 1999) down a chain of nested contexts.

    `steps` names the columns that each longer context adds; the first context is the empty one,
    under it all `size` symbols are equally likely. Shorter contexts count how many different longer
    ones they were seen in.
    """

    def __init__(self, target: str, size: int, steps: Sequence[tuple[str, ...]]) -> None:
        """Not counted yet."""
        self.target, self.size, self.steps = target, size, ((), *steps)
        self.levels: list[Level] = []

    def _keys(self, columns: Columns, rows: np.ndarray) -> list[np.ndarray]:
        keys = [np.zeros(len(rows), np.uint64)]
        for step in self.steps:
            key = keys[-1]
            for name in step:
                key = mixed(key, columns[name][rows])
            keys.append(key)
        return keys[1:]

    def fit(self, columns: Columns, rows: np.ndarray) -> None:
        """Counts the chosen rows."""
        contexts, target = self._keys(columns, rows), columns[self.target][rows]
        kept, counts = np.arange(len(rows)), np.ones(len(rows), np.int64)
        self.levels = []
        for context in reversed(contexts):
            pair = mixed(context[kept], target[kept])
            pairs, first, inverse = np.unique(pair, return_index=True, return_inverse=True)
            counted = np.bincount(inverse, counts, len(pairs)).astype(np.int64)
            kept = kept[first]
            known, owner = np.unique(context[kept], return_inverse=True)
            once, twice = int((counted == 1).sum()), int((counted == 2).sum())
            discount = once / (once + 2 * twice) if once else 0.5
            self.levels.insert(0, Level(pairs, counted, known,
                                        np.bincount(owner, counted), np.bincount(owner), discount))
            counts = np.ones(len(kept), np.int64)

    def probabilities(self, columns: Columns, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """([rows, levels] the estimate at each length of context, [rows] how many are known)."""
        contexts, target = self._keys(columns, rows), columns[self.target][rows]
        result = np.full(len(rows), 1 / self.size)
        estimates, depth = [], np.zeros(len(rows), int)
        for level, context in zip(self.levels, contexts, strict=True):
            at, known = _looked_up(context, level.contexts)
            pair, seen = _looked_up(mixed(context, target), level.pairs)
            counts = np.where(seen, level.pair_counts[pair], 0)
            own = np.maximum(counts - level.discount, 0)
            backed = (own + level.discount * level.kinds[at] * result) / level.totals[at]
            result = np.where(known, backed, result)
            depth += known
            estimates.append(result)
        return np.stack(estimates, 1), depth


class Mixture:
    """Several chains for one attribute; weights by group of events, from EM on other examples."""

    def __init__(self, attribute: str, chains: Sequence[Chain]) -> None:
        """Not counted yet."""
        self.attribute, self.chains = attribute, chains
        self.weights: np.ndarray | None = None

    def fit(self, columns: Columns) -> None:
        """Counts all rows that have the attribute."""
        rows = np.flatnonzero(columns[self.attribute] >= 0)
        for chain in self.chains:
            chain.fit(columns, rows)

    def _estimates(self, columns: Columns, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """([rows, components], [rows] group: the task and how much of the first chain is known)."""
        found = [chain.probabilities(columns, rows) for chain in self.chains]
        depths = len(self.chains[0].levels) + 1
        return (np.concatenate([one for one, _ in found], 1),
                columns["task"][rows] * depths + found[0][1])

    def tune(self, columns: Columns) -> None:
        """Finds the weights on examples that were not counted."""
        rows = np.flatnonzero(columns[self.attribute] >= 0)
        estimates, group = self._estimates(columns, rows)
        overall = _fitted(estimates, np.full(estimates.shape[1], 1 / estimates.shape[1]))
        self.weights = np.tile(overall, (int(group.max()) + 1 if len(group) else 1, 1))
        for one in np.unique(group):
            self.weights[one] = _fitted(estimates[group == one], overall)

    def nats(self, columns: Columns) -> np.ndarray:
        """[rows] what the attribute costs; 0 where an event does not have it."""
        rows = np.flatnonzero(columns[self.attribute] >= 0)
        estimates, group = self._estimates(columns, rows)
        if self.weights is None:
            ends = np.cumsum([len(chain.levels) for chain in self.chains]) - 1
            chance = estimates[:, ends].mean(1)
        else:
            chance = (estimates * self.weights[np.minimum(group, len(self.weights) - 1)]).sum(1)
        result = np.zeros(len(columns[self.attribute]))
        result[rows] = -np.log(chance)
        return result


def _fitted(estimates: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weights of the components by expectation maximisation, drawn towards those given."""
    prior = PRIOR * len(weights) * weights
    for _ in range(ROUNDS):
        shares = estimates * weights
        weights = prior + (shares / shares.sum(1, keepdims=True)).sum(0)
        weights = weights / weights.sum()
    return weights
