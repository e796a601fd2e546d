"""The chords that can be found: a root with a quality is a state; the last state is "no chord"."""

QUALITIES = ((0, 4, 7), (0, 3, 7), (0, 4, 7, 10), (0, 4, 7, 11), (0, 3, 7, 10), (0, 3, 6),
             (0, 3, 6, 10), (0, 5, 7), (0, 4, 8))
KINDS = len(QUALITIES)
STATES = 12 * KINDS
NO_CHORD = STATES
UNKNOWN = -1


def state_of(root: int, tones: tuple[int, ...]) -> int:
    """The state that a chord of these semitones over its root is nearest to."""
    tones = frozenset(tone % 12 for tone in tones)
    if 3 in tones and 6 in tones and 7 not in tones:
        quality = 6 if 10 in tones else 5
    elif 4 in tones:
        if 8 in tones and 7 not in tones:
            quality = 8
        else:
            quality = 2 if 10 in tones else 3 if 11 in tones else 0
    elif 3 in tones:
        quality = 4 if 10 in tones else 1
    else:
        quality = 7 if 5 in tones else 0
    return root % 12 * KINDS + quality


def majmin(state: int) -> int:
    """Root and third as 0-23; -1 for what is neither major nor minor, as MIREX counts."""
    if state < 0 or state == NO_CHORD:
        return -1
    root, quality = divmod(state, KINDS)
    if 7 not in QUALITIES[quality] or quality == 7:
        return -1
    return root + 12 * (3 in QUALITIES[quality])
