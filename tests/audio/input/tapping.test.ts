import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLICK_COUNT, estimateFromTaps } from '../../../src/audio/input/tapping';
import { seededRandom } from '../../../src/lib/random';
import { frames } from '../../../src/music/units';

const RATE = 48_000;
const at = Array.from({ length: CLICK_COUNT }, (_, click) => frames(10_000 + click * RATE));
const clicks = { at, sampleRate: RATE };

/** One tap a click, so late and so uneven, in seconds. */
function taps(late: number, uneven = 0, seed = 1) {
	const random = seededRandom(seed);
	return at.map((click) => frames(click + (late + uneven * (2 * random() - 1)) * RATE));
}

test('an even tapper is late by what the output is late', () => {
	fc.assert(
		fc.property(fc.double({ min: 0, max: 0.6, noNaN: true }), fc.integer(), (late, seed) => {
			const estimate = estimateFromTaps(clicks, taps(late, 0.02, seed));
			expect(estimate.kind).toBe('found');
			if (estimate.kind !== 'found') return;
			expect(Math.abs(estimate.delayFrames - late * RATE)).toBeLessThan(0.02 * RATE);
			expect(estimate.confidence).toBeGreaterThanOrEqual(0.5);
		})
	);
});

test('one tap that went wrong and two that are missing change nothing', () => {
	const some = taps(0.2).map((tap, index) => (index === 3 ? frames(tap + 9000) : tap));
	const estimate = estimateFromTaps(clicks, some.slice(0, -2));
	expect(estimate).toMatchObject({ kind: 'found', delayFrames: 0.2 * RATE });
});

test('taps a little before the clicks mean no delay', () => {
	expect(estimateFromTaps(clicks, taps(-0.02))).toMatchObject({ kind: 'found', delayFrames: 0 });
});

test.each([
	['too-few', []],
	['too-few', taps(0.1).slice(0, 6)],
	['uneven', taps(0.2, 0.15)],
	['early', taps(-0.15)]
] as const)('taps that are %s are refused with a sentence that says what to do', (reason, some) => {
	const estimate = estimateFromTaps(clicks, some);
	expect(estimate).toMatchObject({ kind: 'refused', reason });
	expect(estimate.kind === 'refused' && estimate.sentence).toMatch(/^The.* try again\.$/);
});
