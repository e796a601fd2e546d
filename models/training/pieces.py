"""Reads the sets of pieces. Times are ticks, 480 to the quarter note."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

TICKS_PER_QUARTER = 480
TRAINABLE_USAGES = ("clean", "public-domain")
OWN_USAGE = "own"  # a player's own files: to tune a model with, never shipped
LICENCES = {
    "openewld": "MIT, public-domain score",
    "freedoom": "BSD 3-clause",
    "openscore_lieder": "CC0 1.0",
    "openscore_quartets": "CC0 1.0",
    "mutopia": "public domain or CC BY, as the file says",
    "polish_scores": "CC BY 4.0",
    "chopin_first_editions": "CC BY 4.0",
    "m21_oneills": "public-domain tune, transcription names no licence",
    "m21_ryans": "public-domain tune, transcription names no licence",
    "m21_airds_misc": "public-domain tune, transcription names no licence",
    "m21_bach": "public-domain work, transcription names no licence",
    "groove_midi": "CC BY 4.0",
    "band_writer": "our own rules over CC0 chord charts and public-domain songs",
}


def read_file(path: Path) -> Iterator[dict]:
    """Yields the pieces of one file, whatever their usage."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_pieces(data_dir: Path, set_name: str) -> Iterator[dict]:
    """Yields the pieces of one set that a shipped model may learn from."""
    for piece in read_file(data_dir / "sets" / f"{set_name}.jsonl.gz"):
        if piece["usage"] in TRAINABLE_USAGES:
            yield piece


def bar_ticks_of(numerator: int, denominator: int) -> int:
    """The length of one bar in ticks."""
    return TICKS_PER_QUARTER * 4 * numerator // denominator


def title_of(piece: dict) -> str:
    """The piece's title, or the last part of its id that says something."""
    if piece.get("title"):
        return piece["title"].strip()
    parts = piece["id"].rsplit(".", 1)[0].replace("__", "/").split("/")
    names = [part for part in parts if part and part != "_" and not part.startswith(("lc", "sq"))]
    return names[-1].replace("_", " ")
