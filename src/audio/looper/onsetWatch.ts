import { QUANTUM } from '../../lib/frameCounter';
import type { InputRing } from './inputRing';
import type { Awaited, Track } from './track';

/** The sound began at most so long before it was loud. */
const PRE_ROLL_SECONDS = 0.05;
/** It is looked back for in steps of this, */
const STEP_SECONDS = 0.001;
/** and begins where it was softer than this part of the threshold: by 12 dB. */
const QUIET_SHARE = 1 / 4;

/** Hears how loud the input is, and where a sound begins that a track waits for. */
export class OnsetWatch {
	/** The loudest input sample since it was last set to 0. */
	peak = 0;
	readonly #ring: InputRing;
	readonly #tracks: readonly Track[];
	readonly #preRoll: number;
	readonly #step: number;

	constructor(ring: InputRing, tracks: readonly Track[], sampleRate: number) {
		this.#ring = ring;
		this.#tracks = tracks;
		this.#preRoll = Math.round(PRE_ROLL_SECONDS * sampleRate);
		this.#step = Math.max(1, Math.round(STEP_SECONDS * sampleRate));
	}

	/** One block of the input, which begins at the frame `now`. Does not allocate. */
	listen(now: number, left: Float32Array | undefined, right: Float32Array | undefined): void {
		if (left === undefined) return;
		const other = right ?? left;
		let peak = 0;
		for (let frame = 0; frame < QUANTUM; frame++) {
			peak = Math.max(peak, Math.abs(left[frame]!), Math.abs(other[frame]!));
		}
		this.peak = Math.max(this.peak, peak);
		for (let index = 0; index < this.#tracks.length; index++) {
			const track = this.#tracks[index]!;
			const { awaited } = track;
			if (awaited === null || track.loudAt >= 0 || peak <= awaited.threshold) continue;
			track.loudAt = firstLoud(now, awaited, left, other);
		}
	}

	/** The frame at which the sound began that the track waited for. Not for `process`. */
	beginOf(loudAt: number, threshold: number): number {
		const quiet = threshold * QUIET_SHARE;
		const earliest = Math.max(loudAt - this.#preRoll, this.#ring.tail);
		let from = loudAt;
		while (from > earliest) {
			const before = Math.max(earliest, from - this.#step);
			if (this.#ring.peakOf(before, from) < quiet) break;
			from = before;
		}
		return from;
	}
}

/** -1 if the block is not loud where it is listened to. */
function firstLoud(
	now: number,
	{ from, threshold }: Awaited,
	left: Float32Array,
	right: Float32Array
): number {
	for (let frame = Math.max(0, from - now); frame < QUANTUM; frame++) {
		if (Math.abs(left[frame]!) > threshold || Math.abs(right[frame]!) > threshold) {
			return now + frame;
		}
	}
	return -1;
}
