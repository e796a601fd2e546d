"""The band writer keeps its laws, over a few charts and takes made for the test."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from training.band_writer import write
from training.band_writer.bass import pattern_bass
from training.band_writer.charts import UNITS, cut_song, key_at
from training.band_writer.chords import parse_chord
from training.band_writer.drums import KICKS
from training.band_writer.keys import scale_of
from training.band_writer.loops import made_songs, split_of
from training.band_writer.patterns import crossbreed, read_bars
from training.band_writer.perform import RANGES
from training.band_writer.plan import Plan
from training.band_writer.quotes import find_quotes
from training.band_writer.rhythms import RHYTHMS
from training.band_writer.session import Session
from training.band_writer.styles import STYLES, WEIGHTS
from training.band_writer.walking import walk

SPLITS = ("train", "valid", "test")
ROLES = {"melody", "lead", "harmony", "comp", "bass", "drums", "riff"}
NEAR_TICKS = 60
CHORDS = ("C:maj", "A:min7", "F:maj/3", "G:sus4(b7,9)", "E:7(b9)", "D:min", "Bb:maj7", "G:1")


def chart(number: int, split: str, metre: tuple[int, int]) -> dict:
    unit = UNITS[metre][1]
    chords = [[bar * unit, CHORDS[(bar * (number + 1)) % len(CHORDS)]] for bar in range(24)]
    chords += [[5 * unit + unit // 2, "D:7"], [9 * unit + unit // 2, "N"]]
    return {"id": f"chart/{split}/{number}", "set": "mcgill_billboard", "split": split,
            "usage": "clean", "tracks": [], "ts": [[0, *metre]], "bpm": None, "sec": 48.0,
            "chords": sorted(chords)}


def tune(split: str) -> dict:
    notes = [[1440 + beat * 480, 480, 60 + beat * 5 % 13, 80] for beat in range(65)]
    chords = [[1920 + bar * 1920, f"{'CFGA'[bar % 4]}:dominant/G"] for bar in range(16)]
    return {"id": f"tune/{split}", "set": "openewld", "split": split, "usage": "clean",
            "tracks": [{"name": "", "prog": 0, "drum": False, "notes": notes}],
            "ts": [[0, 4, 4]], "bpm": None, "sec": 34.0, "chords": chords}


def take(style: str, split: str, kind: str) -> dict:
    bars = 8 if kind == "beat" else 1
    notes = [[max(0, bar * 1920 + eighth * 240 - 7), 70, 42, 60 + eighth] for bar in range(bars)
             for eighth in range(8)]
    notes += [[bar * 1920 + at, 70, sound, 99] for bar in range(bars)
              for at, sound in ((0, 36), (480, 38), (960, 36), (1440, 38))]
    return {"id": f"take/{style}/{split}/{kind}", "set": "groove_midi", "split": split,
            "usage": "clean", "kind": kind, "style": style, "bpm": 100.0, "chords": [],
            "tracks": [{"name": "", "prog": 0, "drum": True, "notes": sorted(notes)}],
            "ts": [[0, 4, 4]], "sec": 19.2}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "sets").mkdir()
    metres = ((4, 4), (3, 4), (12, 8), (6, 8), (4, 4))
    sets = {
        "mcgill_billboard": [chart(number, split, metre) for split in SPLITS
                             for number, metre in enumerate(metres)],
        "openewld": [tune(split) for split in SPLITS],
        "groove_midi": [take(style, split, kind) for style in ("rock", "funk", "pop", "soul")
                        for split in ("train", "test") for kind in ("beat", "fill")],
    }
    for name, pieces in sets.items():
        with gzip.open(folder / "sets" / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(piece) + "\n" for piece in pieces)
    return folder


@pytest.fixture(scope="module", autouse=True)
def _few_loops() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "BLUES_SONGS", 12)
        patch.setattr(write, "LOOP_SONGS", 24)
        yield


@pytest.fixture(scope="module")
def pieces(data_dir: Path) -> list[dict]:
    return list(write.write_pieces(data_dir, seed=1))


def end_of(piece: dict) -> int:
    """The bar line nearest to where the seconds end."""
    _, top, bottom = piece["ts"][0]
    bar = 1920 * top // bottom
    return round(piece["sec"] / 60 * piece["bpm"] * 480 / bar) * bar


def notes_of(piece: dict, *names: str) -> list[list[int]]:
    return [note for track in piece["tracks"] if track["name"] in names
            for note in track["notes"]]


def test_the_same_seed_writes_the_same_and_another_seed_does_not(data_dir: Path) -> None:
    first, again = (list(write.write_pieces(data_dir, 1, share=0.2)) for _ in range(2))
    other = list(write.write_pieces(data_dir, 2, share=0.2))
    assert first == again
    assert first != other


def test_ids_are_unique(pieces: list[dict]) -> None:
    ids = [piece["id"] for piece in pieces]
    assert len(ids) == len(set(ids))


def test_every_part_stays_in_its_range(pieces: list[dict]) -> None:
    for piece in pieces:
        for track in piece["tracks"]:
            assert track["name"] in ROLES
            assert track["drum"] == (track["name"] == "drums")
            low, high = RANGES.get(track["name"], (0, 127))
            assert all(low <= note[2] <= high for note in track["notes"]), piece["id"]


def test_notes_are_sorted_long_enough_and_inside_the_piece(pieces: list[dict]) -> None:
    for piece in pieces:
        for track in piece["tracks"]:
            assert track["notes"] == sorted(track["notes"])
            for onset, duration, _, velocity in track["notes"]:
                assert onset >= 0
                assert duration > 0
                assert onset + duration <= end_of(piece)
                assert 1 <= velocity <= 127


def test_no_pitch_sounds_over_itself(pieces: list[dict]) -> None:
    for piece in pieces:
        for track in piece["tracks"]:
            ends: dict[int, int] = {}
            for onset, duration, pitch, _ in [] if track["drum"] else track["notes"]:
                assert ends.get(pitch, 0) <= onset
                ends[pitch] = onset + duration


def test_splits_and_drum_takes_are_those_of_the_chart(pieces: list[dict]) -> None:
    assert {piece["split"] for piece in pieces} == set(SPLITS)
    for piece in pieces:
        if piece["source"].startswith(("chart", "tune")):
            assert piece["source"].split("/")[1] == piece["split"]
        if piece["take"]:
            assert piece["take"].split("/")[2] == piece["split"]
        assert piece["usage"] == "synthetic"


def test_every_style_plays_and_every_weight_names_a_style(data_dir: Path) -> None:
    assert set(WEIGHTS["mcgill_billboard"]) == set(STYLES)
    assert set(WEIGHTS["openewld"]) <= set(STYLES)
    assert all(style in STYLES for _, style in made_songs(1, 40, 40))


@pytest.mark.parametrize("name", list(STYLES))
def test_the_bass_plays_a_chord_tone_or_an_approach_at_changes(data_dir, name: str) -> None:
    style = STYLES[name]
    metre = {"4": (4, 4), "3": (3, 4), "6": (6, 8)}[style.family]
    song = cut_song(chart(1, "train", metre), random.Random(3))
    plan = Plan(song, random.Random(4))
    notes = walk(song, plan, random.Random(5), 0.3) if style.walks \
        else pattern_bass(Session(song, style, plan), random.Random(5))
    by_onset = {note.onset: note for note in notes}
    for span in song.spans:
        note = by_onset.get(span.start)
        if note is not None:
            assert note.pitch % 12 in span.chord.classes
    for note in notes:
        span = song.span_of_hit(note.onset, note.end)
        scale = scale_of(span.chord, key_at(song, note.onset))
        after = next((late for late in notes if late.onset > note.onset), None)
        leads = after is not None and abs(after.pitch - note.pitch) <= 7
        assert note.pitch % 12 in scale or leads or after is None


def test_a_comp_chord_has_two_to_five_notes_and_about_three_classes(pieces: list[dict]) -> None:
    sizes, classes = [], []
    for piece in pieces:
        comps = [track["notes"] for track in piece["tracks"] if track["name"] == "comp"]
        chords: dict[int, set[int]] = {}
        for onset, _, pitch, _ in comps[0] if comps else []:
            chords.setdefault(round(onset / NEAR_TICKS), set()).add(pitch)
        sizes += [len(pitches) for pitches in chords.values()]
        classes += [len({pitch % 12 for pitch in pitches}) for pitches in chords.values()]
    assert sum(size > 5 for size in sizes) < 0.01 * len(sizes)
    assert 2.4 < sum(classes) / len(classes) < 3.6


def test_the_pickup_is_cut_and_the_melody_keeps_its_pitches() -> None:
    song = cut_song(tune("train"), random.Random(1))
    assert song.spans[0].start == 0
    assert song.melody[0].onset == 0
    assert song.melody[0].pitch == 65
    assert song.end % song.unit_ticks == 0


def test_quoted_phrases_are_kept_by_split() -> None:
    quotes = find_quotes([tune("train"), tune("test"), chart(0, "valid", (4, 4))])
    assert set(quotes) == {("train", "4"), ("test", "4")}
    assert all(0 <= at < 1920 for phrases in quotes.values() for phrase in phrases
               for motif in phrase for at, _, _ in motif.notes)


def test_a_locked_bass_follows_the_bass_drum() -> None:
    style = STYLES["rock"]
    song = cut_song(chart(0, "train", (4, 4)), random.Random(1))
    kicks = dict.fromkeys(range(song.units), (0, 600, 1200))
    plan = Plan(song, random.Random(2))
    shares = []
    for seed in range(20):
        notes = pattern_bass(Session(song, style, plan, kicks=kicks), random.Random(seed))
        shares.append(sum(note.onset % 1920 in (0, 600, 1200) for note in notes) / len(notes))
    assert max(shares) > 0.85
    assert 36 in KICKS


@pytest.mark.parametrize(("label", "root", "classes", "bass"), [
    ("E:min7/b3", 4, {4, 7, 11, 2}, 7), ("G:dominant/D", 7, {7, 11, 2, 5}, 2),
    ("Bb:sus4(b7,9)", 10, {10, 3, 5, 8, 0}, 10), ("F#:1", 6, {6, 1}, 6),
    ("Cb:maj", 11, {11, 3, 6}, 11), ("D:hdim7", 2, {2, 5, 8, 0}, 2)])
def test_chord_labels_are_read(label: str, root: int, classes: set[int], bass: int) -> None:
    chord = parse_chord(label)
    assert (chord.root, chord.classes, chord.bass) == (root, classes, bass)


def test_no_chord_is_none() -> None:
    assert parse_chord("N") is None


@pytest.mark.parametrize("name", list(STYLES))
def test_the_patterns_of_a_style_fill_their_bars(name: str) -> None:
    style = STYLES[name]
    unit = {"4": 1920, "3": 1440, "6": 1440}[style.family]
    lines = [line.split(" ")[1] for kit in style.kit for line in kit.split(";")]
    for pattern in (*style.bass, *style.comp, *style.riff, *RHYTHMS[style.rhythms], *lines):
        widths = {len(bar) for bar in pattern.split("|")}
        assert len(widths) == 1, pattern
        assert unit % widths.pop() == 0, pattern
        assert any(read_bars(pattern, unit)), pattern
    assert set("".join(style.bass)) <= set("R5L8376AgS.-|")
    assert set("".join(style.comp)) <= set("Xxo.-|")


def test_a_crossbreed_has_the_halves_of_its_parents() -> None:
    assert crossbreed("x...|x...", ".xx.|..xx") == "x.x.|x.xx"
    assert crossbreed("x...", "x.......") == "x..."


def test_made_charts_of_one_progression_share_a_split() -> None:
    assert split_of("I:7|IV:7") == split_of("I:7|IV:7")
    splits = [split_of(str(number)) for number in range(2000)]
    assert 0.89 < splits.count("train") / 2000 < 0.95
