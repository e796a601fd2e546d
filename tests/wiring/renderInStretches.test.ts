import { expect, test } from 'vitest';
import type { TapeChunk } from '../../src/audio/looper/protocol';
import { renderContent } from '../../src/audio/looper/renderContent';
import { frames } from '../../src/music/units';
import { renderInStretches } from '../../src/wiring/renderInStretches';
import { noise } from '../audio/looper/looperRig';
import { windowOf } from '../store/sessions/manifests';

/** A stretch is two seconds, which are few frames here. */
const RATE = 500;
const LENGTH = 1600;

function read(tape: number, from: number, count: number): Promise<TapeChunk> {
	const left = Float32Array.from({ length: count }, (_, frame) => noise(from + frame));
	return Promise.resolve({ tape, from, left, right: left.map((sample) => sample / 2) });
}

const loopAt = (rate: number) => ({
	content: {
		length: LENGTH,
		layers: [
			windowOf({ span: LENGTH, cycle: LENGTH }),
			windowOf({ id: 2, tape: 2, span: 700, at: 300, cycle: LENGTH, under: 0.5 })
		]
	},
	motion: { at: frames(100), position: 30, rate }
});

test.each([1, -1, 0.5, 2])('at the rate %d stretches sound as the whole does', async (rate) => {
	const count = 5300;
	const loop = loopAt(rate);
	const whole = await renderContent(loop, 100, count, read);
	const told: number[] = [];
	const stretches = await renderInStretches(
		{ loop, from: 100, count, sampleRate: RATE, read },
		{ signal: new AbortController().signal, tell: (share) => told.push(share) }
	);
	let worst = 0;
	for (let frame = 0; frame < count; frame++) {
		worst = Math.max(worst, Math.abs(whole.left[frame]! - stretches.left[frame]!));
		worst = Math.max(worst, Math.abs(whole.right[frame]! - stretches.right[frame]!));
	}
	expect(worst).toBeLessThan(1e-6);
	expect(Math.max(...whole.left)).toBeGreaterThan(0.1);
	expect(told).toHaveLength(6);
	expect(told.at(-1)).toBe(1);
});

test('a tape is read once, whatever the stretches', async () => {
	const asked: string[] = [];
	await renderInStretches(
		{
			loop: loopAt(1),
			from: 100,
			count: 5000,
			sampleRate: RATE,
			read: (...place) => {
				asked.push(place.join());
				return read(...place);
			}
		},
		{ signal: new AbortController().signal, tell: () => undefined }
	);
	expect(asked.length).toBeGreaterThan(0);
	expect(new Set(asked).size).toBe(asked.length);
});

test('it ends where it is called off', async () => {
	const work = new AbortController();
	const told: number[] = [];
	const rendering = renderInStretches(
		{ loop: loopAt(1), from: 100, count: 5000, sampleRate: RATE, read },
		{
			signal: work.signal,
			tell: (share) => {
				told.push(share);
				work.abort();
			}
		}
	);
	await expect(rendering).rejects.toThrow(/abort/);
	expect(told).toHaveLength(1);
});
