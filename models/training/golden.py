"""Writes golden.json: what a model folder says to a few prompts, for every engine to match.

python -m training.golden --model ../models/small
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from training.examples import DURATION_STEPS
from training.export import read_model
from training.golden_prompts import NamedPrompt, golden_prompts
from training.losses import ATTRIBUTES
from training.model import MusicTransformer
from training.sample import Manner, Prompt, Writer
from training.vocab import BAR_PASSES, METRES, ONSET_STEPS, TASKS

MOST_NOTES = 48
STEPS_SHOWN = 3
DECIMALS = 5
TOLERANCE = 1e-3
# Two classes nearer than this could change places by an engine's rounding.
MIN_MARGIN = 2 * TOLERANCE


def margin_of(logits: np.ndarray, allowed: np.ndarray | None = None) -> float:
    """How far the greatest of the allowed logits is above the next."""
    kept = np.sort(logits if allowed is None else logits[allowed])
    return float(kept[-1] - kept[-2]) if len(kept) > 1 else float("inf")


def sure_notes(steps: list[dict], prompt: Prompt) -> tuple[int, bool, float]:
    """(notes, whether the answer ends with them, smallest margin): as far as engines must agree.

    That is as far as each choice is clear and stays in the window without a mask.
    """
    at = prompt.answer_bar * prompt.metre.bar_steps
    asked, notes, smallest = prompt.asked_parts > 0, 0, float("inf")
    for step in steps:
        margin = min(margin_of(logits, asked if name == "part" else None)
                     for name, logits in step.items())
        onset = int(step["onset"].argmax())
        if margin < MIN_MARGIN or notes >= MOST_NOTES:
            break
        if onset > BAR_PASSES:
            return notes, True, min(smallest, margin)
        at += prompt.metre.bar_steps if onset == BAR_PASSES else onset
        if at >= prompt.length:
            break
        smallest = min(smallest, margin)
        notes += onset < ONSET_STEPS
    return notes, False, smallest


@torch.no_grad()
def golden(model: MusicTransformer, named: NamedPrompt) -> dict:
    """Logits of the first steps and the greedy answer of one prompt."""
    prompt = named.prompt
    writer = Writer(model, [prompt], Manner(is_greedy=True), 0)
    answer = writer.write(MOST_NOTES)[0]
    notes, ends, margin = sure_notes(writer.steps[0], prompt)
    durations = {int(steps): index for index, steps in enumerate(DURATION_STEPS)}
    steps = [{name: np.round(step[name].astype(float), DECIMALS).tolist()
              for name in ATTRIBUTES if name in step} for step in writer.steps[0][:STEPS_SHOWN]]
    return {
        "name": named.name, "task": TASKS[prompt.task], "metre": list(METRES[prompt.metre.index]),
        "bars": prompt.bars, "answer_bar": prompt.answer_bar, "heard_bars": prompt.heard_bars,
        "call": prompt.call.tolist(), "asked": [prompt.task, *prompt.controls.tolist()],
        "asked_parts": prompt.asked_parts.tolist(), "steps": steps,
        "greedy": [[onset, durations[duration], symbol, velocity, part]
                   for onset, duration, symbol, velocity, part in answer[:notes].tolist()],
        "ends": ends, "smallest_margin": round(margin, DECIMALS) if np.isfinite(margin) else None,
    }


def write_golden(folder: Path) -> list[dict]:
    """Writes the file beside the weights; returns its prompts."""
    model = read_model(folder)
    rows = [golden(model, named) for named in golden_prompts()]
    text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    (folder / "golden.json").write_text(
        f'{{"tolerance": {TOLERANCE}, "prompts": [\n{text}\n]}}\n', encoding="utf-8")
    return rows


def main() -> None:
    """Writes the file and says what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    for row in write_golden(options.model):
        print(f"{row['name']:24} {len(row['greedy']):3} notes, ends {row['ends']}, "
              f"margin {row['smallest_margin']}")
    print(f"{(options.model / 'golden.json').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
