"""Packs every piece of the sets into one file of notes by section and voice.

python -m training.data --data DIR --band band.jsonl.gz --out packed.npz
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.bar_lines import metre_regions, pickup_ticks
from training.pieces import OWN_USAGE, TRAINABLE_USAGES, bar_ticks_of, read_file
from training.roles import Voice, voices_of
from training.vocab import (
    MAX_BAR_STEPS,
    PARTS,
    STYLES,
    TICKS_PER_STEP,
    metre_class,
    symbol_of,
    velocity_class,
)

SETS = ("m21_oneills", "m21_ryans", "m21_airds_misc", "openewld", "m21_bach", "openscore_lieder",
        "openscore_quartets", "mutopia", "polish_scores", "chopin_first_editions", "freedoom",
        "groove_midi", "band_writer", "nottingham", "pop909_sep", "own_midi")
SPLITS = ("train", "valid", "test")
MIN_BARS = 2
MAX_EMPTY_BARS = 8
MIN_DYNAMICS = 5
STYLE_OF_SET = {
    "m21_oneills": "folk", "m21_ryans": "folk", "m21_airds_misc": "folk", "nottingham": "folk",
    "openewld": "song", "openscore_lieder": "song", "m21_bach": "chorale",
    "openscore_quartets": "quartet", "polish_scores": "piano", "chopin_first_editions": "piano",
    "mutopia": "piano", "freedoom": "game", "pop909_sep": "pop",
}
STYLE_WORDS = {"jazz": "swing", "shuffle": "blues", "samba": "latin", "afrocuban": "latin",
               "soul ballad": "soul", "lofi": "lo-fi", "lo-fi hip-hop": "lo-fi", "punk": "rock",
               "gospel": "soul", "neworleans": "funk", "afrobeat": "latin", "dance": "disco"}


def style_of(piece: dict) -> int:
    """The index of the piece's style."""
    words = (piece.get("style") or "").lower()
    for known in (*STYLES, *STYLE_WORDS):
        if words and known in words.replace("_", " "):
            return STYLES.index(STYLE_WORDS.get(known, known))
    if any(track["prog"] in (24, 25) for track in piece["tracks"]) and piece["set"] == "mutopia":
        return STYLES.index("guitar")
    return STYLES.index(STYLE_OF_SET.get(piece["set"], "other"))


def rows_of(voice: Voice, start: int, end: int) -> np.ndarray:
    """Notes in [start, end) ticks as rows (onset, duration, symbol, velocity) in steps."""
    notes = [note for note in voice.notes if start <= note[0] < end]
    dynamic = len({note[3] for note in voice.notes}) >= MIN_DYNAMICS
    rows = set()
    for onset, duration, pitch, velocity in notes:
        symbol = symbol_of(pitch, voice.is_drum)
        if symbol is None:
            continue
        at = round((onset - start) / TICKS_PER_STEP)
        length = max(1, round(min(duration, end - onset) / TICKS_PER_STEP))
        rows.add((at, symbol, length, velocity_class(velocity) if dynamic else 0))
    unique = {(at, symbol): (length, velocity) for at, symbol, length, velocity in sorted(rows)}
    return np.array([(at, length, symbol, velocity)
                     for (at, symbol), (length, velocity) in sorted(unique.items())],
                    dtype=np.int32).reshape(-1, 4)


def sections_of(piece: dict) -> Iterator[dict]:
    """The stretches of a piece in one metre, from a bar line on."""
    voices = voices_of(piece)
    if not voices:
        return
    end_tick = max(note[0] + note[1] for voice in voices for note in voice.notes)
    if not piece["ts"] and piece["set"] == "freedoom":
        return
    for start, end, metre in metre_regions(piece, end_tick):
        bar_ticks = bar_ticks_of(*metre)
        if bar_ticks % TICKS_PER_STEP or bar_ticks > MAX_BAR_STEPS * TICKS_PER_STEP:
            continue
        first = [(note[0] - start, *note[1:]) for note in voices[0].notes
                 if start <= note[0] < end]
        made = piece["set"] in ("band_writer", "groove_midi") or not first
        origin = start if made else start + pickup_ticks(first, bar_ticks, piece["set"])
        bars = -(-(end - origin) // bar_ticks)
        rows = [(voice.part, rows_of(voice, origin, end)) for voice in voices]
        rows = [(part, notes) for part, notes in rows if len(notes) >= 2]
        if bars >= MIN_BARS and rows:
            yield {"metre": metre_class(*metre), "bar_steps": bar_ticks // TICKS_PER_STEP,
                   "bars": bars, "voices": rows}


class Packer:
    """Gathers sections and writes them as one file of arrays."""

    def __init__(self) -> None:
        self.sections, self.voices, self.notes, self.pieces = [], [], [], []
        self.counts: Counter = Counter()
        self._offset = 0

    def add(self, piece: dict) -> None:
        """Adds a piece."""
        sections = list(sections_of(piece))
        if not sections:
            return
        set_index, split = SETS.index(piece["set"]), SPLITS.index(piece["split"])
        may_train = piece["usage"] in (*TRAINABLE_USAGES, "synthetic", OWN_USAGE)
        self.pieces.append(piece["id"])
        for section in sections:
            first_voice = len(self.voices)
            for part, rows in section["voices"]:
                self.voices.append((PARTS.index(part), self._offset, self._offset + len(rows)))
                self.notes.append(rows)
                self._offset += len(rows)
                self.counts[piece["set"], piece["split"]] += len(rows)
            self.sections.append((len(self.pieces) - 1, set_index, split, may_train,
                                  style_of(piece), section["metre"], section["bar_steps"],
                                  section["bars"], first_voice, len(self.voices)))

    def write(self, path: Path) -> None:
        """Writes the file, compressed; the order of notes in a voice is onset, then pitch."""
        notes = np.concatenate(self.notes)
        np.savez_compressed(
            path, sections=np.array(self.sections, np.int32),
            voices=np.array(self.voices, np.int32), onset=notes[:, 0].astype(np.uint32),
            duration=np.minimum(notes[:, 1], 65535).astype(np.uint16),
            symbol=notes[:, 2].astype(np.uint8), velocity=notes[:, 3].astype(np.uint8),
            pieces=np.array(json.dumps(self.pieces)), sets=np.array(json.dumps(SETS)),
            split_hash=np.array(self.split_hash()))

    def split_hash(self) -> str:
        """A digest of which piece is in which split."""
        rows = sorted({f"{self.pieces[row[0]]} {SPLITS[row[2]]}" for row in self.sections})
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def main() -> None:
    """Packs the sets, and the band writer's pieces when they are given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--band", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    packer = Packer()
    for set_name in SETS:
        path = options.data / "sets" / f"{set_name}.jsonl.gz"
        if set_name == "band_writer" and options.band:
            path = options.band
        if path.exists():
            for piece in read_file(path):
                packer.add(piece)
    packer.write(options.out)
    for (set_name, split), count in sorted(packer.counts.items()):
        print(f"{set_name:24} {split:6} {count:9,}")
    print(f"split {packer.split_hash()}, {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
