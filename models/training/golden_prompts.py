"""The prompts of golden.json: one a task, from our own phrases or written here."""

from dataclasses import dataclass

import numpy as np

from training.controls import control_classes
from training.examples import KEY, STYLE, Metre
from training.phrases.handwritten_phrases import BUTTON_PHRASES, WRITTEN, notes_from
from training.sample import Prompt
from training.vocab import (
    METRES,
    PARTS,
    STYLES,
    TASKS,
    TICKS_PER_STEP,
    VELOCITIES,
    metre_class,
    symbol_of,
)

MELODY, LEAD, HARMONY, COMP, BASS, DRUMS = range(len(PARTS))
NOTATIONS = {row[0]: row[-1] for row in (*WRITTEN, *BUTTON_PHRASES)}
WALK = "A2:480 C3:480 E3:480 G3:480 D3:480 F3:480 A3:480 C4:480"
FIRST_VOICE = "E4:480 F4:480 G4:480 E4:480 F4:480 E4:480 D4:960 E4:1920"
SECOND_VOICE = "C4:960 E4:480 C4:480 D4:480 C4:480 B3:960"
FIVE_FOUR_CHORDS = "D3+F3+A3:1440 C3+E3+G3:960 D3+F3+A3:1440 A2+C3+E3:960"


@dataclass(frozen=True)
class NamedPrompt:
    """A prompt of golden.json."""

    name: str
    prompt: Prompt


def line_of(notation: str, part: int, from_step: int = 0, *, is_played: bool = True) -> list:
    """Rows (onset, duration, symbol, velocity, part) of a phrase in the notation."""
    rows = []
    for start, length, pitch, strength in notes_from(notation):
        velocity = min(VELOCITIES, 1 + int(strength * VELOCITIES)) if is_played else 0
        rows.append((from_step + start // TICKS_PER_STEP, length // TICKS_PER_STEP, pitch,
                     velocity, part))
    return rows


def beat_of(bars: int, bar_steps: int) -> list:
    """Rows of a plain beat: kick on one, snare in the middle, hats in eighths."""
    kick, snare, hat = (symbol_of(pitch, is_drum=True) for pitch in (36, 38, 42))
    rows = []
    for start in range(0, bars * bar_steps, bar_steps):
        rows += [(start, 12, kick, 6, DRUMS), (start + bar_steps // 2, 12, snare, 6, DRUMS)]
        rows += [(start + at, 6, hat, 4, DRUMS) for at in range(0, bar_steps, 12)]
    return rows


def _prompt(task: str, metre: tuple[int, int], bars: int, call: list, parts: tuple[int, ...],
            answer_bar: int = 0, heard_bars: int | None = None, **controls: float) -> Prompt:
    classes = control_classes({name: value for name, value in controls.items()
                               if name not in ("style", "key")})
    if "style" in controls:
        classes[STYLE] = 1 + STYLES.index(controls["style"])
    if "key" in controls:
        classes[KEY] = 1 + controls["key"]
    notes = np.array(sorted(call, key=lambda row: (row[0], row[4], row[2])), np.int32)
    asked = np.zeros(len(PARTS), np.uint8)
    asked[list(parts)] = 1
    index = metre_class(*metre)
    numerator, denominator = METRES[index]
    return Prompt(notes.reshape(-1, 5), TASKS.index(task), bars,
                  Metre(index, 96 * numerator // denominator), answer_bar,
                  bars if heard_bars is None else heard_bars, classes, asked)


def golden_prompts() -> list[NamedPrompt]:
    """Every task, four metres, an empty call, controls, a call heard in part."""
    folk, waltz = NOTATIONS["folk"], NOTATIONS["jazz-waltz"]
    jig, pop = NOTATIONS["folk-jig"], NOTATIONS["pop-hook"]
    jazz, five = NOTATIONS["jazz"], NOTATIONS["five-four-long"]
    band = line_of(NOTATIONS["blues"], MELODY)
    return [
        NamedPrompt("continue-folk", _prompt(
            "continue", (4, 4), 4, line_of(folk, MELODY, is_played=False), (MELODY,), 2, 2)),
        NamedPrompt("continue-second-voice", _prompt(
            "continue", (4, 4), 3, [*line_of(FIRST_VOICE, HARMONY),
                                    *line_of(SECOND_VOICE, HARMONY)], (HARMONY,), 2)),
        NamedPrompt("answer-waltz", _prompt(
            "answer", (3, 4), 4, line_of(waltz, MELODY), (MELODY,), 2, 2)),
        NamedPrompt("harmonise-jig", _prompt(
            "harmonise", (6, 8), 2, line_of(jig, MELODY), (HARMONY,))),
        NamedPrompt("comp-with-controls", _prompt(
            "comp", (4, 4), 2, line_of(pop, MELODY), (COMP,), density=1.2, register=60,
            syncopation=0.2, chord_rate=2, polyphony=3, style="pop", key=0)),
        NamedPrompt("bass-heard-in-part", _prompt(
            "bass", (4, 4), 4, [*line_of(jazz, MELODY), *beat_of(2, 96)], (BASS,), 0, 2)),
        NamedPrompt("lead-five-four", _prompt(
            "lead", (5, 4), 2, [*line_of(five, MELODY), *line_of(FIVE_FOUR_CHORDS, COMP)],
            (LEAD,))),
        NamedPrompt("drums-from-nothing", _prompt("drums", (4, 4), 2, [], (DRUMS,))),
        NamedPrompt("complete-blues", _prompt(
            "complete", (4, 4), 2, [*band, *line_of(WALK, BASS)], (COMP, DRUMS))),
    ]
