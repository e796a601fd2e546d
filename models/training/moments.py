"""What sounds at each moment of a window: what the heads are told before they place a note."""

import numpy as np

from training.sections import DURATION, ONSET, SYMBOL
from training.vocab import AHEAD_STEPS, ONSET_STEPS, PITCHES

SILENT = 255
RECENT_STEPS = 192


class Moments:
    """The call as it may be heard: rolls over the steps of the window.

    `length` is in steps; notes are [notes, 4] with parts' drums among them.
    """

    def __init__(self, notes: np.ndarray, length: int) -> None:
        self.length = length
        self.onsets = np.zeros((length + ONSET_STEPS, 2), np.uint8)
        pitched = notes[notes[:, SYMBOL] < PITCHES]
        drums = notes[notes[:, SYMBOL] >= PITCHES]
        self.onsets[pitched[:, ONSET], 0] = 1
        self.onsets[drums[:, ONSET], 1] = 1
        self.sounding = np.zeros((length + 1, 12), np.int16)
        starts, ends = pitched[:, ONSET], np.minimum(pitched[:, ONSET] + pitched[:, DURATION],
                                                     length)
        np.add.at(self.sounding, (starts, pitched[:, SYMBOL] % 12), 1)
        np.add.at(self.sounding, (ends, pitched[:, SYMBOL] % 12), -1)
        self.sounding = (np.cumsum(self.sounding, axis=0)[:length] > 0).astype(np.float32)
        self.heard_until = np.zeros((length + AHEAD_STEPS + 1, 12), np.float32)
        self.heard_until[1:length + 1] = np.cumsum(self.sounding, axis=0)
        self.heard_until[length + 1:] = self.heard_until[length]
        self.lowest = np.full(length, SILENT, np.uint8)
        for row in np.argsort(-pitched[:, SYMBOL], kind="stable"):
            self.lowest[starts[row]:ends[row]] = pitched[row, SYMBOL]

    def chroma_at(self, steps: np.ndarray) -> np.ndarray:
        """[moments, 36]: pitch classes sounding, the lowest one, share of what comes."""
        lowest = self.lowest[steps]
        bass = np.zeros((len(steps), 12), np.float32)
        audible = lowest != SILENT
        bass[np.nonzero(audible)[0], lowest[audible] % 12] = 1
        ahead = (self.heard_until[steps + AHEAD_STEPS] - self.heard_until[steps]) / AHEAD_STEPS
        return np.concatenate([self.sounding[steps], bass, ahead], axis=1)

    def due_at(self, step: int, heard: int) -> np.ndarray:
        """[12] the share of each pitch class in the next steps of the call, of which `heard` are
        known; beyond them in the last ones that are.
        """
        if step < heard:
            since, until = step, min(step + AHEAD_STEPS, heard)
        else:
            since, until = max(0, heard - RECENT_STEPS), heard
        return (self.heard_until[until] - self.heard_until[since]) / max(1, until - since)


def own_chroma(notes: np.ndarray) -> np.ndarray:
    """[notes, 12]: the pitch classes of a line's earlier notes that sound at each note's onset."""
    onset, end = notes[:, ONSET], notes[:, ONSET] + notes[:, DURATION]
    sounds = (end[None, :] > onset[:, None]) & np.tri(len(notes), k=-1, dtype=bool)
    classes = np.zeros((len(notes), 12), np.float32)
    pitched = notes[:, SYMBOL] < PITCHES
    classes[np.nonzero(pitched)[0], notes[pitched, SYMBOL] % 12] = 1
    return ((sounds.astype(np.float32) @ classes) > 0).astype(np.float32)


def rhythm_ahead(call: Moments | None, own_onsets: np.ndarray, at: np.ndarray,
                 bar_steps: int) -> np.ndarray:
    """[moments, ONSET_STEPS, 3]: whether the call begins a note, a drum, or this line began one
    a bar before, at each step that the next onset may take. What is not yet played counts as no.

    `own_onsets` [steps + 2 * ONSET_STEPS] has ONSET_STEPS zeros before the window's first step.
    """
    ahead = np.arange(ONSET_STEPS)
    places = at[:, None] + ahead[None, :]
    channels = np.zeros((len(at), ONSET_STEPS, 3), np.uint8)
    if call is not None:
        channels[:, :, :2] = call.onsets[np.minimum(places, len(call.onsets) - 1)]
    channels[:, :, 2] = own_onsets[places - bar_steps + ONSET_STEPS] * (ahead <= bar_steps)
    return channels
