import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputLevel } from '../../../src/ui/tracks/inputLevel';

/** The level after one peak after the other, 20 ms apart. */
function heard(...peaks: readonly number[]): InputLevel {
	const level = new InputLevel();
	for (const [index, peak] of peaks.entries()) level.hear(peak, index * 20);
	return level;
}

const lasting = (peak: number, seconds: number) => new Array<number>(seconds * 50).fill(peak);

test('the meter is empty in silence and full at the loudest sample', () => {
	expect(heard(0).share).toBe(0);
	expect(heard(1).share).toBe(1);
	expect(heard(0.1).share).toBeCloseTo(2 / 3, 10);
});

test('the meter stays within its scale and never shows less than what sounds now', () => {
	const peak = fc.double({ min: 0, max: 2, noNaN: true });
	fc.assert(
		fc.property(fc.array(peak, { minLength: 1 }), peak, (before, last) => {
			const { share } = heard(...before, Math.min(1, last));
			expect(share).toBeGreaterThanOrEqual(heard(Math.min(1, last)).share - 1e-12);
			expect(share).toBeGreaterThanOrEqual(0);
		})
	);
});

test('the meter rises at once and falls slowly', () => {
	const risen = heard(0, 0.5).share;
	const later = heard(0, 0.5, 0).share;
	expect(risen).toBeGreaterThan(0.85);
	expect(later).toBeLessThan(risen);
	expect(later).toBeGreaterThan(risen - 0.05);
	expect(heard(0.5, ...lasting(0, 3)).share).toBe(0);
});

test('a clipped sample is said for two seconds', () => {
	expect(heard(0.5).hint).toBe('none');
	expect(heard(1).hint).toBe('clips');
	expect(heard(1, ...lasting(0.1, 1)).hint).toBe('clips');
	expect(heard(1, ...lasting(0.1, 2)).hint).toBe('none');
});

test('playing too quietly is said after a while, a silent room never', () => {
	expect(heard(...lasting(0.01, 2)).hint).toBe('none');
	expect(heard(...lasting(0.01, 5)).hint).toBe('quiet');
	expect(heard(...lasting(0.01, 5), 0.3).hint).toBe('none');
	expect(heard(...lasting(0.0005, 60)).hint).toBe('none');
});
