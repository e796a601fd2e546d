import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { chordOf, type ChordSpan } from '../../../src/music/harmony/chord';
import { barLength, METRES } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { pitch, ticks, velocity, type Ticks } from '../../../src/music/units';
import type { KnownHarmony } from './detection';

const BARS = 8;
const NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'];
const SHAPES = [
	['', [0, 4, 7]],
	['m', [0, 3, 7]],
	['7', [0, 4, 7, 10]],
	['m7', [0, 3, 7, 10]],
	['dim', [0, 3, 6]],
	['dim7', [0, 3, 6, 9]]
] as const;

type PieceNote = readonly [number, number, number, number];

interface Piece {
	readonly ts: readonly (readonly [number, number, number])[];
	readonly tracks: readonly { readonly notes: readonly PieceNote[] }[];
}

/**
 * The first eight full bars of each Nottingham tune, whose second track strikes its chords. `folder` has
 * `nottingham.jsonl.gz` in the form that models/training reads; the tunes are GPL and lie elsewhere.
 */
export function nottinghamLoops(folder: string): readonly KnownHarmony[] {
	const text = gunzipSync(readFileSync(`${folder}/nottingham.jsonl.gz`)).toString('utf8');
	return text
		.split('\n')
		.filter((line) => line !== '')
		.flatMap((line) => loopOf(JSON.parse(line) as Piece) ?? []);
}

function loopOf({ ts, tracks }: Piece): KnownHarmony | null {
	const [beats, unit] = ts[0]?.slice(1) ?? [4, 4];
	const metre = METRES.find((one) => one.beats === beats && one.unit === unit);
	const [tune, chords] = tracks;
	const metres = new Set(ts.map(([, top, bottom]) => `${top}/${bottom}`));
	if (metre === undefined || tune === undefined || chords === undefined) return null;
	if (metres.size > 1) return null;
	// A tune begins with its first chord: what is before it is a pickup.
	const start = Math.min(...chords.notes.map(([onset]) => onset));
	const length = ticks(BARS * barLength(metre));
	const spans = spansOf(chords.notes, start, length);
	const notes = within(tune.notes, start, length);
	const accompaniment = within(chords.notes, start, length);
	if (notes.length < BARS) return null;
	return { set: 'nottingham', metre, length, notes, accompaniment, spans, key: null };
}

function within(notes: readonly PieceNote[], start: number, length: Ticks): Note[] {
	return notes
		.filter(([onset]) => onset >= start && onset < start + length)
		.map(([onset, duration, number, strength]) => ({
			start: ticks(onset - start),
			duration: ticks(Math.min(duration, start + length - onset)),
			pitch: pitch(number),
			velocity: velocity(strength / 127)
		}));
}

/** A chord from each onset on, until the next; what is struck is one of the shapes on its lowest note. */
function spansOf(struck: readonly PieceNote[], start: number, length: Ticks): ChordSpan[] {
	const onsets = [...new Set(struck.map(([onset]) => onset))]
		.filter((onset) => onset >= start && onset < start + length)
		.sort((one, other) => one - other);
	return onsets.map((onset, index) => {
		const numbers = struck.filter(([at]) => at === onset).map(([, , number]) => number);
		const to = ticks((onsets[index + 1] ?? start + length) - start);
		return { from: ticks(onset - start), to, chord: namedBy(numbers), isPinned: false };
	});
}

function namedBy(numbers: readonly number[]): ChordSpan['chord'] {
	const classes = new Set(numbers.map((number) => number % 12));
	const roots = [Math.min(...numbers) % 12, ...classes];
	for (const root of roots) {
		for (const [suffix, intervals] of SHAPES) {
			const isAll = intervals.every((interval) => classes.has((root + interval) % 12));
			if (isAll && intervals.length === classes.size) return chordOf(`${NAMES[root]!}${suffix}`);
		}
	}
	return null;
}
