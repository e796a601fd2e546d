import type { StepNote } from '../../../src/composer/transformer/prompt';
import { PITCHES } from '../../../src/composer/transformer/vocabulary';

const FRAME_STEPS = 6;
const HALF = FRAME_STEPS / 2;

type Sounding = Pick<StepNote, 'onset' | 'duration' | 'symbol'>;

/** Counts of 16th frames, kept apart so that ratios can be pooled. */
export interface Agreement {
	/** The melody's pitch class sounds in the accompaniment. */
	readonly hits: number;
	/** Both sound. */
	readonly heard: number;
}

/** The pitches that sound in each frame; onsets and ends go to the nearest, and none is shorter. */
function soundingPitches(notes: readonly Sounding[], frames: number): number[][] {
	const sounding = Array.from({ length: frames }, (): number[] => []);
	for (const { onset, duration, symbol } of notes) {
		if (symbol >= PITCHES || onset >= frames * FRAME_STEPS) continue;
		const first = Math.min(Math.floor((onset + HALF) / FRAME_STEPS), frames - 1);
		const end = Math.max(Math.floor((onset + duration + HALF) / FRAME_STEPS), first + 1);
		for (let frame = first; frame < Math.min(end, frames); frame++) sounding[frame]!.push(symbol);
	}
	return sounding;
}

/**
 * How a melody fits its accompaniment over `length` steps, as models/training/measures/harmony.py
 * defines it: of several melody notes at once the highest counts. Drums do not count.
 */
export function agreement(
	melody: readonly Sounding[],
	accompaniment: readonly Sounding[],
	length: number
): Agreement {
	const frames = Math.ceil(length / FRAME_STEPS);
	const below = soundingPitches(accompaniment, frames);
	let hits = 0;
	let heard = 0;
	for (const [frame, sung] of soundingPitches(melody, frames).entries()) {
		const chord = below[frame]!;
		if (sung.length === 0 || chord.length === 0) continue;
		heard++;
		const top = Math.max(...sung);
		if (chord.some((pitch) => pitch % 12 === top % 12)) hits++;
	}
	return { hits, heard };
}

/** The share of all frames in which both sound; NaN when there is none. */
export function pooledRatio(counts: readonly Agreement[]): number {
	const sum = (of: (count: Agreement) => number) =>
		counts.reduce((total, count) => total + of(count), 0);
	return sum(({ hits }) => hits) / sum(({ heard }) => heard);
}
