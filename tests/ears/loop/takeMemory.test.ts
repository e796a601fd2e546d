import { expect, test } from 'vitest';
import { BINS, KEYS, WINDOW_FRAMES } from '../../../src/ears/loop/activations';
import { Take } from '../../../src/ears/loop/take';
import { takeBytesASecond } from '../../../src/ears/loop/takeMemory';

test('a take keeps as much as is said', async () => {
	const [rate, seconds] = [8000, 20];
	const take = new Take(
		() =>
			Promise.resolve({
				count: WINDOW_FRAMES,
				onsets: new Float32Array(WINDOW_FRAMES * KEYS),
				frames: new Float32Array(WINDOW_FRAMES * KEYS),
				contours: new Float32Array(WINDOW_FRAMES * BINS)
			}),
		rate
	);
	const sound = new Float32Array(seconds * rate);
	await take.push(sound);
	const { onsets, frames, powers, ...rest } = (await take.whole()).activations;
	expect(Object.keys(rest)).toEqual(['count']);
	const told = onsets.byteLength + frames.byteLength + powers.byteLength;
	const kept = sound.byteLength + told;
	expect(kept / (seconds * takeBytesASecond(rate))).toBeCloseTo(1, 2);
});
