"""The prompts that a report is measured on: drawn once by seed, the same for every rung."""

from dataclasses import dataclass, replace

import numpy as np

from training.batches import Sampler
from training.examples import Example, Metre, example_of
from training.sample import Prompt, prompt_of
from training.sections import DURATION, ONSET, PackedMusic
from training.tasks import Cut, before
from training.vocab import CONTROLS, TASKS

SEED = 20261124
NO_CONTROLS = np.zeros(len(CONTROLS), np.uint8)


@dataclass(frozen=True)
class Case:
    """A prompt with its true answer."""

    cut: Cut
    bars: int
    metre: Metre

    @property
    def length(self) -> int:
        """Steps of the window."""
        return self.bars * self.metre.bar_steps

    @property
    def answer_start(self) -> int:
        """The step at which the answer begins."""
        return self.cut.answer_bar * self.metre.bar_steps

    @property
    def answer_bars(self) -> int:
        """How many bars the answer has."""
        return self.bars - self.cut.answer_bar

    def example(self) -> Example:
        """What the network reads, no control asked."""
        example = example_of(self.cut, self.bars, self.metre, NO_CONTROLS)
        if example is None:
            raise ValueError("a case is longer than the context")
        return example

    def prompt(self, controls: np.ndarray = NO_CONTROLS) -> Prompt:
        """What the partner is asked."""
        return prompt_of(self.cut, self.bars, self.metre, controls)

    def rebased(self, notes: np.ndarray) -> np.ndarray:
        """An answer's notes counted from its own first bar, ended with the window."""
        moved = notes.copy()
        moved[:, DURATION] = np.minimum(moved[:, DURATION], self.length - moved[:, ONSET])
        moved[:, ONSET] -= self.answer_start
        return moved


def cases(music: PackedMusic, task: str, count: int, *, split: str = "test", seed: int = SEED,
          sets: tuple[str, ...] | None = None, least_bars: int = 2,
          least_answer_bars: int = 1, is_whole: bool = False) -> list[Case]:
    """So many cases of a task. `is_whole` keeps those whose whole call is heard."""
    sampler = Sampler(music, split, seed + TASKS.index(task), augment=False, sets=sets)
    found: list[Case] = []
    while len(found) < count:
        drawn = sampler.draw_cut(task)
        if drawn is None:
            continue
        case = Case(*drawn[:3])
        is_short = case.bars < least_bars or case.answer_bars < least_answer_bars
        if is_short or (is_whole and case.cut.heard_bars < case.bars):
            continue
        if example_of(case.cut, case.bars, case.metre, NO_CONTROLS) is not None:
            found.append(case)
    return found


def heard_to(case: Case, bar: int) -> Case:
    """The case with its call known only before a bar."""
    call = before(case.cut.call, bar * case.metre.bar_steps)
    return replace(case, cut=replace(case.cut, call=call, heard_bars=bar))
