import { KEYS, type Activations } from './activations';
import type { Candidate } from './candidates';

/** Semitones to the relatives that ghosts come from, or lead to: octaves, twelfths, the fifth partial. */
const RELATIVES = [-1, 1, -12, 12, -19, 19, -24, 24, -28, -7, 7, -5, 5] as const;
/** Other onsets within so many frames were struck with it. */
export const TOGETHER_FRAMES = 4;
/** A key whose onset is so likely counts as struck. */
const STRUCK = 0.3;
/** Frames after which a repeated onset is no surprise. */
const REPEAT_FRAMES = 40;

/** Where the mean of the frames is taken, from the candidate on. */
const SPANS = { before: [-8, -2], first: [1, 9], later: [9, 25] } as const;

/** What the network tells around a candidate, as numbers near 0–1. */
export function featuresOf(
	{ count, onsets, frames }: Activations,
	candidate: Candidate
): readonly number[] {
	const { frame, key, onset } = candidate;
	const strikes = (other: number) => {
		if (other < 0 || other >= KEYS) return 0;
		let most = 0;
		const to = Math.min(count - 1, frame + TOGETHER_FRAMES);
		for (let at = Math.max(0, frame - TOGETHER_FRAMES); at <= to; at++) {
			most = Math.max(most, onsets[at * KEYS + other]!);
		}
		return most;
	};
	const sounds = (other: number, [from, to]: readonly [number, number]) => {
		if (other < 0 || other >= KEYS) return 0;
		let sum = 0;
		for (let at = Math.max(0, frame + from); at < Math.min(count, frame + to); at++) {
			sum += frames[at * KEYS + other]!;
		}
		return sum / (to - from);
	};
	const all = Array.from({ length: KEYS }, (_, other) => strikes(other));
	const struck = all.flatMap((one, other) => (one >= STRUCK ? [other] : []));
	return [
		onset,
		Math.sqrt(onset),
		sounds(key, SPANS.before),
		sounds(key, SPANS.first),
		sounds(key, SPANS.later),
		...RELATIVES.flatMap((step) => [
			all[key + step] ?? 0,
			sounds(key + step, SPANS.first),
			...(Math.abs(step) % 12 === 0 ? [sounds(key + step, SPANS.before)] : [])
		]),
		Math.max(...all),
		all.reduce((sum, one) => sum + one, 0) / 6,
		struck.length / 6,
		struck.length === 0 ? 0 : (key - struck[0]!) / 24,
		struck.length === 0 ? 0 : (struck.at(-1)! - key) / 24,
		sinceLast(onsets, frame, key),
		key / KEYS
	];
}

/** How long ago the same key was struck, 0 for just now, 1 for long ago. */
function sinceLast(onsets: Float32Array, frame: number, key: number): number {
	for (let ago = 2; ago < REPEAT_FRAMES && ago <= frame; ago++) {
		if (onsets[(frame - ago) * KEYS + key]! >= STRUCK) return ago / REPEAT_FRAMES;
	}
	return 1;
}
