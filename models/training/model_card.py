"""The model card: what a model folder's README.md says."""

from training.vocab import TASKS

RUNGS = ("unigram", "fivegram", "lstm", "small", "base")


def _bits(value: float | list | None) -> str:
    """The value of a cell, with or without its interval."""
    if value is None:
        return ""
    return f"{value[0]:.2f}" if isinstance(value, list) else f"{value:.2f}"


def _bits_table(bits: dict) -> str:
    rungs = [rung for rung in RUNGS if any(rung in row for row in bits.values())]
    rows = [f"| task | {' | '.join(rungs)} |", f"|---{'|---' * len(rungs)}|"]
    for task in TASKS:
        if task in bits:
            cells = [_bits(bits[task].get(rung)) for rung in rungs]
            rows.append(f"| {task} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _numbers(report: dict | None) -> str:
    if not report or "bits" not in report:
        return "Not measured yet: `python -m training.evaluate` writes the report.\n"
    return f"""Bits a note on the held-out test split, less is better; the same notes for all.

{_bits_table(report["bits"])}

Everything else that was measured, with intervals: `report.json`.
"""


def _sets(manifest: dict) -> str:
    rows = [f"| {name} | {licence} |" for name, licence in manifest["training"]["sets"].items()]
    return "\n".join(["| set | licence |", "|---|---|", *rows])


def _tuning(manifest: dict) -> str:
    """What it was tuned on, when it was; ends with an empty line."""
    tuned = manifest["training"].get("tuned")
    if not tuned:
        return ""
    if not tuned["steps"]:
        return f"""## Tuned

Tuning `{tuned["from"]}` on its player's own MIDI files gained nothing: these are its weights.

"""
    held_out = "held out" if tuned["is_held_out"] else "the same ones, for none could be held out"
    return f"""## Tuned

From `{tuned["from"]}`, in {tuned["steps"]:,} steps, on {tuned["notes"]:,} notes of \
{tuned["files"]:,} MIDI files of its player's own.
Bits a note on files of that folder ({held_out}): {tuned["bits_before"]:.3f} before, \
{tuned["bits_after"]:.3f} after.
No licence is claimed for those files: before you share these weights, be sure that you may.

"""


def model_card(manifest: dict, report: dict | None) -> str:
    """Markdown of data, sizes, numbers, and what the model is bad at."""
    config, weights, training = manifest["config"], manifest["weights"], manifest["training"]
    return f"""# {manifest["name"]}

A {manifest["title"]} of our own: one decoder step a note, nested heads for its onset, part, pitch,
duration and velocity. It continues, answers, harmonises, comps, plays bass, lead and drums, and
completes missing parts, beside a loop that it may know whole or one bar ahead.

| | |
|---|---|
| network | {config["layers"]} layers of width {config["width"]}, {config["heads"]} heads, \
{manifest["parameters"]:,} parameters |
| on disk | {weights["bytes"]:,} bytes, int8 with float16 scales |
| context | {config["context"]} notes, up to {config["max_bars"]} bars |
| grid | {manifest["vocabulary"]["steps_per_quarter"]} steps a quarter note |
| learnt | {training.get("events", 0):,} events in {training.get("seconds", 0) / 60:,.0f} minutes, \
split {training.get("split_hash", "unknown")} |
| made by | `models/training`; what was tried is in `models/training/LOG.md` |

## Numbers

{_numbers(report)}
`golden.json` has logits and greedy answers to prompts, which every engine must match.

{_tuning(manifest)}## Learnt from

Train pieces alone of these sets, in random keys. Sets marked evaluate-only were never learnt from.

{_sets(manifest)}

## What it is bad at

- Pop, blues, jazz and Latin accompaniment is learnt from a band writer's rules over real chord
  charts, not from recordings: expect its idioms, not a player's surprises.
- Form beyond {config["max_bars"]} bars; it hears a window, not a piece.
- Metres other than those of the manifest are read without their own embedding.
- Ornaments and timing finer than a 24th of a quarter note; it writes on the grid.
- Alone it fits chords to a melody half of the time, and obeys controls weakly; engines steer what is
  drawn (`training/steering.py`), and the numbers of the report are of steered answers.
- One bar ahead without the future it fits less than with it: see `harmony.live` in the report.
- It is small: asked for much at once (many parts, many controls) it obeys the likeliest of them.
"""
