import { beforeEach, describe, expect, test } from 'vitest';
import { readsRows, type Engine } from '../../../src/composer/engines/engine';
import type { Engines } from '../../../src/composer/engines/engines';
import { makeSimdEngine } from '../../../src/composer/engines/simd/simdEngine';
import type { AnswerRequest } from '../../../src/composer/protocol';
import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import { TransformerAnswerer } from '../../../src/composer/transformer/transformerAnswerer';
import { seconds, ticks } from '../../../src/music/units';
import { requestOf } from '../calls';
import { answered, type Piece } from './answers';
import { smallModel } from './smallModel';
import { wildModel } from './wildModel';

const BAR = 1920;
const small = await smallModel();

/** How many rows each step read. */
let steps: number[];

beforeEach(() => {
	steps = [];
});

const only = (makeEngine: (model: MusicModel) => Engine): Engines => ({
	machine: () => Promise.resolve('test'),
	toTry: () => ['simd'],
	offered: () => Promise.resolve(['simd']),
	open: (_name, model) => Promise.resolve(makeEngine(model))
});

/** Simd's, whose steps are noted. */
function notingRows(model: MusicModel): Engine {
	const engine = makeSimdEngine(model);
	if (!readsRows(engine)) throw new Error('it reads no rows');
	const readRows = engine.readRows.bind(engine);
	return Object.assign(engine, {
		readRows(...[recalls, events]: Parameters<typeof readRows>) {
			steps.push(recalls.length);
			return readRows(recalls, events);
		}
	});
}

/** The same arithmetic, a row a step. */
function withoutRows(model: MusicModel): Engine {
	const engine = makeSimdEngine(model);
	return {
		name: engine.name,
		open: () => engine.open(),
		product: (vector, matrix) => engine.product(vector, matrix),
		dispose: () => {
			engine.dispose();
		}
	};
}

async function answererOf(makeEngine: (model: MusicModel) => Engine, model = small) {
	const answerer = new TransformerAnswerer(model, only(makeEngine));
	await answerer.load('auto');
	return answerer;
}

/** Each candidate's pieces, in the order in which they were told. */
const byCandidate = (pieces: readonly Piece[], count: number) =>
	Array.from({ length: count }, (_, index) =>
		pieces.filter(({ candidate }) => candidate === index)
	);

async function bothOf(difference: Partial<AnswerRequest>, model = small) {
	const count = difference.candidates ?? 1;
	const [inStep, alone] = [
		await answererOf(notingRows, model),
		await answererOf(withoutRows, model)
	];
	const found = byCandidate(await answered(inStep, difference), count);
	const wanted = byCandidate(await answered(alone, difference), count);
	inStep.dispose();
	alone.dispose();
	return { found, wanted };
}

describe('candidates that are written in step', () => {
	test.each([2, 3, 4, 7])('are, %i of them, what each is alone', async (candidates) => {
		const { found, wanted } = await bothOf({ candidates });
		expect(found).toEqual(wanted);
		expect(Math.max(...steps)).toBe(Math.min(4, candidates));
	});

	test('go on without those that have ended', async () => {
		const { found, wanted } = await bothOf({ candidates: 4, temperature: 1.5, seed: 11 });
		expect(found).toEqual(wanted);
		expect(new Set(steps).size).toBeGreaterThan(1);
		expect(steps).toEqual([...steps].sort((one, other) => other - one));
	});

	test('are what each is alone also where the memory is too short for them', async () => {
		const model = await wildModel({ isHasty: true, context: 120 });
		const { found, wanted } = await bothOf({ candidates: 4, answerLength: ticks(2 * BAR) }, model);
		expect(found).toEqual(wanted);
		expect(steps.length).toBeGreaterThan(0);
	});

	test('are written one by one where an answer takes several windows', async () => {
		const model = await wildModel({ isHasty: true, context: 120 });
		const { found, wanted } = await bothOf({ candidates: 2, answerLength: ticks(20 * BAR) }, model);
		expect(found).toEqual(wanted);
		expect(steps).toEqual([]);
	});

	test('are all cancelled at once, and the next request is answered as ever', async () => {
		const answerer = await answererOf(notingRows);
		const wanted = await answered(answerer, { candidates: 4 });
		expect(await answered(answerer, { candidates: 4 }, 2)).toHaveLength(2);
		expect(await answered(answerer, { candidates: 4 })).toEqual(wanted);
		answerer.dispose();
	});

	test('end with the reason of the one that failed', async () => {
		const answerer = await answererOf(notingRows);
		const deaf = {
			bar: () => {
				throw new Error('nobody listens');
			},
			ranked: () => undefined
		};
		const request = requestOf({ candidates: 4 });
		await expect(answerer.generate(request, deaf, () => false)).rejects.toThrow('nobody');
		expect((await answered(answerer, { candidates: 4 })).length).toBeGreaterThan(4);
		answerer.dispose();
	});

	test('leave the first one to be heard before the others where it is waited for', async () => {
		const answerer = await answererOf(notingRows);
		const pieces = await answered(answerer, { candidates: 5, dueIn: seconds(60) });
		const ofFirst = pieces.filter(({ candidate }) => candidate === 0);
		expect(pieces.slice(0, ofFirst.length)).toEqual(ofFirst);
		expect(Math.max(...steps)).toBe(4);
		answerer.dispose();
	});
});
