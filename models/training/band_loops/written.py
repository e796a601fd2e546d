"""Loops of the band writer over held-out charts, for idioms that no clean set has."""

import random
from collections.abc import Iterator
from pathlib import Path

from training.band_loops.real import chords_in, key_name, tempo
from training.band_loops.windows import Notes, full_windows, top_line, window
from training.band_writer.arrange import arrange
from training.band_writer.charts import UNITS, cut_song, merge_spans, read_charts, with_keys
from training.band_writer.drums import Drummer
from training.band_writer.loops import METRE_OF_STYLE, spell
from training.band_writer.quotes import find_quotes
from training.band_writer.song import Song
from training.band_writer.styles import STYLES
from training.pieces import LICENCES

SEED = 60
# Styles of the pop loops with their bars, one held-out chart for each
POP = (("pop", 4), ("rock", 8), ("soul", 4), ("pop ballad", 4), ("disco", 2), ("country", 4),
       ("funk", 2), ("pop folk", 8))
JAZZ = (("swing", 4), ("bossa", 8), ("jazz waltz", 4))
# Choruses that the training set does not have, with style, tonic and bars of the loop
BLUES = (
    ("I:7|I:7|IV:7|IV:7|V:7|V:7|I:7|I:7", "blues shuffle", 9, 8),
    ("I:7|IV:7|I:7|V:7|I:7|IV:7|V:7|I:7", "blues boogie", 4, 4),
    ("I:7|IV:7|V:7|V:7|I:7|IV:7|V:7|I:7", "rock", 2, 8),
    ("I:min7|IV:min7|I:min7|V:7|I:min7|IV:min7|V:7|I:min7", "swing", 7, 8),
    ("I:7|bIII:7|IV:7|I:7|I:7|bIII:7|IV:7|V:7", "funk", 0, 4),
    ("IV:7|IV:7|I:7|I:7|V:7|IV:7|I:7|V:7", "blues shuffle", 10, 4),
    ("I:7|IV:7|I:7|I:7|IV:7|V:7|I:7|IV:7", "slow blues", 5, 4),
)
ROLES = {"comp": "keys", "bass": "bass", "drums": "drums", "harmony": "harmony"}
TURNS = 2


def _blues(chart: str, style: str, tonic: int) -> Song:
    metre = METRE_OF_STYLE.get(style, (4, 4))
    family, unit_ticks = UNITS[metre]
    chorus = spell(chart, tonic, unit_ticks)
    units = chart.count("|") + 1
    chords = [[tick + turn * units * unit_ticks, label]
              for turn in range(TURNS) for tick, label in chorus]
    spans = merge_spans(chords, 0, TURNS * units * unit_ticks)
    return with_keys(Song(f"blues/{chart}", "test", metre, unit_ticks, TURNS * units, spans,
                          family=family))


def _charts(pieces: list[dict], styles: tuple) -> Iterator[tuple[Song, str, int]]:
    """A chart that fits for each style, each once."""
    left = list(pieces)
    for style, bars in styles:
        for piece in left:
            song = cut_song(piece, random.Random(f"{SEED} {piece['id']}"))
            chords = len({span.label for span in song.spans[:12]}) if song else 0
            if song and song.family == STYLES[style].family and chords >= 3:
                left.remove(piece)
                yield song, style, bars
                break
        else:
            raise ValueError(f"no held-out chart for {style}")


def _loop(song: Song, style: str, bars: int, piece: dict) -> dict | None:
    """The first window with a full melody; None where there is none."""
    tracks: dict[str, Notes] = {}
    for track in piece["tracks"]:
        tracks.setdefault(track["name"], track["notes"])
    if "melody" not in tracks or "bass" not in tracks or "comp" not in tracks:
        return None
    melody = top_line(tracks["melody"])
    metre = (6, 8) if song.family == "6" else {1920: (4, 4), 1440: (3, 4)}[song.unit_ticks]
    for start in full_windows(melody, metre, 0, bars):
        end = start + bars * song.unit_ticks
        human = {ROLES[name]: window(notes, start, end) for name, notes in tracks.items()
                 if name in ROLES}
        if all(len(notes) >= bars for notes in human.values()):
            return {
                "id": f"{piece['id']}#0", "title": song.source, "set": "band_writer",
                "licence": LICENCES["band_writer"], "style": style, "metre": list(metre),
                "bars": bars, "bpm": tempo(piece["bpm"]), "synthetic": True,
                "key": key_name(song.spans), "melody": window(melody, start, end),
                "chordsFrom": "set", "chords": chords_in(song.spans, start, end), "human": human}
    return None


def written_loops(data_dir: Path) -> Iterator[dict]:
    """All loops that rules wrote: chord charts of the test split, and blues of our own."""
    drummer, charts = Drummer(data_dir), read_charts(data_dir)
    quotes = find_quotes(charts)
    of_set = {name: [piece for piece in charts
                     if piece["set"] == name and piece["split"] == "test"]
              for name in ("mcgill_billboard", "openewld")}
    songs = [("pop", *row) for row in _charts(of_set["mcgill_billboard"], POP)]
    songs += [("jazz", *row) for row in _charts(of_set["openewld"], JAZZ)]
    songs += [("blues", _blues(chart, style, tonic), style, bars)
              for chart, style, tonic, bars in BLUES]
    for family, song, style, bars in songs:
        attempts = (_loop(song, style, bars, arrange(song, STYLES[style], drummer, quotes, seed))
                    for seed in range(SEED, SEED + 20))
        loop = next((loop for loop in attempts if loop), None)
        if loop is None:
            raise ValueError(f"no window for {style} over {song.source}")
        yield loop | {"style": family, "idiom": style}
