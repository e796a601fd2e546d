import { expect, test } from 'vitest';
import { KEYS, LOWEST_KEY } from '../../../src/ears/loop/activations';
import { hearNotes } from '../../../src/ears/loop/hearNotes';
import type { JudgeWeights } from '../../../src/ears/loop/judge';

/** Holds everything for as likely. */
const always = (likelihood: number): JudgeWeights => ({
	means: [],
	scales: [],
	hidden: [],
	hiddenBiases: [],
	output: [],
	outputBias: Math.log(likelihood / (1 - likelihood))
});

const COUNT = 100;
const KEY = 30;

/** A key that sounds on, with onsets at these frames. */
function told(places: readonly number[]) {
	const [onsets, frames] = [new Float32Array(COUNT * KEYS), new Float32Array(COUNT * KEYS)];
	for (const frame of places) onsets[frame * KEYS + KEY] = 0.8;
	for (let frame = 0; frame < COUNT; frame++) frames[frame * KEYS + KEY] = 0.7;
	return { count: COUNT, onsets, frames, powers: new Float32Array(COUNT) };
}
const heard = (places: readonly number[], likelihood: number) =>
	hearNotes(told(places), 0.5, { first: always(0.9), second: always(likelihood) });

test('two places of one note that are doubtful alone are one note together', () => {
	expect(heard([20], 0.4)).toEqual([]);
	const notes = heard([20, 25], 0.4);
	expect(notes.map(({ pitch }) => pitch)).toEqual([KEY + LOWEST_KEY]);
	expect(notes[0]!.likelihood).toBeCloseTo(0.8, 5);
});

test('a key that is struck again a little later is two notes, and the first ends there', () => {
	const notes = heard([20, 40], 0.6);
	expect(notes).toHaveLength(2);
	expect(notes[0]!.end).toBeLessThanOrEqual(notes[1]!.at + 1);
});
