import { arcOf, fadeOut, type Arc } from './seam';
import type { Tape } from './tape';

/** A tape's window, and the longest fade it has room for, in tape frames. */
export interface SeamPlace {
	readonly from: number;
	readonly span: number;
	readonly longest: number;
}

/** No seam is shorter, where the loop has room for it. */
export const MIN_SEAM_FRAMES = 64;
/** Each fade that is tried is shorter than the last by this. */
const SHORTER = Math.SQRT1_2;

/** Left and right. */
type Sides = readonly [Float32Array, Float32Array];

/**
 * Looks for the longest fade that makes no step steeper than those of the sound around it: a tone whose
 * phase must move on wants a long one, and noise, whose peaks may meet, a short one. Where all are
 * steeper, the least steep. It tries one at a time, for the audio thread has no more time between two
 * blocks; it allocates, so not for `process`.
 */
export class SeamSearch {
	/** The best so far, in tape frames. */
	fade: number;
	/** The correlation of the two sides, 0–1; 0 for silence. */
	likeness = 0;
	isDone = false;
	/** What fades out, and what fades in before the loop's start. */
	readonly #end: Sides;
	readonly #past: Sides;
	/** The first frame after the seam. */
	readonly #start: Sides;
	readonly #allowed: number;
	readonly #shortest: number;
	#least = Infinity;
	#next: number;

	constructor(tape: Tape, { from, span, longest }: SeamPlace) {
		const first = Math.round(from);
		this.#end = bothSides(tape, Math.round(from + span) - longest, longest);
		this.#past = bothSides(tape, first - longest, longest);
		this.#start = bothSides(tape, first, 1);
		this.#allowed = Math.max(...[...this.#end, ...this.#past].map(steepest));
		this.#shortest = Math.min(longest, MIN_SEAM_FRAMES);
		this.fade = longest;
		this.#next = longest;
	}

	/** Tries the next fade. */
	advance(): void {
		const fade = this.#next;
		const likeness = this.#likenessOver(fade);
		const step = this.#steepestOver(fade, arcOf(likeness));
		if (step < this.#least) {
			this.fade = fade;
			this.likeness = likeness;
			this.#least = step;
		}
		this.#next = Math.min(fade - 1, Math.round(fade * SHORTER));
		this.isDone = this.#least <= this.#allowed || this.#next < this.#shortest;
	}

	#likenessOver(fade: number): number {
		let product = 0;
		let power = 0;
		let otherPower = 0;
		for (let side = 0; side < 2; side++) {
			const end = this.#end[side]!;
			const past = this.#past[side]!;
			for (let frame = end.length - fade; frame < end.length; frame++) {
				product += end[frame]! * past[frame]!;
				power += end[frame]! ** 2;
				otherPower += past[frame]! ** 2;
			}
		}
		const scale = Math.sqrt(power * otherPower);
		return scale === 0 ? 0 : Math.min(1, Math.max(0, product / scale));
	}

	/** The steepest step of the crossfade, with those into it and out of it. */
	#steepestOver(fade: number, arc: Arc): number {
		const first = this.#end[0].length - fade;
		let [left, right] = this.#end.map((end) => end[Math.max(0, first - 1)]!) as [number, number];
		let step = 0;
		for (let frame = 0; frame <= fade; frame++) {
			const away = fadeOut(frame / fade, arc);
			const into = fadeOut(1 - frame / fade, arc);
			const nextLeft = this.#mixed(0, first + frame, away, into);
			const nextRight = this.#mixed(1, first + frame, away, into);
			step = Math.max(step, Math.abs(nextLeft - left), Math.abs(nextRight - right));
			left = nextLeft;
			right = nextRight;
		}
		return step;
	}

	#mixed(side: 0 | 1, frame: number, away: number, into: number): number {
		const end = this.#end[side];
		return frame < end.length
			? end[frame]! * away + this.#past[side][frame]! * into
			: this.#start[side][0]!;
	}
}

function bothSides(tape: Tape, from: number, frames: number): Sides {
	const sides = [new Float32Array(frames), new Float32Array(frames)] as const;
	tape.read(from, ...sides);
	return sides;
}

function steepest(samples: Float32Array): number {
	let step = 0;
	for (let frame = 1; frame < samples.length; frame++) {
		step = Math.max(step, Math.abs(samples[frame]! - samples[frame - 1]!));
	}
	return step;
}
