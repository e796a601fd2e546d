import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/composer/engines/engine';
import { makeTfjsEngine } from '../../../src/composer/engines/tfjs/tfjsEngine';
import { makeSimdEngine } from '../../../src/composer/engines/simd/simdEngine';
import { backends } from '../tfNode';
import { smallModel } from '../transformer/smallModel';
import { distance, eventsIn, randomEvents, stateAfter } from './recallLaws';

const model = await smallModel();
const EVENTS = 75;
const events = randomEvents(model, EVENTS, 1);
const other = randomEvents(model, EVENTS, 2);
/** Sums in another order differ by this much. */
const NEAR = 2e-4;

describe.each([
	['tfjs on wasm', makeTfjsEngine],
	['simd', makeSimdEngine]
] as const)('%s', (_, makeEngine) => {
	let engine: Engine;
	beforeAll(async () => {
		expect(await backends.use('wasm')).toBe(true);
		engine = makeEngine(model);
	});
	afterAll(() => {
		engine.dispose();
	});

	test.each([1, 2, 31, 32, 33, 74])(
		'reads in pieces of %i what it reads at once',
		async (piece) => {
			const whole = await stateAfter(engine, events);
			expect(distance(whole, await stateAfter(engine, events, piece))).toBeLessThan(NEAR);
		}
	);

	test.each([0, 1, 31, 32, 33, 64, 74, 75])(
		'what is repaired from event %i on is as if read anew',
		async (kept) => {
			const recall = engine.open();
			await recall.read(eventsIn(other, 0, 20));
			recall.cut(0);
			await recall.read(eventsIn(events, 0, 40));
			await recall.read(eventsIn(events, 40, EVENTS));
			recall.cut(kept);
			expect(recall.events).toBe(kept);
			const repaired = await recall.read(other);
			recall.dispose();
			const anew = engine.open();
			if (kept > 0) await anew.read(eventsIn(events, 0, kept));
			const wanted = await anew.read(other);
			anew.dispose();
			expect(distance(repaired, wanted)).toBeLessThan(NEAR);
		}
	);

	test('forks go on from the same point, each by itself', async () => {
		const recall = engine.open();
		await recall.read(eventsIn(events, 0, 40));
		const [one, two] = [recall.fork(), recall.fork()];
		const ahead = await one.read(eventsIn(events, 40, 50));
		await two.read(eventsIn(other, 0, 3));
		const further = await one.read(eventsIn(events, 50, EVENTS));
		one.dispose();
		const again = await two.read(eventsIn(other, 3, 4));
		two.dispose();
		expect(recall.events).toBe(40);
		const straight = await recall.read(eventsIn(events, 40, 50));
		recall.dispose();
		expect(distance(ahead, straight)).toBeLessThan(NEAR);
		expect(distance(further, await stateAfter(engine, events))).toBeLessThan(NEAR);
		const alone = engine.open();
		await alone.read(eventsIn(events, 0, 40));
		expect(distance(again, await alone.read(eventsIn(other, 0, 4)))).toBeLessThan(NEAR);
		alone.dispose();
	});

	test('a hundred repairs hold no more tensors than one', async () => {
		const recall = engine.open();
		await recall.read(events);
		const held = async (from: number) => {
			recall.cut(from);
			await recall.read(eventsIn(events, from, EVENTS));
			return tf.memory().numTensors;
		};
		const once = await held(70);
		for (let repair = 0; repair < 100; repair++) await held(20 + (repair % 50));
		expect(await held(70)).toBeLessThanOrEqual(once);
		recall.dispose();
	});
});
