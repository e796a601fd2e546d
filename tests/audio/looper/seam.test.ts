import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fadeOut } from '../../../src/audio/looper/seam';

const share = fc.double({ min: 0, max: 1, noNaN: true });

test('the power of a crossfade stays the same, however alike its sides are', () => {
	fc.assert(
		fc.property(share, share, (passed, likeness) => {
			const away = fadeOut(passed, likeness);
			const into = fadeOut(1 - passed, likeness);
			expect(away ** 2 + into ** 2 + 2 * likeness * away * into).toBeCloseTo(1, 9);
		})
	);
});

test('the gains of two sides that are the same sum to 1', () => {
	fc.assert(
		fc.property(share, (passed) => {
			expect(fadeOut(passed, 1) + fadeOut(1 - passed, 1)).toBeCloseTo(1, 9);
		})
	);
});
