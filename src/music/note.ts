import type { Pitch, Ticks, Velocity } from './units';

/** A note on some timeline: it sounds over [start, start + duration). */
export interface Note {
	readonly start: Ticks;
	readonly duration: Ticks;
	readonly pitch: Pitch;
	readonly velocity: Velocity;
}

/** The same for notes of the same start, length and pitch. */
export const nameOf = ({ start, duration, pitch }: Note) => `${start},${duration},${pitch}`;

/** The same for notes that are the same one by one, however hard they are struck. */
export const textOf = (notes: readonly Note[]) => notes.map(nameOf).join(' ');
