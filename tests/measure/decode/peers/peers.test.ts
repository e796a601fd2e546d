import { describe, expect, test } from 'vitest';
import { makeTfjsEngine } from '../../../../src/composer/engines/tfjs/tfjsEngine';
import { backends } from '../../../composer/tfNode';
import { distance, eventsIn, randomEvents } from '../../../composer/engines/recallLaws';
import { smallModel } from '../../../composer/transformer/smallModel';
import type { Arithmetic } from '../lab/countedEngine';
import { JsEngine } from './jsEngine';
import { OrtEngine } from './ortEngine';

const model = await smallModel();
const events = randomEvents(model, 40, 1);
const other = randomEvents(model, 40, 2);
/** Sums in another order differ by this much. */
const NEAR = 2e-4;

/** A prefill, a step, a repair, and a step of a fork. */
async function statesOf(engine: Arithmetic): Promise<Float32Array[]> {
	const recall = engine.open();
	const states = [
		await recall.read(eventsIn(events, 0, 20)),
		await recall.read(eventsIn(events, 20, 21))
	];
	recall.cut(10);
	states.push(await recall.read(eventsIn(other, 10, 30)));
	const fork = recall.fork();
	states.push(await fork.read(eventsIn(other, 30, 31)));
	fork.dispose();
	recall.dispose();
	return states.map((state) => state.slice());
}

describe('a peer computes what our own engines do', () => {
	const peers: [string, () => Promise<Arithmetic>][] = [
		['plain JavaScript', () => Promise.resolve(new JsEngine(model))],
		['onnxruntime-web', () => OrtEngine.make(model)]
	];

	test.each(peers)('%s', async (_, make) => {
		expect(await backends.use('wasm')).toBe(true);
		const wanted = await statesOf(makeTfjsEngine(model));
		const states = await statesOf(await make());
		for (const [index, state] of states.entries()) {
			expect(distance(state, wanted[index]!)).toBeLessThan(NEAR);
		}
	});
});
