import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Greedy, Sampler, type Manner } from '../../../src/composer/transformer/choosers';
import { seededRandom } from '../../../src/lib/random';

const FREE: Manner = { temperature: 1, topP: 1, minP: 0 };
const DRAWS = 20_000;
const CHANCES = [0.5, 0.25, 0.15, 0.06, 0.04];

const logitsOf = (chances: readonly number[]) =>
	Float32Array.from(chances, (chance) => Math.log(chance));
const all = new Uint8Array(CHANCES.length).fill(1);

/** How often each class is drawn, of 1. */
function sharesOf(sampler: Sampler, logits = logitsOf(CHANCES), allowed = all): number[] {
	const counts = new Array<number>(logits.length).fill(0);
	for (let draw = 0; draw < DRAWS; draw++) counts[sampler.choose(logits, allowed)]!++;
	return counts.map((count) => count / DRAWS);
}
const drawing = (difference: Partial<Manner> = {}) =>
	new Sampler(seededRandom(3), { ...FREE, ...difference });

const expectShares = (shares: readonly number[], weights: readonly number[]) => {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	for (const [index, weight] of weights.entries()) {
		if (weight === 0) expect(shares[index]).toBe(0);
		else expect(Math.abs(shares[index]! - weight / total)).toBeLessThan(0.015);
	}
};

/** Logits of which no two are alike, with any mask that allows something, and any manner. */
const draws = fc
	.record({
		logits: fc.uniqueArray(fc.integer({ min: -80, max: 80 }), { minLength: 1 }),
		free: fc.nat(),
		mask: fc.infiniteStream(fc.boolean()),
		temperature: fc.double({ min: 0, max: 2, noNaN: true }),
		topP: fc.double({ min: 0, max: 1, noNaN: true }),
		minP: fc.double({ min: 0, max: 1, noNaN: true }),
		seed: fc.nat()
	})
	.map(({ logits, free, mask, seed, ...manner }) => {
		const allowed = Uint8Array.from(logits, () => (mask.next().value ? 1 : 0));
		allowed[free % logits.length] = 1;
		return { logits: Float32Array.from(logits), allowed, manner, seed };
	});

describe('a chooser', () => {
	test('takes only what is allowed, whatever the manner', () => {
		fc.assert(
			fc.property(draws, ({ logits, allowed, manner, seed }) => {
				const sampler = new Sampler(seededRandom(seed), manner);
				for (const chooser of [new Greedy(), sampler, sampler.hotter]) {
					expect(allowed[chooser.choose(logits, allowed)]).toBe(1);
				}
			})
		);
	});

	test.each([
		['top-p is 0', { topP: 0 }],
		['min-p is 1', { minP: 1 }],
		['the temperature is 0', { temperature: 0 }]
	])('takes the likeliest of what is allowed when %s', (_, greedy) => {
		fc.assert(
			fc.property(draws, ({ logits, allowed, seed }) => {
				const sampler = new Sampler(seededRandom(seed), { ...FREE, ...greedy });
				const likeliest = Math.max(...logits.filter((_logit, index) => allowed[index] === 1));
				expect(logits[sampler.choose(logits, allowed)]).toBe(likeliest);
			})
		);
	});

	test('that is greedy takes the first of equals', () => {
		expect(new Greedy().choose(Float32Array.of(1, 4, 4, 2), all)).toBe(1);
		expect(new Greedy().choose(Float32Array.of(1, 4, 4, 2), Uint8Array.of(1, 0, 0, 1))).toBe(3);
	});
});

describe('the share of draws', () => {
	test('is the chance of each class', () => {
		expectShares(sharesOf(drawing()), CHANCES);
	});

	test('is parted among what is allowed', () => {
		const shares = sharesOf(drawing(), logitsOf(CHANCES), Uint8Array.of(0, 1, 0, 1, 1));
		expectShares(shares, [0, 0.25, 0, 0.06, 0.04]);
	});

	test.each([0.5, 2])('follows a temperature of %d', (temperature) => {
		const weights = CHANCES.map((chance) => chance ** (1 / temperature));
		expectShares(sharesOf(drawing({ temperature })), weights);
	});

	test('is flatter when the chooser is hotter', () => {
		const weights = CHANCES.map((chance) => chance ** (1 / 1.25));
		expectShares(sharesOf(drawing().hotter), weights);
	});

	test('is nought outside the fewest classes that hold top-p', () => {
		expectShares(sharesOf(drawing({ topP: 0.74 })), [0.5, 0.25, 0, 0, 0]);
		expectShares(sharesOf(drawing({ topP: 0.8 })), [0.5, 0.25, 0.15, 0, 0]);
	});

	test('is nought below min-p of the likeliest', () => {
		expectShares(sharesOf(drawing({ minP: 0.29 })), [0.5, 0.25, 0.15, 0, 0]);
		expectShares(sharesOf(drawing({ minP: 0.1 })), [0.5, 0.25, 0.15, 0.06, 0]);
	});

	test('is the same for the same seed, however large the logits are', () => {
		const raised = logitsOf(CHANCES).map((logit) => logit + 64);
		const [low, high] = [drawing(), drawing()];
		for (let draw = 0; draw < 100; draw++) {
			expect(high.choose(raised, all)).toBe(low.choose(logitsOf(CHANCES), all));
		}
	});
});
