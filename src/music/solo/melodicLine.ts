import type { Pitch, Ticks } from '../units';
import type { SoloNote } from './figures';
import { nearestLine, type SoloGrid } from './soloGrid';

/** A note of the line, on the grid's line that it was meant for. */
export interface LineNote {
	readonly start: Ticks;
	readonly pitch: Pitch;
}

/** What the ear follows: of notes that begin together the highest, in order. */
export function melodicLine(notes: readonly SoloNote[], grid: SoloGrid): readonly LineNote[] {
	const highest = new Map<Ticks, Pitch>();
	for (const note of notes) {
		const start = nearestLine(grid, note.start);
		const other = highest.get(start);
		if (other === undefined || note.pitch > other) highest.set(start, note.pitch);
	}
	return [...highest]
		.map(([start, pitch]) => ({ start, pitch }))
		.sort((left, right) => left.start - right.start);
}
