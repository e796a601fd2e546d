import { KEYS, type Activations } from './activations';
import type { Candidate } from './candidates';
import type { Strikes } from './strikes';

/** Semitones to the relatives that ghosts come from, or lead to: octaves, twelfths, the fifth partial. */
const RELATIVES = [-1, 1, -12, 12, -19, 19, -24, 24, -28, -7, 7, -5, 5] as const;
/** Other onsets within so many frames were struck with it. */
export const TOGETHER_FRAMES = 4;
/** A key whose onset is so likely counts as struck. */
const STRUCK = 0.3;
/** Frames after which a repeated onset is no surprise. */
const REPEAT_FRAMES = 40;

/** Frames on either side in which a stronger strike is looked for. */
const STRIKE_REACH = 12;

/** Where the mean of the frames is taken, from the candidate on. */
const SPANS = { before: [-8, -2], first: [1, 9], later: [9, 25] } as const;

/** What the network tells around a candidate, as numbers near 0–1; `strikes` are those of the activations. */
export function featuresOf(
	{ count, onsets, frames, powers }: Activations,
	{ frame, key, onset, rise, at: struckAt }: Candidate,
	strikes: Strikes
): readonly number[] {
	const strikeAt = (other: number) => {
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
	const all = Array.from({ length: KEYS }, (_, other) => strikeAt(other));
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
		key / KEYS,
		rise / 8,
		...dipOf(frames, frame, key),
		...loudnessOf(powers, frame),
		...strikeOf(strikes, struckAt)
	];
}

/** How much is struck at the candidate, against what is struck around it; how far it is from a strike. */
function strikeOf({ strengths, frames }: Strikes, at: number): readonly number[] {
	const middle = Math.round(at);
	const most = (reach: number) => {
		let peak = 0;
		for (let step = -reach; step <= reach; step++) {
			peak = Math.max(peak, strengths[middle + step] ?? 0);
		}
		return peak;
	};
	const nearest = frames.reduce(
		(least, frame) => (Math.abs(frame - at) < Math.abs(least) ? frame - at : least),
		STRIKE_REACH
	);
	const [here, around] = [most(2), most(STRIKE_REACH)];
	return [here / 4, here / Math.max(0.1, around), nearest / 8, Math.abs(nearest) / 8];
}

/** How far the key's sound falls before the candidate and rises after it: a string that is struck again. */
function dipOf(frames: Float32Array, frame: number, key: number): readonly number[] {
	const at = (step: number) => frames[(frame + step) * KEYS + key] ?? 0;
	const most = (from: number, to: number) => {
		let peak = 0;
		for (let step = from; step < to; step++) peak = Math.max(peak, at(step));
		return peak;
	};
	let least = 1;
	for (let step = -6; step < 3; step++) least = Math.min(least, at(step));
	return [4 * (most(-14, -3) - least), 4 * (most(0, 12) - least)];
}

/** Decibels are told in units of so many. */
const DECIBELS = 20;
/** −80 dB: what is quieter is silent. */
const SILENCE = 1e-8;

/** By how much the sound swells at the candidate, over long and at once; how loud it is in the recording. */
function loudnessOf(powers: Float32Array, frame: number): readonly number[] {
	const decibels = (from: number, to: number) => {
		let sum = 0;
		for (let step = from; step < to; step++) sum += powers[frame + step] ?? 0;
		return (10 * Math.log10(sum / (to - from) + SILENCE)) / DECIBELS;
	};
	const before = decibels(-8, -2);
	let steepest = -1;
	for (let step = -4; step <= 2; step++) {
		steepest = Math.max(steepest, decibels(step, step + 3) - decibels(step - 3, step));
	}
	return [decibels(1, 9) - before, decibels(9, 25) - before, steepest];
}

/** How long ago the same key was struck, 0 for just now, 1 for long ago. */
function sinceLast(onsets: Float32Array, frame: number, key: number): number {
	for (let ago = 2; ago < REPEAT_FRAMES && ago <= frame; ago++) {
		if (onsets[(frame - ago) * KEYS + key]! >= STRUCK) return ago / REPEAT_FRAMES;
	}
	return 1;
}
