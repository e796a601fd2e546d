import { KEYS, LOWEST_KEY, type Activations } from './activations';
import { strikesIn } from './strikes';

/** A place where a note may begin. */
export interface Candidate {
	/** Frame, with its fraction: where it is struck. */
	readonly at: number;
	/** Where the network is surest. */
	readonly frame: number;
	/** Of a piano, from 0. */
	readonly key: number;
	/** How likely the network holds the onset, 0–1. */
	readonly onset: number;
	/** Frames that the onset takes to become so likely: a string is struck in two, a voice swells. */
	readonly rise: number;
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
/** Two peaks so near are one swell when the onset between them stays this share of the lower one. */
const SWELL_FRAMES = 8;
const SWELL_VALLEY = 0.85;
/**
 * The onset of a struck string takes so many frames from half its height to its peak. What swells for
 * longer begins this share of the rest before its peak: between strings, which begin later, and voices.
 */
const STRUCK_FRAMES = 2;
const SWELL_EARLY = 0.25;
/** Where strings are struck, a key may be among them whose onset is so likely so near. */
const STRUCK_ONSET = 0.25;
const STRUCK_NEAR = 5;

/** The peaks of the onsets, and the places where a key begins to sound without one; by time. */
export function candidatesIn(activations: Activations): readonly Candidate[] {
	const found: Candidate[] = [];
	const { frames } = strikesIn(activations);
	for (let key = LOWEST; key <= HIGHEST; key++) {
		const peaks = peaksOf(activations, key);
		const known = [...peaks, ...risesOf(activations, key, peaks)];
		found.push(...known, ...struckOf(activations, key, { known, strikes: frames }));
	}
	return found.sort((one, other) => one.at - other.at || one.key - other.key);
}

function peaksOf(activations: Activations, key: number): readonly Candidate[] {
	const { count, onsets } = activations;
	const onset = (frame: number) => onsets[frame * KEYS + key] ?? 0;
	const swells: number[][] = [];
	for (let frame = 0; frame < count; frame++) {
		const here = onset(frame);
		if (here < FAINTEST_ONSET || here <= onset(frame - 1) || here < onset(frame + 1)) continue;
		const last = swells.at(-1)?.at(-1);
		if (last !== undefined && frame - last <= SWELL_FRAMES) {
			let valley = here;
			for (let at = last; at < frame; at++) valley = Math.min(valley, onset(at));
			if (valley >= SWELL_VALLEY * Math.min(here, onset(last))) {
				swells.at(-1)!.push(frame);
				continue;
			}
		}
		swells.push([frame]);
	}
	return swells.flatMap((peaks) => {
		const frame = peaks.reduce((best, one) => (onset(one) > onset(best) ? one : best));
		if (soundAfter(activations, frame, key) < FAINTEST_SOUND) return [];
		const [before, here, after] = [onset(frame - 1), onset(frame), onset(frame + 1)];
		const bend = before - 2 * here + after;
		const peak = frame + (bend < 0 ? (0.5 * (before - after)) / bend : 0);
		const rise = peak - halfwayUp(onset, peaks[0]!, here);
		const early = SWELL_EARLY * Math.max(0, rise - STRUCK_FRAMES);
		return [{ at: peak - early, frame, key, onset: here, rise }];
	});
}

/** Where an onset on its way to `height` at or after `peak` has come half as far. */
function halfwayUp(onset: (frame: number) => number, peak: number, height: number): number {
	let foot = peak;
	for (let frame = peak - 1; frame >= peak - SWELL_FRAMES; frame--) {
		if (onset(frame) < onset(foot)) foot = frame;
	}
	const middle = 0.5 * (onset(foot) + height);
	if (onset(peak) <= middle) return peak;
	let low = peak;
	while (onset(low) > middle) low--;
	return low + (middle - onset(low)) / (onset(low + 1) - onset(low));
}

/** The key among what is struck, where neither a peak nor a rise of its own is as near. */
function struckOf(
	activations: Activations,
	key: number,
	{
		known,
		strikes
	}: {
		readonly known: readonly Candidate[];
		readonly strikes: readonly number[];
	}
): readonly Candidate[] {
	return strikes.flatMap((frame) => {
		if (known.some(({ at }) => Math.abs(at - frame) <= NEAR_FRAMES)) return [];
		let onset = 0;
		for (let step = -STRUCK_NEAR; step <= STRUCK_NEAR; step++) {
			onset = Math.max(onset, activations.onsets[(frame + step) * KEYS + key] ?? 0);
		}
		if (onset < STRUCK_ONSET || soundAfter(activations, frame, key) < FAINTEST_SOUND) return [];
		return [
			{
				at: frame,
				frame,
				key,
				onset: activations.onsets[frame * KEYS + key]!,
				rise: 0
			}
		];
	});
}

/** How likely the key sounds after the frame. */
function soundAfter({ frames }: Activations, frame: number, key: number): number {
	let sum = 0;
	for (let step = 1; step <= SOUND_FRAMES; step++) sum += frames[(frame + step) * KEYS + key] ?? 0;
	return sum / SOUND_FRAMES;
}

function risesOf(
	{ count, onsets, frames }: Activations,
	key: number,
	peaks: readonly Candidate[]
): readonly Candidate[] {
	const sound = (frame: number) => frames[frame * KEYS + key] ?? 0;
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
		rises.push({
			at: frame - 1,
			frame,
			key,
			onset: onsets[frame * KEYS + key]!,
			rise: RISE_FRAMES
		});
	}
	return rises;
}
