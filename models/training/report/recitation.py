"""Whether answers copy the training set more than other people's music does."""

from dataclasses import replace

import numpy as np
from torch import nn

from training.measures.originality import RunIndex, training_lines
from training.report.prompts import Case
from training.sample import Manner, write_answers
from training.sections import PackedMusic

TEMPERATURES = (0.7, 1.0, 1.2)
SEED = 41


def recitation(model: nn.Module, music: PackedMusic, cases: list[Case], manner: Manner) -> dict:
    """{temperature: medians and 95th percentiles of the longest run that training knows too}.

    A run is of notes of one line, whatever its key. Ours and the human's answer the same prompts;
    ours are cut to the length of the human's, because a longer line has longer runs.
    """
    index = RunIndex(training_lines(music))
    human = [index.longest_of_answer(case.cut.answer) for case in cases]
    result = {}
    for temperature in TEMPERATURES:
        made = write_answers(model, [case.prompt() for case in cases],
                             replace(manner, temperature=temperature), SEED)
        ours = [index.longest_of_answer(notes[:len(case.cut.answer)]) if len(notes) else 0
                for case, notes in zip(cases, made, strict=True)]
        result[str(temperature)] = {
            "ours_median": float(np.median(ours)), "ours_p95": float(np.percentile(ours, 95)),
            "human_median": float(np.median(human)), "human_p95": float(np.percentile(human, 95)),
            "answers": len(cases)}
    return result
