"""The events of a melody, one a step, as Magenta's MelodyConverter counts them."""

from collections.abc import Sequence

NO_EVENT = 0
NOTE_OFF = 1
FIRST_PITCH = 2
MIN_PITCH = 48
MAX_PITCH = 83
CLASSES = MAX_PITCH - MIN_PITCH + 1 + FIRST_PITCH


def event_of(pitch: int) -> int:
    """The event that begins a note of this MIDI pitch; pitches outside are moved by octaves."""
    while pitch < MIN_PITCH:
        pitch += 12
    while pitch > MAX_PITCH:
        pitch -= 12
    return pitch - MIN_PITCH + FIRST_PITCH


def events_from_notes(notes: Sequence[tuple[int, int, int]], steps: int) -> list[int]:
    """Events of monophonic notes (start_step, end_step, pitch), sorted by start.

    A note ends where the next one begins, or with a note-off before a rest.
    """
    events = [NO_EVENT] * steps
    for index, (start, end, pitch) in enumerate(notes):
        if not 0 <= start < steps:
            continue
        events[start] = event_of(pitch)
        following = notes[index + 1][0] if index + 1 < len(notes) else steps
        if start < end < min(following, steps):
            events[end] = NOTE_OFF
    return events


def notes_from_events(events: Sequence[int]) -> list[tuple[int, int, int]]:
    """The notes (start_step, end_step, pitch) that the events say."""
    notes = []
    held: tuple[int, int] | None = None
    for step, event in enumerate(events):
        if event == NO_EVENT:
            continue
        if held is not None:
            notes.append((held[0], step, held[1]))
        held = None if event == NOTE_OFF else (step, event - FIRST_PITCH + MIN_PITCH)
    if held is not None:
        notes.append((held[0], len(events), held[1]))
    return notes
