import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resample } from '../../../src/store/audioFiles/resample';
import { sine } from './sounds';

/** Frames at the ends where the silence around the sound is heard. */
const EDGE_SECONDS = 0.01;
const inDecibels = (share: number) => 20 * Math.log10(share);

/** How far the middle of `samples` is from `wanted`, against full scale. */
function worstError(samples: Float32Array, wanted: Float32Array, rate: number): number {
	const edge = Math.ceil(EDGE_SECONDS * rate);
	let worst = 0;
	for (let frame = edge; frame < samples.length - edge; frame++) {
		worst = Math.max(worst, Math.abs(samples[frame]! - wanted[frame]!));
	}
	return worst;
}

async function one(samples: Float32Array, from: number, to: number): Promise<Float32Array> {
	const [resampled] = await resample([samples], from, to);
	return resampled!;
}

test.each([
	[96_000, 48_000],
	[44_100, 48_000],
	[48_000, 44_100],
	[192_000, 44_100],
	[22_050, 48_000],
	[44_101, 47_999]
])('from %i to %i Hz sines up to 16 kHz stay in place within -80 dB', async (from, to) => {
	const top = Math.min(16_000, 0.38 * Math.min(from, to));
	for (const hertz of [50, 1000, 5000, top]) {
		const resampled = await one(sine(from / 10, hertz, from, 1), from, to);
		const wanted = sine(resampled.length, hertz, to, 1);
		expect(inDecibels(worstError(resampled, wanted, to))).toBeLessThan(-80);
	}
});

test.each([
	[96_000, 48_000],
	[48_000, 44_100],
	[96_000, 44_100]
])('from %i to %i Hz nothing folds back from above the new half', async (from, to) => {
	for (const hertz of [to / 2 + 300, 0.48 * from]) {
		if (hertz < to / 2) continue;
		const resampled = await one(sine(from / 10, hertz, from, 1), from, to);
		const silence = new Float32Array(resampled.length);
		expect(inDecibels(worstError(resampled, silence, to))).toBeLessThan(-80);
	}
});

test('the same rate gives the same samples in a buffer of their own', async () => {
	const samples = sine(100, 440, 48_000);
	const same = await one(samples, 48_000, 48_000);
	expect(same).toEqual(samples);
	expect(same.buffer).not.toBe(samples.buffer);
});

test('an impulse stays at its time, and silence stays silence', async () => {
	const impulse = new Float32Array(9600);
	impulse[4800] = 1;
	const resampled = await one(impulse, 96_000, 48_000);
	const loudest = resampled.reduce((best, value, at) => (value > resampled[best]! ? at : best), 0);
	expect(loudest).toBe(2400);
	expect(await one(new Float32Array(1000), 44_100, 48_000)).toEqual(new Float32Array(1088));
});

test('the length is the nearest to the same time, whatever the rates', async () => {
	const rate = fc.integer({ min: 22_050, max: 96_000 });
	await fc.assert(
		fc.asyncProperty(rate, rate, fc.nat(50), async (from, to, length) => {
			const resampled = await one(new Float32Array(length), from, to);
			expect(resampled).toHaveLength(Math.round((length * to) / from));
		}),
		{ numRuns: 20 }
	);
});

test.each([0, -1, 44_100.5, NaN, 1e6])('a rate of %d Hz is refused', async (rate) => {
	await expect(resample([new Float32Array(1)], 48_000, rate)).rejects.toThrow(RangeError);
});
