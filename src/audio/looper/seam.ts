/** Below this angle its sine divides badly, and the gains are straight lines to a billionth. */
const SMALLEST_ANGLE = 1e-4;

/** How far apart two sides are that are alike by `likeness`, their correlation: 0 to a quarter turn. */
export const angleOf = (likeness: number) => Math.acos(Math.min(1, Math.max(0, likeness)));

/**
 * The gain of what fades out, `passed` 0–1 of the way, when the two sides lie `angle` apart. With the
 * gain of the other side, `fadeOut(1 - passed)`, the power stays the same: equal power for strangers,
 * equal gain for one sound. The way from one side to the other is the arc between them at an even
 * pace (K. Shoemake, "Animating rotation with quaternion curves", 1985), so that a tone whose phase
 * must move on over the seam is bent as little as the fade's length allows.
 */
export function fadeOut(passed: number, angle: number): number {
	if (angle < SMALLEST_ANGLE) return 1 - passed;
	return Math.sin((1 - passed) * angle) / Math.sin(angle);
}
