import { describe, expect, test } from 'vitest';
import { ranks, spearman } from './spearman';

test('equal values share the mean of their ranks', () => {
	expect(ranks([5, 1, 5, 9])).toEqual([2.5, 1, 2.5, 4]);
});

describe('a rank correlation', () => {
	test.each([
		[[1, 2, 3, 4], [10, 20, 30, 1000], 1],
		[[1, 2, 3, 4], [4, 3, 2, 1], -1],
		// 1 − 6 Σd² / n(n² − 1) does not hold with ties; Pearson's of the ranks does.
		[[1, 1, 2, 2], [1, 2, 2, 3], 3 / Math.sqrt(4 * 4.5)],
		[[1, 2, 3], [7, 7, 7], NaN]
	])('of %j and %j is %d', (asked, measured, rho) => {
		const found = spearman(asked, measured);
		if (Number.isNaN(rho)) expect(found).toBeNaN();
		else expect(found).toBeCloseTo(rho, 10);
	});
});
