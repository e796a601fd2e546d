import { describe, expect, test } from 'vitest';
import { BLOCK, blockAt, renderMoved } from './movedStrip';
import { cut, difference, largestStep, noise, peak, RATE, sine, stereo } from './sounds';
import { renderStrip, TUNING, withEffects } from './trackRig';
import type { TrackStrip } from '../../src/audio/tracks/trackStrip';
import { DEFAULT_TRACK, TRACK_EFFECTS, type TrackSettings } from '../../src/music/looper';
import { bpm } from '../../src/music/units';

const setTo = (settings: TrackSettings) => (strip: TrackStrip) => {
	strip.set(settings, 'smooth');
};

describe('a strip without effects', () => {
	test.each(TRACK_EFFECTS)('lets every bit by again after its %s has rung out', async (effect) => {
		const sound = noise(8 * RATE, 0.5, 2);
		const settings = withEffects({ [effect]: 0.7 });
		const busy: (readonly string[])[] = [];
		const heard = await renderMoved({ seconds: 8, sound, settings }, [
			[0.6, setTo(DEFAULT_TRACK)],
			[7.5, (strip) => busy.push(strip.busyEffects)]
		]);
		const changed = (from: number, to?: number) =>
			difference(cut(heard, from, to), cut(sound, from, to));
		expect(busy).toEqual([[]]);
		expect(changed(0, RATE / 2)).toBeGreaterThan(0.05);
		expect(changed(blockAt(7.5) + BLOCK)).toBe(0);
	});
});

test.each([
	['level', { level: 0 }],
	['pan', { pan: -1 }]
])('a jump of the %s is a glide that is over after 40 ms', async (_name, jump) => {
	const sound = stereo(RATE / 2, () => 0.5);
	const { left } = await renderMoved({ seconds: 0.5, sound }, [
		[0.2, setTo(withEffects({}, jump))]
	]);
	const distance = (seconds: number) =>
		Math.abs(left[blockAt(0.2) + seconds * RATE]! - left[RATE / 2 - 1]!);
	expect(largestStep(left)).toBeLessThan(0.004);
	expect(distance(0.02)).toBeLessThan(0.02);
	expect(distance(0.04)).toBeLessThan(0.001);
});

describe('switching an effect on and off', () => {
	test.each(TRACK_EFFECTS)('makes no click: %s', async (effect) => {
		const sound = stereo(3 * RATE, sine(110, 0.4));
		const on = withEffects({ [effect]: 0.8 });
		const times = [0.1, 0.31, 0.32, 0.325, 0.9, 1.4, 1.403];
		const switched = await renderMoved(
			{ seconds: 3, sound },
			times.map((at, count) => [at, setTo(count % 2 === 0 ? on : DEFAULT_TRACK)])
		);
		const steady = await renderStrip({ seconds: 3, sound, settings: on });
		const gliding = 0.8 / (0.005 * RATE);
		expect(largestStep(switched.left)).toBeLessThan(
			Math.max(largestStep(sound.left), largestStep(steady.left, 4_800)) + gliding
		);
	});

	test.each(['delay', 'reverb'] as const)('lets the %s ring out', async (effect) => {
		const sound = stereo(RATE / 4, sine(330, 0.8));
		const plan = { seconds: 8, sound, settings: withEffects({ [effect]: 1 }) };
		const heard = await renderMoved(plan, [
			[0.25, setTo(DEFAULT_TRACK)],
			...[2, 4, 6, 7.5].map((at) => [at, () => undefined] as const)
		]);
		const left = await renderStrip(plan);
		const from = blockAt(0.25) + 0.1 * RATE;
		expect(peak(cut(heard, RATE / 2, RATE))).toBeGreaterThan(0.02);
		expect(difference(cut(heard, from), cut(left, from))).toBeLessThan(2e-4);
		expect(largestStep(heard.left, from)).toBeLessThan(0.05);
		expect(peak(cut(heard, 7.6 * RATE))).toBe(0);
	});
});

test.each(TRACK_EFFECTS)(
	'the %s sounds again after it was gone, with nothing old in it',
	async (effect) => {
		const tone = sine(220, 0.5);
		const sound = stereo(10 * RATE, (frame) =>
			frame < RATE || frame >= 8 * RATE ? tone(frame) : 0
		);
		const on = withEffects({ [effect]: 1 });
		const heard = await renderMoved({ seconds: 10, sound, settings: on }, [
			[1, setTo(DEFAULT_TRACK)],
			[7.5, setTo(on)]
		]);
		const fresh = await renderMoved({ seconds: 10, sound }, [[7.5, setTo(on)]]);
		const from = 7.7 * RATE;
		expect(peak(cut(heard, from, 8 * RATE))).toBe(0);
		expect(difference(cut(heard, from), cut(fresh, from))).toBeLessThan(1e-6);
		expect(difference(cut(heard, from), cut(sound, from))).toBeGreaterThan(0.1);
	}
);

test('the delay follows a new tempo without a click', async () => {
	const sound = stereo(3 * RATE, sine(110, 0.4));
	const plan = { seconds: 3, sound, settings: withEffects({ delay: 1 }) };
	const { left } = await renderMoved(plan, [
		[
			1,
			(strip) => {
				strip.tune({ ...TUNING, bpm: bpm(97) }, 'smooth');
			}
		]
	]);
	expect(largestStep(left)).toBeLessThan(0.02);
});
