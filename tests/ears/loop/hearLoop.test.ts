import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { hearLoop } from '../../../src/ears/loop/hearLoop';
import { Take } from '../../../src/ears/loop/take';
import type { HeardLoop } from '../../../src/music/ears/heard';
import { badInput } from './badInput';
import { networkInNode } from './networkNode';
import { plucks, type Pluck } from './plucks';

const RATE = 48_000;
const network = await networkInNode();

/** A riff in A minor, at 100 BPM in eighths. */
const EIGHTH = 0.3;
const RIFF = [57, 60, 64, 69, 67, 64, 60, 62];
const riff = (detuned = 0): Pluck[] =>
	RIFF.map((pitch, index) => ({
		onset: index * EIGHTH,
		pitch: pitch + detuned,
		end: (index + 1) * EIGHTH
	}));

async function heard(sound: Float32Array, window = { from: 0, length: sound.length }) {
	const take = new Take(network, RATE);
	for (let at = 0; at < sound.length; at += 9600) await take.push(sound.slice(at, at + 9600));
	return hearLoop(take, { ...window, rate: RATE });
}

const pitchesOf = (loop: HeardLoop) =>
	loop.kind === 'notes' ? loop.notes.map(({ pitch }) => pitch) : [];
const onsetsOf = (loop: HeardLoop) =>
	loop.kind === 'notes' ? loop.notes.map(({ onset }) => onset) : [];

test.each([-0.4, 0, 0.4])(
	'a riff is heard note for note, each within 30 ms, and its tuning: %d semitones off',
	async (detuned) => {
		const loop = await heard(plucks(riff(detuned), RIFF.length * EIGHTH, RATE));
		expect(pitchesOf(loop)).toEqual(RIFF);
		for (const [index, onset] of onsetsOf(loop).entries()) {
			expect(Math.abs(onset - index * EIGHTH)).toBeLessThan(0.03);
		}
		expect(loop.kind === 'notes' && Math.abs(loop.cents - 100 * detuned)).toBeLessThan(8);
	}
);

test('the notes of a chord that is strummed are heard at once', async () => {
	const chord = [48, 52, 55, 60, 64];
	const strummed = [0, 1, 2].flatMap((stroke) =>
		chord.map((pitch, string) => ({
			onset: 0.2 + stroke * 0.6 + string * 0.006,
			pitch,
			end: 0.2 + (stroke + 1) * 0.6
		}))
	);
	const loop = await heard(plucks(strummed, 2, RATE));
	const pitches = pitchesOf(loop);
	const right = pitches.filter((pitch) => chord.includes(pitch));
	expect(right.length).toBeGreaterThanOrEqual(12);
	expect(pitches.length - right.length).toBeLessThanOrEqual(2);
});

test('a loop within a take has its own places: what was played before it is not in it', async () => {
	const sound = plucks(riff(), RIFF.length * EIGHTH, RATE);
	const from = Math.round(2 * EIGHTH * RATE);
	const loop = await heard(sound, { from, length: Math.round(4 * EIGHTH * RATE) });
	expect(pitchesOf(loop)).toEqual(RIFF.slice(2, 6));
	expect(onsetsOf(loop)[0]).toBeLessThan(0.03);
});

test('louder strokes are stronger notes', async () => {
	const played = riff().map((pluck, index) => ({ ...pluck, strength: index % 2 === 0 ? 1 : 0.2 }));
	const loop = await heard(plucks(played, RIFF.length * EIGHTH, RATE));
	const strengths = loop.kind === 'notes' ? loop.notes.map(({ strength }) => strength) : [];
	expect(strengths).toHaveLength(RIFF.length);
	for (let index = 0; index < RIFF.length; index += 2) {
		expect(strengths[index]).toBeGreaterThan(strengths[index + 1]!);
	}
});

describe('what is no music has no notes', () => {
	test.each(['noise', 'hum', 'speech'] as const)('%s', async (kind) => {
		// Neither the weights nor a threshold were made with these.
		for (const seed of [301, 302, 303]) {
			const loop = await heard(badInput(kind, 4, RATE, seed));
			expect(loop).toEqual({ kind: 'nothing', why: 'no-notes' });
		}
	});

	test('silence', async () => {
		const loop = await heard(badInput('silence', 4, RATE, 1));
		expect(loop).toEqual({ kind: 'nothing', why: 'too-quiet' });
	});
});

test('an input that is too loud is told', async () => {
	const loud = plucks(riff(), 2.4, RATE).map((one) => Math.min(1, Math.max(-1, one * 40)));
	expect(await heard(loud)).toMatchObject({ kind: 'notes', isClipped: true });
});

test('no tensor is left behind by a phrase', async () => {
	const before = tf.memory().numTensors;
	await heard(plucks(riff(), 2.4, RATE));
	expect(tf.memory().numTensors).toBe(before);
});
