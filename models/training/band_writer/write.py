"""Writes the band set.

python -m training.band_writer.write --data DIR --out band.jsonl.gz --seed 1
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

from training.band_writer.arrange import arrange
from training.band_writer.charts import cut_song, read_charts
from training.band_writer.drums import Drummer
from training.band_writer.loops import made_songs
from training.band_writer.quotes import Quotes, find_quotes
from training.band_writer.stats import Statistics
from training.band_writer.styles import STYLES, choose_styles

ARRANGEMENTS = {"mcgill_billboard": (2, 3), "openewld": (4, 5)}
BLUES_SONGS, LOOP_SONGS = 220, 420


def _of_chart(piece: dict, drummer: Drummer, quotes: Quotes, seed: int) -> Iterator[dict]:
    """The arrangements of one chart, each of its own stretch of it."""
    rng = random.Random(f"{seed} {piece['id']}")
    song = cut_song(piece, rng)
    if song is None:
        return
    count = rng.choice(ARRANGEMENTS[piece["set"]])
    for turn, style in enumerate(choose_styles(song, piece["set"], count, rng)):
        stretch = cut_song(piece, rng) if turn else song
        yield arrange(stretch, style, drummer, quotes, seed)


def write_pieces(data_dir: Path, seed: int, share: float = 1.0) -> Iterator[dict]:
    """All pieces of a seed; with a share below 1, of every so many charts only."""
    drummer, charts = Drummer(data_dir), read_charts(data_dir)
    quotes = find_quotes(charts)
    step = max(1, round(1 / share))
    for piece in charts[::step]:
        yield from _of_chart(piece, drummer, quotes, seed)
    for song, style in made_songs(seed, BLUES_SONGS, LOOP_SONGS)[::step]:
        yield arrange(song, STYLES[style], drummer, quotes, seed)


def main() -> None:
    """Writes every piece to one file and prints what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args()
    statistics = Statistics()
    unfinished = options.out.with_suffix(".unfinished")
    with unfinished.open("wb") as raw, \
            gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as out:
        for piece in write_pieces(options.data, options.seed, options.share):
            statistics.add(piece)
            out.write((json.dumps(piece, separators=(",", ":")) + "\n").encode())
    unfinished.rename(options.out)
    statistics.print()
    print(f"{options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
