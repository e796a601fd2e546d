import { describe, expect, test } from 'vitest';
import type { Embedded, Recall } from '../../../../src/composer/engines/engine';
import { makeSimdEngine } from '../../../../src/composer/engines/simd/simdEngine';
import { readsRows, type RowsEngine } from '../../../../src/composer/engines/engine';
import type { MusicModel } from '../../../../src/composer/transformer/modelManifest';
import type { NetworkConfig } from '../../../../src/composer/transformer/networkShapes';
import { smallModel } from '../../transformer/smallModel';
import { randomModel, type Written } from '../randomModel';
import { eventsIn, randomEvents } from '../recallLaws';

const small = await smallModel();

function engineOf(model: MusicModel): RowsEngine {
	const engine = makeSimdEngine(model);
	if (!readsRows(engine)) throw new Error('it reads no rows');
	return engine;
}

/** What each recall finds after so many single events of its own, read together or alone. */
async function statesOf(
	engine: RowsEngine,
	recalls: readonly Recall[],
	lines: readonly Embedded[],
	isTogether: boolean
): Promise<Float32Array[][]> {
	const states: Float32Array[][] = recalls.map(() => []);
	const longest = Math.max(...lines.map(({ at }) => at.length));
	for (let step = 0; step < longest; step++) {
		const going = [...recalls.keys()].filter((row) => lines[row]!.at.length > step);
		const events = going.map((row) => eventsIn(lines[row]!, step, step + 1));
		const found = isTogether
			? await engine.readRows(
					going.map((row) => recalls[row]!),
					events
				)
			: await Promise.all(going.map((row, index) => recalls[row]!.read(events[index]!)));
		for (const [index, row] of going.entries()) states[row]!.push(found[index]!);
	}
	return states;
}

describe('rows that are read together say what each says alone, to the last bit', () => {
	test.each([
		['small', null, 'by column'],
		['like base', { width: 320, heads: 10, layers: 3, hidden: 1280 }, 'by column'],
		['of queries that fill no panel', { width: 40, heads: 1, hidden: 37 }, 'by column'],
		['that fills no vector', { width: 30, heads: 3, hidden: 37, places: 'rope' }, 'by column'],
		['in full precision', { width: 36, heads: 2, layers: 2, hidden: 50 }, 'in full']
	] as const satisfies readonly [string, Partial<NetworkConfig> | null, Written][])(
		'%s',
		async (_, size, written) => {
			const model = size === null ? small : await randomModel(size, written);
			const engine = engineOf(model);
			const lines = [9, 4, 6, 1].map((count, seed) => randomEvents(model, count, seed + 2));
			for (const shared of [1, 4, 22, 43]) {
				const prompt = engine.open();
				await prompt.read(randomEvents(model, shared, 1));
				for (const rows of [1, 2, 3, 4]) {
					const some = lines.slice(0, rows);
					const forks = (count: number) => Array.from({ length: count }, () => prompt.fork());
					const [alone, together] = [forks(rows), forks(rows)];
					const wanted = await statesOf(engine, alone, some, false);
					expect(await statesOf(engine, together, some, true)).toEqual(wanted);
					for (const fork of [...alone, ...together]) fork.dispose();
				}
				prompt.dispose();
			}
			engine.dispose();
		}
	);

	test('when each has read a prompt of its own, or is a fork of a fork', async () => {
		const engine = engineOf(small);
		const events = randomEvents(small, 40, 1);
		const [one, other] = [engine.open(), engine.open()];
		await one.read(eventsIn(events, 0, 13));
		await other.read(eventsIn(events, 5, 40));
		const fork = one.fork();
		await fork.read(eventsIn(events, 13, 20));
		const further = fork.fork();
		const next = eventsIn(events, 39, 40);
		const found = await engine.readRows([other, fork, further], [next, next, next]);
		const straight = engine.open();
		await straight.read(eventsIn(events, 0, 20));
		const wanted = await straight.read(next);
		expect(found[1]).toEqual(wanted);
		expect(found[2]).toEqual(wanted);
		straight.cut(0);
		await straight.read(eventsIn(events, 5, 40));
		expect(found[0]).toEqual(await straight.read(next));
		engine.dispose();
	});
});

test('what is repaired after rows were read is as if read anew', async () => {
	const engine = engineOf(small);
	const events = randomEvents(small, 60, 1);
	const other = randomEvents(small, 60, 2);
	const prompt = engine.open();
	await prompt.read(eventsIn(events, 0, 30));
	const forks = [prompt.fork(), prompt.fork(), prompt.fork()];
	const lines = [2, 3, 4].map((seed) => randomEvents(small, 12, seed));
	await statesOf(engine, forks, lines, true);
	const [cutFork] = forks;
	cutFork!.cut(21);
	const repairedFork = await cutFork!.read(eventsIn(other, 0, 9));
	for (const fork of forks) fork.dispose();
	prompt.cut(21);
	const repaired = await prompt.read(eventsIn(other, 0, 9));
	const anew = engine.open();
	await anew.read(eventsIn(events, 0, 21));
	const wanted = await anew.read(eventsIn(other, 0, 9));
	expect(repairedFork).toEqual(wanted);
	expect(repaired).toEqual(wanted);
	engine.dispose();
});

test('where one has no room left, none of them grows', async () => {
	const narrow = { ...small, config: { ...small.config, context: 20 } };
	const engine = engineOf(narrow);
	const events = randomEvents(narrow, 20, 1);
	const [full, other] = [engine.open(), engine.open()];
	await full.read(events);
	await other.read(eventsIn(events, 0, 7));
	const next = eventsIn(events, 7, 8);
	await expect(engine.readRows([other, full], [next, next])).rejects.toThrow('context of 20');
	expect(other.events).toBe(7);
	const five = Array.from({ length: 5 }, () => other.fork());
	await expect(
		engine.readRows(
			five,
			five.map(() => next)
		)
	).rejects.toThrow('5 recalls');
	await expect(engine.readRows([other], [eventsIn(events, 7, 9)])).rejects.toThrow('in a row');
	engine.dispose();
});
