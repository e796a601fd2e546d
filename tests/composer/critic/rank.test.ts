import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Brief } from '../../../src/composer/critic/brief';
import { rank, scoreOf } from '../../../src/composer/critic/rank';
import * as terms from '../../../src/composer/critic/terms';
import { COMMON_TIME } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { ticks } from '../../../src/music/units';
import { note } from '../calls';

const BAR = 1920;
const quarters = (pitches: readonly number[], from = 0): Note[] =>
	pitches.map((pitch, index) => note(from + index * 480, 480, pitch));
const brief = (difference: Partial<Brief> = {}): Brief => ({
	call: quarters([60, 64, 67, 65, 64, 62, 59, 60]),
	answerLength: ticks(2 * BAR),
	metre: COMMON_TIME,
	role: 'line',
	...difference
});
const GOOD = quarters([67, 65, 64, 62, 64, 62, 59, 60]);

describe('a candidate comes before another', () => {
	test.each<[string, Partial<Brief>, Note[], Note[]]>([
		['in the key', {}, GOOD, quarters([66, 65, 63, 61, 63, 61, 58, 60])],
		[
			'in the key that is locked',
			{ keyLock: [1, 3, 6, 8, 10] },
			quarters([61, 63, 66, 68, 70, 68, 66, 61]),
			GOOD
		],
		['that comes to rest', {}, GOOD, quarters([67, 65, 64, 62, 64, 62, 60, 59])],
		['that reaches its last bar', {}, GOOD, quarters([67, 65, 64, 60])],
		['as dense as asked', { density: { low: 1, high: 1.2 } }, GOOD, quarters([67, 60])],
		[
			'as high as asked',
			{ register: { low: 72, high: 76 } },
			quarters([79, 77, 76, 74, 76, 74, 71, 72]),
			GOOD
		],
		[
			'in the chords that are due',
			{ chordLock: [{ from: ticks(0), to: ticks(2 * BAR), pitchClasses: [0, 4, 7] }] },
			quarters([67, 64, 60, 64, 67, 64, 67, 60]),
			GOOD
		],
		['that does not repeat itself', {}, GOOD, quarters([64, 64, 62, 60, 64, 64, 62, 60])],
		[
			'that does not recite the call',
			{},
			quarters([64, 67, 65, 62, 60, 62, 59, 60]),
			quarters([67, 71, 74, 72, 71, 69, 66, 67])
		],
		[
			'of chords that hold the melody',
			{ role: 'chords' },
			quarters([60, 64, 67, 65, 64, 62, 59, 60]).map((one) => ({ ...one })),
			quarters([62, 65, 69, 67, 65, 64, 60, 62])
		],
		[
			'that does not rub against the line beside it',
			{ role: 'counterline' },
			quarters([64, 67, 72, 69, 67, 65, 62, 64]),
			quarters([59, 65, 65, 67, 62, 60, 60, 60])
		]
	])('%s', (_, difference, better, worse) => {
		expect(rank([worse, better], brief(difference))).toEqual([1, 0]);
	});

	test('that says anything at all', () => {
		expect(rank([[], quarters([61])], brief())).toEqual([1, 0]);
	});

	test('that is as close to the call as wished', () => {
		const near = quarters([60, 64, 67, 65, 64, 62, 59, 60].map((pitch) => pitch + 12));
		const far = [note(0, 960, 67), note(960, 720, 74), note(1800, 120, 69), note(1920, 1920, 60)];
		expect(rank([far, near], brief({ closeness: 1 }))).toEqual([1, 0]);
		expect(rank([near, far], brief({ closeness: 0 }))).toEqual([1, 0]);
	});
});

const anyNote = fc
	.tuple(fc.nat(3839), fc.integer({ min: 1, max: 1920 }), fc.nat(127))
	.map(([start, duration, pitch]) => note(start, duration, pitch));
const anyNotes = fc.array(anyNote, { maxLength: 40 });
const anyBrief = fc
	.tuple(anyNotes, fc.constantFrom<Brief['role'][]>('line', 'counterline', 'chords', 'rhythm'))
	.map(([call, role]) => brief({ call, role }));

test('every term is a number from 0 to 1, whatever is played', () => {
	fc.assert(
		fc.property(anyNotes, anyBrief, (answer, one) => {
			for (const [name, term] of Object.entries(terms)) {
				const value = term(answer, one);
				expect(value, name).toBeGreaterThanOrEqual(0);
				expect(value, name).toBeLessThanOrEqual(1);
			}
			expect(Number.isFinite(scoreOf(answer, one))).toBe(true);
		})
	);
});

test('each candidate is ranked once, and equals in the order in which they were made', () => {
	fc.assert(
		fc.property(fc.array(anyNotes, { maxLength: 8 }), anyBrief, (candidates, one) => {
			const order = rank(candidates, one);
			expect([...order].sort((a, b) => a - b)).toEqual([...candidates.keys()]);
		})
	);
	expect(rank([GOOD, GOOD, GOOD], brief())).toEqual([0, 1, 2]);
});
