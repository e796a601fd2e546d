/** `smooth`: without a step. `at-once`: there from the next frame on. */
export type Glide = 'smooth' | 'at-once';

/** After this long 98 % of the way is done. */
export const GLIDE_SECONDS = 0.02;
/** Of the approach, in GLIDE_SECONDS. */
const TIME_CONSTANTS = 4;

/** What a Tone.Param of any unit can do. */
interface Glidable {
	now(): number;
	cancelScheduledValues(time: number): unknown;
	setValueAtTime(value: number, time: number): unknown;
	setTargetAtTime(value: number, time: number, timeConstant: number): unknown;
}

/**
 * Moves `param` to `value` within `seconds`. It is an approach because that begins wherever the audio
 * thread is: a ramp begins at a value that is read here, a block late, and steps when one move
 * overtakes another.
 */
export function glideTo(
	param: Glidable,
	value: number,
	glide: Glide,
	seconds = GLIDE_SECONDS
): void {
	const now = param.now();
	if (glide === 'smooth') {
		param.setTargetAtTime(value, now, seconds / TIME_CONSTANTS);
		return;
	}
	param.cancelScheduledValues(now);
	param.setValueAtTime(value, now);
}
