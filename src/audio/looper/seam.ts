/** The way between two sounds, as two arrows of one length. */
export interface Arc {
	/** Between them: 0 to a quarter turn. */
	readonly angle: number;
	/** One by its sine; 0 where that divides badly. */
	readonly scale: number;
}

/** Below this angle the gains are straight lines to a billionth. */
const SMALLEST_ANGLE = 1e-4;

/** Between two sides that are alike by `likeness`: their correlation, 0–1. */
export function arcOf(likeness: number): Arc {
	const angle = Math.acos(Math.min(1, Math.max(0, likeness)));
	return { angle, scale: angle < SMALLEST_ANGLE ? 0 : 1 / Math.sin(angle) };
}

/** Between sides that have nothing in common. */
export const STRANGERS = arcOf(0);

/**
 * The gain of what fades out, `passed` 0–1 of the way, where `arc` lies between the sides. With the
 * gain of the other side, `fadeOut(1 - passed)`, the power stays the same: equal power for strangers,
 * equal gain for one sound. The way from one side to the other is the arc between them at an even
 * pace (K. Shoemake, "Animating rotation with quaternion curves", 1985), so that a tone whose phase
 * must move on over the seam is bent as little as the fade's length allows.
 */
export function fadeOut(passed: number, { angle, scale }: Arc): number {
	return scale === 0 ? 1 - passed : Math.sin((1 - passed) * angle) * scale;
}
