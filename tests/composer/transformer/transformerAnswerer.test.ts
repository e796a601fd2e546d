import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { TransformerAnswerer } from '../../../src/composer/transformer/transformerAnswerer';
import { ticks } from '../../../src/music/units';
import { requestOf } from '../calls';
import { backends } from '../tfNode';
import { onCurrentBackend } from '../engines/currentBackend';
import { answered, notesOf } from './answers';
import { smallModel } from './smallModel';
import { wildModel } from './wildModel';

const BAR = 1920;
const answerer = new TransformerAnswerer(await smallModel(), onCurrentBackend);

beforeAll(async () => {
	expect(await backends.use('wasm')).toBe(true);
	await answerer.load('auto');
});

describe('a Music Transformer', () => {
	test('gives the same notes for the same seed, whatever was asked in between', async () => {
		const once = await answered(answerer, { seed: 5 });
		await answered(answerer, { seed: 6, task: 'comp', answerLength: ticks(BAR) });
		expect(notesOf(once).length).toBeGreaterThan(0);
		expect(await answered(answerer, { seed: 5 })).toEqual(once);
	});

	test('answers otherwise when the seed is another', async () => {
		const answers = new Set<string>();
		for (const seed of [1, 2, 3, 4])
			answers.add(JSON.stringify(await answered(answerer, { seed })));
		expect(answers.size).toBe(4);
	});

	test('makes candidates that differ, and the first ones do not depend on how many', async () => {
		const three = await answered(answerer, { candidates: 3 });
		const candidates = [0, 1, 2].map((index) =>
			notesOf(three.filter(({ candidate }) => candidate === index))
		);
		expect(new Set(candidates.map((notes) => JSON.stringify(notes))).size).toBe(3);
		expect(await answered(answerer, { candidates: 2 })).toEqual(
			three.filter(({ candidate }) => candidate < 2)
		);
	});

	test('tells every candidate once, the first first: its first beat in quarters, its first bar by beats, then whole bars', async () => {
		const BEAT = BAR / 4;
		const pieces = await answered(answerer, { candidates: 2, answerLength: ticks(3 * BAR) });
		const edges = [
			0,
			BEAT / 4,
			BEAT / 2,
			(3 * BEAT) / 4,
			BEAT,
			2 * BEAT,
			3 * BEAT,
			BAR,
			2 * BAR,
			3 * BAR
		];
		expect(pieces.map(({ candidate, from, to }) => [candidate, from, to])).toEqual(
			[0, 1].flatMap((candidate) =>
				edges.slice(1).map((to, index) => [candidate, edges[index], to])
			)
		);
	});

	test('stops between two pieces when it is cancelled', async () => {
		expect(await answered(answerer, { candidates: 4 }, 1)).toHaveLength(1);
		expect(await answered(answerer, { candidates: 4 }, 3)).toHaveLength(3);
		expect(await answered(answerer, {}, 0)).toEqual([]);
	});

	test('lets others have their turn between two pieces', async () => {
		let turns = 0;
		const timer = setInterval(() => turns++, 0);
		await answered(answerer, { answerLength: ticks(8 * BAR) });
		clearInterval(timer);
		expect(turns).toBeGreaterThan(0);
	});
});

describe('tensors', () => {
	const held = () => tf.memory().numTensors;

	test('are as many after an answer as before, also when it is cancelled or breaks off', async () => {
		const loaded = held();
		await answered(answerer, { candidates: 2 });
		expect(held()).toBe(loaded);
		await answered(answerer, { candidates: 2 }, 1);
		expect(held()).toBe(loaded);
		const deaf = {
			bar: () => {
				throw new Error('nobody listens');
			},
			ranked: () => undefined
		};
		await expect(answerer.generate(requestOf(), deaf, () => false)).rejects.toThrow('nobody');
		expect(held()).toBe(loaded);
	});

	test('are as many after an answer of several windows', async () => {
		const wild = new TransformerAnswerer(
			await wildModel({ isHasty: true, context: 120 }),
			onCurrentBackend
		);
		await wild.load('auto');
		await answered(wild, { answerLength: ticks(BAR) });
		const loaded = held();
		const bars = await answered(wild, { answerLength: ticks(20 * BAR) });
		expect(bars.at(-1)?.to).toBe(20 * BAR);
		await answered(wild, { answerLength: ticks(20 * BAR) }, 11);
		expect(held()).toBe(loaded);
		wild.dispose();
	});

	test('are freed with the answerer, and it can be loaded again', async () => {
		const loaded = held();
		const other = new TransformerAnswerer(await wildModel(), onCurrentBackend);
		await other.load('auto');
		const both = held();
		expect(both).toBeGreaterThan(loaded);
		await other.load('auto');
		expect(held()).toBe(both);
		other.dispose();
		expect(held()).toBe(loaded);
		await expect(answered(other)).rejects.toThrow('before it is loaded');
	});
});

test('where tfjs answers it is not moved to a backend that is only measured', async () => {
	const opened: string[] = [];
	const other = new TransformerAnswerer(await wildModel(), {
		...onCurrentBackend,
		offered: () => Promise.resolve(['tfjs-wasm', 'wgsl']),
		open: (name, model) => {
			opened.push(name);
			return onCurrentBackend.open(name, model);
		}
	});
	await other.load('auto');
	const chosen = await other.choose(() => false);
	expect(opened).toEqual(['tfjs-wasm']);
	expect(chosen?.choice.figures.map(({ engine }) => engine)).toEqual([chosen?.engine]);
	other.dispose();
});
