import type { Metre } from '../metre';
import type { EarNote } from './heard';

/** A note as far as bars are counted by it. */
export type Struck = Pick<EarNote, 'onset' | 'end' | 'pitch' | 'strength'>;

/** A loop with its bar lines. */
export interface BarredLoop {
	/** In seconds. */
	readonly length: number;
	readonly metre: Metre;
	readonly bars: number;
	/** Where the first bar line is, in seconds from the loop's start. */
	readonly downbeat: number;
}

/** What strokes tell of a way to count a loop, in the order in which the network reads it. */
export const EVIDENCE = [
	/** How much likelier the onsets are on this grid than anywhere: the mean of log odds, and a tenth of their sum. */
	'grid',
	'gridSum',
	/** Beats a minute from the middle, and strokes a beat from one, in octaves. */
	'tempo',
	'density',
	/** Loops have 1, 2, 4, 8 or 16 bars; else often a multiple of 2 or 3. */
	'isPower',
	'isEven',
	'isOne',
	/** How alike neighbouring bars are in what is struck when, 0–1. */
	'repeat',
	/** How many notes come again a bar later, half a bar, a beat: 0–1. */
	'againBar',
	'againHalf',
	'againBeat',
	/** Shares of the strokes that lie on beats, and on neither beats nor their halves. */
	'onBeats',
	'between',
	/** How much pitch classes change on bar lines from bar to bar; from half to half; and in the middle of bars. */
	'change',
	'changeOfHalves',
	'changeWithin',
	/** How far below the mean pitch bars begin, in octaves. */
	'bass',
	/** The metre, for which all this is different. */
	'isInEighths',
	'isInTwo',
	'isInThree'
] as const;
export type Evidence = Readonly<Record<(typeof EVIDENCE)[number], number>>;

const MIDDLE_BPM = 105;
/** Steps of a beat on which strokes are compared. */
const STEPS = 4;
/** What one bar alone tells of bars that are alike. */
const ONE_BAR = { repeat: 0.7, again: 0.3 };

/** What begins and what sounds on each step of the loop. */
interface Steps {
	/** The strength of what begins. */
	readonly struck: readonly number[];
	readonly pitches: readonly ReadonlySet<number>[];
	/** 12 pitch classes a step. */
	readonly sounding: readonly (readonly number[])[];
}

/**
 * The evidence for these bars; `fit` is the sum of `strokes` log odds that the grid has, `bpm` counts
 * quarters. Rhythm, harmony and bass speak for bar lines as in Goto, "An audio-based real-time beat
 * tracking system" (2001): chords change on bar lines, and patterns come again a bar later.
 */
export function evidenceOf(
	notes: readonly Struck[],
	loop: BarredLoop,
	{ fit, strokes, bpm }: { readonly fit: number; readonly strokes: number; readonly bpm: number }
): Evidence {
	const { bars, metre } = loop;
	const bar = STEPS * metre.beats;
	const steps = stepsOf(notes, loop);
	const { struck, pitches } = steps;
	const begun = struck.flatMap((strength, at) => (strength > 0 ? [at] : []));
	const shareOn = (isMeant: (at: number) => boolean) => begun.filter(isMeant).length / begun.length;
	const lines = Array.from({ length: bars }, (_, index) => index * bar);
	const middles = lines.map((at) => at + bar / 2);
	const mean = meanOf(notes.map(({ pitch }) => pitch));
	const depths = lines.flatMap((at) =>
		pitches[at]!.size === 0 ? [] : [(mean - Math.min(...pitches[at]!)) / 12]
	);
	return {
		grid: fit / strokes,
		gridSum: fit / 10,
		tempo: Math.log2(bpm / MIDDLE_BPM),
		density: Math.log2(begun.length / (bars * metre.beats)),
		isPower: Number(Number.isInteger(Math.log2(bars))),
		isEven: Number(bars % 2 === 0 || bars % 3 === 0),
		isOne: Number(bars === 1),
		repeat: bars === 1 ? ONE_BAR.repeat : repeatOf(struck, bar),
		againBar: bars === 1 ? ONE_BAR.again : againAfter(pitches, bar),
		againHalf: againAfter(pitches, bar / 2),
		againBeat: againAfter(pitches, STEPS),
		onBeats: shareOn((at) => at % STEPS === 0),
		between: shareOn((at) => at % 2 === 1),
		change: bars === 1 ? 0 : changeAt(lines, bar, steps),
		changeOfHalves: changeAt(lines, bar / 2, steps),
		changeWithin: changeAt(middles, bar / 2, steps),
		bass: meanOf(depths),
		isInEighths: Number(metre.unit === 8),
		isInTwo: Number(metre.beats === 2),
		isInThree: Number(metre.beats === 3)
	};
}

const meanOf = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function stepsOf(notes: readonly Struck[], { length, metre, bars, downbeat }: BarredLoop): Steps {
	const count = bars * metre.beats * STEPS;
	const struck = new Array<number>(count).fill(0);
	const pitches = struck.map(() => new Set<number>());
	const sounding = struck.map(() => new Array<number>(12).fill(0));
	for (const { onset, end, pitch, strength } of notes) {
		const first = placeIn(Math.round(((onset - downbeat) / length) * count), count);
		const lasts = Math.min(count, Math.max(1, Math.round(((end - onset) / length) * count)));
		struck[first]! += strength;
		pitches[first]!.add(pitch);
		for (let step = first; step < first + lasts; step++) {
			sounding[step % count]![pitch % 12]! += strength;
		}
	}
	return { struck, pitches, sounding };
}

const placeIn = (at: number, count: number) => ((at % count) + count) % count;

/** How alike neighbouring bars are in what is struck when. */
function repeatOf(struck: readonly number[], bar: number): number {
	const bars = Array.from({ length: struck.length / bar }, (_, index) =>
		struck.slice(index * bar, (index + 1) * bar)
	);
	return meanOf(bars.map((one, index) => likeness(one, bars[(index + 1) % bars.length]!) ?? 1));
}

/** The cosine between two sets of weights; null where one of them is empty. */
function likeness(one: readonly number[], other: readonly number[]): number | null {
	const dot = one.reduce((sum, value, index) => sum + value * other[index]!, 0);
	const size = Math.hypot(...one) * Math.hypot(...other);
	return size === 0 ? null : dot / size;
}

/** The share of the notes that are struck again so many steps later. */
function againAfter(pitches: Steps['pitches'], lag: number): number {
	let [again, all] = [0, 0];
	for (const [at, here] of pitches.entries()) {
		const later = pitches[(at + lag) % pitches.length]!;
		for (const pitch of here) again += Number(later.has(pitch));
		all += here.size;
	}
	return again / Math.max(1, all);
}

/** How different pitch classes are in the so many steps before and after these places, 0–1. */
function changeAt(places: readonly number[], steps: number, { sounding }: Steps): number {
	const changes = places.flatMap((at) => {
		const alike = likeness(heardIn(sounding, at - steps, steps), heardIn(sounding, at, steps));
		return alike === null ? [] : [1 - alike];
	});
	return meanOf(changes);
}

function heardIn(sounding: Steps['sounding'], from: number, steps: number): readonly number[] {
	const sums = new Array<number>(12).fill(0);
	for (let step = from; step < from + steps; step++) {
		const row = sounding[placeIn(step, sounding.length)]!;
		for (let pitchClass = 0; pitchClass < 12; pitchClass++) sums[pitchClass]! += row[pitchClass]!;
	}
	return sums;
}
