"""Writes the loops on which the band is measured.

python -m training.band_loops.cut_loops --data DIR --out LOOPS.json
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from training.band_loops.real import real_loops
from training.band_loops.written import written_loops


def main() -> None:
    """Writes one loop a line and prints what is in the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    loops = [*real_loops(options.data), *written_loops(options.data)]
    lines = [json.dumps(loop, separators=(",", ":"), ensure_ascii=False) for loop in loops]
    options.out.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    for field in ("style", "set", "bars", "chordsFrom", "synthetic"):
        print(field, dict(Counter(str(loop[field]) for loop in loops)))
    print("metre", dict(Counter("/".join(map(str, loop["metre"])) for loop in loops)))
    print(f"{len(loops)} loops, {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
