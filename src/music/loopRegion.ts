import type { Note } from './note';
import { ticks, type Ticks } from './units';

/** The span of the timeline that repeats from `start` on, every `length` ticks. */
export interface LoopRegion {
	readonly start: Ticks;
	readonly length: Ticks;
}

/** How far into its cycle `position` lies, in [0, length), also before the loop's start. */
export const offsetIn = ({ start, length }: LoopRegion, position: Ticks) =>
	ticks((((position - start) % length) + length) % length);

/** Which pass of the loop `position` lies in; the pass that begins at `start` is 0. */
export const cycleAt = ({ start, length }: LoopRegion, position: Ticks) =>
	Math.floor((position - start) / length);

export const cycleStart = ({ start, length }: LoopRegion, cycle: number) =>
	ticks(start + cycle * length);

/**
 * A note of any place and length as one or two notes inside [0, length): what is held over the seam
 * goes on from the loop's start. A note longer than the loop sounds once round.
 */
export function splitAtSeam(note: Note, length: Ticks): readonly Note[] {
	const start = offsetIn({ start: ticks(0), length }, note.start);
	const duration = Math.min(note.duration, length);
	const beforeSeam = Math.min(duration, length - start);
	const head: Note = { ...note, start, duration: ticks(beforeSeam) };
	if (beforeSeam === duration) return [head];
	return [head, { ...note, start: ticks(0), duration: ticks(duration - beforeSeam) }];
}
