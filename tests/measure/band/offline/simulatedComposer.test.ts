import { expect, test } from 'vitest';
import type { Answerer } from '../../../../src/composer/answerer';
import { ticks } from '../../../../src/music/units';
import { request } from '../../../jam/jamRig';
import { note } from '../../../music/notes';
import { SimulatedComposer } from './simulatedComposer';

const BAR = 1920;
const NOTES = 100;

/** Each candidate is a bar of a hundred notes, and the last one is the best. */
const answerer: Answerer = {
	name: 'Hundreds',
	canAccompany: true,
	load: () => Promise.resolve('simd'),
	warm: () => Promise.resolve(),
	choose: () => Promise.resolve(null),
	prepare: () => Promise.resolve(),
	generate: ({ candidates }, telling) => {
		const numbers = Array.from({ length: candidates }, (_, index) => index);
		for (const index of numbers) {
			const notes = Array.from({ length: NOTES }, () => note(0, 10, 60 + index));
			telling.bar(index, notes, ticks(0), ticks(BAR));
		}
		telling.ranked(numbers.reverse());
		return Promise.resolve();
	},
	dispose: () => undefined
};

function setUp() {
	const clock = { now: 0 };
	const composer = new SimulatedComposer(answerer, () => clock.now);
	const heard: string[] = [];
	const ask = (name: string, dueIn: number) =>
		composer.ask(request(dueIn, { candidates: 5 }), {
			bar: (candidate) => heard.push(`${name} ${candidate}`),
			ranked: (order) => heard.push(`${name} ranked ${order.join('')}`),
			done: () => heard.push(`${name} done`),
			failed: (reason) => heard.push(`${name} ${reason}`)
		});
	const at = async (now: number) => {
		clock.now = now;
		await composer.catchUp();
		return heard.splice(0);
	};
	return { ask, at };
}

test('a candidate is told when its notes could be written, and no sooner', async () => {
	const { ask, at } = setUp();
	ask('a', 100);
	expect(await at(0.049)).toEqual([]);
	expect(await at(0.051)).toEqual(['a 0']);
	expect(await at(0.2001)).toEqual(['a 1', 'a 2', 'a 3']);
	expect(await at(1)).toEqual(['a 4', 'a ranked 43210', 'a done']);
});

test('one request waits for the other, and for no longer once that is cancelled', async () => {
	const { ask, at } = setUp();
	const cancel = ask('a', 100);
	ask('b', 100);
	expect(await at(0.06)).toEqual(['a 0']);
	cancel();
	expect(await at(0.1)).toEqual(['a cancelled']);
	expect(await at(0.16)).toEqual(['b 0']);
});

test('before a deadline those that are whole are ranked, and no more than three are made', async () => {
	const { ask, at } = setUp();
	ask('a', 0.12);
	expect(await at(1)).toEqual(['a 0', 'a ranked 0', 'a 1', 'a 2', 'a ranked 210', 'a done']);
});
