import type { AnswerLine } from './answerLine';
import type { Place } from './rules';
import type { Interval } from './tilt';
import { PITCHES } from './vocabulary';

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
export const byPitch = (valueOf: (pitch: number) => number): Float64Array =>
	new Float64Array(PITCHES).map((_, pitch) => valueOf(pitch));

export const byPitchClass = (valueOf: (pitchClass: number) => number): Float64Array =>
	byPitch((pitch) => valueOf(pitch % 12));
