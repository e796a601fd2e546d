import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, serveBuild, type Site } from './chromium';
import type { LoopbackPage } from './loopbackPage/page';

let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	site = await serveBuild(new URL('./loopbackPage/', import.meta.url));
	browser = await launchChromium();
	page = await browser.newPage();
	await page.goto(site.url);
	await page.waitForFunction(() => 'loopbacks' in window);
});

afterAll(async () => {
	await browser.close();
	await site.close();
});

declare global {
	interface Window {
		readonly loopbacks: LoopbackPage;
	}
}

test('what is recorded begins with the frame at which the sound does', async () => {
	const recorded = await page.evaluate(async () => {
		const { DELAY, openRoom } = window.loopbacks;
		const { context, listen } = await openRoom();
		const samples = Float32Array.from({ length: 3000 }, (_, frame) => Math.sin(frame * frame) / 2);
		const heard = (await listen().playAndRecord(samples)) ?? new Float32Array();
		await context.close();
		const errors = heard.map((sample, frame) =>
			Math.abs(sample - (frame < DELAY ? 0 : samples[frame - DELAY]!))
		);
		return { length: heard.length, error: Math.max(...errors) };
	});
	expect(recorded.length).toBe(3000);
	expect(recorded.error).toBeLessThan(1e-4);
});

test('the wizard finds a delay in the graph to the frame', async () => {
	const { found, delay } = await page.evaluate(async () => {
		const { CalibrationWizard, DELAY, openRoom } = window.loopbacks;
		const { context, listen } = await openRoom();
		const loopback = listen();
		const wizard = new CalibrationWizard({
			sampleRate: loopback.sampleRate,
			playAndRecord: (samples) => loopback.playAndRecord(samples as Float32Array<ArrayBuffer>),
			playClicks: (count, spacing) => loopback.playClicks(count, spacing),
			stop: () => {
				loopback.stop();
			},
			frameAt: (moment) => loopback.frameAt(moment),
			latencies: () => ({})
		});
		await wizard.measure();
		await context.close();
		return { found: wizard.result?.delayFrames, delay: DELAY };
	});
	expect(found).toBeCloseTo(delay, 2);
});

test('without an input, without audio, or stopped, there is nothing', async () => {
	const recorded = await page.evaluate(async () => {
		const { context, output, listen } = await window.loopbacks.openRoom();
		const samples = new Float32Array(1000);
		const loopback = listen();
		const playing = loopback.playAndRecord(samples);
		loopback.stop();
		const stopped = await playing;
		const deaf = await listen({ input: () => null }).playAndRecord(samples);
		await context.suspend();
		const silent = listen({ input: () => output });
		const nothing = [stopped, deaf, await silent.playAndRecord(samples), silent.playClicks(4, 0.1)];
		await context.close();
		return nothing;
	});
	expect(recorded).toEqual([null, null, null, null]);
});

test('a recorder that cannot be fetched is nothing, not an error', async () => {
	const recorded = await page.evaluate(async () => {
		const { context, listen } = await window.loopbacks.openRoom();
		const lost = listen({ moduleUrl: 'missing.js' });
		const nothing = await lost.playAndRecord(new Float32Array(1000));
		await context.close();
		return nothing;
	});
	expect(recorded).toBeNull();
});

test('clicks are where they are said to be, and end or are stopped', async () => {
	const heard = await page.evaluate(async () => {
		const { openRoom, perfTime, RATE } = window.loopbacks;
		const { context, listen } = await openRoom();
		const loopback = listen();
		const run = loopback.playClicks(3, 0.1)!;
		const [first, second, third] = run.clicks.at;
		const ahead = first! - loopback.frameAt(perfTime(performance.now()));
		const isWhole = await run.isWhole;
		const stopped = loopback.playClicks(3, 0.1)!;
		loopback.stop();
		const isStoppedWhole = await stopped.isWhole;
		await context.close();
		const spacings = [second! - first!, third! - second!];
		return { spacings, secondsAhead: ahead / RATE, isWhole, isStoppedWhole };
	});
	expect(heard.spacings).toEqual([800, 800]);
	expect(heard.secondsAhead).toBeGreaterThan(0);
	expect(heard.secondsAhead).toBeLessThan(1);
	expect(heard.isWhole).toBe(true);
	expect(heard.isStoppedWhole).toBe(false);
});
