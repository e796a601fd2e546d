"""A little music of our own: pieces in the form of the sets, and packed."""

from pathlib import Path

import numpy as np
from training.data import Packer
from training.sections import PackedMusic

TICKS_PER_STEP = 20
BAR_TICKS = {(4, 4): 1920, (3, 4): 1440, (6, 8): 1440, (5, 4): 2400}
DRUMS = (36, 38, 42, 46)
NOTES_A_BAR = {"melody": 5, "lead": 3, "harmony": 5, "comp": 2, "bass": 3, "drums": 8}
LOWEST = {"melody": 65, "lead": 70, "harmony": 58, "comp": 50, "bass": 36}


def line(part: str, bars: int, bar_ticks: int, rng: np.random.Generator) -> list[list[int]]:
    """A line that nobody would wish to hear: [onset, duration, pitch, velocity] in ticks."""
    notes = []
    for bar in range(bars):
        if rng.random() < 0.15:
            continue
        places = np.sort(rng.choice(bar_ticks // 120, NOTES_A_BAR[part], replace=False))
        for place in places:
            onset = bar * bar_ticks + 120 * int(place)
            duration, velocity = int(rng.choice([120, 240, 480, 960])), int(rng.integers(20, 120))
            if part == "drums":
                notes.append([onset, 120, int(rng.choice(DRUMS)), velocity])
                continue
            root = LOWEST[part] + int(rng.integers(0, 15))
            pitches = (root, root + 4, root + 7) if part == "comp" else (root,)
            notes += [[onset, duration, pitch, velocity] for pitch in pitches]
    return notes


def track(name: str, notes: list, program: int = 0) -> dict:
    """A track in the form of the sets."""
    return {"name": name, "prog": program, "drum": name == "drums", "notes": notes}


def piece(tracks: list[dict], metre: tuple[int, int] = (4, 4), set_name: str = "band_writer",
          split: str = "train", usage: str = "synthetic", name: str = "piece") -> dict:
    """A piece in the form of the sets."""
    return {"id": name, "set": set_name, "split": split, "usage": usage, "style": None,
            "ts": [[0, *metre]], "tracks": tracks}


def band(metre: tuple[int, int], seed: int, bars: int = 16, **other: str) -> dict:
    """A piece with every part; its harmony is in the melody's rhythm."""
    rng = np.random.default_rng(seed)
    tracks = [track(part, line(part, bars, BAR_TICKS[metre], rng)) for part in NOTES_A_BAR]
    under = [[onset, duration, pitch - 4, velocity]
             for onset, duration, pitch, velocity in tracks[0]["notes"]]
    tracks[2] = track("harmony", under)
    return piece(tracks, metre, name=f"band {metre} {seed}", **other)


def packed(pieces: list[dict], folder: Path) -> PackedMusic:
    """The pieces as training.data packs them."""
    packer = Packer()
    for one in pieces:
        packer.add(one)
    packer.write(folder / "packed.npz")
    return PackedMusic(folder / "packed.npz")


def bands(folder: Path) -> PackedMusic:
    """Bands in four metres, in train and in valid."""
    return packed([band(metre, seed, split=split) for split in ("train", "valid")
                   for seed, metre in enumerate(BAR_TICKS)], folder)
