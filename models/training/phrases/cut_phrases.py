"""Writes the phrase fixtures: some cut from clean test pieces, the others written by hand.

python -m training.phrases.cut_phrases --data DIR --fixtures FIXTURES --public PHRASES
"""

import argparse
import json
from pathlib import Path

from training.phrases.handwritten_phrases import button_phrases, written_phrases
from training.pieces import LICENCES, bar_ticks_of, read_pieces, title_of

# name, set, part of the id, track, earliest bar, bars, style, whether a pickup is kept
CUTS = [
    ("jazz-avalon", "openewld", "Avalon.mxl", 0, 1, 2, "jazz", True),
    ("jazz-do-it-again", "openewld", "Do_It_Again", 0, 4, 2, "jazz", False),
    ("jazz-silvery-moon", "openewld", "Silvery_Moon", 0, 1, 2, "jazz", True),
    ("jazz-whoopee", "openewld", "Whoopee", 0, 0, 2, "jazz", False),
    ("jazz-manhattan", "openewld", "Manhattan", 0, 1, 2, "jazz", True),
    ("jazz-took-advantage", "openewld", "You_Took", 0, 0, 1, "jazz", False),
    ("jazz-amapola", "openewld", "Amapola", 0, 0, 4, "jazz", False),
    ("pop-kiss-in-the-dark", "openewld", "A_Kiss_in", 0, 4, 4, "pop", False),
    ("pop-moonlight-and-roses", "openewld", "Moonlight_and", 0, 4, 4, "pop", False),
    ("folk-tavern-in-the-town", "openewld", "Tavern", 0, 0, 2, "folk", False),
    ("folk-galician-40", "polish_scores", "40-a-moj-ty", 0, 0, 2, "folk", False),
    ("folk-galician-58", "polish_scores", "58-na-dorozi", 0, 0, 2, "folk", False),
    ("folk-galician-79", "polish_scores", "79-chodzu", 0, 0, 2, "folk", False),
    ("folk-galician-92", "polish_scores", "92-ach-ona", 0, 0, 1, "folk", False),
    ("folk-galician-124", "polish_scores", "124-oj-stuk", 0, 0, 4, "folk", False),
    ("folk-pasture-song", "polish_scores", "48-na-past", 0, 2, 2, "folk", False),
    ("classical-es-ist-ein-ros", "mutopia", "es_ist_ein_ros", 0, 0, 2, "classical", False),
    ("classical-arban-42", "mutopia", "Arban_first--42", 0, 0, 2, "classical", False),
    ("classical-arban-28", "mutopia", "Arban_first--28", 0, 0, 1, "classical", False),
    ("classical-andre-sonatina", "mutopia", "andre-sonatine", 0, 0, 2, "classical", False),
    ("classical-bach-rondo", "mutopia", "cpe-bach-rondo", 0, 0, 2, "classical", False),
    ("classical-bach-prelude-chordal", "mutopia", "bach-prelude17", 0, 0, 1, "classical", False),
    ("classical-polish-romance", "polish_scores", "concerto-no-2-romance", 0, 1, 1, "classical",
     False),
    ("classical-march-chordal", "polish_scores", "anonim--marsz", 0, 0, 2, "classical", False),
]
MIN_NOTES_A_BAR = 1.5
# The app's metres stand in for the others: (metre, its bars for each bar of the source)
STAND_INS = {(2, 2): ((4, 4), 1), (3, 8): ((6, 8), 0.5), (12, 8): ((6, 8), 2)}


def window_notes(track: dict, start: int, end: int, pickup_ticks: int) -> list[list]:
    """The notes that begin in [start - pickup, end), counted from start."""
    return sorted(
        [onset - start, duration, pitch, round(velocity / 127, 3)]
        for onset, duration, pitch, velocity in track["notes"]
        if start - pickup_ticks <= onset < end
    )


def cut(piece: dict, row: tuple) -> dict:
    """The first full-enough window of the piece that the row asks for."""
    name, set_name, _, track_index, bar, bars, style, keeps_pickup = row
    track = piece["tracks"][track_index]
    metre = piece["ts"][0][1:]
    bar_ticks = bar_ticks_of(*metre)
    last = max(note[0] for note in track["notes"])
    while bar * bar_ticks < last:
        start, end = bar * bar_ticks, (bar + bars) * bar_ticks
        notes = window_notes(track, start, end, 480 if keeps_pickup else 0)
        inside = [note for note in notes if note[0] >= 0]
        has_pickup = len(inside) < len(notes)
        if len(inside) >= MIN_NOTES_A_BAR * bars and has_pickup == keeps_pickup:
            credit = f"{title_of(piece)} ({set_name}, {piece['id']}; {LICENCES[set_name]})"
            shown, factor = STAND_INS.get(tuple(metre), (metre, 1))
            return {"name": name, "credit": credit, "style": style, "metre": list(shown),
                    "bars": int(bars * factor),
                    "notes": notes}
        bar += 1
    raise ValueError(f"no window for {name} in {piece['id']}")


def cut_all(data_dir: Path) -> list[dict]:
    """Every phrase of the table, from clean test pieces only."""
    phrases = []
    for set_name in dict.fromkeys(row[1] for row in CUTS):
        pieces = [piece for piece in read_pieces(data_dir, set_name)
                  if piece["split"] == "test" and piece["usage"] == "clean"]
        for row in CUTS:
            if row[1] == set_name:
                piece = next((piece for piece in pieces if row[2] in piece["id"]), None)
                if piece is None:
                    raise ValueError(f"no clean test piece {row[2]!r} in {set_name}")
                phrases.append(cut(piece, row))
    return phrases


def write_phrase(folder: Path, phrase: dict) -> None:
    """Writes one phrase with one note a line."""
    head = {key: value for key, value in phrase.items() if key != "notes"}
    notes = ",\n".join("\t\t" + json.dumps(note) for note in phrase["notes"])
    lines = [f"\t{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value
             in head.items()]
    body = f"\t\"notes\": [\n{notes}\n\t]" if notes else "\t\"notes\": []"
    text = "{\n" + "\n".join(lines) + "\n" + body + "\n}\n"
    (folder / f"{phrase['name']}.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Writes the fixtures and the app's own phrases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fixtures", type=Path, required=True)
    parser.add_argument("--public", type=Path, required=True)
    options = parser.parse_args()
    for phrase in cut_all(options.data) + written_phrases():
        write_phrase(options.fixtures, phrase)
    index = []
    for title, phrase in button_phrases():
        write_phrase(options.public, phrase)
        index.append({"file": f"{phrase['name']}.json", "title": title})
    text = json.dumps(index, indent="\t", ensure_ascii=False) + "\n"
    (options.public / "index.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
