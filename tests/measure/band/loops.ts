import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ChairName } from '../../../src/jam/band/face';
import { chordOf, type ChordSpan } from '../../../src/music/harmony/chord';
import { barLength, type Metre } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { pitch, ticks, velocity, type Ticks } from '../../../src/music/units';
import type { Voices } from './metrics';

/** Start, duration, pitch, velocity; in ticks, MIDI and 0–1. */
type WrittenNote = readonly [number, number, number, number];

/** A loop as it lies in tests/fixtures/band/loops.json. */
interface WrittenLoop {
	readonly id: string;
	readonly set: string;
	readonly style: string;
	readonly metre: readonly [number, number];
	readonly bars: 2 | 4 | 8;
	readonly bpm: number;
	readonly key: string | null;
	/** Rules wrote the melody and the arrangement, over a held-out chart. */
	readonly synthetic: boolean;
	/** Whether the set has the chords, or they were read off the human accompaniment. */
	readonly chordsFrom: 'set' | 'read';
	readonly chords: readonly (readonly [number, string | null])[];
	readonly melody: readonly WrittenNote[];
	readonly human: Readonly<Partial<Record<ChairName, readonly WrittenNote[]>>>;
}

/** A held-out loop with its chords, and with the human arrangement where there is one. */
export interface BandLoop extends Pick<
	WrittenLoop,
	'id' | 'set' | 'style' | 'bars' | 'bpm' | 'key' | 'synthetic' | 'chordsFrom'
> {
	readonly metre: Metre;
	readonly length: Ticks;
	readonly spans: readonly ChordSpan[];
	readonly melody: readonly Note[];
	readonly human: Voices;
}

const FILE = fileURLToPath(new URL('../../fixtures/band/loops.json', import.meta.url));

export const allLoops = (): readonly BandLoop[] => loopsIn(FILE);

/** The loops of a file that `models/training/band_loops` wrote. */
export const loopsIn = (file: string): readonly BandLoop[] =>
	(JSON.parse(readFileSync(file, 'utf8')) as WrittenLoop[]).map(loopOf);

function loopOf(written: WrittenLoop): BandLoop {
	const [beats, unit] = written.metre;
	const metre = { beats, unit };
	const length = ticks(written.bars * barLength(metre));
	const human = Object.fromEntries(
		Object.entries(written.human).map(([chair, notes]) => [chair, notes.map(noteOf)])
	);
	return {
		...written,
		metre,
		length,
		spans: spansOf(written.chords, length),
		melody: written.melody.map(noteOf),
		human
	};
}

/** From changes of chord to what sounds between them. Throws for a symbol that is no chord. */
export function spansOf(
	changes: readonly (readonly [number, string | null])[],
	length: Ticks
): readonly ChordSpan[] {
	return changes.map(([from, symbol], index) => {
		const chord = symbol === null ? null : chordOf(symbol);
		if (symbol !== null && chord === null) throw new Error(`no chord: ${symbol}`);
		const to = ticks(changes[index + 1]?.[0] ?? length);
		return { from: ticks(from), to, chord, isPinned: false };
	});
}

const noteOf = ([start, duration, number, strength]: WrittenNote): Note => ({
	start: ticks(start),
	duration: ticks(duration),
	pitch: pitch(number),
	velocity: velocity(strength)
});

/** Every so many loops, so that all styles are among them. */
export const spreadOver = (loops: readonly BandLoop[], count: number): readonly BandLoop[] =>
	Array.from(
		{ length: Math.min(count, loops.length) },
		(_, index) => loops[Math.floor((index * loops.length) / Math.min(count, loops.length))]!
	);
