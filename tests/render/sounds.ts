import type { Stereo } from '../../src/audio/tracks/renderTracks';
import { seededRandom } from '../../src/lib/random';

export const RATE = 48_000;

/** A sound with `value(frame)` on the left and the same or `right(frame)` on the right. */
export const stereo = (
	frames: number,
	left: (frame: number) => number,
	right: (frame: number) => number = left
): Stereo => ({
	left: Float32Array.from({ length: frames }, (_, frame) => left(frame)),
	right: Float32Array.from({ length: frames }, (_, frame) => right(frame))
});

/** Other noise on each side, up to `peak`. */
export function noise(frames: number, peak: number, seed: number): Stereo {
	const random = seededRandom(seed);
	return stereo(frames, () => peak * (2 * random() - 1));
}

export const sine = (hertz: number, peak: number) => (frame: number) =>
	peak * Math.sin((2 * Math.PI * hertz * frame) / RATE);

/** The largest difference of two sounds, over the frames that both have. */
export function difference(one: Stereo, other: Stereo): number {
	let largest = 0;
	for (const side of ['left', 'right'] as const) {
		const frames = Math.min(one[side].length, other[side].length);
		for (let frame = 0; frame < frames; frame++) {
			largest = Math.max(largest, Math.abs(one[side][frame]! - other[side][frame]!));
		}
	}
	return largest;
}

/** Of both sides, over [from, to) frames. */
export const cut = ({ left, right }: Stereo, from: number, to?: number): Stereo => ({
	left: left.slice(from, to),
	right: right.slice(from, to)
});

export const peak = ({ left, right }: Stereo) =>
	[left, right].reduce(
		(most, side) => side.reduce((most, sample) => Math.max(most, Math.abs(sample)), most),
		0
	);

/** The largest change from one sample to the next in [from, to). */
export function largestStep(samples: Float32Array, from = 0, to = samples.length): number {
	let largest = 0;
	for (let frame = Math.max(1, from); frame < to; frame++) {
		largest = Math.max(largest, Math.abs(samples[frame]! - samples[frame - 1]!));
	}
	return largest;
}
