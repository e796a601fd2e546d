"""Writes a tuned network as a model folder that says what it was tuned from and on."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from training.export import read_manifest, read_model, write_json, write_model
from training.golden import write_golden
from training.model import MusicTransformer

OWN_LICENCE = "a player's own files; no licence is claimed"


class UnfitFolderError(ValueError):
    """A folder that a tuned model may not be written to; the message says why in a sentence."""


def check_out(out: Path, start: Path) -> None:
    """Refuses a folder that holds anything but a tuned model, which is written over."""
    existing = next(path for path in (out, *out.resolve().parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise UnfitFolderError(f"{out} cannot be written: {existing} is no folder to write in.")
    if out.resolve() == start.resolve():
        raise UnfitFolderError(f"{out} is the model that is tuned; name another folder for --out.")
    if not out.exists() or not any(out.iterdir()):
        return
    has_manifest = (out / "manifest.json").exists()
    if not has_manifest or "tuned" not in read_manifest(out).get("training", {}):
        raise UnfitFolderError(f"{out} is not empty and holds no tuned model; "
                               "name another folder for --out.")


def _with_start_weights(start: Path, folder: Path, manifest: dict) -> None:
    """Puts the very bytes of the start's weights into a folder."""
    begun = read_manifest(start)
    shutil.copyfile(start / begun["weights"]["file"], folder / "weights.bin")
    write_json(folder / "manifest.json", manifest | {
        "weights": begun["weights"] | {"file": "weights.bin"}, "tensors": begun["tensors"]})


def _fill(folder: Path, model: MusicTransformer, start: Path, tuned: dict, sets: dict,
          bits_of: Callable[[MusicTransformer], float]) -> dict:
    """Writes all files; weights that lost their gain to int8 give way to the start's."""
    trained = read_manifest(start).get("training", {})
    write_model(model, folder, trained)
    tuned |= {"bits_after": bits_of(read_model(folder))}
    if tuned["steps"] > 0 and tuned["bits_after"] < tuned["bits_before"]:
        sets = trained.get("sets", {}) | sets | {"own_midi": OWN_LICENCE}
        manifest = write_model(model, folder, trained | {"tuned": tuned, "sets": sets})
    else:
        tuned |= {"steps": 0, "bits_after": tuned["bits_before"]}
        manifest = write_model(read_model(start), folder, trained | {"tuned": tuned})
        _with_start_weights(start, folder, manifest)
    write_golden(folder)
    return manifest


def write_tuned(model: MusicTransformer, start: Path, out: Path, tuned: dict, *, sets: dict,
                bits_of: Callable[[MusicTransformer], float]) -> dict:
    """Writes the folder once it is whole; returns what its manifest says of the tuning.

    `tuned` has the bits before and the steps whose weights these are; `sets` the licences of
    other music that was learnt from; `bits_of` measures a network as shipped.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".tuned-") as place:
        folder = Path(place) / out.name
        manifest = _fill(folder, model, start, tuned, sets, bits_of)
        out.mkdir(exist_ok=True)
        (out / "report.json").unlink(missing_ok=True)  # of weights that are gone
        for path in sorted(folder.iterdir()):
            os.replace(path, out / path.name)
    return manifest["training"]["tuned"]
