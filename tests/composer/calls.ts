import { barLength, COMMON_TIME } from '../../src/music/metre';
import type { Note } from '../../src/music/note';
import { pitch, ticks, velocity } from '../../src/music/units';
import type { AnswerRequest } from '../../src/composer/protocol';

export const note = (start: number, duration: number, number: number, strength = 0.7): Note => ({
	start: ticks(start),
	duration: ticks(duration),
	pitch: pitch(number),
	velocity: velocity(strength)
});

/** A bar of C major quarters, unless said otherwise. */
export const requestOf = (difference: Partial<AnswerRequest> = {}): AnswerRequest => ({
	call: [60, 62, 64, 65].map((number, beat) => note(beat * 480, 480, number)),
	callLength: barLength(COMMON_TIME),
	answerLength: ticks(2 * barLength(COMMON_TIME)),
	metre: COMMON_TIME,
	temperature: 1,
	candidates: 1,
	seed: 7,
	...difference
});
