import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/lib/random';

const drawn = (seed: number, count: number) => {
	const random = seededRandom(seed);
	return Array.from({ length: count }, () => random());
};
const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('the same seed gives the same numbers, all in [0, 1)', () => {
	fc.assert(
		fc.property(anySeed, (seed) => {
			const numbers = drawn(seed, 50);
			expect(drawn(seed, 50)).toEqual(numbers);
			expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
		})
	);
});

test('the numbers are those of Mulberry32', () => {
	expect(drawn(0, 3)).toEqual([0.26642920868471265, 0.0003297457005828619, 0.2232720274478197]);
});

test('another seed gives other numbers, also the next one', () => {
	fc.assert(
		fc.property(anySeed, (seed) => {
			expect(drawn(seed, 8)).not.toEqual(drawn(seed + 1, 8));
		})
	);
});

test('two sources do not disturb each other', () => {
	const [one, other] = [seededRandom(3), seededRandom(3)];
	const turns = Array.from({ length: 20 }, () => [one(), other()]);
	expect(turns.every(([left, right]) => left === right)).toBe(true);
});

test.each([0, 1, 7, 0xffffffff])('seed %d spreads evenly, alone and in pairs', (seed) => {
	const numbers = drawn(seed, 64_000);
	const inSixteenths = new Array<number>(16).fill(0);
	const inPairs = new Array<number>(16).fill(0);
	numbers.forEach((number, index) => {
		inSixteenths[Math.floor(number * 16)]!++;
		const last = numbers[index - 1] ?? 0;
		inPairs[Math.floor(last * 4) * 4 + Math.floor(number * 4)]!++;
	});
	// 4000 expected in each; the deviation is about 61, and seeds do not change from run to run.
	for (const count of [...inSixteenths, ...inPairs]) {
		expect(Math.abs(count - 4000)).toBeLessThan(5 * 61);
	}
});
