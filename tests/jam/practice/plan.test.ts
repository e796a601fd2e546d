import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOffsetOf, refusalOf, tempoOf, TRADES } from '../../../src/jam/practice/plan';
import { playersStretches, tradeTurnAt } from '../../../src/jam/practice/trading';
import { barLength, METRES } from '../../../src/music/metre';
import { bpm, ticks } from '../../../src/music/units';
import { planOver } from './practiceRig';

const anyMetre = fc.constantFrom(...METRES);
const anyTrade = fc.constantFrom(...TRADES);

describe('turns', () => {
	test('tile the timeline: each begins where the one before ends, and the other has it', () => {
		for (const metre of METRES) {
			for (const trade of TRADES) {
				let turn = tradeTurnAt(trade, metre, ticks(0));
				expect([turn.by, turn.from]).toEqual(['player', 0]);
				for (let count = 0; count < 20 && turn.to < Infinity; count++) {
					const next = tradeTurnAt(trade, metre, turn.to);
					expect(next.from).toBe(turn.to);
					expect(next.by).not.toBe(turn.by);
					expect(next.to - next.from).toBe(Number(trade) * barLength(metre));
					turn = next;
				}
			}
		}
	});

	test('every position lies in its turn', () => {
		fc.assert(
			fc.property(anyTrade, anyMetre, fc.integer({ min: 0, max: 1e6 }), (trade, metre, at) => {
				const { from, to } = tradeTurnAt(trade, metre, ticks(at));
				expect(at).toBeGreaterThanOrEqual(from);
				expect(at).toBeLessThan(to);
			})
		);
	});

	test('the player’s stretches of all choruses are half of the time, and all of it alone', () => {
		const anyBars = fc.integer({ min: 1, max: 33 });
		fc.assert(
			fc.property(anyTrade, anyMetre, anyBars, (trade, metre, bars) => {
				const length = bars * barLength(metre);
				// As many choruses as bring the turns round.
				const choruses = trade === 'solo' ? 1 : 2 * trade;
				let [mine, whole] = [0, 0];
				for (let chorus = 0; chorus < choruses; chorus++) {
					const span = { from: ticks(chorus * length), to: ticks((chorus + 1) * length) };
					whole += length;
					for (const { from, to } of playersStretches(trade, metre, span)) {
						expect(from).toBeGreaterThanOrEqual(0);
						expect(to).toBeLessThanOrEqual(length);
						mine += to - from;
					}
				}
				expect(mine).toBe(trade === 'solo' ? whole : whole / 2);
			})
		);
	});

	test('fours over twelve bars: the band begins the second chorus', () => {
		const metre = { beats: 4, unit: 4 };
		const chorus = (index: number) =>
			playersStretches(4, metre, {
				from: ticks(index * 12 * 1920),
				to: ticks((index + 1) * 12 * 1920)
			}).map(({ from, to }) => [from / 1920, to / 1920]);
		expect(chorus(0)).toEqual([
			[0, 4],
			[8, 12]
		]);
		expect(chorus(1)).toEqual([[4, 8]]);
	});

	test('eights over a form of four bars: two choruses each', () => {
		const metre = { beats: 7, unit: 8 };
		const bar = barLength(metre);
		const counts = [0, 1, 2, 3].map(
			(index) =>
				playersStretches(8, metre, {
					from: ticks(index * 4 * bar),
					to: ticks((index + 1) * 4 * bar)
				}).length
		);
		expect(counts).toEqual([1, 1, 0, 0]);
	});
});

describe('the tempo', () => {
	const anyPlan = fc.record({
		start: fc.integer({ min: 40, max: 240 }).map(bpm),
		step: fc.double({ min: 0, max: 60, noNaN: true }),
		every: fc.integer({ min: 1, max: 9 }),
		ceiling: fc.integer({ min: 40, max: 240 }).map(bpm)
	});

	test('never falls and never leaves its bounds', () => {
		fc.assert(
			fc.property(anyPlan, (plan) => {
				const top = Math.max(plan.start, plan.ceiling);
				let before: number = plan.start;
				for (let chorus = 0; chorus < 60; chorus++) {
					const tempo = tempoOf(plan, chorus);
					expect(tempo).toBeGreaterThanOrEqual(before);
					expect(tempo).toBeLessThanOrEqual(top);
					before = tempo;
				}
			})
		);
	});

	test('climbs by its step every so many choruses', () => {
		const plan = { start: bpm(100), step: 8, every: 2, ceiling: bpm(120) };
		expect([0, 1, 2, 3, 4, 5, 6, 99].map((chorus) => tempoOf(plan, chorus))).toEqual([
			100, 100, 108, 108, 116, 116, 120, 120
		]);
	});
});

describe('the keys', () => {
	const visited = (step: 'fourths' | 'semitones' | 'shuffled', every = 1, seed = 7) =>
		Array.from({ length: 13 }, (_, index) => keyOffsetOf({ step, every, seed }, index * every));

	test.each(['fourths', 'semitones', 'shuffled'] as const)('%s visit all 12 and return', (step) => {
		for (let seed = 0; seed < 20; seed++) {
			const offsets = visited(step, 3, seed);
			expect(new Set(offsets).size).toBe(12);
			expect([offsets[0], offsets[12]]).toEqual([0, 0]);
		}
	});

	test('fourths go C, F, Bb', () => {
		expect(visited('fourths').slice(0, 4)).toEqual([0, 5, 10, 3]);
	});

	test('a key holds for its choruses', () => {
		const keys = { step: 'fourths' as const, every: 2, seed: 0 };
		expect([0, 1, 2, 3, 4].map((chorus) => keyOffsetOf(keys, chorus))).toEqual([0, 0, 5, 5, 10]);
	});

	test('one seed has one order', () => {
		expect(visited('shuffled', 1, 3)).toEqual(visited('shuffled', 1, 3));
		expect(visited('shuffled', 1, 3)).not.toEqual(visited('shuffled', 1, 4));
	});
});

describe('what cannot be played is refused with a sentence', () => {
	const tempo = { start: bpm(100), step: 4, every: 1, ceiling: bpm(160) };
	const keys = { step: 'stay' as const, every: 1, seed: 0 };
	test.each([
		['an empty form', planOver(0), /nothing to practise over/],
		['a form of no length', planOver(NaN), /nothing to practise over/],
		['half a bar', planOver(1.5), /not whole bars of 4\/4/],
		['bars of another metre', planOver(4, { metre: { beats: 7, unit: 8 } }), /whole bars of 7\/8/],
		['a tempo that falls', planOver(4, { tempo: { ...tempo, step: -4 } }), /steps of 0 or more/],
		[
			'no tempo',
			planOver(4, { tempo: { ...tempo, start: NaN as typeof tempo.start } }),
			/between 40/
		],
		['every no chorus', planOver(4, { tempo: { ...tempo, every: 0 } }), /steps/],
		['keys every half chorus', planOver(4, { keys: { ...keys, every: 0.5 } }), /whole numbers/],
		['no choruses', planOver(4, { choruses: 0 }), /whole numbers/],
		[
			'a loop in another key',
			planOver(4, { keys: { ...keys, step: 'fourths' } }, { canMove: false }),
			/A loop stays in its key/
		]
	])('%s', (_, plan, sentence) => {
		expect(refusalOf(plan)).toMatch(sentence);
	});

	test('what can be played is not', () => {
		expect(refusalOf(planOver(4))).toBe('');
		expect(refusalOf(planOver(1, { trade: 8 }))).toBe('');
	});
});
