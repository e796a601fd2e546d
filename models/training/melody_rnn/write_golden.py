"""Writes golden.json: what the exported model says to a few prompts, for every engine to match.

python -m training.melody_rnn.write_golden --model models/melody-rnn
"""

import argparse
from pathlib import Path

import torch

from training.melody_rnn.export_melody import read_checkpoint, write_json
from training.melody_rnn.melody_model import MelodyRnn
from training.melody_rnn.melody_tokens import NO_EVENT, events_from_notes
from training.phrases.handwritten_phrases import BUTTON_PHRASES, notes_from
from training.pieces import TICKS_PER_QUARTER

STEPS_PER_QUARTER = 4
GREEDY_STEPS = 32
# Two classes nearer than this could change places by an engine's rounding.
MIN_MARGIN = 2e-3


def prompts() -> dict[str, list[int]]:
    """Short and long prompts by name, each from a bar line on."""
    step_ticks = TICKS_PER_QUARTER // STEPS_PER_QUARTER
    found = {"one-note": [14] + [NO_EVENT] * 15, "silent-bar": [NO_EVENT] * 16}
    for name, _, _, _, bars, notation in BUTTON_PHRASES:
        notes = [(round(start / step_ticks), round((start + length) / step_ticks), pitch)
                 for start, length, pitch, _ in notes_from(notation)]
        found[name] = events_from_notes(notes, bars * 16)
    found["folk-eight-bars"] = found["folk"] * 4
    return found


@torch.no_grad()
def golden(model: MelodyRnn, name: str, prompt: list[int]) -> dict:
    """Logits and probabilities after a prompt, and the greedy events as far as they are sure."""
    events, margins = list(prompt), []
    first = None
    for _ in range(GREEDY_STEPS):
        logits = model(torch.tensor([events]))[0, -1]
        first = logits if first is None else first
        best = logits.topk(2)
        margin = float(best.values[0] - best.values[1])
        if margin < MIN_MARGIN:
            break
        margins.append(margin)
        events.append(int(best.indices[0]))
    return {"name": name, "events": prompt,
            "next_logits": [round(value, 6) for value in first.tolist()],
            "next_probabilities": [round(value, 7) for value in first.softmax(0).tolist()],
            "greedy": events[len(prompt):], "smallest_margin": round(min(margins, default=0), 5)}


def main() -> None:
    """Writes the file beside the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    model = read_checkpoint(options.model)
    rows = [golden(model, name, prompt) for name, prompt in prompts().items()]
    write_json(options.model / "golden.json", {"steps_per_quarter": STEPS_PER_QUARTER,
                                               "tolerance": 1e-3, "prompts": rows})


if __name__ == "__main__":
    main()
