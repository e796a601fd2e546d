import { KEYS, type Activations } from './activations';

/** The network says 0.1 where nothing is. */
const NOTHING = 0.15;
/** The most that all keys together say is a strike when nothing within so many frames says more. */
const APART_FRAMES = 4;

/** Where strings are struck, whichever they are. */
export interface Strikes {
	/** How many keys are struck, softly added up: a number a frame. */
	readonly strengths: Float32Array;
	/** Frames, by time. */
	readonly frames: readonly number[];
}

/** What all keys together tell of the moments at which something is struck. */
export function strikesIn({ count, onsets }: Activations): Strikes {
	const strengths = new Float32Array(count);
	for (let frame = 0; frame < count; frame++) {
		let sum = 0;
		for (let key = 0; key < KEYS; key++) sum += Math.max(0, onsets[frame * KEYS + key]! - NOTHING);
		strengths[frame] = sum;
	}
	const frames: number[] = [];
	for (let frame = 0; frame < count; frame++) {
		const here = strengths[frame]!;
		let isMost = here > 0;
		for (let step = 1; step <= APART_FRAMES; step++) {
			isMost &&= here > (strengths[frame - step] ?? -1) && here >= (strengths[frame + step] ?? -1);
		}
		if (isMost) frames.push(frame);
	}
	return { strengths, frames };
}
