import { expect, test } from 'vitest';
import { makeSimdEngine } from '../../../src/composer/engines/simd/simdEngine';
import { Network } from '../../../src/composer/transformer/network';
import type { Prompt } from '../../../src/composer/transformer/prompt';
import { promptOf, stepNote } from './prompts';
import { smallModel } from './smallModel';

const model = await smallModel();
const { vocabulary } = model;
const NOTES = 20;
/** The notes and the two beginnings. */
const EVENTS = NOTES + 2;

const callOf = (changed = -1) =>
	Array.from({ length: NOTES }, (_, index) =>
		stepNote(6 * index, (index === changed ? 40 : 60) + (index % 7))
	);
const prompt = promptOf(vocabulary, { call: callOf(), answerBar: 2, heardBars: 2 });
const controls = vocabulary.controls.map((_, index) => (index === 0 ? 1 : 0));
const sameLength = { call: callOf(), answerBar: 2, heardBars: 2 };

test.each([
	['is the same', {}, 0],
	['is heard further', { heardBars: 3 }, 0],
	['is asked for other controls', { controls }, 1],
	['is asked for another part', { askedParts: [true, true, false, false, false, false] }, 1],
	['has another last note', { call: callOf(NOTES - 1) }, 2],
	['has another note in the middle', { call: callOf(8) }, EVENTS - 9],
	['is shorter', { call: callOf().slice(0, 8) }, 1],
	['goes on for longer', { bars: 6 }, EVENTS],
	['is in another metre', { ...sameLength, metre: 1, barSteps: 72 }, EVENTS]
] as const satisfies readonly [string, Partial<Prompt>, number][])(
	'of a prompt that %s only what differs is read',
	async (_, difference, events) => {
		const isCancelled = () => false;
		const next = { ...prompt, ...difference };
		const network = new Network(model, makeSimdEngine(model));
		const first = (await network.read(prompt, { isCancelled }))!;
		let kept = Infinity;
		const cut = first.recall.cut.bind(first.recall);
		first.recall.cut = (count) => {
			kept = count;
			cut(count);
		};
		const second = (await network.read(next, { isCancelled }))!;
		expect(second.recall.events - Math.min(kept, second.recall.events)).toBe(events);
		const anew = new Network(model, makeSimdEngine(model));
		expect(second.hidden).toEqual((await anew.read(next)).hidden);
		network.dispose();
		anew.dispose();
	}
);
