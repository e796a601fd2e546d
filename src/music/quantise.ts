import { offsetIn } from './loopRegion';
import type { Note } from './note';
import { PPQ, ticks, type Ticks } from './units';

/** Grids by name, in ticks. */
export const GRIDS = {
	'1/8': PPQ / 2,
	'1/8T': PPQ / 3,
	'1/16': PPQ / 4,
	'1/16T': PPQ / 6,
	'1/32': PPQ / 8
} as const;
export type GridName = keyof typeof GRIDS;

/** Moves `position` towards the nearest line of the grid: strength 0 leaves it, 1 puts it there. */
export const quantised = (position: Ticks, grid: number, strength: number) =>
	ticks(Math.round(position + (Math.round(position / grid) * grid - position) * strength));

/** Loop notes with their starts quantised round the seam; durations stay, so the end moves along. */
export function quantiseLoop(
	notes: readonly Note[],
	length: Ticks,
	grid: number,
	strength: number
): readonly Note[] {
	if (strength === 0) return notes;
	const region = { start: ticks(0), length };
	return notes.map((note) => ({
		...note,
		start: offsetIn(region, quantised(note.start, grid, strength))
	}));
}
