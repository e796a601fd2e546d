import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barLength, METRES } from '../../src/music/metre';
import { GRIDS, quantised, quantiseInLoop, type GridName } from '../../src/music/quantise';
import { ticks } from '../../src/music/units';
import { anyNote, note } from './notes';

const anyGrid = fc.constantFrom(...(Object.keys(GRIDS) as GridName[]));
const anyStrength = fc.integer({ min: 0, max: 20 }).map((steps) => steps / 20);
const anyPosition = fc.integer({ min: -50_000, max: 50_000 }).map(ticks);
const anyLoop = fc
	.tuple(fc.constantFrom(...METRES), fc.constantFrom(1, 2, 4, 8))
	.map(([metre, bars]) => ticks(bars * barLength(metre)));

test.each([
	['1/8', 1, 130, 240],
	['1/8', 1, 119, 0],
	['1/8T', 1, 130, 160],
	['1/16', 1, 130, 120],
	['1/16', 0.5, 130, 125],
	['1/16', 0, 130, 130],
	['1/16T', 1, 130, 160],
	['1/32', 1, 130, 120],
	['1/16', 1, -70, -120]
] as const)('on %s at strength %d tick %d goes to %d', (grid, strength, position, expected) => {
	expect(quantised(ticks(position), { grid, strength })).toBe(expected);
});

test('full strength puts every position on the nearest line of the grid', () => {
	fc.assert(
		fc.property(anyPosition, anyGrid, (position, grid) => {
			const moved = quantised(position, { grid, strength: 1 });
			expect(Math.abs(moved % GRIDS[grid])).toBe(0);
			expect(Math.abs(moved - position)).toBeLessThanOrEqual(GRIDS[grid] / 2);
		})
	);
});

test('a position never moves away from its line, nor beyond it, at any strength', () => {
	fc.assert(
		fc.property(anyPosition, anyGrid, anyStrength, (position, grid, strength) => {
			const line = quantised(position, { grid, strength: 1 });
			const moved = quantised(position, { grid, strength });
			expect(Number.isInteger(moved)).toBe(true);
			expect(moved).toBeGreaterThanOrEqual(Math.min(position, line));
			expect(moved).toBeLessThanOrEqual(Math.max(position, line));
		})
	);
});

test('order is kept: what was played earlier does not come later', () => {
	fc.assert(
		fc.property(anyPosition, anyPosition, anyGrid, anyStrength, (one, other, grid, strength) => {
			const [first, second] = one <= other ? [one, other] : [other, one];
			const quantise = { grid, strength };
			expect(quantised(first, quantise)).toBeLessThanOrEqual(quantised(second, quantise));
		})
	);
});

test("a loop's note begins inside the loop, on its line or between, and keeps its length", () => {
	fc.assert(
		fc.property(anyNote, anyLoop, anyGrid, anyStrength, (played, length, grid, strength) => {
			const start = ticks(((played.start % length) + length) % length);
			const moved = quantiseInLoop({ ...played, start }, length, { grid, strength });
			expect(moved.start).toBeGreaterThanOrEqual(0);
			expect(moved.start).toBeLessThan(length);
			expect(moved.start).toBe(quantised(start, { grid, strength }) % length);
			expect(moved.duration).toBe(played.duration);
		})
	);
});

test('a note just before the seam is drawn over it to the loop’s start', () => {
	const moved = quantiseInLoop(note(1900, 20), ticks(1920), { grid: '1/16', strength: 1 });
	expect(moved).toMatchObject({ start: 0, duration: 20 });
});

test('without strength a note is left as it is', () => {
	const played = note(1901, 19);
	expect(quantiseInLoop(played, ticks(1920), { grid: '1/8', strength: 0 })).toBe(played);
});
