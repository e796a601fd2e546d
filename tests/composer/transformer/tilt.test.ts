import { describe, expect, test } from 'vitest';
import { tilt } from '../../../src/composer/transformer/tilt';

function chancesOf(logits: Float32Array): number[] {
	const weights = [...logits].map((logit) => Math.exp(logit));
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return weights.map((weight) => weight / total);
}

const tilted = (
	chances: readonly number[],
	values: readonly number[],
	low: number,
	high: number
) => {
	const logits = Float32Array.from(chances, (chance) => Math.log(chance));
	tilt(logits, values, { low, high });
	return chancesOf(logits);
};
const meanOf = (chances: readonly number[], values: readonly number[]) =>
	chances.reduce((sum, chance, index) => sum + chance * values[index]!, 0);

describe('tilt', () => {
	const even = [1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6];
	const steps = [0, 1, 2, 3, 4, 5];

	test.each([
		[4, 5, 4],
		[0, 1, 1],
		[2, 3, 2.5]
	])('of [%d, %d] moves a mean of 2.5 to %d', (low, high, expected) => {
		expect(meanOf(tilted(even, steps, low, high), steps)).toBeCloseTo(expected, 4);
	});

	test('leaves chances as they are where the mean is wanted', () => {
		expect(tilted([0.5, 0.2, 0.3], [0, 1, 2], 0.5, 1)).toEqual(
			chancesOf(Float32Array.from([0.5, 0.2, 0.3], (chance) => Math.log(chance)))
		);
	});

	test('keeps the chance of a class without a value', () => {
		const [free, ...others] = tilted([0.3, 0.1, 0.2, 0.4], [NaN, 0, 1, 2], 1.8, 2);
		expect(free).toBeCloseTo(0.3, 5);
		expect(others[0]).toBeLessThan(0.1);
		expect(others[2]).toBeGreaterThan(0.4);
	});

	test('keeps the proportion of classes of one value', () => {
		const [one, other] = tilted([0.1, 0.3, 0.6], [1, 1, 0], 0.8, 1);
		expect(other! / one!).toBeCloseTo(3, 4);
	});

	test('makes nothing possible that was not', () => {
		const logits = Float32Array.from([0, -Infinity, -30]);
		tilt(logits, [0, 1, 2], { low: 2, high: 2 });
		expect([...logits]).toEqual([0, -Infinity, -30]);
	});

	test('goes as far as it can towards what is out of reach', () => {
		expect(meanOf(tilted(even, steps, 90, 99), steps)).toBeGreaterThan(4.95);
	});
});
