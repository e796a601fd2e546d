import type { Pitch, Ticks, Velocity } from './units';

/** A note on some timeline: it sounds over [start, start + duration). */
export interface Note {
	readonly start: Ticks;
	readonly duration: Ticks;
	readonly pitch: Pitch;
	readonly velocity: Velocity;
}
