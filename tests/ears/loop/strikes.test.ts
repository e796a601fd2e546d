import { expect, test } from 'vitest';
import { KEYS } from '../../../src/ears/loop/activations';
import { strikesIn } from '../../../src/ears/loop/strikes';

const COUNT = 60;

function onsetsAt(places: readonly (readonly [frame: number, key: number])[]) {
	const onsets = new Float32Array(COUNT * KEYS).fill(0.1);
	for (const [frame, key] of places) {
		onsets[(frame - 1) * KEYS + key] = 0.4;
		onsets[frame * KEYS + key] = 0.8;
		onsets[(frame + 1) * KEYS + key] = 0.5;
	}
	return { count: COUNT, onsets, frames: onsets, powers: new Float32Array(COUNT) };
}

test('a strike is where most keys are struck: a chord that is strummed is one', () => {
	const chord = [20, 24, 27, 32, 36].map((key, string) => [20 + (string % 2), key] as const);
	const { frames, strengths } = strikesIn(onsetsAt([...chord, [40, 24]]));
	expect(frames).toEqual([20, 40]);
	expect(strengths[20]! / strengths[40]!).toBeGreaterThan(3);
});

test('where nothing is struck there is no strike', () => {
	expect(strikesIn(onsetsAt([])).frames).toEqual([]);
});
