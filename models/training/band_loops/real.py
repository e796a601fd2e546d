"""Loops of real music: songs with their piano, quartets, a rock band, tunes with chord symbols."""

from collections.abc import Iterator
from pathlib import Path

from training.band_loops.read_chords import read_chords
from training.band_loops.symbols import symbol_of
from training.band_loops.windows import Notes, full_windows, shown_metre, top_line, window
from training.band_writer.charts import merge_spans
from training.band_writer.keys import MAJOR, find_key
from training.band_writer.loops import NAMES
from training.bar_lines import pickup_ticks
from training.pieces import LICENCES, bar_ticks_of, read_pieces, title_of

# Part of the id, style, bars of each loop; the bars are the app's. Of Manhattan and Amapola melody
# and chords are not in one key.
TUNES = (
    ("Avalon.mxl", "jazz", (4, 8)), ("Do_It_Again", "jazz", (4, 4)),
    ("Silvery_Moon", "jazz", (4, 2, 8)), ("Whoopee", "jazz", (4, 8)),
    ("You_Took", "jazz", (2, 4, 8)), ("A_Kiss_in", "pop", (8, 4)),
    ("Moonlight_and", "pop", (4, 8)), ("Beautiful_Isle", "pop", (4, 8)),
    ("River_Shannon", "folk", (4, 8)), ("Tavern", "folk", (4, 2)),
)
SONGS = {
    "polish_scores": (
        ("48-na-past", "folk", 4), ("40-a-moj-ty", "folk", 4), ("58-na-dorozi", "folk", 8),
        ("79-chodzu", "folk", 4), ("92-ach-ona", "folk", 2), ("124-oj-stuk", "folk", 4),
        ("138-tecze", "folk", 4), ("152-koby", "folk", 8), ("34-47-odlot", "folk", 4),
        ("34-3-wiatr", "folk", 2), ("maszynski-5-zima", "folk", 8),
    ),
    "openscore_lieder": (
        ("7_Die_Wiese", "art song", 4), ("13_Die_Post", "art song", 4), ("Cushla", "art song", 4),
        ("Tosti", "art song", 4), ("In_the_garden", "art song", 2),
        ("Dona_Adelaide", "art song", 4),
    ),
}
QUARTETS = (("K.464", "classical", 4), ("Hob.III63", "classical", 4))
BANDS = (("d_dm27", "rock", 4),)
USUAL_BPM = 100
LOWEST_BPM, HIGHEST_BPM = 60, 200


def _test_pieces(data_dir: Path, set_name: str) -> list[dict]:
    return [piece for piece in read_pieces(data_dir, set_name)
            if piece["split"] == "test" and piece["usage"] == "clean"]


def _find(pieces: list[dict], part: str) -> dict:
    piece = next((piece for piece in pieces if part in piece["id"]), None)
    if piece is None:
        raise ValueError(f"no clean test piece {part!r}")
    return piece


def tempo(bpm: float | None) -> int:
    """A tempo of the app that is near to the piece's."""
    return round(min(HIGHEST_BPM, max(LOWEST_BPM, bpm or USUAL_BPM)))


def key_name(spans: tuple) -> str:
    """The key that agrees best with the chords of the whole piece."""
    tonic, scale = find_key(spans)
    return f"{NAMES[tonic]} {'major' if scale == MAJOR else 'minor'}"


def loop_of(piece: dict, style: str, bars: int, index: int) -> dict:
    """What every loop says of where it is from."""
    metre = tuple(piece["ts"][0][1:]) if piece["ts"] else (4, 4)
    shown, _ = shown_metre(metre)
    return {"id": f"{piece['id']}#{index}", "title": title_of(piece), "set": piece["set"],
            "licence": LICENCES[piece["set"]], "style": style, "metre": list(shown), "bars": bars,
            "bpm": tempo(piece["bpm"]), "synthetic": False}


def chords_in(spans: tuple, start: int, end: int) -> list[list]:
    """[tick, symbol] at each change of chord in a window."""
    return [[max(0, span.start - start), symbol_of(span.label)] for span in spans
            if span.start < end and span.end > start]


def cut_tune(piece: dict, style: str, lengths: tuple[int, ...]) -> Iterator[dict]:
    """Loops of a melody with chord symbols, one for each length."""
    metre = tuple(piece["ts"][0][1:]) if piece["ts"] else (4, 4)
    _, factor = shown_metre(metre)
    bar, notes = bar_ticks_of(*metre), top_line(piece["tracks"][0]["notes"])
    last = max(onset + duration for onset, duration, *_ in notes)
    spans = merge_spans(piece["chords"], 0, last)
    # A chord before the first label is a guess.
    first = pickup_ticks(notes, bar, piece["set"])
    while first < piece["chords"][0][0]:
        first += bar
    for index, bars in enumerate(lengths):
        wanted = round(bars / factor)
        start = full_windows(notes, metre, first, wanted)[0]
        end = first = start + wanted * bar
        yield loop_of(piece, style, bars, index) | {
            "key": key_name(spans), "melody": window(notes, start, end),
            "chordsFrom": "set", "chords": chords_in(spans, start, end), "human": {}}


def _split_piano(tracks: list[dict]) -> tuple[Notes, Notes]:
    """What the chords and what the bass of a piano play: the bass is its lowest line."""
    notes = sorted((note for track in tracks for note in track["notes"]),
                   key=lambda note: (note[0], note[2]))
    left = min(tracks, key=lambda track: sum(n[2] for n in track["notes"]) / len(track["notes"]))
    bass = list({note[0]: note for note in
                 sorted(left["notes"], key=lambda note: (note[0], -note[2]))}.values())
    lowest = {(note[0], note[2]) for note in bass}
    return [note for note in notes if (note[0], note[2]) not in lowest], bass


def _with_parts(piece: dict, loop: dict, melody: Notes, parts: dict[str, Notes]) -> dict:
    """The first window in which melody and accompaniment are full enough."""
    metre = tuple(piece["ts"][0][1:])
    _, factor = shown_metre(metre)
    bar, wanted = bar_ticks_of(*metre), round(loop["bars"] / factor)
    for start in full_windows(melody, metre, pickup_ticks(melody, bar, piece["set"]), wanted):
        end = start + wanted * bar
        human = {name: window(notes, start, end) for name, notes in parts.items()}
        if all(len(notes) >= loop["bars"] for notes in human.values()):
            sung = window(melody, start, end)
            pitched = sung + [note for name, notes in human.items() if name != "drums"
                              for note in notes]
            span = 960 if tuple(loop["metre"]) == (4, 4) else bar_ticks_of(*loop["metre"])
            chords = read_chords(pitched, human["bass"], end - start, span)
            return loop | {"key": None, "melody": sung, "chordsFrom": "read", "chords": chords,
                           "human": human}
    raise ValueError(f"no window in {piece['id']}")


def cut_song(piece: dict, style: str, bars: int) -> dict:
    """A loop of a song with its piano."""
    singers = [track for track in piece["tracks"] if "iano" not in track["name"]
               and "ortepian" not in track["name"].lower()]
    piano = [track for track in piece["tracks"] if track not in singers]
    keys, bass = _split_piano(piano)
    melody = top_line(singers[0]["notes"])
    return _with_parts(piece, loop_of(piece, style, bars, 0), melody, {"keys": keys, "bass": bass})


def cut_quartet(piece: dict, style: str, bars: int) -> dict:
    """A loop of a string quartet: the second violin is the second voice, the cello the bass."""
    violin, second, _, cello = (track["notes"] for track in piece["tracks"])
    parts = {"harmony": top_line(second), "bass": top_line(cello)}
    return _with_parts(piece, loop_of(piece, style, bars, 0), top_line(violin), parts)


def cut_band(piece: dict, style: str, bars: int) -> dict:
    """A loop of a rock band, the lead guitar its melody."""
    by_name = {track["name"]: track["notes"] for track in piece["tracks"]}
    parts = {"keys": by_name["Rhodes Piano"], "bass": top_line(by_name["Bass"]),
             "drums": by_name["Drums"]}
    return _with_parts(piece, loop_of(piece, style, bars, 0), top_line(by_name["Lead Guitar"]),
                       parts)


def real_loops(data_dir: Path) -> Iterator[dict]:
    """All loops of real music."""
    tunes = _test_pieces(data_dir, "openewld")
    for part, style, lengths in TUNES:
        yield from cut_tune(_find(tunes, part), style, lengths)
    for set_name, rows in SONGS.items():
        pieces = _test_pieces(data_dir, set_name)
        for part, style, bars in rows:
            yield cut_song(_find(pieces, part), style, bars)
    quartets = _test_pieces(data_dir, "openscore_quartets")
    for part, style, bars in QUARTETS:
        yield cut_quartet(_find(quartets, part), style, bars)
    bands = _test_pieces(data_dir, "freedoom")
    for part, style, bars in BANDS:
        yield cut_band(_find(bands, part), style, bars)
