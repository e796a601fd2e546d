"""Writes loops with their chords and keys, cut out of the sets, for the chord finder to learn from.

python -m training.chord_finder.loops --data DIR --out loops.pkl
"""

import argparse
import pickle
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.band_loops.windows import full_windows, shown_metre, top_line, window
from training.band_writer.arrange import arrange
from training.band_writer.charts import cut_song, merge_spans, read_charts
from training.band_writer.drums import Drummer
from training.band_writer.keys import MAJOR, find_key
from training.band_writer.quotes import find_quotes
from training.band_writer.styles import choose_styles
from training.bar_lines import metre_regions, pickup_ticks
from training.chord_finder.analyser import analyse
from training.chord_finder.vocabulary import UNKNOWN, state_of
from training.pieces import bar_ticks_of, read_pieces

SCORES = ("openscore_lieder", "polish_scores", "mutopia")
FOLK = ("m21_oneills", "m21_ryans", "m21_airds_misc")
BARS = 8
WRITER, WRITER_SEED, MOST_WRITTEN = "band_writer", 7, 3
MOST_A_PIECE = {"openscore_lieder": 12, "polish_scores": 14, "mutopia": 10}
# A key is told only when the tune's last note agrees with what its scale says.
FITTING_KEYS = 3

Loop = dict


def app_metre(metre: tuple[int, int]) -> tuple[int, int] | None:
    """The app's metre that stands for this one; None if there is none."""
    shown = shown_metre(metre)
    return shown[0] if shown else None


def _states(spans: tuple, start: int, count: int, beat: int) -> list[int]:
    """The state at the middle of each beat."""
    states = [UNKNOWN] * count
    for span in spans:
        for index in range(count):
            if span.start <= start + index * beat + beat // 2 < span.end:
                states[index] = state_of(span.chord.root, span.chord.tones)
    return states


def tunes(piece: dict) -> Iterator[Loop]:
    """Loops of a tune with chord symbols: they and their key, which is the whole tune's."""
    own = tuple(piece["ts"][0][1:]) if piece["ts"] else (4, 4)
    metre = app_metre(own)
    if metre is None or len({tuple(change[1:]) for change in piece["ts"]}) > 1:
        return
    bar, notes = bar_ticks_of(*metre), top_line(piece["tracks"][0]["notes"])
    end = max(onset + duration for onset, duration, *_ in notes)
    spans = merge_spans(piece["chords"], 0, end)
    tonic, scale = find_key(spans)
    first = pickup_ticks(notes, bar, piece["set"])
    while first + bar // 2 < piece["chords"][0][0]:
        first += bar
    for bars in (8, 4):
        for start in range(first, end - bars * bar + bar // 2, bars * bar // 2):
            melody = window(notes, start, start + bars * bar)
            if len(melody) < bars:
                continue
            beats = bars * metre[0]
            yield {"notes": melody, "accompaniment": [], "metre": metre, "beats": beats,
                   "states": _states(spans, start, beats, 1920 // metre[1]),
                   "key": (tonic, 0 if scale == MAJOR else 1)}


def _parts(piece: dict) -> tuple[list, list]:
    """The melody, a singer's or the highest track's top line, and all else."""
    tracks = [track for track in piece["tracks"] if track["notes"] and not track["drum"]]
    if not tracks:
        return [], []
    singers = [track for track in tracks if "iano" not in track["name"]
               and "ortepian" not in track["name"].lower()]
    height = {id(track): np.mean([note[2] for note in track["notes"]]) for track in tracks}
    named = singers and len(singers) < len(tracks)
    lead = singers[0] if named else max(tracks, key=lambda track: height[id(track)])
    melody = top_line([list(note) for note in lead["notes"]])
    on_top = {(note[0], note[2]) for note in melody}
    rest = [note for track in tracks for note in track["notes"]
            if track is not lead or (note[0], note[2]) not in on_top]
    return melody, rest


def scores(piece: dict) -> Iterator[Loop]:
    """Loops of music with an accompaniment, which the analyser reads."""
    melody, rest = _parts(piece)
    if len(melody) < 2 * BARS or len(rest) < 2 * BARS:
        return
    end = max(note[0] for note in melody)
    found = []
    for low, high, own in metre_regions(piece, end):
        metre = app_metre(own)
        if metre is None:
            continue
        bar = bar_ticks_of(*metre)
        inside = [list(note) for note in melody if low <= note[0] < high]
        first = low + (pickup_ticks(inside, bar, piece["set"]) if low == 0 and inside else 0)
        for start in full_windows(inside, metre, first, BARS):
            others = window(rest, start, start + BARS * bar)
            if len(others) >= 2 * BARS:
                found.append((window(inside, start, start + BARS * bar), others, metre))
    step = max(1, len(found) // MOST_A_PIECE[piece["set"]])
    for notes, others, metre in found[::step]:
        beats = BARS * metre[0]
        states, key = analyse(notes + others, beats, metre)
        yield {"notes": notes, "accompaniment": others, "metre": metre, "beats": beats,
               "states": [int(state) for state in states], "key": key}


def folk(piece: dict) -> Iterator[Loop]:
    """Loops of a tune without chords: the key is its last note's, where its scale agrees."""
    from training.chord_finder.analyser import MAJOR_PROFILE, MINOR_PROFILE
    own = tuple(piece["ts"][0][1:]) if piece["ts"] else (4, 4)
    metre = app_metre(own)
    if metre is None or len({tuple(change[1:]) for change in piece["ts"]}) > 1:
        return
    notes = top_line(piece["tracks"][0]["notes"])
    weights = np.zeros(12)
    for _, duration, pitch, _ in notes:
        weights[pitch % 12] += duration
    if (weights > 0).sum() < 5:
        return
    ranked = sorted(((float(np.corrcoef(np.roll(weights, -tonic), profile)[0, 1]), tonic, mode)
                     for mode, profile in enumerate((MAJOR_PROFILE, MINOR_PROFILE))
                     for tonic in range(12)), reverse=True)[:FITTING_KEYS]
    last = notes[-1][2] % 12
    key = next(((tonic, mode) for _, tonic, mode in ranked if tonic == last), None)
    if key is None:
        return
    bar = bar_ticks_of(*metre)
    for start in full_windows(notes, metre, pickup_ticks(notes, bar, piece["set"]), BARS)[:5]:
        beats = BARS * metre[0]
        yield {"notes": window(notes, start, start + BARS * bar), "accompaniment": [],
               "metre": metre, "beats": beats, "states": [UNKNOWN] * beats, "key": key}


def charts(piece: dict) -> Iterator[Loop]:
    """Loops of a chart: chords without a melody."""
    own = tuple(piece["ts"][0][1:]) if piece["ts"] else (4, 4)
    metre = app_metre(own)
    if metre is None or len(piece["chords"]) < BARS:
        return
    bar, first = bar_ticks_of(*metre), piece["chords"][0][0]
    end = piece["chords"][-1][0]
    spans = merge_spans(piece["chords"], 0, end)
    if not spans:
        return
    tonic, scale = find_key(spans)
    starts = list(range(first, end - BARS * bar, 2 * BARS * bar))[:5]
    for start in starts:
        beats = BARS * metre[0]
        yield {"notes": [], "accompaniment": [], "metre": metre, "beats": beats,
               "states": _states(spans, start, beats, 1920 // metre[1]),
               "key": (tonic, 0 if scale == MAJOR else 1)}


def written(data_dir: Path) -> Iterator[Loop]:
    """Loops of rule-made bands over real charts: two arrangements of each that is not held out."""
    drummer, charts = Drummer(data_dir), read_charts(data_dir)
    quotes, rng = find_quotes(charts), random.Random(WRITER_SEED)
    for chart in charts:
        song = cut_song(chart, rng) if chart["split"] != "test" else None
        if song is None:
            continue
        tonic, scale = find_key(song.spans)
        metre = (6, 8) if song.family == "6" else {1920: (4, 4), 1440: (3, 4)}[song.unit_ticks]
        for style in choose_styles(song, chart["set"], 2, rng):
            parts: dict[str, list] = defaultdict(list)
            for track in arrange(song, style, drummer, quotes, WRITER_SEED)["tracks"]:
                parts[track["name"]] += track["notes"]
            melody, rest = top_line(parts["melody"]), parts["comp"] + parts["bass"]
            length, beats = BARS * song.unit_ticks, BARS * metre[0]
            for start in full_windows(melody, metre, 0, BARS)[:MOST_WRITTEN]:
                yield {"notes": window(melody, start, start + length),
                       "accompaniment": window(rest, start, start + length), "metre": metre,
                       "beats": beats, "key": (tonic, 0 if scale == MAJOR else 1),
                       "states": _states(song.spans, start, beats, 1920 // metre[1]),
                       "split": chart["split"], "id": f"{chart['id']}#{style.name}"}


CUTTERS = {"openewld": tunes, "mcgill_billboard": charts} | dict.fromkeys(SCORES, scores) \
    | dict.fromkeys(FOLK, folk)


def main() -> None:
    """Cuts all sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=[*CUTTERS, WRITER])
    options = parser.parse_args()
    loops, counts = [], Counter()
    if WRITER in options.sets:
        for loop in written(options.data):
            loops.append(loop | {"set": WRITER})
            counts[WRITER, loop["split"]] += 1
    for name in options.sets:
        if name == WRITER:
            continue
        for piece in read_pieces(options.data, name):
            if piece["split"] == "test":
                continue
            for loop in CUTTERS[name](piece):
                loops.append(loop | {"set": name, "split": piece["split"], "id": piece["id"]})
                counts[name, piece["split"]] += 1
    options.out.write_bytes(pickle.dumps(loops))
    for (name, split), count in sorted(counts.items()):
        print(f"{name} {split}: {count}")


if __name__ == "__main__":
    main()
