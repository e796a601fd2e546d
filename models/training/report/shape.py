"""Whether continuations are shaped like the true ones, and whether a classifier can tell."""

import numpy as np
from torch import nn

from training.measures.shape import distances, shape_of
from training.report.prompts import Case
from training.sample import Manner, write_answers

SEED = 21


def answers_of(model: nn.Module, cases: list[Case], manner: Manner) -> list[np.ndarray]:
    """The answers, counted from their own first bar."""
    made = write_answers(model, [case.prompt() for case in cases], manner, SEED)
    return [case.rebased(notes) for case, notes in zip(cases, made, strict=True)]


def true_answers(cases: list[Case]) -> list[np.ndarray]:
    """The true answers, counted from their own first bar."""
    return [case.rebased(case.cut.answer) for case in cases]


def shapes(cases: list[Case], answers: list[np.ndarray]) -> list[dict[str, float]]:
    """The measures of each answer."""
    return [shape_of(notes, case.answer_bars * case.metre.bar_steps, case.metre.bar_steps)
            for case, notes in zip(cases, answers, strict=True)]


def shape_table(cases: list[Case], answers: dict[str, list[np.ndarray]]) -> dict:
    """{rung: {metric: {distribution, paired, prompts}}}."""
    true = shapes(cases, true_answers(cases))
    table = {rung: distances(shapes(cases, made), true) for rung, made in answers.items()}
    return {rung: {metric: {name: round(value, 4) for name, value in row.items()}
                   for metric, row in rows.items()} for rung, rows in table.items()}
