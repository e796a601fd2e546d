import { PPQ, type Ticks } from '../units';
import type { Lick } from './figures';
import type { LineNote } from './melodicLine';

/** The line of an earlier chorus, by its number. */
export interface EarlierLine {
	readonly chorus: number;
	readonly line: readonly LineNote[];
}

/** Fewer notes are no lick, and more are a phrase that is found by its first part. */
const LEAST_NOTES = 4;
const MOST_NOTES = 12;
/** A longer time from onset to onset ends a lick. */
const LONGEST_STEP = 2 * PPQ;

/** A stretch of a line; `chorus` is null in the present one. */
interface Place {
	readonly chorus: number | null;
	readonly line: readonly LineNote[];
	readonly at: number;
}

/**
 * The licks of this chorus that came back, in it or from earlier ones, the longest first. Each note
 * belongs to one lick at most, and the times that it is played do not overlap.
 */
export function returningLicks(
	line: readonly LineNote[],
	earlier: readonly EarlierLine[],
	bar: Ticks
): readonly Lick[] {
	const lines = [{ chorus: null, line }, ...earlier];
	const taken = new Map(lines.map((entry) => [entry.line, new Set<number>()]));
	const licks: Lick[] = [];
	for (let count = MOST_NOTES; count >= LEAST_NOTES; count--) {
		for (const places of groupsOf(lines, count)) {
			const kept = places.filter((place) => take(taken, place, count, false));
			const free = withoutOverlap(kept, count);
			const here = free.filter(({ chorus }) => chorus === null);
			if (here.length === 0 || free.length < 2) continue;
			for (const place of free) take(taken, place, count, true);
			licks.push(lickOf(here, free, count, bar));
		}
	}
	return licks;
}

/** All stretches of `count` notes, those with the same steps and rhythm together. */
function groupsOf(
	lines: readonly { chorus: number | null; line: readonly LineNote[] }[],
	count: number
): Iterable<readonly Place[]> {
	const groups = new Map<string, Place[]>();
	for (const { chorus, line } of lines) {
		for (let at = 0; at + count <= line.length; at++) {
			const key = patternAt(line, at, count);
			if (key === null) continue;
			const group = groups.get(key);
			if (group === undefined) groups.set(key, [{ chorus, line, at }]);
			else group.push({ chorus, line, at });
		}
	}
	return groups.values();
}

/** Steps and times from onset to onset; null where it is no lick: a rest in it, or one step again and again. */
function patternAt(line: readonly LineNote[], at: number, count: number): string | null {
	const steps: string[] = [];
	const intervals = new Set<number>();
	for (let index = at + 1; index < at + count; index++) {
		const [note, before] = [line[index]!, line[index - 1]!];
		const time = note.start - before.start;
		if (time > LONGEST_STEP) return null;
		intervals.add(note.pitch - before.pitch);
		steps.push(`${note.pitch - before.pitch}:${time}`);
	}
	return intervals.size < 2 ? null : steps.join(' ');
}

/** Whether none of the notes belongs to a lick yet; marks them if `isMarked`. */
function take(
	taken: ReadonlyMap<readonly LineNote[], Set<number>>,
	{ line, at }: Place,
	count: number,
	isMarked: boolean
): boolean {
	const marks = taken.get(line)!;
	for (let index = at; index < at + count; index++) {
		if (isMarked) marks.add(index);
		else if (marks.has(index)) return false;
	}
	return true;
}

function withoutOverlap(places: readonly Place[], count: number): readonly Place[] {
	const ends = new Map<readonly LineNote[], number>();
	return places.filter(({ line, at }) => {
		if (at < (ends.get(line) ?? 0)) return false;
		ends.set(line, at + count);
		return true;
	});
}

function lickOf(here: readonly Place[], all: readonly Place[], count: number, bar: Ticks): Lick {
	const [{ line, at }] = here as [Place];
	const earlier = all.flatMap(({ chorus }) => (chorus === null ? [] : [chorus]));
	return {
		pitches: line.slice(at, at + count).map(({ pitch }) => pitch),
		bars: here.map((place) => Math.max(0, Math.floor(place.line[place.at]!.start / bar)) + 1),
		earlier: [...new Set(earlier)]
	};
}
