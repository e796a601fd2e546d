import fc from 'fast-check';
import type { Note } from '../../src/music/note';
import { pitch, ticks, velocity } from '../../src/music/units';

export const note = (start: number, duration: number, number = 60): Note => ({
	start: ticks(start),
	duration: ticks(duration),
	pitch: pitch(number),
	velocity: velocity(0.7)
});

/** Quarters, one after the other. */
export const tune = (...pitches: readonly number[]): readonly Note[] =>
	pitches.map((number, beat) => note(beat * 480, 480, number));

/** Notes of any place and length: before, in and long after a loop, and longer than it. */
export const anyNote = fc
	.tuple(fc.integer({ min: -20_000, max: 20_000 }), fc.integer({ min: 1, max: 20_000 }))
	.map(([start, duration]) => note(start, duration));
