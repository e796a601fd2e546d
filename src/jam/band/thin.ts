import { barLength, beatLength, type Metre } from '../../music/metre';
import type { Note } from '../../music/note';
import { ticks, type Ticks } from '../../music/units';

/** How much an onset carries the bar: its place first, then its strength. */
function weightOf(start: number, strength: number, metre: Metre): number {
	const inBar = start % barLength(metre);
	const beat = beatLength(metre);
	const place = inBar === 0 ? 4 : inBar % (2 * beat) === 0 ? 3 : inBar % beat === 0 ? 2 : 0;
	const half = inBar % (beat / 2) === 0 ? 1 : 0;
	return place + half + strength;
}

/** Bars round their shares in turn a little up and a little down, so that the sum of them is right. */
const ROUNDINGS = [0.75, 0.25, 0.5];

/** What is added before a bar's share is cut to a whole number of onsets. */
export const roundingOf = (at: Ticks, bar: Ticks) =>
	ROUNDINGS[((Math.round(at / bar) % ROUNDINGS.length) + ROUNDINGS.length) % ROUNDINGS.length]!;

/**
 * A bar's notes with only this share of its onsets: the weakest places go first, one is left, and
 * chords go whole. Starts count from a bar line.
 */
export function thinned<Placed extends Pick<Note, 'start' | 'velocity'>>(
	notes: readonly Placed[],
	share: number,
	metre: Metre,
	rounding = 0.5
): readonly Placed[] {
	if (share >= 1 || notes.length === 0) return notes;
	const strengths = new Map<number, number>();
	for (const { start, velocity } of notes) {
		strengths.set(start, Math.max(strengths.get(start) ?? 0, velocity));
	}
	const onsets = [...strengths].sort(
		(one, other) => weightOf(other[0], other[1], metre) - weightOf(one[0], one[1], metre)
	);
	const count = Math.max(1, Math.floor(share * onsets.length + rounding));
	const kept = new Set(onsets.slice(0, count).map(([start]) => ticks(start)));
	return notes.filter(({ start }) => kept.has(start));
}
