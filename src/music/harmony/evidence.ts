import { barLength, beatLength, type Metre } from '../metre';
import type { Note } from '../note';
import { ticks, type Ticks } from '../units';

/** What is heard over one written beat of the loop. */
export interface Beat {
	readonly from: Ticks;
	/** How much is heard of each pitch class; a loud note through the beat is about 1. */
	readonly weights: Float64Array;
	/** The lowest pitch, where something sounds above it; null elsewhere. */
	readonly lowest: number | null;
	readonly isSounding: boolean;
}

/** A note counts as if it lasted so long at least, in beats: a short stab tells a chord as well as a long one. */
const SHORTEST = 1.25;
/** Of twice the length a note says less than twice as much. */
const LENGTH_POWER = 0.5;
/** How much a note counts by where it begins. */
const ACCENTS = { bar: 1.5, half: 1.25, beat: 1, off: 0.7 } as const;
/** What a silent note would count, against one at full velocity. */
const SOFTEST = 0.5;
/** A note this near to a beat was meant for it, in beats. */
const NEAR = 1 / 8;
/** So many notes at once, on average over the beat, have a bass. */
const BASS_VOICES = 1.5;

/** How a beat stands in its bar, which decides how much it weighs and how dear a change is. */
export type Place = 'bar' | 'half' | 'beat' | 'off';

/** The place of a written beat, by its number in the loop. In 7/8 no one place halves the bar. */
export function placeOf(beat: number, { beats, unit }: Metre): Place {
	const inBar = beat % beats;
	if (inBar === 0) return 'bar';
	if (inBar * 2 === beats && beats !== 2) return 'half';
	return unit === 8 ? 'off' : 'beat';
}

function accentAt(start: number, metre: Metre): number {
	const beat = (start % barLength(metre)) / beatLength(metre);
	const nearest = Math.round(beat);
	if (Math.abs(beat - nearest) >= NEAR) return ACCENTS.off;
	const place = placeOf(nearest, metre);
	// The eighths of 6/8 and 7/8 are beats, if weak ones.
	return place === 'off' ? ACCENTS.beat : ACCENTS[place];
}

/** The loop's beats, each with what is heard of the notes, which begin in [0, length). */
export function beatsOf(notes: readonly Note[], length: Ticks, metre: Metre): readonly Beat[] {
	const beat = beatLength(metre);
	const count = Math.ceil(length / beat);
	const weights = Array.from({ length: count }, () => new Float64Array(12));
	const lowest = new Array<number>(count).fill(Infinity);
	const voices = new Array<number>(count).fill(0);
	for (const { start, duration, pitch, velocity } of notes) {
		const strength = (SOFTEST + (1 - SOFTEST) * velocity) * accentAt(start, metre);
		const end = Math.min(start + duration, length);
		for (let at = Math.floor(start / beat); at < count && at * beat < end; at++) {
			const isOnset = start >= at * beat;
			const heard = (Math.min(end, (at + 1) * beat) - Math.max(start, at * beat)) / beat;
			// What hangs over into a beat was meant for the one before.
			if (!isOnset && heard < NEAR) continue;
			const counted = isOnset ? Math.max(heard, SHORTEST) : heard;
			weights[at]![pitch % 12]! += strength * counted ** LENGTH_POWER;
			lowest[at] = Math.min(lowest[at]!, pitch);
			voices[at]! += heard;
		}
	}
	return weights.map((heard, at) => ({
		from: ticks(at * beat),
		weights: heard,
		lowest: voices[at]! > BASS_VOICES ? lowest[at]! : null,
		isSounding: voices[at]! > 0
	}));
}
