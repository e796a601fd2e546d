import { describe, expect, test } from 'vitest';
import { IMPULSE_SECONDS, impulseResponse } from '../../../src/audio/tracks/impulseResponse';

const energy = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0);

describe.each([44_100, 48_000, 96_000])('the hall at %d frames a second', (rate) => {
	const sides = impulseResponse(rate);
	const [left, right] = [sides[0]!, sides[1]!];

	test('is the same each time', () => {
		impulseResponse(rate).forEach((again, index) => {
			const side = sides[index]!;
			expect(again.every((sample, frame) => sample === side[frame])).toBe(true);
		});
	});

	test('is as loud on both sides, and as what comes in', () => {
		expect(sides.map(energy)).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)]);
	});

	test('is wide: the sides have little in common', () => {
		const shared = left.reduce((sum, sample, frame) => sum + sample * right[frame]!, 0);
		expect(Math.abs(shared)).toBeLessThan(0.15);
	});

	test('falls by 60 dB in 1.8 seconds and ends in silence', () => {
		const around = (seconds: number) => {
			const from = Math.round(seconds * rate);
			return energy(left.subarray(from, from + Math.round(0.05 * rate)));
		};
		const fallen = 10 * Math.log10(around(0.1) / around(1.9));
		expect(fallen).toBeGreaterThan(58);
		expect(fallen).toBeLessThan(75);
		expect(left).toHaveLength(Math.round(IMPULSE_SECONDS * rate));
		expect(Math.abs(left.at(-1)!)).toBeLessThan(1e-6);
	});
});
