import type { AnswerLine } from './answerLine';
import type { Place } from './rules';
import type { Interval } from './tilt';
import { PITCHES } from './vocabulary';

/** Notes in which the rest of an answer makes good what came before. */
export const HORIZON = 8;
/** The value of a class that is not to be steered. */
export const NEUTRAL = NaN;

/** Moves the mean of the values [classes] into an interval. */
export type Tilting = (values: ArrayLike<number>, interval: Interval) => void;

/** Steers one control. What the answer did so far moves what is wanted of the rest. */
export interface Steer {
	onsets?(line: AnswerLine, tilt: Tilting): void;
	symbols?(line: AnswerLine, place: Place, tilt: Tilting): void;
}

/** Values for pitches; what comes after them, drums, has none. */
export const byPitch = (valueOf: (pitch: number) => number): Float64Array =>
	new Float64Array(PITCHES).map((_, pitch) => valueOf(pitch));

export const byPitchClass = (valueOf: (pitchClass: number) => number): Float64Array =>
	byPitch((pitch) => valueOf(pitch % 12));
