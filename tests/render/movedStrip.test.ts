import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TRACK_EFFECTS } from '../../src/music/looper';
import { launchChromium, serveBuild, type Site } from './chromium';
import type { TrackStripPage } from './trackStripPage/page';

let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	site = await serveBuild(new URL('./trackStripPage/', import.meta.url));
	browser = await launchChromium();
	page = await browser.newPage();
	await page.goto(site.url);
	await page.waitForFunction(() => 'strips' in window);
});

afterAll(async () => {
	await browser.close();
	await site.close();
});

declare global {
	interface Window {
		readonly strips: TrackStripPage;
	}
}

describe('a strip without effects', () => {
	test.each(TRACK_EFFECTS)('lets every bit by again after its %s has rung out', async (effect) => {
		const heard = await page.evaluate(async (effect) => {
			const { BLOCK, blockAt, cut, DEFAULT_TRACK, difference, noise, RATE } = window.strips;
			const sound = noise(8 * RATE, 0.5, 2);
			const settings = window.strips.withEffects({ [effect]: 0.7 });
			const busy: (readonly string[])[] = [];
			const all = await window.strips.renderMoved({ seconds: 8, sound, settings }, [
				[
					0.6,
					(strip) => {
						strip.set(DEFAULT_TRACK, 'smooth');
					}
				],
				[7.5, (strip) => busy.push(strip.busyEffects)]
			]);
			const changed = (from: number, to?: number) =>
				difference(cut(all, from, to), cut(sound, from, to));
			return { busy, before: changed(0, RATE / 2), after: changed(blockAt(7.5) + BLOCK) };
		}, effect);
		expect(heard.busy).toEqual([[]]);
		expect(heard.before).toBeGreaterThan(0.05);
		expect(heard.after).toBe(0);
	});
});

test.each([
	['level', { level: 0 }],
	['pan', { pan: -1 }]
])('a jump of the %s is a glide that is over after 40 ms', async (_name, jump) => {
	const heard = await page.evaluate(async (jump) => {
		const { blockAt, largestStep, RATE, renderMoved, stereo, withEffects } = window.strips;
		const { left } = await renderMoved({ seconds: 0.5, sound: stereo(RATE / 2, () => 0.5) }, [
			[
				0.2,
				(strip) => {
					strip.set(withEffects({}, jump), 'smooth');
				}
			]
		]);
		const distance = (seconds: number) =>
			Math.abs(left[blockAt(0.2) + seconds * RATE]! - left[RATE / 2 - 1]!);
		return { step: largestStep(left), halfway: distance(0.02), end: distance(0.04) };
	}, jump);
	expect(heard.step).toBeLessThan(0.004);
	expect(heard.halfway).toBeLessThan(0.02);
	expect(heard.end).toBeLessThan(0.001);
});

describe('switching an effect on and off', () => {
	test.each(TRACK_EFFECTS)('makes no click: %s', async (effect) => {
		const steps = await page.evaluate(async (effect) => {
			const { DEFAULT_TRACK, largestStep, RATE, sine, stereo } = window.strips;
			const sound = stereo(3 * RATE, sine(110, 0.4));
			const on = window.strips.withEffects({ [effect]: 0.8 });
			const times = [0.1, 0.31, 0.32, 0.325, 0.9, 1.4, 1.403];
			const switched = await window.strips.renderMoved(
				{ seconds: 3, sound },
				times.map((at, count) => [
					at,
					(strip) => {
						strip.set(count % 2 === 0 ? on : DEFAULT_TRACK, 'smooth');
					}
				])
			);
			const steady = await window.strips.renderStrip({ seconds: 3, sound, settings: on });
			return {
				switched: largestStep(switched.left),
				steady: largestStep(steady.left, 4_800),
				dry: largestStep(sound.left),
				gliding: 0.8 / (0.005 * RATE)
			};
		}, effect);
		expect(steps.switched).toBeLessThan(Math.max(steps.dry, steps.steady) + steps.gliding);
	});

	test.each(['delay', 'reverb'] as const)('lets the %s ring out', async (effect) => {
		const heard = await page.evaluate(async (effect) => {
			const { blockAt, cut, DEFAULT_TRACK, peak, RATE, sine, stereo } = window.strips;
			const sound = stereo(RATE / 4, sine(330, 0.8));
			const settings = window.strips.withEffects({ [effect]: 1 });
			const plan = { seconds: 8, sound, settings };
			const all = await window.strips.renderMoved(plan, [
				[
					0.25,
					(strip) => {
						strip.set(DEFAULT_TRACK, 'smooth');
					}
				],
				...[2, 4, 6, 7.5].map((at) => [at, () => undefined] as const)
			]);
			const left = await window.strips.renderStrip(plan);
			const from = blockAt(0.25) + 0.1 * RATE;
			return {
				ringing: peak(cut(all, RATE / 2, RATE)),
				changed: window.strips.difference(cut(all, from), cut(left, from)),
				step: window.strips.largestStep(all.left, from),
				end: peak(cut(all, 7.6 * RATE))
			};
		}, effect);
		expect(heard.ringing).toBeGreaterThan(0.02);
		expect(heard.changed).toBeLessThan(2e-4);
		expect(heard.step).toBeLessThan(0.05);
		expect(heard.end).toBe(0);
	});
});

test.each(TRACK_EFFECTS)(
	'the %s sounds again after it was gone, with nothing old in it',
	async (effect) => {
		const heard = await page.evaluate(async (effect) => {
			const { cut, DEFAULT_TRACK, difference, peak, RATE, renderMoved, sine } = window.strips;
			const tone = sine(220, 0.5);
			const sound = window.strips.stereo(10 * RATE, (frame) =>
				frame < RATE || frame >= 8 * RATE ? tone(frame) : 0
			);
			const on = window.strips.withEffects({ [effect]: 1 });
			const all = await renderMoved({ seconds: 10, sound, settings: on }, [
				[
					1,
					(strip) => {
						strip.set(DEFAULT_TRACK, 'smooth');
					}
				],
				[
					7.5,
					(strip) => {
						strip.set(on, 'smooth');
					}
				]
			]);
			const fresh = await renderMoved({ seconds: 10, sound }, [
				[
					7.5,
					(strip) => {
						strip.set(on, 'smooth');
					}
				]
			]);
			const from = 7.7 * RATE;
			return {
				old: peak(cut(all, from, 8 * RATE)),
				unlikeFresh: difference(cut(all, from), cut(fresh, from)),
				unlikeDry: difference(cut(all, from), cut(sound, from))
			};
		}, effect);
		expect(heard.old).toBe(0);
		expect(heard.unlikeFresh).toBeLessThan(1e-6);
		expect(heard.unlikeDry).toBeGreaterThan(0.1);
	}
);

test('the delay follows a new tempo without a click', async () => {
	const step = await page.evaluate(async () => {
		const { bpm, largestStep, RATE, sine, stereo, TUNING, withEffects } = window.strips;
		const sound = stereo(3 * RATE, sine(110, 0.4));
		const plan = { seconds: 3, sound, settings: withEffects({ delay: 1 }) };
		const { left } = await window.strips.renderMoved(plan, [
			[
				1,
				(strip) => {
					strip.tune({ ...TUNING, bpm: bpm(97) }, 'smooth');
				}
			]
		]);
		return largestStep(left);
	});
	expect(step).toBeLessThan(0.02);
});
