"""Lets the tests import the training recipe."""

import sys
from importlib.util import find_spec
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "models"))

# The rest of the recipe reads no MIDI files, so its tests run where this library is missing.
collect_ignore = [] if find_spec("mido") else ["test_midi_folder.py", "test_finetune.py"]
