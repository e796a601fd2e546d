import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, serveBuild, type Site } from './chromium';
import type { ListenPage } from './listenPage/page';

/** The built worker, in real Chromium, on a page of its own. */
let site: Site;
let browser: Browser;

declare global {
	interface Window {
		readonly listenPage: ListenPage;
	}
}

beforeAll(async () => {
	site = await serveBuild(new URL('./listenPage/', import.meta.url));
	browser = await launchChromium();
});

afterAll(async () => {
	await browser.close();
	await site.close();
});

test('the worker fetches the network from our own origin when it first hears, and tells the notes', async () => {
	const page = await browser.newPage();
	const requests: string[] = [];
	page.on('request', (request) => requests.push(request.url()));
	await page.goto(site.url);
	await page.waitForFunction(() => 'listenPage' in window);
	expect(requests.filter((url) => /model|group1|wasm/.test(url))).toEqual([]);
	const pitches = [52, 55, 59, 64, 62, 59, 55, 57];
	const played = pitches.map((pitch, index) => ({
		onset: index * 0.3,
		pitch,
		end: (index + 1) * 0.3
	}));
	const loop = await page.evaluate(([plucks, seconds]) => window.listenPage.hear(plucks, seconds), [
		played,
		pitches.length * 0.3
	] as const);
	expect(loop.kind === 'notes' && loop.notes.map(({ pitch }) => pitch)).toEqual(pitches);
	expect(requests.some((url) => url.includes('group1'))).toBe(true);
	const foreign = requests.filter((url) => !url.startsWith(site.url) && !url.startsWith('data:'));
	expect(foreign).toEqual([]);
	await page.close();
});
