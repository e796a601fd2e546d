"""One arrangement: a song in a style, every part written and played."""

import random
import re
from dataclasses import replace

from training.band_writer.bass import write_bass
from training.band_writer.comp import write_comp
from training.band_writer.drums import Drummer, Take, kicks_of, made_drums, play_take
from training.band_writer.melody import write_melody
from training.band_writer.perform import Feel, choose_hand, clip_drums, play, play_drums
from training.band_writer.plan import Plan
from training.band_writer.quotes import Quotes
from training.band_writer.second import NAMES, PROGRAMS, write_second
from training.band_writer.session import Session
from training.band_writer.song import Song
from training.band_writer.style import Style

MELODY_CHANCE, SECOND_CHANCE, THIRD_CHANCE, DRUMS_CHANCE = 0.9, 0.72, 0.2, 0.92
PLAINER_CHANCE = 0.3
PLAINER = {"ninth": "seventh", "seventh": "plain", "plain": "plain"}
GUITARS = range(24, 32)
LEAST_SWING, MOST_SWING = 258, 340
MIN_NOTES = 4
NEEDS_MELODY = ("answer", "counter", "harmony")


def choose_feel(song: Song, style: Style, take: Take | None, rng: random.Random) -> Feel:
    """Tempo and swing; a take brings its own."""
    low, high = style.bpm
    wanted = take.bpm * rng.uniform(0.94, 1.06) if take else rng.uniform(low, high)
    if song.bpm and low * 0.9 <= song.bpm <= high * 1.1 and rng.random() < 0.6:
        wanted = song.bpm
    bpm = round(max(low * 0.9, min(high * 1.1, wanted)), 1)
    if style.feel == "swing":
        made = 320 if style.rhythms == "shuffle" else 325 - max(0.0, bpm - 120) * 0.35
        swung = take.swing if take and take.swing else made + rng.uniform(-8, 8)
        return Feel(bpm, int(max(LEAST_SWING, min(MOST_SWING, swung))))
    if style.feel == "swing16":
        return Feel(bpm, sixteenth=120 + rng.choice((0, 8, 16, 24, 32)))
    return Feel(bpm)


def own_version(style: Style, rng: random.Random) -> Style:
    """A style as one band has it: plainer chords, or chords and bass in one rhythm."""
    if rng.random() < PLAINER_CHANCE:
        style = replace(style, colour=PLAINER[style.colour])
    if rng.random() < style.unison:
        riff = rng.choice(style.bass)
        return replace(style, bass=(riff,), comp=(re.sub(r"[^.|-]", "x", riff),), locks=0.0)
    return style


class Arranger:
    """Writes the parts of one arrangement."""

    def __init__(self, song: Song, style: Style, drummer: Drummer, quotes: Quotes,
                 name: str) -> None:
        """The name, which has the seed in it, decides everything that chance decides."""
        self._name = name
        rng = self._rng("plan")
        plan = Plan(song, rng)
        self.take = drummer.choose(song, style, rng)
        self.feel = choose_feel(song, style, self.take, rng)
        session = Session(song, own_version(style, rng), plan,
                          quotes.get((song.split, song.family), ()))
        self._drums = self._drum_track(drummer, session) if rng.random() < DRUMS_CHANCE else None
        kicks = kicks_of(self._drums["notes"], song) if self._drums and self.take else {}
        melody = ()
        self._has_melody = song.melody is not None or rng.random() < MELODY_CHANCE
        if self._has_melody:
            melody = tuple(write_melody(session, self._rng("melody")))
        self._session = replace(session, kicks=kicks, melody=melody)

    def _rng(self, part: str) -> random.Random:
        """Each part has its own dice, so that a change in one leaves the others alone."""
        return random.Random(f"{self._name} {part}")

    def _track(self, name: str, program: int, notes: list, key: str) -> dict:
        rng = self._rng(f"{key} play")
        hand = choose_hand(name, rng, strums=name == "comp" and program in GUITARS)
        played = play(notes, name, self._session, self.feel, hand, rng)
        return {"name": name, "prog": program, "drum": False, "notes": played}

    def _drum_track(self, drummer: Drummer, session: Session) -> dict:
        rng = self._rng("drums")
        if self.take:
            notes = clip_drums(play_take(drummer, self.take, session, rng), session.song.end)
        else:
            notes = play_drums(made_drums(session, rng), session, self.feel, rng)
        return {"name": "drums", "prog": 0, "drum": True, "notes": notes}

    def _second_kinds(self, rng: random.Random) -> list[str]:
        """What the second players do, if there are any."""
        kinds = [kind for kind in self._session.style.second
                 if self._has_melody or kind not in NEEDS_MELODY] or ["pad"]
        first = rng.choice(kinds)
        second = [kind for kind in kinds if NAMES[kind] != NAMES[first]]
        if rng.random() > SECOND_CHANCE:
            return []
        return [first, rng.choice(second)] if second and rng.random() < THIRD_CHANCE else [first]

    def tracks(self) -> list[dict]:
        """All tracks, those with next to nothing in them left out."""
        session, style, rng = self._session, self._session.style, self._rng("band")
        made = []
        if self._has_melody:
            made.append(self._track("melody", rng.choice(style.melody_programs),
                                    list(session.melody), "melody"))
        made.append(self._track("comp", rng.choice(style.comp_programs),
                                write_comp(session, self._rng("comp")), "comp"))
        made.append(self._track("bass", rng.choice(style.bass_programs),
                                write_bass(session, self._rng("bass")), "bass"))
        for kind in self._second_kinds(rng):
            notes = write_second(kind, session, self._rng(kind))
            made.append(self._track(NAMES[kind], rng.choice(PROGRAMS[kind]), notes, kind))
        if self._drums:
            made.append(self._drums)
        return [track for track in made if len(track["notes"]) >= MIN_NOTES]


def arrange(song: Song, style: Style, drummer: Drummer, quotes: Quotes, seed: int) -> dict:
    """One piece, as the sets have them."""
    arranger = Arranger(song, style, drummer, quotes, f"{seed} {song.source}/{style.name}")
    return {
        "id": f"band_writer/{song.source}/{style.name}", "set": "band_writer",
        "split": song.split, "usage": "synthetic", "tracks": arranger.tracks(),
        "ts": [[0, *song.metre]], "bpm": arranger.feel.bpm,
        "sec": round(song.end / 480 * 60 / arranger.feel.bpm, 2),
        "chords": [[span.start, span.label] for span in song.spans], "style": style.name,
        "source": song.source, "take": arranger.take.name if arranger.take else None,
    }
