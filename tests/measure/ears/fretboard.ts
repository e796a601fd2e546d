import type { Chord } from '../../../src/music/harmony/chord';

const STRINGS = [40, 45, 50, 55, 59, 64];
/** Frets that a hand spans. */
const SPAN = 4;
const HIGHEST_POSITION = 7;

/**
 * How a guitarist may grip a chord: a pitch a string, from the lowest string that sounds on. In the first
 * position that has all its notes with the bass lowest; strings below the bass are not struck.
 */
export function grip(chord: Chord, from = 0): readonly number[] {
	for (let position = from; position <= HIGHEST_POSITION; position++) {
		const found = gripAt(chord, position);
		if (found !== null) return found;
	}
	return closeVoicing(chord);
}

function gripAt({ bass, pitchClasses }: Chord, position: number): readonly number[] | null {
	const reached = (string: number, wanted: (pitch: number) => boolean) => {
		const open = STRINGS[string]!;
		const frets = Array.from({ length: SPAN }, (_, step) => position + step);
		return (position > 0 ? frets : [0, ...frets])
			.map((fret) => open + fret)
			.find((pitch) => wanted(pitch));
	};
	for (let lowest = 0; lowest < 3; lowest++) {
		const root = reached(lowest, (pitch) => pitch % 12 === bass);
		if (root === undefined) continue;
		const pitches = [root];
		for (let string = lowest + 1; string < STRINGS.length; string++) {
			const missing = pitchClasses.filter((one) => !pitches.some((pitch) => pitch % 12 === one));
			const above = pitches.at(-1)!;
			const next =
				reached(string, (pitch) => pitch > above && missing.includes(pitch % 12)) ??
				reached(string, (pitch) => pitch > above && pitchClasses.includes(pitch % 12));
			if (next !== undefined) pitches.push(next);
		}
		const isWhole = pitchClasses.every((one) => pitches.some((pitch) => pitch % 12 === one));
		if (isWhole && pitches.length >= Math.min(4, pitchClasses.length + 1)) return pitches;
	}
	return null;
}

/** As on a keyboard: the bass below, the chord in close position above middle C's octave. */
export function closeVoicing({ bass, pitchClasses }: Chord): readonly number[] {
	const upper = pitchClasses.map((one) => 53 + ((one - 53 + 120) % 12));
	return [36 + bass, ...upper.sort((one, other) => one - other)];
}
