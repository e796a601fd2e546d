import { offsetIn, type LoopRegion } from '../music/loopRegion';
import type { Note } from '../music/note';
import { ticks, type Ticks } from '../music/units';

/** What a loop plays over `length` from a position of the timeline on, counted from there. */
export function loopedOver<Played extends Note>(
	notes: readonly Played[],
	region: LoopRegion,
	from: Ticks,
	length: Ticks
): readonly Played[] {
	const offset = offsetIn(region, from);
	const rounds = Math.ceil((offset + length) / region.length);
	return Array.from({ length: rounds }, (_, round) =>
		notes.map((note) => ({ ...note, start: ticks(note.start + round * region.length - offset) }))
	)
		.flat()
		.filter(({ start }) => start >= 0 && start < length);
}
