import { barLength, beatLength, type Metre } from '../../music/metre';
import type { Note } from '../../music/note';
import { ticks } from '../../music/units';

/** How much an onset carries the bar: its place first, then its strength. */
function weightOf(start: number, strength: number, metre: Metre): number {
	const inBar = start % barLength(metre);
	const beat = beatLength(metre);
	const place = inBar === 0 ? 4 : inBar % (2 * beat) === 0 ? 3 : inBar % beat === 0 ? 2 : 0;
	const half = inBar % (beat / 2) === 0 ? 1 : 0;
	return place + half + strength;
}

/**
 * A bar's notes with only this share of its onsets, rounded up: the weakest places go first, and
 * chords go whole. Starts count from a bar line.
 */
export function thinned(notes: readonly Note[], share: number, metre: Metre): readonly Note[] {
	if (share >= 1 || notes.length === 0) return notes;
	const strengths = new Map<number, number>();
	for (const { start, velocity } of notes) {
		strengths.set(start, Math.max(strengths.get(start) ?? 0, velocity));
	}
	const onsets = [...strengths].sort(
		(one, other) => weightOf(other[0], other[1], metre) - weightOf(one[0], one[1], metre)
	);
	const kept = new Set(
		onsets.slice(0, Math.ceil(share * onsets.length)).map(([start]) => ticks(start))
	);
	return notes.filter(({ start }) => kept.has(start));
}
