import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { drawClass, SeededDraws, uniformAt } from '../../src/composer/seededMultinomial';
import { backends, draws } from './tfNode';

/** 99.9th percentile of chi-square with 5 degrees of freedom. */
const UNLIKELY = 20.5;
const PROBABILITIES = [0.5, 0.2, 0.15, 0.1, 0.04, 0.01];

function chiSquare(drawn: Iterable<number>): number {
	const counts = PROBABILITIES.map(() => 0);
	let total = 0;
	for (const outcome of drawn) {
		counts[outcome]!++;
		total++;
	}
	return PROBABILITIES.reduce((sum, probability, outcome) => {
		const expected = probability * total;
		return sum + (counts[outcome]! - expected) ** 2 / expected;
	}, 0);
}

test('the inverse of the distribution is exact at its steps', () => {
	const logits = PROBABILITIES.map(Math.log);
	expect([0, 0.49, 0.51, 0.69, 0.71, 0.995, 0.9999999].map((at) => drawClass(logits, at))).toEqual([
		0, 0, 1, 1, 2, 5, 5
	]);
});

test('uniform numbers differ by seed and by sample, and lie in [0, 1)', () => {
	const all = [1, 2, -5].flatMap((seed) => [0, 1, 2].map((sample) => uniformAt(seed, sample)));
	expect(new Set(all).size).toBe(9);
	expect(all.every((number) => number >= 0 && number < 1)).toBe(true);
});

test('the same seed gives the same draws', () => {
	const own = new SeededDraws();
	const some = (seed: number) => {
		own.seed(seed);
		return Array.from({ length: 5 }, () => own.next());
	};
	expect(some(3)).toEqual(some(3));
	expect(some(3)).not.toEqual(some(4));
});

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
	test.each([
		['one sample a call', 4000, 1],
		['many samples a call', 1, 4000]
	])('draws follow the distribution, %s', async (_, calls, samples) => {
		await backends.use(backend);
		expect(tf.getBackend()).toBe(backend);
		draws.seed(11);
		const logits = tf.tensor1d(PROBABILITIES.map((probability) => Math.log(probability) - 40));
		const drawn: number[] = [];
		for (let call = 0; call < calls; call++) {
			const outcome = tf.multinomial(logits, samples);
			drawn.push(...outcome.dataSync());
			outcome.dispose();
		}
		logits.dispose();
		expect(chiSquare(drawn)).toBeLessThan(UNLIKELY);
	});

	test('each row is drawn from its own distribution, and probabilities are taken as they are', async () => {
		await backends.use(backend);
		const rows = tf.tensor2d([
			[0, 1, 0],
			[1, 0, 0]
		]);
		expect([...tf.multinomial(rows, 3, 1, true).dataSync()]).toEqual([1, 1, 1, 0, 0, 0]);
	});
});
