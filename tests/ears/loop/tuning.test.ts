import { expect, test } from 'vitest';
import { BINS, BINS_A_KEY, KEYS } from '../../../src/ears/loop/activations';
import { tuningOf, tuningSums, type TuningSums } from '../../../src/ears/loop/tuning';

/** What keys say that sound for all of the frames, each so many cents off. */
function sounding(
	count: number,
	keys: readonly number[],
	cents: (frame: number) => number
): TuningSums {
	const contours = new Float32Array(count * BINS);
	for (let frame = 0; frame < count; frame++) {
		for (const key of keys) {
			const middle = BINS_A_KEY * key + 1 + (cents(frame) * BINS_A_KEY) / 100;
			for (let bin = 0; bin < BINS; bin++) {
				contours[frame * BINS + bin]! += Math.exp(-((bin - middle) ** 2));
			}
		}
	}
	const keysOfAll = new Float32Array(count * KEYS);
	const told = { count, contours, onsets: keysOfAll, frames: keysOfAll };
	return tuningSums(told, 0, count);
}

test.each([-45, -40, -10, 0, 15, 40, 45])('%i cents off are told', (cents) => {
	expect(tuningOf(sounding(60, [20, 32, 47], () => cents))).toBeCloseTo(cents, -1);
});

test('half a second tells no tuning, nor does silence', () => {
	expect(tuningOf(sounding(30, [20], () => 0))).toBeNull();
	expect(tuningOf(sounding(100, [], () => 0))).toBeNull();
});

test('a glide agrees on nothing', () => {
	expect(tuningOf(sounding(120, [20], (frame) => frame * 5))).toBeNull();
});
