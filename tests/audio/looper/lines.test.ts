import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueOf, endOf, linesOf, type Lines } from '../../../src/audio/looper/lines';
import { frames } from '../../../src/music/units';

const LINES: Lines = { origin: 100, spacing: 1000, forgiven: 250 };
const base = (length: number) => ({ origin: frames(100), length: frames(length) });

describe('the moment of a press', () => {
	test('is a line: the last one if it was passed by no more than is forgiven, else the next', () => {
		fc.assert(
			fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (at) => {
				const due = dueOf(at, LINES);
				expect(Math.abs((due - LINES.origin) % LINES.spacing)).toBe(0);
				expect(due - at).toBeGreaterThanOrEqual(-LINES.forgiven);
				expect(due - at).toBeLessThan(LINES.spacing - LINES.forgiven);
			})
		);
	});

	test('is the press itself where there are no lines', () => {
		expect(dueOf(1234.4, null)).toBe(1234);
	});
});

describe('the end of a loop', () => {
	test.each([
		['a multiple of a shorter base', 3000, 1000, 3000],
		['the next multiple if it is none', 3000, 2000, 4000],
		['a fraction of a longer base', 2000, 4000, 2000],
		['the next fraction if it is none', 3000, 4000, 4000],
		['one line at least', 0, 1000, 1000]
	])('is %s', (_, due, baseLength, length) => {
		expect(endOf(100, 100 + due, 1, LINES, base(baseLength)) - 100).toBe(length);
	});

	test('always fits the base and the minimum', () => {
		const lengths = fc.integer({ min: 1, max: 16 });
		fc.assert(
			fc.property(lengths, lengths, lengths, (asked, least, bars) => {
				const length = endOf(100, 100 + asked * 1000, least * 1000, LINES, base(bars * 1000)) - 100;
				expect(length).toBeGreaterThanOrEqual(Math.max(asked, least) * 1000);
				expect((bars * 1000) % length === 0 || length % (bars * 1000) === 0).toBe(true);
			})
		);
	});

	test('without lines is the press, but not before the minimum', () => {
		expect(endOf(100, 5000, 4800, null, null)).toBe(5000);
		expect(endOf(100, 300, 4800, null, null)).toBe(4900);
	});
});

describe('the lines of a sync', () => {
	const motion = { at: frames(500), position: 100, rate: 0.5 };
	const grid = { origin: frames(7), barFrames: frames(48_000), beatsPerBar: 4 };
	const context = { sampleRate: 48_000, grid, base: base(96_000), motion, length: 1000 };
	test.each([
		['free', null],
		['bar', { origin: 7, spacing: 48_000, forgiven: 6000 }],
		['cycle', { origin: 100, spacing: 96_000, forgiven: 6000 }],
		['loop', { origin: 300, spacing: 2000, forgiven: 6000 }]
	] as const)('%s', (sync, lines) => {
		expect(linesOf(sync, context)).toEqual(lines);
	});
});
