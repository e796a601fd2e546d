import { KEYS, LOWEST_KEY, type Activations } from './activations';

/** A place where a note may begin. */
export interface Candidate {
	/** Frame, with its fraction. */
	readonly at: number;
	readonly frame: number;
	/** Of a piano, from 0. */
	readonly key: number;
	/** How likely the network holds the onset, 0–1. */
	readonly onset: number;
}

/** E1 to E6, what guitars, basses, voices and most of a piano play. */
const LOWEST = 28 - LOWEST_KEY;
const HIGHEST = 88 - LOWEST_KEY;
/** The network says 0.1 where nothing is. */
const FAINTEST_ONSET = 0.2;
/** The mean of so many frames after an onset, below which no note followed. */
const FAINTEST_SOUND = 0.15;
const SOUND_FRAMES = 8;
/** A frame that rises so far within RISE_FRAMES begins a note, even where no onset is told. */
const RISE = 0.2;
const RISE_FRAMES = 3;
/** An onset so near is the same one. */
const NEAR_FRAMES = 4;

/** The peaks of the onsets, and the places where a key begins to sound without one; by time. */
export function candidatesIn({ count, onsets, frames }: Activations): readonly Candidate[] {
	const found: Candidate[] = [];
	for (let key = LOWEST; key <= HIGHEST; key++) {
		const onset = (frame: number) => onsets[frame * KEYS + key] ?? 0;
		const sound = (frame: number) => frames[frame * KEYS + key] ?? 0;
		const soundAfter = (frame: number) => {
			let sum = 0;
			for (let step = 1; step <= SOUND_FRAMES; step++) sum += sound(frame + step);
			return sum / SOUND_FRAMES;
		};
		const peaks: Candidate[] = [];
		for (let frame = 0; frame < count; frame++) {
			const [before, here, after] = [onset(frame - 1), onset(frame), onset(frame + 1)];
			if (here < FAINTEST_ONSET || here <= before || here < after) continue;
			if (soundAfter(frame) < FAINTEST_SOUND) continue;
			const bend = before - 2 * here + after;
			const shift = bend < 0 ? (0.5 * (before - after)) / bend : 0;
			peaks.push({ at: frame + shift, frame, key, onset: here });
		}
		const isTold = (frame: number) =>
			peaks.some((peak) => Math.abs(peak.frame - frame) <= NEAR_FRAMES);
		const rises: Candidate[] = [];
		for (let frame = RISE_FRAMES; frame < count; frame++) {
			const rise = sound(frame) - sound(frame - RISE_FRAMES);
			const isSteepest = [1, 2].every(
				(step) =>
					rise >= sound(frame + step) - sound(frame + step - RISE_FRAMES) &&
					rise > sound(frame - step) - sound(frame - step - RISE_FRAMES)
			);
			if (rise < RISE || !isSteepest || isTold(frame)) continue;
			rises.push({ at: frame - 1, frame, key, onset: onset(frame) });
		}
		found.push(...peaks, ...rises);
	}
	return found.sort((one, other) => one.at - other.at || one.key - other.key);
}
