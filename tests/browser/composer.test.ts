import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { AnswerRequest, EngineWish } from '../../src/composer/protocol';
import { requestOf } from '../composer/calls';
import { tinyCheckpoint } from '../composer/tinyCheckpoint';
import { launchChromium, serveBuild, type Site } from './chromium';
import { ticks } from '../../src/music/units';
import type { ComposerPage, HeardAnswer } from './composerPage/page';

/** Software WebGPU takes seconds for a bar, more on a busy machine. */
const SOFTWARE_WEBGPU_MS = 240_000;

/** The built worker, in real Chromium, on a page of its own. */
let site: Site;
let browser: Browser;
let page: Page;
const requests: string[] = [];

function writeCheckpoint(name: string, files: ReturnType<typeof tinyCheckpoint>): void {
	const folder = join(site.folder, name);
	mkdirSync(folder, { recursive: true });
	for (const [file, bytes] of files) writeFileSync(join(folder, file), bytes);
}

beforeAll(async () => {
	site = await serveBuild(new URL('./composerPage/', import.meta.url));
	writeCheckpoint('tiny', tinyCheckpoint({ units: [16, 16], counterBits: 7, isHalf: true }));
	const cut = tinyCheckpoint();
	cut.set('group1-shard1', new Uint8Array(10));
	writeCheckpoint('cut', cut);
	const foreign = tinyCheckpoint();
	foreign.set('config.json', new TextEncoder().encode('{"type":"MusicVAE"}'));
	writeCheckpoint('foreign', foreign);
	browser = await launchChromium();
});

afterAll(async () => {
	await browser.close();
	await site.close();
});

afterEach(async () => {
	await page.close();
});

declare global {
	interface Window {
		readonly composer: ComposerPage;
	}
}

async function started(engine: EngineWish, checkpoint = 'tiny') {
	page = await browser.newPage();
	page.on('request', (request) => requests.push(request.url()));
	await page.goto(site.url);
	await page.waitForFunction(() => 'composer' in window);
	return page.evaluate(([address, wish]) => window.composer.start(address, wish), [
		checkpoint,
		engine
	] as const);
}

const asked = (difference: Partial<AnswerRequest> = {}, isCancelled = false) =>
	page.evaluate(([request, cancels]) => window.composer.ask(request, cancels), [
		requestOf({ answerLength: requestOf().callLength, ...difference }),
		isCancelled
	] as const);

test(
	'wasm and WebGPU answer, can be cancelled, and draw the same notes for the same seed',
	async () => {
		const answers = [];
		for (const engine of ['tfjs-wasm', 'tfjs-webgpu'] as const) {
			expect(await started(engine)).toMatchObject({ kind: 'ready', engine, sentence: '' });
			const once = await asked({ candidates: 2 });
			expect(once.end).toBe('done');
			expect(once.bars.map(({ candidate }) => candidate)).toEqual([0, 1]);
			const cancelled = await asked({ candidates: 20 }, true);
			expect(cancelled).toMatchObject({ end: 'cancelled', bars: { length: 1 } });
			expect((await asked({ candidates: 2 })).bars).toEqual(once.bars);
			expect((await asked({ seed: 8 })).bars[0]).not.toEqual(once.bars[0]);
			answers.push(once.bars);
			await page.close();
		}
		const [onWasm, onWebgpu] = answers;
		expect(
			new Set(onWasm?.flatMap(({ notes }) => notes).map(({ pitch }) => pitch)).size
		).toBeGreaterThan(5);
		expect(onWebgpu).toEqual(onWasm);
	},
	SOFTWARE_WEBGPU_MS
);

test('software WebGPU is not chosen where wasm is there', async () => {
	expect(await started('auto')).toMatchObject({ engine: 'tfjs-wasm' });
});

test('a wrong checkpoint gets one sentence, and the model at hand goes on', async () => {
	await started('tfjs-wasm');
	for (const [address, reason] of [
		['nowhere', 'model-missing'],
		['cut', 'model-damaged'],
		['foreign', 'model-foreign']
	] as const) {
		expect(await page.evaluate((url) => window.composer.useCheckpoint(url), address)).toBe(reason);
		const status = await page.evaluate(() => window.composer.status());
		expect(status).toMatchObject({ kind: 'ready', model: 'MelodyRNN tiny' });
		expect(status.sentence).toMatch(
			new RegExp(`at ${address}.*; MelodyRNN tiny keeps answering\\.$`)
		);
		expect(await asked()).toMatchObject({ end: 'done' });
	}
});

test('without any model the call fails at once, and a later checkpoint mends that', async () => {
	expect(await started('tfjs-wasm', 'nowhere')).toMatchObject({ kind: 'failed', engine: null });
	expect(await asked()).toMatchObject({ end: 'not-ready' });
	expect(await page.evaluate(() => window.composer.useCheckpoint('tiny/config.json'))).toBeNull();
	expect(await asked()).toMatchObject({ end: 'done' });
});

test(
	'when the graphics process dies, the same call is answered from wasm',
	async () => {
		await started('tfjs-webgpu');
		const answer = asked();
		const devtools = await browser.newBrowserCDPSession();
		await devtools.send('Browser.crashGpuProcess');
		expect(await answer).toMatchObject({ end: 'done' });
		expect(await page.evaluate(() => window.composer.status())).toMatchObject({
			kind: 'ready',
			engine: 'tfjs-wasm',
			sentence: 'The graphics device was lost, so the model now runs on the processor.'
		});
		expect(await asked()).toMatchObject({ end: 'done' });
	},
	SOFTWARE_WEBGPU_MS
);

const OWN = 'models/small/manifest.json';

/** The pieces of one candidate, end to end. */
const spansOf = (bars: HeardAnswer['bars'], candidate: number) =>
	bars.filter((bar) => bar.candidate === candidate).map(({ from, to }) => [from, to]);

test.each(['simd', 'wgsl'] as const)(
	'the Music Transformer answers on our own kernels: %s',
	async (engine) => {
		expect(await started(engine, OWN)).toMatchObject({ kind: 'ready', engine, sentence: '' });
		const answer = await asked({ candidates: 3, task: 'answer' });
		expect(answer.end).toBe('done');
		expect([...answer.order].sort()).toEqual([0, 1, 2]);
		for (const candidate of [0, 1, 2]) {
			const spans = spansOf(answer.bars, candidate);
			expect(spans.map(([from]) => from)).toEqual([0, ...spans.slice(0, -1).map(([, to]) => to)]);
			expect(spans.at(-1)?.[1]).toBe(requestOf().callLength);
		}
		expect((await asked({ candidates: 3, task: 'answer' })).bars).toEqual(answer.bars);
		const cancelled = await asked({ candidates: 3 }, true);
		expect(cancelled).toMatchObject({ end: 'cancelled', bars: { length: 1 } });
	},
	SOFTWARE_WEBGPU_MS
);

test('our own kernels are chosen where nobody wishes for others, and their speed is told', async () => {
	await started('auto', OWN);
	await page.waitForFunction(() => window.composer.status().figures.length > 0);
	const { engine, figures } = await page.evaluate(() => window.composer.status());
	expect(engine).toBe('simd');
	expect(figures.map((figure) => figure.engine)).toEqual(['simd']);
	expect(figures[0]?.notesPerSecond).toBeGreaterThan(0);
});

test(
	'when the graphics process dies in the middle of an answer, the processor ends it',
	async () => {
		await started('wgsl', OWN);
		const long = requestOf().callLength * 8;
		const answer = asked({ candidates: 2, answerLength: ticks(long) });
		await page.waitForFunction(() => window.composer.told() > 4);
		const devtools = await browser.newBrowserCDPSession();
		await devtools.send('Browser.crashGpuProcess');
		const { end, bars } = await answer;
		expect(end).toBe('done');
		for (const candidate of [0, 1]) {
			const spans = spansOf(bars, candidate);
			expect(spans.map(([from]) => from)).toEqual([0, ...spans.slice(0, -1).map(([, to]) => to)]);
			expect(spans.at(-1)?.[1]).toBe(long);
		}
		expect(await page.evaluate(() => window.composer.status())).toMatchObject({
			kind: 'ready',
			engine: 'simd',
			sentence: 'The graphics device was lost, so the model now runs on the processor.'
		});
	},
	SOFTWARE_WEBGPU_MS
);

test('nothing is fetched from anywhere else', () => {
	const foreign = requests.filter((url) => !url.startsWith(site.url) && !/^(data|blob):/.test(url));
	expect(foreign).toEqual([]);
});
