import { expect, test } from 'vitest';
import { makeTfjsEngine } from '../../../../src/composer/engines/tfjs/tfjsEngine';
import { backends } from '../../../composer/tfNode';
import { smallModel } from '../../../composer/transformer/smallModel';
import { fullRequest, usualRequest } from '../phrase';
import { readBandwidth } from './bandwidth';
import { randomModel } from './randomModel';
import { TransformerSubject } from './transformerSubject';

const small = await smallModel();

async function subjectOf(model = small): Promise<TransformerSubject> {
	expect(await backends.use('wasm')).toBe(true);
	return TransformerSubject.open(model, makeTfjsEngine(model));
}

test('what is read by a prefill is 256 events', async () => {
	expect(await (await subjectOf()).prefill()).toBeGreaterThan(0);
});

test('an answer ends when its steps are used up, and counts its notes', async () => {
	const subject = await subjectOf();
	await subject.readPrompt();
	const { notes, steps } = await subject.answer(2, 1, 5);
	expect(steps).toBe(5);
	expect(notes).toBeGreaterThan(0);
	expect(notes).toBeLessThanOrEqual(steps + 1);
});

test('random weights write notes, not rests', async () => {
	const model = randomModel(small, { width: 64, layers: 1, heads: 2, hidden: 64 });
	const { notes, steps } = await (await subjectOf(model)).answer(1, 1, 64);
	expect(notes).toBeGreaterThan(10);
	expect(notes / steps).toBeGreaterThan(0.8);
});

test('two full prompts differ from the first note on', () => {
	const [one, other] = [fullRequest(1, 1), fullRequest(1, 2)];
	expect(one.call[0]).not.toEqual(other.call[0]);
	expect(one.call.length).toBeGreaterThan(usualRequest(1).call.length);
});

test('the reader’s module runs and reads', () => {
	expect(readBandwidth(2 ** 20, 1)).toBeGreaterThan(1e8);
});
