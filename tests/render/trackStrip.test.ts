import { describe, expect, test } from 'vitest';
import {
	cut,
	difference,
	noise,
	peak,
	renderStrip,
	sine,
	stereo,
	TUNING,
	withEffects
} from './trackRig';
import { largestStep, RATE } from './webAudio';
import { DEFAULT_TRACK, TRACK_EFFECTS, type TrackEffect } from '../../src/music/looper';
import { bpm } from '../../src/music/units';

const BLOCK = 128 / RATE;
/** The first moment of a block at or after `seconds`. */
const block = (seconds: number) => Math.ceil(seconds / BLOCK) * BLOCK;

describe('a strip without effects', () => {
	test('lets every bit by', async () => {
		const sound = noise(RATE, 1, 1);
		expect(difference(await renderStrip({ seconds: 1, sound }), sound)).toBe(0);
	});

	test.each(TRACK_EFFECTS)('lets every bit by again after its %s has rung out', async (effect) => {
		const sound = noise(8 * RATE, 0.5, 2);
		const offAt = block(0.6);
		const goneAt = block(7.5);
		const settings = withEffects({ [effect]: 0.7 });
		const busy: (readonly TrackEffect[])[] = [];
		const heard = await renderStrip({
			seconds: 8,
			sound,
			settings,
			moves: [
				[
					offAt,
					(strip) => {
						strip.set(DEFAULT_TRACK, 'smooth');
					}
				],
				[
					goneAt,
					(strip) => {
						busy.push(strip.busyEffects);
					}
				]
			]
		});
		expect(busy).toEqual([[]]);
		expect(difference(cut(heard, 0, RATE / 2), cut(sound, 0, RATE / 2))).toBeGreaterThan(0.05);
		const from = Math.round(goneAt * RATE) + 128;
		expect(difference(cut(heard, from), cut(sound, from))).toBe(0);
	});
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

test.each([
	['level', { level: 0 }],
	['pan', { pan: -1 }]
])('a jump of the %s is a glide that is over after 40 ms', async (_name, jump) => {
	const sound = stereo(RATE / 2, () => 0.5);
	const at = block(0.2);
	const heard = await renderStrip({
		seconds: 0.5,
		sound,
		moves: [
			[
				at,
				(strip) => {
					strip.set(withEffects({}, jump), 'smooth');
				}
			]
		]
	});
	expect(largestStep(heard.left)).toBeLessThan(0.004);
	const after = Math.round((at + 0.02) * RATE);
	const distance = (frame: number) => Math.abs(heard.left[frame]! - heard.left[RATE / 2 - 1]!);
	expect(distance(after)).toBeLessThan(0.02);
	expect(distance(Math.round((at + 0.04) * RATE))).toBeLessThan(0.001);
});

describe('switching an effect on and off', () => {
	const sound = stereo(3 * RATE, sine(110, 0.4));
	const steady = async (effect: TrackEffect) => {
		const settings = withEffects({ [effect]: 0.8 });
		return largestStep((await renderStrip({ seconds: 3, sound, settings })).left, 4_800);
	};

	test.each(TRACK_EFFECTS)('makes no click: %s', async (effect) => {
		const on = withEffects({ [effect]: 0.8 });
		const heard = await renderStrip({
			seconds: 3,
			sound,
			moves: [0.1, 0.31, 0.32, 0.325, 0.9, 1.4, 1.403].map((at, count) => [
				block(at),
				(strip) => {
					strip.set(count % 2 === 0 ? on : DEFAULT_TRACK, 'smooth');
				}
			])
		});
		const dry = largestStep(sound.left);
		const gliding = 0.8 / (0.005 * RATE);
		expect(largestStep(heard.left)).toBeLessThan(Math.max(dry, await steady(effect)) + gliding);
	});

	test.each(['delay', 'reverb'] as const)('lets the %s ring out', async (effect) => {
		const burst = stereo(RATE / 4, sine(330, 0.8));
		const offAt = block(0.25);
		const heard = await renderStrip({
			seconds: 8,
			sound: burst,
			settings: withEffects({ [effect]: 1 }),
			moves: [
				[
					offAt,
					(strip) => {
						strip.set(DEFAULT_TRACK, 'smooth');
					}
				],
				...[2, 4, 6, 7.5].map((at) => [block(at), () => undefined] as const)
			]
		});
		const left = await renderStrip({
			seconds: 8,
			sound: burst,
			settings: withEffects({ [effect]: 1 })
		});
		expect(peak(cut(heard, RATE / 2, RATE))).toBeGreaterThan(0.02);
		const from = Math.round((offAt + 0.1) * RATE);
		expect(difference(cut(heard, from), cut(left, from))).toBeLessThan(2e-4);
		expect(largestStep(heard.left, from)).toBeLessThan(0.05);
		expect(peak(cut(heard, Math.round(7.6 * RATE)))).toBe(0);
	});
});

test.each(TRACK_EFFECTS)(
	'the %s sounds again after it was gone, with nothing old in it',
	async (effect) => {
		const sound = stereo(10 * RATE, (frame) =>
			frame < RATE || frame >= 8 * RATE ? sine(220, 0.5)(frame) : 0
		);
		const on = withEffects({ [effect]: 1 });
		const heard = await renderStrip({
			seconds: 10,
			sound,
			settings: on,
			moves: [
				[
					block(1),
					(strip) => {
						strip.set(DEFAULT_TRACK, 'smooth');
					}
				],
				[
					block(7.5),
					(strip) => {
						strip.set(on, 'smooth');
					}
				]
			]
		});
		const fresh = await renderStrip({
			seconds: 10,
			sound,
			moves: [
				[
					block(7.5),
					(strip) => {
						strip.set(on, 'smooth');
					}
				]
			]
		});
		const from = Math.round(7.7 * RATE);
		expect(peak(cut(heard, from, 8 * RATE))).toBe(0);
		expect(difference(cut(heard, from), cut(fresh, from))).toBeLessThan(1e-6);
		expect(difference(cut(heard, from), cut(sound, from))).toBeGreaterThan(0.1);
	}
);

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

	test('follows a new tempo without a click', async () => {
		const heard = await renderStrip({
			seconds: 3,
			sound: stereo(3 * RATE, sine(110, 0.4)),
			settings,
			moves: [
				[
					block(1),
					(strip) => {
						strip.tune({ ...TUNING, bpm: bpm(97) }, 'smooth');
					}
				]
			]
		});
		expect(largestStep(heard.left)).toBeLessThan(0.02);
	});
});
