"""Anyone's MIDI files become pieces in the form of the sets, or are named with what is wrong."""

from pathlib import Path

import mido
import numpy as np
import pytest
from training.data import sections_of
from training.midi_file import MAX_NOTE_TICKS, UnreadableMidiError, read_midi
from training.midi_folder import NoMusicError, read_folder, split_of
from training.vocab import METRES, PARTS

from small_midi import metre, tempo, track, tune, write, write_tunes


def notes_of(path: Path) -> list[list[int]]:
    """[onset, duration, pitch, velocity] of the first track of the first take."""
    return read_midi(path, "x")[0]["tracks"][0]["notes"]


def as_rows(notes: list) -> list[list[int]]:
    return [[start, end - start, pitch, velocity] for start, end, pitch, velocity in notes]


def parts_of(path: Path) -> set[str]:
    return {part for piece in read_midi(path, "x") for section in sections_of(
        piece | {"split": "train"}) for part, _ in section["voices"]}


@pytest.mark.parametrize("division", [24, 96, 120, 384, 480, 960, 15360])
def test_the_same_music_is_read_at_any_division(tmp_path: Path, division: int) -> None:
    notes = [(start * division // 480, end * division // 480, pitch, velocity)
             for start, end, pitch, velocity in tune(length=240)]
    path = write(tmp_path / "a.mid", track(notes), division=division)
    assert notes_of(path) == as_rows(tune(length=240))


@pytest.mark.parametrize(("frames", "rate", "per_frame"), [
    (25, 25, 40), (24, 24, 80), (30, 30, 100), (29, 30000 / 1001, 80)])
def test_smpte_ticks_are_times_that_the_tempo_places(tmp_path: Path, frames: int, rate: float,
                                                      per_frame: int) -> None:
    a_quarter = 60 / 100 * rate * per_frame
    notes = [(round(start / 480 * a_quarter), round(end / 480 * a_quarter), pitch, velocity)
             for start, end, pitch, velocity in tune(16)]
    path = write(tmp_path / "a.mid", track(notes, metas=[tempo(0, 100)]))
    data = bytearray(path.read_bytes())
    data[12:14] = bytes([256 - frames, per_frame])
    path.write_bytes(data)
    read, meant = np.array(notes_of(path)), np.array(as_rows(tune(16)))
    assert np.abs(read[:, 0] - meant[:, 0]).max() <= 1
    np.testing.assert_array_equal(read[:, 2:], meant[:, 2:])


def test_each_track_of_a_type_2_file_is_a_piece_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mid", track(tune(shift=1), metas=[metre(0, 3, 4)]),
                 track(tune(shift=2), metas=[tempo(0, 90)]), kind=2)
    pieces = read_midi(path, "x")
    assert [len(piece["tracks"]) for piece in pieces] == [1, 1]
    assert [piece["ts"] for piece in pieces] == [[[0, 3, 4]], [[0, 4, 4]]]
    assert [piece["bpm"] for piece in pieces] == [120.0, 90.0]


def test_the_channels_of_a_type_0_file_are_tracks(tmp_path: Path) -> None:
    one = track(tune(), 0, 0)
    both = mido.merge_tracks([one, track([
        (at, at + 60, 36, 90) for at in range(0, 9600, 480)], 9)])
    tracks = read_midi(write(tmp_path / "a.mid", both, kind=0), "x")[0]["tracks"]
    assert [(one["drum"], len(one["notes"])) for one in tracks] == [(False, 32), (True, 20)]


def test_a_note_on_without_velocity_ends_the_note(tmp_path: Path) -> None:
    silent = mido.MidiTrack()
    for start, end, pitch, velocity in tune():
        silent.append(mido.Message("note_on", note=pitch, velocity=velocity, time=0))
        silent.append(mido.Message("note_on", note=pitch, velocity=0, time=end - start))
    assert notes_of(write(tmp_path / "a.mid", silent)) == as_rows(tune())


def test_a_key_struck_again_ends_its_earlier_note(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mid", track([(0, 960, 60, 50), (480, 1440, 60, 70),
                                            (0, 1440, 64, 60)]))
    assert notes_of(path) == [[0, 480, 60, 50], [0, 1440, 64, 60], [480, 960, 60, 70]]


def test_a_note_that_is_never_let_go_ends_all_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mid", track([(0, None, 48, 50), *tune(64)]))
    assert [0, MAX_NOTE_TICKS, 48, 50] in notes_of(path)


def test_notes_without_length_last_a_tick(tmp_path: Path) -> None:
    on, off = (mido.Message(kind, note=60, velocity=50) for kind in ("note_on", "note_off"))
    path = write(tmp_path / "a.mid", mido.MidiTrack([on, off, on.copy(time=480), off]))
    assert notes_of(path) == [[0, 1, 60, 50], [480, 1, 60, 50]]


def test_without_a_time_signature_the_metre_is_four_four(tmp_path: Path) -> None:
    piece = read_midi(write(tmp_path / "a.mid", track(tune())), "x")[0]
    assert [(METRES[section["metre"]], section["bars"]) for section in sections_of(piece)] == [
        ((4, 4), 8)]


def test_each_metre_of_a_piece_is_a_section(tmp_path: Path) -> None:
    metas = [metre(0, 4, 4), metre(4 * 1920, 3, 4), metre(4 * 1920 + 4 * 1440, 6, 8)]
    path = write(tmp_path / "a.mid", track([], metas=metas), track(tune(60)))
    sections = list(sections_of(read_midi(path, "x")[0]))
    assert [METRES[section["metre"]] for section in sections] == [(4, 4), (3, 4), (6, 8)]
    assert [section["bars"] for section in sections][:2] == [4, 4]


def test_a_metre_that_makes_no_bar_is_not_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mid", track(tune(), metas=[metre(0, 3, 4), metre(960, 0, 4)]))
    assert read_midi(path, "x")[0]["ts"] == [[0, 3, 4]]


@pytest.mark.parametrize("metas", [[], [metre(0, 1, 4), metre(480, 4, 4)]])
def test_the_first_full_bar_follows_the_pickup(tmp_path: Path, metas: list) -> None:
    bars = [(480 + 1920 * bar + at, 480 + 1920 * bar + at + length, 60 + bar % 5, 80)
            for bar in range(8) for at, length in ((0, 1440), (1440, 480))]
    path = write(tmp_path / "a.mid", track([(0, 480, 55, 80), *bars], metas=metas))
    section = next(sections_of(read_midi(path, "x")[0]))
    rows = section["voices"][0][1]
    assert rows[:4, 0].tolist() == [0, 72, 96, 168]
    assert rows[0, 1] == 72


def test_a_long_silence_parts_takes_at_bar_lines(tmp_path: Path) -> None:
    first = [(start + 1440, end + 1440, *rest) for start, end, *rest in tune()]
    second = [(start + 200 * 1440, end + 200 * 1440, *rest) for start, end, *rest in tune()]
    path = write(tmp_path / "a.mid", track(first + second, metas=[metre(0, 3, 4)]))
    takes = read_midi(path, "x")
    assert [take["tracks"][0]["notes"] for take in takes] == [as_rows(tune())] * 2
    assert [take["ts"] for take in takes] == [[[0, 3, 4]]] * 2


def test_hours_of_silence_cost_no_bars(tmp_path: Path) -> None:
    late = 2**28 - 1
    path = write(tmp_path / "a.mid", track([*tune(), (late, late + 1, 60, 60)]))
    own = read_folder(path.parent)
    assert sum(section.bars for section in own.packed().sections) == 8


@pytest.mark.parametrize(("programs", "channels", "parts"), [
    ([0, 0], [0, 1], {"melody", "comp"}),
    ([0], [0], {"melody"}),
    ([33], [0], {"bass"}),
    ([0, 33], [0, 1], {"melody", "bass"}),
    ([0, 33, 0], [0, 1, 9], {"melody", "bass", "drums"}),
    ([0, 33], [0, 0], {"melody", "bass"}),
])
def test_programs_and_channel_ten_tell_who_plays(tmp_path: Path, programs: list, channels: list,
                                                 parts: set) -> None:
    shifts = [0, -24, -24]
    tracks = []
    for program, channel, shift in zip(programs, channels, shifts, strict=False):
        notes = [(start, end, pitch + shift, velocity) for start, end, pitch, velocity in tune()]
        tracks.append(track(notes, channel, program))
    assert parts_of(write(tmp_path / "a.mid", *tracks)) == parts
    assert parts <= set(PARTS)


def test_what_the_apps_partner_composed_is_not_learnt_from(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mid", track(tune(), name="Player"),
                 track(tune(), 1, name="Continuo (AI)"))
    assert [one["name"] for one in read_midi(path, "x")[0]["tracks"]] == ["Player"]
    with pytest.raises(UnreadableMidiError, match="an AI"):
        read_midi(write(tmp_path / "b.mid", track(tune(), name="Continuo (AI)")), "x")


def test_unfit_files_are_named_with_a_reason_and_the_others_are_read(tmp_path: Path) -> None:
    good = write(tmp_path / "deep" / "er" / "good.MIDI", track(tune()))
    whole = good.read_bytes()
    (tmp_path / "cut.mid").write_bytes(whole[:-20])
    (tmp_path / "empty.mid").write_bytes(b"")
    (tmp_path / "text.mid").write_text("a letter to the drummer, of no great length")
    (tmp_path / "notes.txt").write_text("not looked at")
    (tmp_path / "zero.mid").write_bytes(whole[:12] + bytes(2) + whole[14:])
    (tmp_path / "again.mid").write_bytes(whole)
    write(tmp_path / "silent.mid", track([], metas=[metre(0, 4, 4)]))
    write(tmp_path / "short.mid", track(tune(5)))
    own = read_folder(tmp_path)
    assert own.files == 1
    assert {name: reason.split(":")[0] for name, reason in own.skipped} == {
        "cut.mid": "is damaged", "empty.mid": "is empty",
        "text.mid": "is damaged or no MIDI file", "zero.mid": "is damaged",
        "deep/er/good.MIDI": "is the same as again.mid", "silent.mid": "has no notes",
        "short.mid": "is too short"}


@pytest.mark.parametrize("at", range(0, 300, 7))
def test_a_flipped_byte_never_breaks_the_reading(tmp_path: Path, at: int) -> None:
    write_tunes(tmp_path, 2)
    data = bytearray((tmp_path / "0.mid").read_bytes())
    data[at] ^= 0xFF
    (tmp_path / "0.mid").write_bytes(data)
    own = read_folder(tmp_path)
    assert own.files + len(own.skipped) == 2
    own.packed()


def test_a_folder_with_nothing_to_learn_from_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoMusicError, match=r"nowhere is not a folder\.$"):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(NoMusicError, match=r"has no MIDI files \(\.mid, \.midi\)\.$"):
        read_folder(tmp_path)
    (tmp_path / "a.mid").write_bytes(b"")
    with pytest.raises(NoMusicError, match=r"can be learnt from: a\.mid is empty\.$"):
        read_folder(tmp_path)


def test_a_file_stays_in_its_split_whatever_its_name(tmp_path: Path) -> None:
    def splits() -> dict:
        own = read_folder(tmp_path)
        return {str(piece["tracks"]): piece["split"] for piece in own.pieces}

    write_tunes(tmp_path, 12)
    before = splits()
    (tmp_path / "0.mid").rename(tmp_path / "zzz.mid")
    assert splits() == before
    assert set(before.values()) == {"train", "valid"}


@pytest.mark.parametrize("count", range(1, 30))
def test_both_splits_have_a_file_from_two_files_on(count: int) -> None:
    rng = np.random.default_rng(count)
    digests = [f"{value:064x}" for value in rng.integers(0, 2**62, count)]
    splits = split_of(digests)
    assert set(splits.values()) == ({"train"} if count == 1 else {"train", "valid"})
    assert splits == split_of(digests[::-1])
    assert set(split_of([f"{value:x}" for value in (10, 20, 30)]).values()) == {"train", "valid"}


def test_the_packed_folder_may_be_learnt_from_as_own_midi(tmp_path: Path) -> None:
    music = read_folder(write_tunes(tmp_path, 3)).packed()
    assert {music.sets[section.set] for section in music.sections} == {"own_midi"}
    assert all(section.may_train for section in music.sections)
    assert {PARTS[part] for section in music.sections for part in music.parts_of(section)} == {
        "melody", "bass"}
    assert (music.notes[:, 3] > 0).any()
