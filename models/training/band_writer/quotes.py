"""Phrases of real melodies, as rhythm and scale steps, to be sung over other chords."""

import random
from collections import defaultdict

from training.band_writer.charts import cut_song, key_at
from training.band_writer.keys import ladder, nearest
from training.band_writer.motifs import PHRASE_UNITS, Motif
from training.band_writer.song import Note, Song

MIN_NOTES, MAX_NOTES = 7, 36
GRID_TICKS = 40
SHORTEST = 80

Quotes = dict[tuple[str, str], tuple[tuple[Motif, ...], ...]]


def _phrase(song: Song, notes: list[Note], start: int) -> tuple[Motif, ...]:
    """Four bars of a melody; steps are counted from the phrase's middle pitch."""
    root, scale = key_at(song, start)
    steps = ladder(tuple(sorted((root + step) % 12 for step in scale)), 40, 100)
    places = [steps.index(nearest(steps, note.pitch)) for note in notes]
    middle = sorted(places)[len(places) // 2]
    bars: list[list[tuple[int, int, int]]] = [[] for _ in range(PHRASE_UNITS)]
    for note, place in zip(notes, places, strict=True):
        at = round((note.onset - start) / GRID_TICKS) * GRID_TICKS
        bar, rest = divmod(min(at, PHRASE_UNITS * song.unit_ticks - GRID_TICKS), song.unit_ticks)
        bars[bar].append((rest, max(SHORTEST, note.duration), place - middle))
    return tuple(Motif(tuple(bar)) for bar in bars)


def find_quotes(pieces: list[dict]) -> Quotes:
    """Phrases by split and family of metre, from all charts that have a melody."""
    found = defaultdict(list)
    for piece in pieces:
        song = cut_song(piece, random.Random(piece["id"])) if piece["tracks"] else None
        if song is None or not song.melody:
            continue
        length = PHRASE_UNITS * song.unit_ticks
        for start in range(0, song.end - length + 1, length):
            notes = [note for note in song.melody if start <= note.onset < start + length]
            if MIN_NOTES <= len(notes) <= MAX_NOTES:
                found[song.split, song.family].append(_phrase(song, notes, start))
    return {key: tuple(phrases) for key, phrases in found.items()}
