"""The vocabulary of the Music Transformer, written once; the browser reads it in manifest.json.

Times are steps, 24 to the quarter note: 32nds and triplets both fit.
"""

TICKS_PER_STEP = 20  # 480 PPQ / 20
STEPS_PER_QUARTER = 24
MAX_BAR_STEPS = 192  # 4/2; longer bars are refused
MAX_BARS = 32
CONTEXT = 512  # events, beginnings included

PARTS = ("melody", "lead", "harmony", "comp", "bass", "drums")
TASKS = ("continue", "answer", "harmonise", "comp", "bass", "lead", "drums", "complete")
KINDS = ("call begins", "call note", "answer begins", "answer note")
CALL_BEGINS, CALL_NOTE, ANSWER_BEGINS, ANSWER_NOTE = range(4)

# The onset of the next event, in steps after the last one; then two that are no note.
ONSET_STEPS = 192
BAR_PASSES = ONSET_STEPS  # a whole bar goes by without a note
ANSWER_ENDS = ONSET_STEPS + 1
ONSETS = ONSET_STEPS + 2

PITCHES = 128
DRUM_SOUNDS = (
    ("kick", (36, 35)), ("snare", (38, 40)), ("side stick", (37,)), ("clap", (39,)),
    ("closed hat", (42, 22)), ("pedal hat", (44,)), ("open hat", (46, 26)),
    ("low tom", (41, 43)), ("mid tom", (45, 47)), ("high tom", (48, 50)),
    ("crash", (49, 57, 55, 52)), ("ride", (51, 59)), ("ride bell", (53,)),
    ("tambourine", (54, 69, 70, 82)), ("cowbell", (56, 67, 68, 76, 77)),
    ("conga", (60, 61, 62, 63, 64, 65, 66)),
)
SYMBOLS = PITCHES + len(DRUM_SOUNDS)
NO_SYMBOL = SYMBOLS  # what the beginnings and empty bars have instead of a pitch
_SYMBOL_OF_DRUM = {pitch: PITCHES + index
                   for index, (_, pitches) in enumerate(DRUM_SOUNDS) for pitch in pitches}

DURATIONS = (*range(1, 25), *range(27, 49, 3), *range(54, 97, 6), *range(108, 193, 12),
             240, 288, 384)
_DURATION_OF = [min(range(len(DURATIONS)), key=lambda index, length=length:
                    abs(DURATIONS[index] - length)) for length in range(DURATIONS[-1] + 1)]

VELOCITIES = 8  # classes of 16; 0 stands for a piece without dynamics, 1..8 for the classes
MIDI_PER_VELOCITY = 16

METRES = ((2, 4), (3, 4), (4, 4), (2, 2), (3, 8), (6, 8), (9, 8), (12, 8), (5, 4), (7, 8), (3, 2),
          (6, 4), (4, 2), (5, 8), (4, 8))

STYLES = ("folk", "song", "chorale", "quartet", "piano", "guitar", "game", "swing", "blues",
          "bossa", "latin", "reggae", "funk", "soul", "rock", "pop", "waltz", "country", "lo-fi",
          "ballad", "disco", "hiphop", "other")

# Controls: name -> the upper edges of all its classes but the last. Class 0 stands for "not asked".
CONTROLS = {
    "density": (0.34, 0.55, 0.8, 1.05, 1.55, 2.05, 3.05),  # onsets a quarter note
    "register": (41.0, 47.0, 53.0, 58.0, 63.0, 68.0, 74.0),  # mean MIDI pitch
    "syncopation": (0.001, 0.06, 0.14, 0.25, 0.4),  # share of onsets held over a beat
    "chord_rate": (0.55, 1.05, 1.55, 2.1, 3.1, 4.1),  # changes of harmony a bar
    "polyphony": (1.02, 1.5, 2.5, 3.5),  # mean notes at an onset
    "closeness": (0.05, 0.15, 0.3, 0.5),  # share of the notes that the call has at that place
    "style": tuple(range(1, len(STYLES))),
    "key": tuple(range(1, 24)),  # 12 major, 12 minor
}

# What the heads are told of the moment at which they place a note: see moments.py.
ONSET_CHANNELS = ("call onset", "call drum", "own onset a bar ago")
CHROMA_CHANNELS = ("call now", "call bass", "call ahead", "own now")
AHEAD_STEPS = 2 * STEPS_PER_QUARTER


def symbol_of(pitch: int, is_drum: bool) -> int | None:
    """The symbol of a MIDI pitch or drum; None for a drum that has none."""
    return _SYMBOL_OF_DRUM.get(pitch) if is_drum else min(max(pitch, 0), PITCHES - 1)


def duration_class(steps: int) -> int:
    """The class whose length is nearest to a length in steps."""
    return _DURATION_OF[min(max(steps, 1), DURATIONS[-1])]


def velocity_class(midi_velocity: int) -> int:
    """The class, 1..8, of a MIDI velocity 1..127."""
    return min(VELOCITIES, 1 + midi_velocity // MIDI_PER_VELOCITY)


def metre_class(numerator: int, denominator: int) -> int:
    """The index of a metre; one past the last for a metre that is not listed."""
    metre = (numerator, denominator)
    return METRES.index(metre) if metre in METRES else len(METRES)


def control_class(name: str, value: float) -> int:
    """The class, 1.., of a measured value of one control."""
    return 1 + sum(value >= edge for edge in CONTROLS[name])
