"""Who plays what in a piece: its tracks as voices with a part each."""

from dataclasses import dataclass
from statistics import mean

from training.vocab import PARTS

MIN_VOICE_NOTES = 8
MIN_VOICE_SHARE = 0.04
LOWEST_MELODY_PITCH = 52
GM_PIANOS, GM_BASSES = range(8), range(32, 40)
VOICES_OF_A_CHOIR = ("melody", "harmony", "harmony", "bass")
PIANO_SETS = ("polish_scores", "chopin_first_editions", "mutopia")


@dataclass(frozen=True)
class Voice:
    """One line or accompaniment: notes are [onset, duration, pitch, velocity] in ticks."""

    part: str
    notes: list
    is_drum: bool = False


def polyphony(notes: list) -> float:
    """Mean number of notes at an onset."""
    return len(notes) / max(1, len({note[0] for note in notes}))


def _pitch(notes: list) -> float:
    return mean(note[2] for note in notes)


def _top_and_rest(notes: list) -> tuple[list, list]:
    """The highest note at each onset, and what sounds under it."""
    highest: dict[int, int] = {}
    for onset, _, pitch, _ in notes:
        highest[onset] = max(pitch, highest.get(onset, 0))
    top = [note for note in notes
           if note[2] == highest[note[0]] and note[2] >= LOWEST_MELODY_PITCH]
    chosen = {id(note) for note in top}
    return top, [note for note in notes if id(note) not in chosen]


def _solo(notes: list) -> list[Voice]:
    if polyphony(notes) < 1.15:
        return [Voice("melody", notes)]
    top, rest = _top_and_rest(notes)
    return [Voice("melody", top), Voice("comp", rest)]


def _keyboard(tracks: list[dict]) -> list[Voice]:
    """Two staves: the upper is the melody, the lower the accompaniment."""
    upper, lower = sorted(tracks, key=lambda track: -_pitch(track["notes"]))
    return [Voice("melody", upper["notes"]), Voice("comp", lower["notes"])]


def _song(tracks: list[dict]) -> list[Voice]:
    """A voice, or more, over a piano of two staves."""
    *singers, upper, lower = tracks
    voices = [Voice("melody" if index == 0 else "harmony", singer["notes"])
              for index, singer in enumerate(singers)]
    return [*voices, Voice("comp", sorted(upper["notes"] + lower["notes"]))]


def _choir(tracks: list[dict]) -> list[Voice]:
    parts = VOICES_OF_A_CHOIR if len(tracks) == 4 else ("melody", "harmony", "bass")
    ordered = sorted(tracks, key=lambda track: -_pitch(track["notes"]))
    return [Voice(part, track["notes"]) for part, track in zip(parts, ordered, strict=True)]


def _band(tracks: list[dict]) -> list[Voice]:
    """Game music: parts from General MIDI programs, the busiest single line leads."""
    voices = [Voice("drums", track["notes"], True) for track in tracks if track["drum"]]
    lines = []
    for track in tracks:
        if track["drum"]:
            continue
        notes = track["notes"]
        if track["prog"] in GM_BASSES or (polyphony(notes) < 1.2 and _pitch(notes) < 46):
            voices.append(Voice("bass", notes))
        elif polyphony(notes) < 1.2:
            lines.append(notes)
        else:
            voices.append(Voice("comp", notes))
    lines.sort(key=len, reverse=True)
    return voices + [Voice("melody" if index == 0 else "lead", notes)
                     for index, notes in enumerate(lines)]


def _named(tracks: list[dict]) -> list[Voice]:
    """Tracks whose name is their part."""
    return [Voice("lead" if track["name"] == "riff" else track["name"], track["notes"],
                  track["drum"]) for track in tracks
            if track["name"] in PARTS or track["name"] == "riff"]


def _quartet(tracks: list[dict]) -> list[Voice]:
    parts = ("melody", "lead", "harmony", "bass")
    return [Voice(part, track["notes"]) for part, track in zip(parts, tracks, strict=False)]


def _pop(tracks: list[dict]) -> list[Voice]:
    parts = {"MELODY": "melody", "BRIDGE": "lead", "PIANO": "comp"}
    return [Voice(parts[track["name"]], track["notes"]) for track in tracks]


def _score(tracks: list[dict], set_name: str) -> list[Voice]:
    """Scores whose tracks say little: decided by how many there are."""
    if len(tracks) == 1:
        return _solo(tracks[0]["notes"])
    if len(tracks) == 2 and set_name in (*PIANO_SETS, "nottingham"):
        return _keyboard(tracks)
    if set_name == "openscore_lieder" or (len(tracks) == 3 and set_name == "polish_scores"):
        return _song(tracks) if len(tracks) > 2 else _keyboard(tracks)
    if len(tracks) in (3, 4) and all(polyphony(track["notes"]) < 1.15 for track in tracks):
        return _choir(tracks)
    return _band(tracks)


def _own(tracks: list[dict]) -> list[Voice]:
    """Anyone's MIDI file: a pair of hands, one instrument, voices or a band."""
    if any(track["drum"] or track["prog"] in GM_BASSES for track in tracks):
        return _band(tracks)
    if len(tracks) == 2 and all(track["prog"] in GM_PIANOS for track in tracks):
        return _keyboard(tracks)
    return _score(tracks, "own_midi")


def voices_of(piece: dict) -> list[Voice]:
    """The voices of a piece, tracks with next to nothing in them left out."""
    total = sum(len(track["notes"]) for track in piece["tracks"])
    least = max(MIN_VOICE_NOTES, MIN_VOICE_SHARE * total)
    tracks = [track for track in piece["tracks"] if len(track["notes"]) >= least]
    name = piece["set"]
    if not tracks:
        return []
    if name == "band_writer":
        voices = _named(tracks)
    elif name == "groove_midi":
        voices = [Voice("drums", tracks[0]["notes"], True)]
    elif name == "openscore_quartets":
        voices = _quartet(tracks)
    elif name == "pop909_sep":
        voices = _pop(tracks)
    elif name == "m21_bach":
        voices = _choir(tracks[-4:]) if len(tracks) >= 4 else _score(tracks, name)
    elif name == "own_midi":
        voices = _own(tracks)
    elif name == "freedoom" or any(track["drum"] for track in tracks):
        voices = _band(tracks)
    else:
        voices = _score(tracks, name)
    return [voice for voice in voices if len(voice.notes) >= MIN_VOICE_NOTES]
