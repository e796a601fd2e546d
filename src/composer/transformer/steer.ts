import type { AnswerLine } from './answerLine';
import type { Place } from './rules';
import type { Interval } from './tilt';
import { ONSETS, PITCHES } from './vocabulary';

/** Notes in which the rest of an answer makes good what came before. */
export const HORIZON = 8;
/** The value of a class that is not to be steered. */
export const NEUTRAL = NaN;

/** The mean of the values [classes] is wanted in an interval. */
export interface Tilt {
	readonly values: ArrayLike<number>;
	readonly interval: Interval;
}

/** Steers one control; null where it has no say. What the answer did so far moves what is wanted. */
export interface Steer {
	onsets?(line: AnswerLine): Tilt | null;
	symbols?(line: AnswerLine, place: Place): Tilt | null;
}

/** Values for pitches; what comes after them, drums, has none. */
export function byPitch(valueOf: (pitch: number) => number): Float64Array {
	const values = new Float64Array(PITCHES);
	for (let pitch = 0; pitch < PITCHES; pitch++) values[pitch] = valueOf(pitch);
	return values;
}

export function byPitchClass(valueOf: (pitchClass: number) => number): Float64Array {
	const values = byPitch((pitch) => (pitch < 12 ? valueOf(pitch) : 0));
	for (let pitch = 12; pitch < PITCHES; pitch++) values[pitch] = values[pitch % 12]!;
	return values;
}

/** Values for the classes of an onset, in steps after the last event and what is no note. */
export function byOnset(valueOf: (onset: number) => number): Float64Array {
	const values = new Float64Array(ONSETS);
	for (let onset = 0; onset < ONSETS; onset++) values[onset] = valueOf(onset);
	return values;
}
