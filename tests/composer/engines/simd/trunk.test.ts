import { beforeAll, describe, expect, test } from 'vitest';
import { SimdRecall } from '../../../../src/composer/engines/simd/simdRecall';
import { makeSimdEngine } from '../../../../src/composer/engines/simd/simdEngine';
import { Trunk } from '../../../../src/composer/engines/simd/trunk';
import { makeTfjsEngine } from '../../../../src/composer/engines/tfjs/tfjsEngine';
import type { NetworkConfig } from '../../../../src/composer/transformer/networkShapes';
import { backends } from '../../tfNode';
import { smallModel } from '../../transformer/smallModel';
import { randomModel, type Written } from '../randomModel';
import { distance, eventsIn, randomEvents, stateAfter } from '../recallLaws';

describe('a trunk of any size says what it says in tfjs', () => {
	beforeAll(async () => {
		expect(await backends.use('wasm')).toBe(true);
	});

	test.each([
		['like base', { width: 320, heads: 10, layers: 8, hidden: 1280 }, 'by column'],
		['tiny', { width: 32, heads: 1, layers: 2, hidden: 64 }, 'by column'],
		['of one layer', { width: 64, heads: 2, layers: 1, hidden: 40 }, 'by column'],
		['of wide heads', { width: 144, heads: 2, layers: 2, hidden: 100 }, 'by column'],
		['that fills no vector', { width: 30, heads: 3, hidden: 37, places: 'rope' }, 'by column'],
		['in full precision', { width: 36, heads: 2, layers: 2, hidden: 50 }, 'in full'],
		['with a scale a row', { width: 48, heads: 2, layers: 2, hidden: 50 }, 'by row']
	] as const satisfies readonly [string, Partial<NetworkConfig>, Written][])(
		'%s',
		async (_, size, written) => {
			const model = await randomModel(size, written);
			const events = randomEvents(model, 41, 1);
			const [simd, tfjs] = [makeSimdEngine(model), makeTfjsEngine(model)];
			const wanted = await stateAfter(tfjs, events, 20);
			expect(distance(await stateAfter(simd, events), wanted)).toBeLessThan(2e-4);
			expect(distance(await stateAfter(simd, events, 7), wanted)).toBeLessThan(2e-4);
			tfjs.dispose();
			simd.dispose();
		}
	);
});

describe('the memory of a trunk', async () => {
	const model = await smallModel();
	const events = randomEvents(model, 100, 1);

	test('pieces of any size give the same numbers to the last bit', async () => {
		const engine = makeSimdEngine(model);
		const whole = await stateAfter(engine, events);
		for (const piece of [1, 3, 32, 64]) {
			expect(await stateAfter(engine, events, piece)).toEqual(whole);
		}
		engine.dispose();
	});

	test('does not grow with 500 answers', async () => {
		const trunk = new Trunk(model);
		const recall = new SimdRecall(trunk);
		await recall.read(events);
		const answer = async () => {
			const [one, other] = [recall.fork(), recall.fork()];
			await one.read(eventsIn(events, 0, 1));
			await other.read(eventsIn(events, 1, 2));
			other.dispose();
			one.dispose();
			return trunk.bytes;
		};
		const once = await answer();
		for (let left = 499; left > 0; left--) await answer();
		expect(trunk.bytes).toBe(once);
	});

	test('takes a slot that was given back, whatever lies in it', async () => {
		const engine = makeSimdEngine(model);
		const wanted = await stateAfter(engine, eventsIn(events, 0, 10));
		const old = engine.open();
		await old.read({ ...events, x: new Float32Array(events.x.length).fill(NaN) });
		old.dispose();
		expect(await stateAfter(engine, eventsIn(events, 0, 10))).toEqual(wanted);
	});

	test('ends with the context, and what was remembered stays', async () => {
		const narrow = { ...model, config: { ...model.config, context: 50 } };
		const engine = makeSimdEngine(narrow);
		const recall = engine.open();
		await recall.read(eventsIn(events, 0, 49));
		await expect(recall.read(eventsIn(events, 49, 51))).rejects.toThrow(RangeError);
		expect(recall.events).toBe(49);
		const last = await recall.read(eventsIn(events, 49, 50));
		expect(last).toEqual(await stateAfter(engine, eventsIn(events, 0, 50)));
		await expect(recall.read(eventsIn(events, 50, 51))).rejects.toThrow('context of 50');
	});

	test('is not for those who have given it back', async () => {
		const engine = makeSimdEngine(model);
		const recall = engine.open();
		recall.dispose();
		recall.dispose();
		await expect(recall.read(events)).rejects.toThrow('disposed');
		expect(() => recall.fork()).toThrow('disposed');
		const [one, other] = [engine.open(), engine.open()];
		await one.read(events);
		await other.read(eventsIn(events, 0, 1));
		const straight = await one.read(eventsIn(events, 0, 1));
		engine.dispose();
		expect(straight.some(Number.isNaN)).toBe(false);
		expect(() => engine.open()).toThrow('disposed');
	});
});
