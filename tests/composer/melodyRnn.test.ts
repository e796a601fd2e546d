import * as tf from '@tensorflow/tfjs';
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { fetchCheckpoint } from '../../src/composer/checkpoint';
import { MelodyNetwork } from '../../src/composer/melodyNetwork';
import { MelodyRnn } from '../../src/composer/melodyRnn';
import type { AnswerRequest } from '../../src/composer/protocol';
import { PPQ, ticks } from '../../src/music/units';
import { METRES, barLength } from '../../src/music/metre';
import type { Note } from '../../src/music/note';
import { note, requestOf } from './calls';
import { backends, draws } from './tfNode';
import { fetchFrom, tinyCheckpoint, type TinyOptions } from './tinyCheckpoint';

async function engineOf(options: TinyOptions = {}): Promise<MelodyRnn> {
	const files = fetchFrom(tinyCheckpoint(options));
	const engine = new MelodyRnn(
		await fetchCheckpoint('https://models.test/tiny', files),
		draws,
		backends
	);
	await engine.load('tfjs-wasm');
	return engine;
}

interface Bar {
	readonly candidate: number;
	readonly notes: readonly Note[];
	readonly from: number;
	readonly to: number;
}

async function answered(
	engine: MelodyRnn,
	difference: Partial<AnswerRequest> = {}
): Promise<Bar[]> {
	const bars: Bar[] = [];
	await engine.generate(
		requestOf(difference),
		{
			bar: (candidate, notes, from, to) => bars.push({ candidate, notes, from, to }),
			ranked: () => undefined
		},
		() => false
	);
	return bars;
}

beforeAll(async () => {
	expect(await backends.use('wasm')).toBe(true);
});

describe('a MelodyRnn', () => {
	test('tells every bar of every candidate once, the first candidate first', async () => {
		const engine = await engineOf();
		const bars = await answered(engine, { candidates: 2, answerLength: ticks(3 * 4 * PPQ) });
		expect(bars.map(({ candidate, from, to }) => [candidate, from, to])).toEqual([
			[0, 0, 1920],
			[0, 1920, 3840],
			[0, 3840, 5760],
			[1, 0, 1920],
			[1, 1920, 3840],
			[1, 3840, 5760]
		]);
		for (const { notes, from, to } of bars) {
			expect(notes.every(({ start }) => start >= from && start < to)).toBe(true);
		}
		expect(bars[0]?.notes).not.toEqual(bars[3]?.notes);
		engine.dispose();
	});

	test('plays one note at a time, none beyond the answer', async () => {
		const engine = await engineOf();
		const notes = (await answered(engine, { answerLength: ticks(4 * 4 * PPQ) })).flatMap(
			(bar) => bar.notes
		);
		expect(notes.length).toBeGreaterThan(8);
		for (const [index, { start, duration }] of notes.entries()) {
			expect(duration).toBeGreaterThan(0);
			expect(start + duration).toBeLessThanOrEqual(notes[index + 1]?.start ?? 4 * 4 * PPQ);
		}
		engine.dispose();
	});

	test('gives the same notes for the same seed, whatever was asked in between', async () => {
		const engine = await engineOf({ units: [12, 8], counterBits: 7, isHalf: true });
		const once = await answered(engine, { seed: 5 });
		const other = await answered(engine, { seed: 6, candidates: 2 });
		expect(
			await answered(engine, { seed: 5, candidates: 3 }).then((bars) => bars.slice(0, 2))
		).toEqual(once);
		expect(other.slice(0, 2)).not.toEqual(once);
		engine.dispose();
	});

	test('leaves as many tensors as it found', async () => {
		const before = tf.memory().numTensors;
		const engine = await engineOf({ counterBits: 3 });
		const loaded = tf.memory().numTensors;
		await answered(engine, { candidates: 2 });
		expect(tf.memory().numTensors).toBe(loaded);
		await engine.load('tfjs-wasm');
		expect(tf.memory().numTensors).toBe(loaded);
		engine.dispose();
		expect(tf.memory().numTensors).toBe(before);
	});

	test('stops between two bars when it is cancelled', async () => {
		const engine = await engineOf();
		let told = 0;
		await engine.generate(
			requestOf({ candidates: 4 }),
			{
				bar: () => {
					told++;
				},
				ranked: () => undefined
			},
			() => told > 0
		);
		expect(told).toBe(1);
		engine.dispose();
	});

	test('is honest about a model that says nothing', async () => {
		const engine = await engineOf({ favourite: 0 });
		const bars = await answered(engine);
		expect(bars.map(({ notes }) => notes)).toEqual([[], []]);
		engine.dispose();
	});

	test('answers low calls low and high calls high', async () => {
		const engine = await engineOf();
		const meanOf = async (pitch: number) => {
			const notes = (await answered(engine, { call: [note(0, 480, pitch)] })).flatMap(
				(bar) => bar.notes
			);
			return notes.reduce((sum, { pitch }) => sum + pitch, 0) / notes.length;
		};
		const middle = await meanOf(60);
		expect(await meanOf(36)).toBeCloseTo(middle - 12);
		expect(await meanOf(96)).toBeCloseTo(middle + 24, 0);
		engine.dispose();
	});

	test('answers in every metre, chords, floods, silence and models with chords too', async () => {
		const engine = await engineOf({ chordEncoder: 'PitchChordEncoder' });
		const flood = Array.from({ length: 200 }, (_, index) => note(index * 9, 9, 20 + (index % 90)));
		for (const metre of METRES) {
			for (const call of [flood, [], [note(-100, 5000, 60), note(-100, 5000, 64)]]) {
				const length = barLength(metre);
				const bars = await answered(engine, {
					metre,
					call,
					callLength: length,
					answerLength: length
				});
				expect(bars).toHaveLength(1);
			}
		}
		engine.dispose();
	});
});

interface Golden {
	readonly tolerance: number;
	readonly prompts: readonly {
		readonly name: string;
		readonly events: readonly number[];
		readonly next_logits: readonly number[];
		readonly next_probabilities: readonly number[];
		readonly greedy: readonly number[];
	}[];
}

const OWN_MODEL = new URL('../../models/melody-rnn/', import.meta.url);
const GOLDEN = new URL('golden.json', OWN_MODEL);

describe.runIf(existsSync(GOLDEN)).each(['wasm', 'cpu'] as const)(
	'our own model on %s',
	(backend) => {
		test('says what it said in PyTorch', async () => {
			await backends.use(backend);
			const readFile = (url: string) => Promise.resolve(new Response(readFileSync(new URL(url))));
			const network = new MelodyNetwork(await fetchCheckpoint(OWN_MODEL.href, readFile));
			const { tolerance, prompts } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden;
			expect(prompts.length).toBeGreaterThan(0);
			for (const prompt of prompts) {
				const probabilities = await network.nextProbabilities(prompt.events);
				const logits = prompt.next_logits;
				const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
				for (const [outcome, probability] of probabilities.entries()) {
					const off = Math.abs(Math.log(probability) - (logits[outcome]! - total));
					expect(off, `${prompt.name}, class ${outcome}`).toBeLessThan(tolerance);
				}
				const greedy = await network.continue(prompt.events, prompt.greedy.length, 0);
				expect(greedy, prompt.name).toEqual(prompt.greedy);
			}
			network.dispose();
		});
	}
);
