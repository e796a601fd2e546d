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

/** How strongly notes are drawn to which grid: strength 0 leaves them, 1 puts them there. */
export interface Quantise {
	readonly grid: GridName;
	readonly strength: number;
}

/** Moves `position` towards the nearest line of the grid. */
export const quantised = (position: Ticks, { grid, strength }: Quantise) =>
	ticks(
		Math.round(position + (Math.round(position / GRIDS[grid]) * GRIDS[grid] - position) * strength)
	);

/** A loop's note with its start quantised round the seam; it keeps its length. */
export function quantiseInLoop<N extends Note>(note: N, length: Ticks, quantise: Quantise): N {
	if (quantise.strength === 0) return note;
	const region = { start: ticks(0), length };
	return { ...note, start: offsetIn(region, quantised(note.start, quantise)) };
}
