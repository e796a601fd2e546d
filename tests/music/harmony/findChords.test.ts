import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chordAt } from '../../../src/music/harmony/chord';
import { findChords, findHarmony } from '../../../src/music/harmony/findChords';
import { printChords } from '../../../src/music/harmony/printChords';
import { keyCalled } from '../../../src/music/key';
import { barLength, COMMON_TIME, METRES, metreName, type Metre } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { pitch, ticks } from '../../../src/music/units';
import { note, tune } from '../notes';

const BAR = 1920;

/** Notes that begin together. */
const block = (start: number, duration: number, ...pitches: readonly number[]) =>
	pitches.map((number) => note(start, duration, number));

const bars = (...chords: readonly (readonly number[])[]) =>
	chords.flatMap((pitches, bar) => block(bar * BAR, BAR, ...pitches));

const found = (notes: readonly Note[], length: number, metre: Metre = COMMON_TIME) =>
	printChords(findChords(notes, { length: ticks(length), metre }), ticks(length), metre);

const WALK = [36, 40, 43, 45, 41, 45, 48, 47, 43, 47, 50, 53, 48, 43, 40, 38];

test.each([
	[
		'two, five, one',
		bars([50, 53, 57, 60], [43, 53, 59, 62], [48, 52, 55, 59]),
		'| Dm7 | G7 | Cmaj7 |'
	],
	[
		'power chords',
		bars([40, 47, 52], [43, 50, 55], [45, 52, 57], [40, 47, 52]),
		'| Em | G | Am | Em |'
	],
	[
		'chords over a written bass',
		bars([36, 60, 64, 67], [36, 60, 65, 69], [35, 62, 67, 71]),
		'| C | F/C | G/B |'
	],
	['a walking bass alone', tune(...WALK), '| C | F | G7 | C |'],
	[
		'a bar that is silent',
		bars([60, 64, 67], [], [55, 59, 62], [60, 64, 67]),
		'| C | N.C. | G | C |'
	]
])('%s', (_, notes, chords) => {
	const length = Math.ceil(Math.max(...notes.map(({ start }) => start + 1)) / BAR) * BAR;
	expect(found(notes, length)).toBe(chords);
});

test.each(METRES.map((metre) => [metreName(metre), metre] as const))(
	'a chord a bar is found in %s',
	(_, metre) => {
		const bar = barLength(metre);
		const chords = [
			[57, 60, 64],
			[53, 57, 60],
			[48, 52, 55],
			[55, 59, 62]
		];
		const notes = chords.flatMap((pitches, at) => block(at * bar, bar, ...pitches));
		expect(found(notes, 4 * bar, metre)).toBe('| Am | F | C | G |');
	}
);

describe('there is no chord', () => {
	test.each([
		['in an empty loop', []],
		['under one pitch', block(0, 2 * BAR, 48, 60)],
		['in a cluster', block(0, 2 * BAR, 60, 61, 62, 63, 64, 65)],
		['in a chromatic run', Array.from({ length: 16 }, (_, at) => note(at * 240, 240, 60 + at))],
		['in two keys at once', block(0, 2 * BAR, 60, 64, 67, 66, 70, 73)]
	])('%s', (_, notes) => {
		const harmony = findHarmony(notes, { length: ticks(2 * BAR), metre: COMMON_TIME });
		expect(harmony.spans.map(({ chord }) => chord)).toEqual([null]);
		expect(harmony.key).toBeNull();
	});
});

test('a loop of no length has no spans', () => {
	const frame = { length: ticks(0), metre: COMMON_TIME };
	expect(findHarmony([], frame)).toEqual({ spans: [], key: null });
});

const anyLoop = fc
	.record({
		metre: fc.constantFrom(...METRES),
		bars: fc.integer({ min: 1, max: 4 }),
		raw: fc.array(
			fc.record({
				at: fc.double({ min: 0, max: 0.999, noNaN: true }),
				lasts: fc.integer({ min: 1, max: 4000 }),
				number: fc.integer({ min: 36, max: 84 })
			}),
			{ maxLength: 40 }
		)
	})
	.map(({ metre, bars: count, raw }) => {
		const length = ticks(count * barLength(metre));
		const notes = raw.map(({ at, lasts, number }) =>
			note(Math.floor(at * length), Math.min(lasts, length - Math.floor(at * length)), number)
		);
		return { notes, frame: { length, metre } };
	});

test('spans tile the loop, none is pinned, and neighbours differ', () => {
	fc.assert(
		fc.property(anyLoop, ({ notes, frame }) => {
			const spans = findChords(notes, frame);
			expect(spans[0]?.from).toBe(0);
			expect(spans.at(-1)?.to).toBe(frame.length);
			for (const [place, { from, to, chord, isPinned }] of spans.entries()) {
				expect(to).toBeGreaterThan(from);
				expect(isPinned).toBe(false);
				const next = spans[place + 1];
				if (next === undefined) continue;
				expect(next.from).toBe(to);
				expect(next.chord?.symbol).not.toBe(chord?.symbol);
			}
		}),
		{ numRuns: 60 }
	);
});

test('a transposed loop has transposed chords', () => {
	const notes = bars([50, 53, 57, 60], [43, 53, 59, 62], [48, 52, 55, 59], [45, 52, 55, 60]);
	const frame = { length: ticks(4 * BAR), metre: COMMON_TIME };
	const roots = findChords(notes, frame).map(({ chord }) => chord!.root);
	for (let semitones = 1; semitones < 12; semitones++) {
		const moved = notes.map((one) => ({ ...one, pitch: pitch(one.pitch + semitones) }));
		const { spans, key } = findHarmony(moved, frame);
		expect(spans.map(({ chord }) => chord!.root)).toEqual(
			roots.map((root) => (root + semitones) % 12)
		);
		expect(key?.tonic).toBe(semitones);
	}
});

test('a key that was set decides how chords are read and spelled', () => {
	const notes = bars([54, 58, 61], [61, 65, 68]);
	const frame = { length: ticks(2 * BAR), metre: COMMON_TIME };
	const inKey = (name: string) => findHarmony(notes, { ...frame, key: keyCalled(name)! });
	expect(inKey('Db major').spans.map(({ chord }) => chord?.symbol)).toEqual(['Gb', 'Db']);
	expect(inKey('F# major').spans.map(({ chord }) => chord?.symbol)).toEqual(['F#', 'C#']);
	expect(inKey('F# major').key?.name).toBe('F# major');
});

test('a chord is found where it sounds', () => {
	const spans = findChords(bars([60, 64, 67], [55, 59, 62]), {
		length: ticks(2 * BAR),
		metre: COMMON_TIME
	});
	expect(chordAt(spans, ticks(0))?.symbol).toBe('C');
	expect(chordAt(spans, ticks(BAR))?.symbol).toBe('G');
	expect(chordAt(spans, ticks(2 * BAR))).toBeNull();
});
