import { accentsOf } from '../../../src/jam/band/rules/accents';
import { chordAt } from '../../../src/music/harmony/chord';
import { barLength } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { PPQ, ticks } from '../../../src/music/units';
import { clashes, type LoopFrame, type Voices } from './metrics';
import { NOTHING, sumOf, type Share } from './share';

/** Played notes are on a beat if they are this near: a 32nd. */
const NEAR = PPQ / 8;
const SIXTEENTH = PPQ / 4;

/** On how many changes of chord the bass has the new root or lowest tone, of those on which it begins a note. */
export function rootsAtChanges(bass: readonly Note[], { spans }: LoopFrame): Share {
	return sumOf(
		spans.map(({ from, chord }, index) => {
			const before = spans.at(index - 1)?.chord;
			const pitches = bass
				.filter(({ start }) => Math.abs(start - from) <= NEAR)
				.map(({ pitch }) => pitch);
			if (chord === null || before?.symbol === chord.symbol || pitches.length === 0) return NOTHING;
			const lowest = Math.min(...pitches) % 12;
			return { hits: lowest === chord.root || lowest === chord.bass ? 1 : 0, of: 1 };
		})
	);
}

/** How many of the notes that begin on a strong beat are tones of the chord there. */
export function obeyingShare(notes: readonly Note[], { spans, metre }: LoopFrame): Share {
	const { strong, bar } = accentsOf(metre);
	return sumOf(
		notes.map(({ start, pitch }) => {
			const place = [...strong, bar].find((at) => Math.abs((start % bar) - at) <= NEAR);
			if (place === undefined) return NOTHING;
			const chord = chordAt(spans, ticks(start - (start % bar) + place));
			if (chord === null) return NOTHING;
			const isTone = chord.pitchClasses.includes(pitch % 12) || chord.bass === pitch % 12;
			return { hits: isTone ? 1 : 0, of: 1 };
		})
	);
}

/** How much of the notes' time lies above the highest note that the melody sounds; where it rests nothing counts. */
export const timeAbove = (notes: readonly Note[], melody: readonly Note[]): Share =>
	timeOver(notes, (at) => highest(melody.filter((sung) => isHeard(sung, at, at + 1))));

/**
 * How much of the notes' time while the melody rests lies above the highest note of its bar, or of the
 * whole melody in a bar without one.
 */
export function timeAboveInRests(
	notes: readonly Note[],
	melody: readonly Note[],
	{ metre }: LoopFrame
): Share {
	const bar = barLength(metre);
	return timeOver(notes, (at) => {
		if (melody.some((sung) => isHeard(sung, at, at + 1))) return null;
		const line = at - (at % bar);
		return highest(melody.filter((sung) => isHeard(sung, line, line + bar))) ?? highest(melody);
	});
}

/** How much of the notes' time, in sixteenths, lies above `topAt`; where that is null nothing counts. */
function timeOver(notes: readonly Note[], topAt: (at: number) => number | null): Share {
	return sumOf(
		notes.flatMap(({ start, duration, pitch }) => {
			const count = Math.ceil(duration / SIXTEENTH);
			return Array.from({ length: count }, (_, step) => {
				const top = topAt(start + step * SIXTEENTH);
				return top === null ? NOTHING : { hits: pitch > top ? 1 : 0, of: 1 };
			});
		})
	);
}

const isHeard = ({ start, duration }: Note, from: number, to: number) =>
	start < to && start + duration > from;

const highest = (notes: readonly Note[]) =>
	notes.length === 0 ? null : Math.max(...notes.map(({ pitch }) => pitch));

/** The same as `clashes`, by the two who clash: `keys – lead`. */
export function clashingPairs(voices: Voices, frame: LoopFrame): ReadonlyMap<string, number> {
	const names = (Object.keys(voices) as (keyof Voices)[]).sort();
	const pairs = names.flatMap((one, index) =>
		names.slice(index + 1).map((other) => {
			const { hits } = clashes({ [one]: voices[one], [other]: voices[other] }, frame);
			return [`${one} – ${other}`, hits] as const;
		})
	);
	return new Map(pairs.filter(([, hits]) => hits > 0));
}

/** As many notes make a pattern. */
const PATTERN = 4;

/** What of a part's patterns comes only once or for the first time: 1 where no two are alike. */
export interface Variety {
	readonly pitch: Share;
	readonly rhythm: Share;
}

/**
 * Different patterns of four onsets in a row, of all there are in the parts: of intervals between their
 * lowest pitches, and of distances in sixteenths.
 */
export function varietyOf(parts: readonly (readonly Note[])[]): Variety {
	const runs = parts.flatMap((notes) => {
		const line = lowestLine(notes);
		return line.slice(PATTERN - 1).map((_, at) => line.slice(at, at + PATTERN));
	});
	const different = (patternOf: (run: Run) => readonly number[]) => ({
		hits: new Set(runs.map((run) => patternOf(run).join())).size,
		of: runs.length
	});
	return {
		pitch: different((run) => run.map(([, pitch]) => pitch - run[0]![1])),
		rhythm: different((run) => run.map(([start]) => Math.round((start - run[0]![0]) / SIXTEENTH)))
	};
}

/** Start and pitch of notes that follow each other. */
type Run = readonly (readonly [number, number])[];

/** The lowest note of each onset, in order. */
function lowestLine(notes: readonly Note[]): Run {
	const lowest = new Map<number, number>();
	for (const { start, pitch } of notes) {
		lowest.set(start, Math.min(lowest.get(start) ?? Infinity, pitch));
	}
	return [...lowest].sort(([one], [other]) => one - other);
}
