import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/lib/random';
import { ticks } from '../../src/music/units';
import type { Written } from '../../src/composer/transformer/answerWriter';
import { Sampler } from '../../src/composer/transformer/choosers';
import type { Golden, GoldenPrompt } from '../composer/transformer/golden';
import { smallModel } from '../composer/transformer/smallModel';
import { goldenDrawing, usualDrawing } from '../composer/engines/batchLaws';
import { durationClass } from '../../src/composer/transformer/vocabulary';
import { launchChromium, serveBuild, type Site } from './chromium';
import type { WgslPage } from './wgslPage/page';

/** Software WebGPU, on a machine that others keep busy too. */
const SOFTWARE_WEBGPU_MS = 240_000;
const MOST_DISPATCHES = 40;
const { prompts } = JSON.parse(
	readFileSync(new URL('../../models/small/golden.json', import.meta.url), 'utf8')
) as Golden;
const promptCalled = (name: string) => prompts.find((prompt) => prompt.name === name)!;
const { vocabulary } = await smallModel();

let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	site = await serveBuild(new URL('./wgslPage/', import.meta.url));
	browser = await launchChromium();
	page = await browser.newPage();
	await page.goto(site.url);
	await page.waitForFunction(() => 'wgsl' in window);
});

afterAll(async () => {
	await browser.close();
	await site.close();
});

declare global {
	interface Window {
		readonly wgsl: WgslPage;
	}
}

const golden = (written: readonly Written[]) =>
	written.flatMap((event) => {
		if (event.kind !== 'note') return [];
		const { onset, duration, symbol, velocity, part } = event.note;
		return [[onset, durationClass(duration, vocabulary), symbol, velocity, part]];
	});

/** The control classes of a prompt that asks for one thing. */
const asking = (name: string, wish: number) =>
	vocabulary.controls.map((control) => (control.name === name ? wish : 0));
const NOTHING = asking('nothing', 0);

describe('one candidate, event by event', () => {
	test.each(['continue-folk', 'harmonise-jig', 'lead-five-four'])(
		'the network says to %s what it said in PyTorch',
		async (name) => {
			const prompt = promptCalled(name);
			const said = await page.evaluate((asked) => window.wgsl.replay(asked), prompt);
			expect(said.heads).toBe(said.wanted);
			expect(said.error).toBeLessThan(1e-3);
			expect(said.notes).toEqual(prompt.greedy);
		},
		SOFTWARE_WEBGPU_MS
	);

	test(
		'events are read the same in pieces, after a fork and after a repair',
		async () => {
			const errors = await page.evaluate(() => window.wgsl.recallErrors());
			for (const error of Object.values(errors)) expect(error).toBeLessThan(2e-4);
		},
		SOFTWARE_WEBGPU_MS
	);
});

describe('a batch', () => {
	const batch = (prompt: GoldenPrompt, drawing: ReturnType<typeof usualDrawing>, most?: number) =>
		page.evaluate(([asked, how, count]) => window.wgsl.batch(asked, how, count), [
			prompt,
			drawing,
			most
		] as const);

	test.each([
		['continue-folk', 1],
		['continue-folk', 4],
		['complete-blues', 4]
	] as const)(
		'to %s, %i of them say greedily what PyTorch said, in few dispatches and readbacks',
		async (name, candidates) => {
			const prompt = promptCalled(name);
			const said = await batch(prompt, goldenDrawing(candidates), prompt.greedy.length);
			for (const written of said.written) {
				expect(golden(written).slice(0, prompt.greedy.length)).toEqual(prompt.greedy);
			}
			expect(said.dispatches / said.steps).toBeLessThanOrEqual(MOST_DISPATCHES);
			expect(said.readbacks / said.steps).toBeLessThanOrEqual(1 / 8);
		},
		SOFTWARE_WEBGPU_MS
	);

	test(
		'candidates are the same as alone, whatever else is drawn beside them',
		async () => {
			const prompt = promptCalled('answer-waltz');
			const drawing = usualDrawing(5);
			const together = await batch(prompt, drawing);
			expect(new Set(together.written.map((one) => JSON.stringify(one))).size).toBeGreaterThan(1);
			for (const index of [0, 3]) {
				const alone = await batch(prompt, { ...drawing, seeds: [drawing.seeds[index]!] });
				expect(alone.written[0]).toEqual(together.written[index]);
			}
		},
		SOFTWARE_WEBGPU_MS
	);

	test.each([
		['comp-with-controls', 'density', 8],
		['comp-with-controls', 'polyphony', 1],
		['lead-five-four', 'chord_rate', 7],
		['lead-five-four', 'syncopation', 6],
		['lead-five-four', 'register', 1],
		['comp-with-controls', 'closeness', 5]
	])(
		'to %s it is steered to %s %i as an AnswerWriter is',
		async (name, control, wish) => {
			const drawing = { ...goldenDrawing(1), rules: 'all', isSteered: true } as const;
			const [ours, theirs] = await page.evaluate(
				([prompt, controls, how]) => window.wgsl.bothGreedy(prompt, controls, how, 24),
				[promptCalled(name), asking(control, wish), drawing] as const
			);
			expect(ours).toEqual(theirs);
		},
		SOFTWARE_WEBGPU_MS
	);

	const chordLock = [
		{ from: ticks(0), to: ticks(1900), pitchClasses: [0, 4, 7] },
		{ from: ticks(1900), to: ticks(3840), pitchClasses: [2, 5, 9, 0] }
	];
	test.each(['comp-with-controls', 'complete-blues'])(
		'to %s it writes nothing that an AnswerWriter could not, locks and all',
		async (name) => {
			const keyLock = [0, 2, 4, 5, 7, 9, 11];
			const drawing = usualDrawing(3, { keyLock, chordLock });
			const faults = await page.evaluate(
				([prompt, controls, how]) => window.wgsl.faults(prompt, controls, how, 24),
				[promptCalled(name), NOTHING, drawing] as const
			);
			expect(faults).toEqual([]);
		},
		SOFTWARE_WEBGPU_MS
	);

	test(
		'the locks hold always',
		async () => {
			const drawing = usualDrawing(8, { chordLock });
			const { written } = await batch(promptCalled('comp-with-controls'), drawing, 24);
			const notes = written.flat().flatMap((event) => (event.kind === 'note' ? [event.note] : []));
			expect(notes.length).toBeGreaterThan(100);
			for (const { onset, duration, symbol } of notes) {
				for (const { from, to, pitchClasses } of chordLock) {
					const sounds = onset * 20 < to && (onset + duration) * 20 > from + 1e-3;
					if (sounds) expect(pitchClasses).toContain(symbol % 12);
				}
			}
		},
		SOFTWARE_WEBGPU_MS
	);
});

test.each([
	{ temperature: 1, topP: 1, minP: 0 },
	{ temperature: 0.8, topP: 0.9, minP: 0.02 },
	{ temperature: 1.4, topP: 0.95, minP: 0.05 }
])(
	'20,000 draws with %j are as a Sampler draws',
	async (manner) => {
		const random = seededRandom(7);
		const logits = Array.from({ length: 48 }, () => 8 * (random() - 0.5));
		const draws = 20_000;
		const counts = await page.evaluate(
			([given, how, count]) => window.wgsl.countDraws(given, how, count),
			[logits, manner, draws] as const
		);
		let place = 0;
		const sampler = new Sampler(() => (place + 0.5) / draws, manner);
		const wanted = new Float64Array(logits.length);
		const all = new Uint8Array(logits.length).fill(1);
		for (; place < draws; place++) wanted[sampler.choose(Float32Array.from(logits), all)]!++;
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws);
		let square = 0;
		let classes = 0;
		for (const [index, count] of counts.entries()) {
			if (wanted[index]! < 2) {
				expect(count).toBeLessThan(20);
				continue;
			}
			square += (count - wanted[index]!) ** 2 / wanted[index]!;
			classes++;
		}
		// One in a thousand is further off than three deviations.
		expect(square).toBeLessThan(classes - 1 + 3.3 * Math.sqrt(2 * (classes - 1)));
	},
	SOFTWARE_WEBGPU_MS
);

test(
	'500 answers, each cancelled after its first notes, leave no more buffers than one',
	async () => {
		const [once, after] = await page.evaluate(
			([prompt, drawing]) => window.wgsl.buffersAfter(prompt, drawing, 500),
			[promptCalled('lead-five-four'), usualDrawing(1, { eventsAtOnce: 1 })] as const
		);
		expect(after).toEqual(once);
	},
	SOFTWARE_WEBGPU_MS
);

test(
	'a device that is lost at any stage is told of at once',
	async () => {
		const early = await page.evaluate(() => window.wgsl.loseDeviceEarly());
		const later = await page.evaluate(
			([prompt, drawing]) => window.wgsl.loseDevice(prompt, drawing),
			[promptCalled('bass-heard-in-part'), usualDrawing(4)] as const
		);
		for (const [stage, { reason, after }] of Object.entries({ ...early, ...later })) {
			expect([stage, reason]).toEqual([stage, 'engine-lost']);
			expect(after).toBeLessThan(2000);
		}
	},
	SOFTWARE_WEBGPU_MS
);

test('the device had nothing to complain of', async () => {
	expect(await page.evaluate(() => window.wgsl.errors())).toEqual([]);
});
