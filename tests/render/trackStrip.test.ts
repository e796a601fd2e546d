import { describe, expect, test } from 'vitest';
import { cut, difference, noise, peak, RATE, sine, stereo } from './sounds';
import { renderStrip, TUNING, withEffects } from './trackRig';
import { TRACK_EFFECTS } from '../../src/music/looper';
import { bpm } from '../../src/music/units';

test('a strip without effects lets every bit by', async () => {
	const sound = noise(RATE, 1, 1);
	expect(difference(await renderStrip({ seconds: 1, sound }), sound)).toBe(0);
});

test('level is a factor', async () => {
	const sound = noise(4_800, 1, 3);
	const settings = withEffects({}, { level: 0.25 });
	const quarter = stereo(
		4_800,
		(frame) => sound.left[frame]! / 4,
		(frame) => sound.right[frame]! / 4
	);
	expect(difference(await renderStrip({ seconds: 0.1, sound, settings }), quarter)).toBe(0);
});

test.each([
	[-1, 0.3, 0.2],
	[-0.5, 0.3, 0.2],
	[0, 0.3, 0.2],
	[0.25, 0.3, 0.2],
	[0.5, 0.5, 0],
	[1, 0.3, 0.2]
])('pan %d moves the other channel over with equal power', async (pan, left, right) => {
	const sound = stereo(
		480,
		() => left,
		() => right
	);
	const settings = withEffects({}, { pan });
	const heard = await renderStrip({ seconds: 0.01, sound, settings });
	const stays = Math.cos((Math.abs(pan) * Math.PI) / 2);
	const moves = Math.sin((Math.abs(pan) * Math.PI) / 2);
	const expected =
		pan < 0 ? [left + right * moves, right * stays] : [left * stays, right + left * moves];
	expect(heard.left[300]).toBeCloseTo(expected[0]!, 5);
	expect(heard.right[300]).toBeCloseTo(expected[1]!, 5);
});

describe('the amounts', () => {
	const rms = ({ left }: { left: Float32Array }, from: number) =>
		Math.sqrt(
			left.subarray(from).reduce((sum, sample) => sum + sample * sample, 0) / (left.length - from)
		);

	test('of the filter close it from above', async () => {
		const high = stereo(RATE, sine(4_000, 0.5));
		const levels: number[] = [];
		for (const filter of [0.1, 0.4, 0.6, 0.8, 1]) {
			const settings = withEffects({ filter });
			levels.push(rms(await renderStrip({ seconds: 1, sound: high, settings }), RATE / 2));
		}
		expect(levels).toEqual(levels.toSorted((one, other) => other - one));
		expect(levels[0]).toBeCloseTo(0.5 / Math.SQRT2, 2);
		expect(levels.at(-1)).toBeLessThan(1e-4);
	});

	test.each(TRACK_EFFECTS)('of the %s keep an ordinary sound about as loud', async (effect) => {
		const sound = stereo(3 * RATE, (frame) => 0.2 * (sine(110, 1)(frame) + sine(277, 0.7)(frame)));
		const before = rms(sound, RATE);
		for (const amount of [0.05, 0.3, 0.6, 1]) {
			const settings = withEffects({ [effect]: amount });
			const after = rms(await renderStrip({ seconds: 3, sound, settings }), RATE);
			const decibels = 20 * Math.log10(after / before);
			expect(decibels).toBeGreaterThan(-6);
			expect(decibels).toBeLessThan(4);
		}
	});
});

describe('the delay', () => {
	const click = stereo(16, () => 0.5);
	const settings = withEffects({ delay: 1 });

	test.each([60, 120, 240])('echoes after a dotted eighth at %d bpm', async (tempo) => {
		const heard = await renderStrip({
			seconds: 3,
			sound: click,
			settings,
			tuning: { ...TUNING, bpm: bpm(tempo) }
		});
		const echo = Math.round(((60 / tempo) * 0.75 - 0.001) * RATE);
		expect(peak(cut(heard, 500, echo))).toBe(0);
		expect(peak(cut(heard, echo, echo + 300))).toBeGreaterThan(0.1);
	});
});
