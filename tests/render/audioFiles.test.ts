import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loudness } from '../store/audioFiles/loudness';
import type { AudioFilesPage } from './audioFilesPage/page';
import { launchChromium, serveBuild, type Site } from './chromium';

const RATE = 48_000;

let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	site = await serveBuild(new URL('./audioFilesPage/', import.meta.url));
	browser = await launchChromium();
	page = await browser.newPage();
	await page.goto(site.url);
	await page.waitForFunction(() => 'audioFiles' in window);
});

afterAll(async () => {
	await browser.close();
	await site.close();
});

declare global {
	interface Window {
		readonly audioFiles: AudioFilesPage;
	}
}

const fixture = (name: string) => [
	...readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url))
];
const read = (bytes: readonly number[]) =>
	page.evaluate(([file, rate]) => window.audioFiles.read(file, rate), [bytes, RATE] as const);

test.each(['tones.flac', 'tones.mp3', 'tones.ogg'])(
	'the browser decodes %s, left and right in their places, at our rate',
	async (name) => {
		const { reason, channels } = await read(fixture(name));
		expect(reason).toBeNull();
		expect(channels).toHaveLength(2);
		// Chromium leaves the last 128 frames of Vorbis out.
		expect(channels[0]!.length).toBeGreaterThanOrEqual(Math.floor((4282 / 44_100) * RATE));
		expect(channels[0]!.length).toBeLessThanOrEqual(0.1 * RATE);
		expect(channels[0]!.findIndex((sample) => Math.abs(sample) > 0.1)).toBeLessThan(6);
		expect(loudness(channels[0]!, 440, RATE)).toBeCloseTo(0.5, 1);
		expect(loudness(channels[1]!, 660, RATE)).toBeCloseTo(0.5, 1);
		expect(loudness(channels[0]!, 660, RATE)).toBeLessThan(0.05);
	}
);

test('what the browser cannot decode is refused with a reason', async () => {
	const flac = fixture('tones.flac');
	expect((await read(flac.fill(7, 42))).reason).toBe('damaged');
	expect((await read([1, 2, 3, 4, 5, 6, 7, 8])).reason).toBe('not-audio');
});
