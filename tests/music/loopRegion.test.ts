import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	cycleAt,
	cycleStart,
	offsetIn,
	splitAtSeam,
	type LoopRegion
} from '../../src/music/loopRegion';
import type { Note } from '../../src/music/note';
import { ticks } from '../../src/music/units';
import { anyNote, note } from './notes';

const anyRegion = fc
	.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 5000 }))
	.map(([start, length]): LoopRegion => ({ start: ticks(start), length: ticks(length) }));
const anyPosition = fc.integer({ min: -50_000, max: 50_000 }).map(ticks);

test('every position lies in one cycle, at an offset inside the loop', () => {
	fc.assert(
		fc.property(anyRegion, anyPosition, (region, position) => {
			const offset = offsetIn(region, position);
			expect(offset).toBeGreaterThanOrEqual(0);
			expect(offset).toBeLessThan(region.length);
			expect(cycleStart(region, cycleAt(region, position)) + offset).toBe(position);
		})
	);
});

test.each([
	[0, 0, 0],
	[1919, 0, 1919],
	[1920, 1, 0],
	[4000, 2, 160],
	[-1, -1, 1919],
	[-1920, -1, 0],
	[-1921, -2, 1919]
])('tick %d of a loop from 0 over 1920 lies in cycle %d at %d', (position, cycle, offset) => {
	const region = { start: ticks(0), length: ticks(1920) };
	expect(cycleAt(region, ticks(position))).toBe(cycle);
	expect(offsetIn(region, ticks(position))).toBe(offset);
});

describe('a note split at the seam', () => {
	const spans = (played: Note) =>
		splitAtSeam(played, ticks(1920)).map(({ start, duration }) => [start, start + duration]);

	test.each([
		['inside the loop', note(480, 480), [[480, 960]]],
		['up to the seam', note(1440, 480), [[1440, 1920]]],
		[
			'over the seam',
			note(1680, 480),
			[
				[1680, 1920],
				[0, 240]
			]
		],
		[
			'a tick over the seam',
			note(1440, 481),
			[
				[1440, 1920],
				[0, 1]
			]
		],
		[
			'before the loop',
			note(-240, 480),
			[
				[1680, 1920],
				[0, 240]
			]
		],
		['as long as the loop', note(0, 1920), [[0, 1920]]],
		[
			'longer than the loop',
			note(480, 9999),
			[
				[480, 1920],
				[0, 480]
			]
		],
		['in a later cycle', note(4320, 240), [[480, 720]]]
	])('%s', (_, played, expected) => {
		expect(spans(played)).toEqual(expected);
	});

	const anyLength = fc.integer({ min: 1, max: 8000 }).map(ticks);

	test('lies inside the loop, whatever its place and length', () => {
		fc.assert(
			fc.property(anyNote, anyLength, (played, length) => {
				for (const { start, duration } of splitAtSeam(played, length)) {
					expect(start).toBeGreaterThanOrEqual(0);
					expect(duration).toBeGreaterThan(0);
					expect(start + duration).toBeLessThanOrEqual(length);
				}
			})
		);
	});

	test('lasts as long as it was held, once round at most', () => {
		fc.assert(
			fc.property(anyNote, anyLength, (played, length) => {
				const pieces = splitAtSeam(played, length);
				const sum = pieces.reduce((total, { duration }) => total + duration, 0);
				expect(sum).toBe(Math.min(played.duration, length));
			})
		);
	});

	test('goes on where the seam cut it, and its first piece keeps its start', () => {
		fc.assert(
			fc.property(anyNote, anyLength, (played, length) => {
				const [head, tail, ...others] = splitAtSeam(played, length);
				expect(others).toEqual([]);
				expect(head?.start).toBe(offsetIn({ start: ticks(0), length }, played.start));
				if (tail === undefined) return;
				expect(head!.start + head!.duration).toBe(length);
				expect(tail.start).toBe(0);
				expect(tail.duration).toBeLessThanOrEqual(head!.start);
			})
		);
	});
});
