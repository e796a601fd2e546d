import { barLength, beatLength, type Metre } from '../metre';
import type { Note } from '../note';
import { PPQ, type Ticks } from '../units';

/** What is heard of a loop, on each of its written beats. */
export interface Heard {
	readonly metre: Metre;
	/** Whole beats; the last one may be cut short by the loop's end. */
	readonly count: number;
	/** How much of each pitch class begins on a beat, off it, and sounds, in quarters: 12 numbers a beat. */
	readonly on: Float64Array;
	readonly off: Float64Array;
	readonly long: Float64Array;
	/** How many notes sound at once, on average over each beat. */
	readonly voices: Float64Array;
	/** The lowest pitch of each beat, where something sounds above it; null elsewhere. */
	readonly lowest: readonly (number | null)[];
	/** Beginnings of notes, in ticks; of those together the highest is first. */
	readonly events: readonly Event[];
}

interface Event {
	readonly at: number;
	readonly pitch: number;
}

/** A note this near to a beat, in ticks, was meant for it: 60 ms at 100 BPM. */
const NEAR = PPQ / 10;
/** A note longer than this, in quarters, counts no more where it begins; a shorter one than that as much as it. */
const LONGEST = 4;
const SHORTEST = 0.25;
/** What a silent note would count, against one at full velocity. */
const SOFTEST = 0.5;
/** So many notes at once, on average over the beat, have a bass. */
const BASS_VOICES = 1.5;

/** How a beat stands in its bar. */
export type Place = 'bar' | 'half' | 'beat' | 'off';

/** The place of a written beat, by its number in the loop. In 7/8 no one place halves the bar. */
export function placeOf(beat: number, { beats, unit }: Metre): Place {
	const inBar = beat % beats;
	if (inBar === 0) return 'bar';
	if (inBar * 2 === beats && beats !== 2) return 'half';
	return unit === 8 ? 'off' : 'beat';
}

/** Hears the notes, which begin in [0, length). */
export function hear(notes: readonly Note[], length: Ticks, metre: Metre): Heard {
	const beat = beatLength(metre);
	const count = Math.ceil(length / beat);
	const [on, off, long] = [0, 1, 2].map(() => new Float64Array(12 * count)) as [
		Float64Array,
		Float64Array,
		Float64Array
	];
	const voices = new Float64Array(count);
	const lowest = new Array<number>(count).fill(Infinity);
	const events: Event[] = [];
	for (const { start, duration, pitch, velocity } of inOrder(notes)) {
		const strength = SOFTEST + (1 - SOFTEST) * velocity;
		const nearest = Math.round(start / beat);
		const isOn = Math.abs(start - nearest * beat) < NEAR;
		const first = isOn ? nearest % count : Math.floor(start / beat);
		const begin = isOn ? first * beat : start;
		const end = Math.min(begin + duration, count * beat);
		const worth = strength * Math.sqrt(Math.min(duration / PPQ, LONGEST));
		(isOn ? on : off)[12 * first + (pitch % 12)]! += worth;
		events.push({ at: begin, pitch });
		for (let at = first; at < count && (at === first || at * beat < end); at++) {
			const sounding = Math.min(end, (at + 1) * beat) - Math.max(begin, at * beat);
			// What hangs over into a beat was meant for the one before.
			if (at !== first && sounding < NEAR) continue;
			const heard = sounding / PPQ;
			long[12 * at + (pitch % 12)]! +=
				strength * (at === first ? Math.max(heard, SHORTEST) : heard);
			lowest[at] = Math.min(lowest[at]!, pitch);
			voices[at]! += sounding / beat;
		}
	}
	return {
		metre,
		count,
		on,
		off,
		long,
		voices,
		lowest: lowest.map((pitch, at) => (voices[at]! > BASS_VOICES ? pitch : null)),
		events: inEventOrder(events)
	};
}

const inOrder = (notes: readonly Note[]) =>
	[...notes].sort((one, other) => one.start - other.start || other.pitch - one.pitch);

const inEventOrder = (events: readonly Event[]) =>
	[...events].sort((one, other) => one.at - other.at || other.pitch - one.pitch);

/** The first and the last top note that begin in each bar, as pitch classes; -1 in a bar without. */
export function endsOfBars({ events, metre, count }: Heard): { first: number[]; last: number[] } {
	const bar = barLength(metre);
	const bars = Math.ceil(count / metre.beats);
	const first = new Array<number>(bars).fill(-1);
	const last = new Array<number>(bars).fill(-1);
	const before = new Array<number>(bars).fill(-1);
	for (const { at, pitch } of events) {
		const index = Math.floor(at / bar);
		if (first[index]! < 0) first[index] = pitch % 12;
		if (at <= before[index]!) continue;
		last[index] = pitch % 12;
		before[index] = at;
	}
	return { first, last };
}
