import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	barLength,
	barLineFrom,
	beatLength,
	COMMON_TIME,
	isOnPulse,
	metreName,
	METRES,
	nearestBarLine
} from '../../src/music/metre';
import { ticks } from '../../src/music/units';

test.each([
	['2/4', 960, 480],
	['3/4', 1440, 480],
	['4/4', 1920, 480],
	['5/4', 2400, 480],
	['6/8', 1440, 240],
	['7/8', 1680, 240]
])('%s has bars of %d ticks and beats of %d', (name, bar, beat) => {
	const metre = METRES.find((offered) => metreName(offered) === name)!;
	expect(barLength(metre)).toBe(bar);
	expect(beatLength(metre)).toBe(beat);
	expect(beatLength(metre) * metre.beats).toBe(bar);
});

test('six metres are offered, common time among them', () => {
	expect(METRES).toHaveLength(6);
	expect(METRES).toContainEqual(COMMON_TIME);
});

test.each([
	[0, 0, 0],
	[1, 1920, 0],
	[959, 1920, 0],
	[960, 1920, 1920],
	[1919, 1920, 1920],
	[1920, 1920, 1920],
	[1921, 3840, 1920],
	[-1, 0, 0],
	[-1919, 0, -1920],
	[-1920, -1920, -1920]
])('in 4/4 the line at or after %d is %d, the nearest %d', (position, next, nearest) => {
	// Through Object.is: never -0.
	expect(barLineFrom(ticks(position), ticks(1920))).toBe(next);
	expect(nearestBarLine(ticks(position), ticks(1920))).toBe(nearest);
});

const anyPlace = fc.tuple(
	fc.integer({ min: -8e6, max: 8e6 }).map((eighths) => ticks(eighths / 8)),
	fc.constantFrom(...METRES.map(barLength))
);

test('the line from a position on is less than a bar away and not behind', () => {
	fc.assert(
		fc.property(anyPlace, ([position, bar]) => {
			const line = barLineFrom(position, bar);
			expect(line % bar).toBeCloseTo(0);
			expect(line).toBeGreaterThanOrEqual(position);
			expect(line - position).toBeLessThan(bar);
		})
	);
});

test('the nearest line is at most half a bar away', () => {
	fc.assert(
		fc.property(anyPlace, ([position, bar]) => {
			const line = nearestBarLine(position, bar);
			expect(line % bar).toBeCloseTo(0);
			expect(Math.abs(line - position)).toBeLessThanOrEqual(bar / 2);
		})
	);
});

test.each([
	['4/4', [0, 480, 960, 1440]],
	['3/4', [0, 480, 960]],
	['6/8', [0, 720]],
	['7/8', [0, 480, 960]]
])('in %s the foot taps at %j, a 32nd note to either side, in every bar', (name, expected) => {
	const metre = METRES.find((offered) => metreName(offered) === name)!;
	const bar = barLength(metre);
	for (const from of [-1 * bar, 0, 3 * bar]) {
		const taps = [];
		for (let at = 0; at < bar; at += 30) if (isOnPulse(ticks(from + at), metre)) taps.push(at);
		const wanted = expected.flatMap((tap) => [tap - 60, tap - 30, tap, tap + 30]);
		const inBar = wanted.map((tap) => (tap + bar) % bar).toSorted((a, b) => a - b);
		expect(taps).toEqual(inBar);
	}
});
