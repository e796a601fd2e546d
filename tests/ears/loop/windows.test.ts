import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	BINS,
	FRAME_SAMPLES,
	KEYS,
	WINDOW_FRAMES,
	WINDOW_SAMPLES
} from '../../../src/ears/loop/activations';
import type { HearWindow } from '../../../src/ears/loop/pitchNetwork';
import { Windows } from '../../../src/ears/loop/windows';

/** Tells of each frame the sample that it is at. */
const echo: HearWindow = (samples) => {
	expect(samples).toHaveLength(WINDOW_SAMPLES);
	const onsets = new Float32Array(WINDOW_FRAMES * KEYS);
	for (let frame = 0; frame < WINDOW_FRAMES; frame++) {
		onsets[frame * KEYS] = samples[frame * FRAME_SAMPLES] ?? 0;
	}
	return Promise.resolve({
		count: WINDOW_FRAMES,
		onsets,
		frames: new Float32Array(WINDOW_FRAMES * KEYS),
		contours: new Float32Array(WINDOW_FRAMES * BINS)
	});
};

const ramp = (length: number) => Float32Array.from({ length }, (_, index) => index + 1);
const firstKeys = (onsets: Float32Array) => [...onsets].filter((_, index) => index % KEYS === 0);

test('frame n is told of sample n · 256, whatever the pieces and wherever the windows meet', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: 120_000 }),
			fc.integer({ min: 1000, max: 50_000 }),
			async (length, piece) => {
				const windows = new Windows(echo);
				const sound = ramp(length);
				for (let at = 0; at < length; at += piece) await windows.push(sound.slice(at, at + piece));
				const { count, onsets, powers } = (await windows.whole()).activations;
				expect(powers).toHaveLength(count);
				for (let frame = 0; frame < count - 1; frame++) {
					const middle = (frame + 0.5) * FRAME_SAMPLES;
					expect(Math.sqrt(powers[frame]!) / Math.hypot(middle, 75)).toBeCloseTo(1, 1);
				}
				expect(count).toBe(Math.ceil(length / FRAME_SAMPLES));
				expect(firstKeys(onsets)).toEqual(
					Array.from({ length: count }, (_, frame) => frame * FRAME_SAMPLES + 1)
				);
			}
		),
		{ numRuns: 30 }
	);
});

test('asking for the whole changes nothing for the sound that follows', async () => {
	const windows = new Windows(echo);
	await windows.push(ramp(60_000).slice(0, 41_000));
	await windows.whole();
	await windows.push(ramp(60_000).slice(41_000));
	const { onsets } = (await windows.whole()).activations;
	expect(firstKeys(onsets)[200]).toBe(200 * FRAME_SAMPLES + 1);
});

/** In each frame one pitch sounds, a little off by how far the sound has come. */
const humming: HearWindow = async (samples) => {
	const { count, onsets, frames } = await echo(samples);
	const contours = new Float32Array(WINDOW_FRAMES * BINS);
	for (let frame = 0; frame < WINDOW_FRAMES; frame++) {
		const share = onsets[frame * KEYS]! / 200_000;
		contours.set([0.6 - share / 2, 1, 0.6 + share / 2], frame * BINS + 60);
	}
	return { count, onsets, frames, contours };
};

test('a push says whether a window was heard; the tuning is that of all of them, each frame once', async () => {
	const sound = ramp(150_000);
	const [pieces, atOnce] = [new Windows(humming), new Windows(humming)];
	await atOnce.push(sound);
	const said: boolean[] = [];
	for (let at = 0; at < sound.length; at += 10_000) {
		said.push(await pieces.push(sound.slice(at, at + 10_000)));
	}
	expect(said.filter(Boolean)).toHaveLength(pieces.tuning.frames / 142);
	expect(said.filter(Boolean)).toHaveLength(4);
	expect(pieces.tuning).toEqual(atOnce.tuning);
	const whole = await pieces.whole();
	expect(whole.tuning.frames).toBe(whole.activations.count);
});
