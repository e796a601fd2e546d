import type { Note } from '../../../music/note';
import { ticks, velocity, type Pitch, type Ticks } from '../../../music/units';

/** A place in the loop where a note begins, and how hard. */
export interface Hit {
	readonly at: Ticks;
	readonly pitch: Pitch;
	readonly strength: number;
}

/** One note at a time: each ends where the next begins, the last at the end of the loop. */
export function lineOf(hits: readonly Hit[], length: Ticks): Note[] {
	return hits.map(({ at, pitch, strength }, index) => ({
		start: at,
		duration: ticks((hits[index + 1]?.at ?? length) - at),
		pitch,
		velocity: velocity(strength)
	}));
}

/** Places in order, each once. */
export const inOrder = (places: readonly Ticks[]): Ticks[] =>
	[...new Set(places)].sort((left, right) => left - right);

/** The notes that begin in the loop, in order of time and then from the highest, cut at its end. */
export function melodyIn(melody: readonly Note[], length: Ticks): Note[] {
	return melody
		.filter(({ start, duration }) => start >= 0 && start < length && duration > 0)
		.map((note) => ({ ...note, duration: ticks(Math.min(note.duration, length - note.start)) }))
		.sort((left, right) => left.start - right.start || right.pitch - left.pitch);
}

/** The notes that sound somewhere in [from, to). */
export const soundingIn = (notes: readonly Note[], from: Ticks, to: Ticks): Note[] =>
	notes.filter(({ start, duration }) => start < to && start + duration > from);

/** The highest note of each moment at which one begins. */
export const topLine = (melody: readonly Note[]): Note[] =>
	melody.filter(({ start }, index) => melody[index - 1]?.start !== start);
