"""The weights as they ship: int8 with a float16 scale a row or a column, and what stays float16.

A tensor's value is q * scale. Everything is little-endian and begins at a multiple of 4 bytes.
"""

from dataclasses import dataclass, field

import numpy as np

LARGEST = 127
ALIGNMENT = 4
FLOAT16_MAX = 65504.0
# Few numbers that every logit of a head passes through.
FLOAT16_TENSORS = ("heads.onset_gates", "heads.symbol_gates")
ROWS, COLUMNS = 0, 1


class DamagedModelError(ValueError):
    """A model folder that cannot be read; the message says why in a sentence."""


def scale_axis_of(name: str) -> int:
    """Tables have a scale a row, matrices [in][out] a scale an output column."""
    last = name.rsplit(".", 2)
    return ROWS if any(word.endswith(("_table", "_tables")) for word in last) else COLUMNS


def quantised(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """(q int8 of the weight's shape, scales float16): one scale for each index of `axis`."""
    largest = np.abs(weight).max(axis=1 - axis)
    scales = (largest / LARGEST).astype(np.float16)
    short = scales.astype(np.float64) * LARGEST < largest
    scales = np.where(short, np.nextafter(scales, np.float16(np.inf)), scales).astype(np.float16)
    steps = np.where(scales > 0, scales, 1).astype(np.float32)
    q = np.rint(weight / (steps[:, None] if axis == ROWS else steps[None, :]))
    return np.clip(q, -LARGEST, LARGEST).astype(np.int8), scales


@dataclass
class WeightsWriter:
    """Gathers tensors into the bytes of weights.bin and their rows of the manifest."""

    rows: list[dict] = field(default_factory=list)
    data: bytearray = field(default_factory=bytearray)

    def _append(self, values: np.ndarray) -> int:
        self.data.extend(bytes(-len(self.data) % ALIGNMENT))
        offset = len(self.data)
        self.data.extend(values.tobytes())
        return offset

    def add(self, name: str, weight: np.ndarray) -> None:
        """Adds a tensor [r, c] in the type that its name asks for."""
        if not np.isfinite(weight).all() or np.abs(weight).max() > FLOAT16_MAX:
            raise DamagedModelError(f"{name} holds numbers that are not finite or past float16.")
        row = {"name": name, "shape": list(weight.shape)}
        if name in FLOAT16_TENSORS:
            row |= {"type": "float16", "offset": self._append(weight.astype("<f2"))}
        else:
            axis = scale_axis_of(name)
            q, scales = quantised(weight, axis)
            row |= {"type": "int8", "offset": self._append(q), "scale_axis": axis,
                    "scales_offset": self._append(scales.astype("<f2"))}
        self.rows.append(row)


def _part(data: bytes, kind: str, count: int, offset: int, name: str) -> np.ndarray:
    size = np.dtype(kind).itemsize * count
    if offset < 0 or offset + size > len(data):
        raise DamagedModelError(f"{name} ends at byte {offset + size}, "
                           f"but the weights end at {len(data)}.")
    return np.frombuffer(data, kind, count, offset)


def read_tensor(data: bytes, row: dict) -> np.ndarray:
    """[r, c] float32: one tensor of the manifest as every engine sees it."""
    name, shape = row["name"], row["shape"]
    count = shape[0] * shape[1]
    if row["type"] == "float16":
        return _part(data, "<f2", count, row["offset"], name).astype(np.float32).reshape(shape)
    if row["type"] != "int8":
        raise DamagedModelError(f"{name} is of type {row['type']}, not int8 or float16.")
    axis = row["scale_axis"]
    q = _part(data, "i1", count, row["offset"], name).astype(np.float32).reshape(shape)
    scales = _part(data, "<f2", shape[axis], row["scales_offset"], name).astype(np.float32)
    return q * (scales[:, None] if axis == ROWS else scales[None, :])
