"""Whether an accompaniment fits its melody: ours, ours without the future, and the real one."""

from dataclasses import replace

import numpy as np
from torch import nn

from training.examples import Metre
from training.measures.bootstrap import ratio_interval
from training.measures.diversity import chord_bigrams, vendi_of_size
from training.measures.harmony import (
    agreement,
    chord_length_entropy,
    chords_of,
    mean_pitch_classes,
)
from training.report.prompts import NO_CONTROLS, Case, heard_to
from training.sample import Manner, write_answers
from training.sections import ONSET, PackedMusic, Part
from training.tasks import BASS, COMP, HARMONY, MELODY, Cut, merged
from training.vocab import TASKS

SETS = ("nottingham", "pop909_sep", "openscore_lieder", "m21_bach")
BARS = 8
LEAST_NOTES = 8
SEED = 11
CHORD_STEPS = 24


def melody_cases(music: PackedMusic, set_name: str, count: int) -> list[Case]:
    """Windows of eight bars: the melody is the call, everything else one accompaniment."""
    rng = np.random.default_rng(SEED)
    sections = [section for section in music.sections
                if music.sets[section.set] == set_name and section.split == 2
                and section.bars >= BARS and MELODY in music.parts_of(section)]
    found: list[Case] = []
    for index in rng.permutation(len(sections) * 4):
        section = sections[index % len(sections)]
        first = int(rng.integers(0, (section.bars - BARS) // 4 + 1)) * 4
        parts = music.window(section, first, BARS)
        melody = [part for part in parts if part.part == MELODY]
        others = [Part(COMP, part.notes) for part in parts if part.part in (COMP, BASS, HARMONY)]
        if not melody or not others:
            continue
        cut = Cut(TASKS.index("comp"), merged(melody[:1]), merged(others), 0, BARS)
        case = Case(cut, BARS, Metre(section.metre, section.bar_steps))
        small = min(len(cut.call), len(cut.answer)) < LEAST_NOTES
        if small or len(cut.call) + len(cut.answer) > 360:
            continue
        found.append(case)
        if len(found) == count:
            break
    return found


def live_answers(model: nn.Module, cases: list[Case], manner: Manner) -> list[np.ndarray]:
    """Accompaniments written bar by bar, each bar before anything of it is heard."""
    answers = [np.zeros((0, 5), np.int32) for _ in cases]
    for bar in range(BARS):
        prompts = [replace(heard_to(case, bar).prompt(NO_CONTROLS),
                           asked_parts=case.prompt().asked_parts, given=answer,
                           until=(bar + 1) * case.metre.bar_steps)
                   for case, answer in zip(cases, answers, strict=True)]
        made = write_answers(model, prompts, manner, SEED + bar)
        answers = [notes[notes[:, ONSET] < prompt.until]
                   for notes, prompt in zip(made, prompts, strict=True)]
    return answers


def scores(cases: list[Case], accompaniments: list[np.ndarray], size: int) -> dict:
    """Fit, diversity of `size` accompaniments, and what the chords are."""
    frames = [agreement(case.cut.call, notes, case.length)
              for case, notes in zip(cases, accompaniments, strict=True)]
    hits = np.array([one.hits for one in frames])
    both = np.array([one.heard for one in frames])
    melody = np.array([one.sung for one in frames])
    chords = [chords_of(notes, case.length, CHORD_STEPS)
              for case, notes in zip(cases, accompaniments, strict=True)]
    return {"ratio": ratio_interval(hits, both).as_json(),
            "strict_ratio": ratio_interval(hits, melody).as_json(),
            "diversity": round(vendi_of_size(chord_bigrams(chords), size), 2),
            "chord_entropy": round(chord_length_entropy(chords), 3),
            "pitch_classes": round(mean_pitch_classes(np.concatenate(
                [chords_of(notes, case.length) for case, notes
                 in zip(cases, accompaniments, strict=True)])), 3)}


def harmony(model: nn.Module, music: PackedMusic, count: int, manner: Manner) -> dict:
    """Scores of ours, ours by the network alone, human and live: over all sets and set by set."""
    by_set = {name: melody_cases(music, name, count) for name in SETS}
    everything = [case for drawn in by_set.values() for case in drawn]
    notes = {"ours": write_answers(model, [case.prompt() for case in everything], manner, SEED),
             "unsteered": write_answers(model, [case.prompt() for case in everything],
                                        replace(manner, fit=0.0), SEED),
             "human": [case.cut.answer for case in everything],
             "live": live_answers(model, everything, manner)}
    report = {who: scores(everything, made, len(everything)) for who, made in notes.items()}
    first = 0
    for name, drawn in by_set.items():
        rows = slice(first, first + len(drawn))
        first += len(drawn)
        for who, made in notes.items():
            report[who].setdefault("sets", {})[name] = scores(drawn, made[rows], len(drawn))
    return report | {"windows": {name: len(drawn) for name, drawn in by_set.items()}}
