"""Reads anyone's folder of MIDI files into music that a model can be tuned on."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from training.data import Packer, sections_of
from training.midi_file import UnreadableMidiError, read_midi
from training.sections import PackedMusic

ENDINGS = (".mid", ".midi")
VALID_ONE_IN = 10


class NoMusicError(ValueError):
    """A folder with nothing to learn from; the message says so in a sentence."""


@dataclass(frozen=True)
class OwnMusic:
    """What a folder holds: its pieces with a split, and why other files were left out."""

    pieces: list[dict]
    files: int
    skipped: list[tuple[str, str]]  # a file's name within the folder, and what is wrong with it

    def packed(self) -> PackedMusic:
        """The pieces as training.data packs them."""
        packer = Packer()
        for piece in self.pieces:
            packer.add(piece)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "packed.npz"
            packer.write(path)
            return PackedMusic(path)


def midi_paths(folder: Path) -> list[Path]:
    """The MIDI files in a folder and the folders in it, in order of name."""
    if not folder.is_dir():
        raise NoMusicError(f"{folder} is not a folder.")
    paths = sorted(path for path in folder.rglob("*")
                   if path.suffix.lower() in ENDINGS and path.is_file())
    if not paths:
        raise NoMusicError(f"{folder} has no MIDI files ({', '.join(ENDINGS)}).")
    return paths


def split_of(digests: list[str]) -> dict[str, str]:
    """Train or valid for each file's digest: by the digest alone, but neither without a file.

    A single file is for training.
    """
    splits = {digest: "valid" if int(digest, 16) % VALID_ONE_IN == 0 else "train"
              for digest in digests}
    if "train" not in splits.values():
        splits[max(digests)] = "train"
    if len(splits) > 1 and "valid" not in splits.values():
        splits[min(digests)] = "valid"
    return splits


def pieces_in(path: Path, name: str) -> list[dict]:
    """The pieces of a file that are long enough, or an UnreadableMidiError."""
    pieces = [piece for piece in read_midi(path, name) if any(sections_of(piece))]
    if not pieces:
        raise UnreadableMidiError("is too short: no part has eight notes over two bars")
    return pieces


def digest_of(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_folder(folder: Path) -> OwnMusic:
    """The music of a folder, or a NoMusicError when there is none."""
    found: dict[str, list[dict]] = {}
    first_of: dict[str, str] = {}
    skipped = []
    for path in midi_paths(folder):
        name = path.relative_to(folder).as_posix()
        try:
            digest = digest_of(path)
            if digest in first_of:
                raise UnreadableMidiError(f"is the same as {first_of[digest]}")
            found[digest] = pieces_in(path, name)
            first_of[digest] = name
        except UnreadableMidiError as error:
            skipped.append((name, str(error)))
        except OSError as error:
            skipped.append((name, f"cannot be read: {error.strerror}"))
    if not found:
        reasons = "; ".join(f"{name} {reason}" for name, reason in skipped[:3])
        raise NoMusicError(f"No MIDI file in {folder} can be learnt from: {reasons}.")
    splits = split_of(list(found))
    pieces = [piece | {"split": splits[digest]} for digest, made in found.items()
              for piece in made]
    return OwnMusic(pieces, len(found), skipped)
