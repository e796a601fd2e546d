import { BINS, BINS_A_KEY, type Activations } from './activations';

/** A contour bin that is less likely tells nothing. */
const SOUNDING = 0.35;
/** Fewer frames that sound tell no tuning: a second's worth. */
const FEWEST_FRAMES = 40;
const CENTS_A_BIN = 100 / BINS_A_KEY;

/**
 * How far, in cents, what sounds is from equal temperament at A = 440 Hz, −50 to 50: the mean direction
 * of the contour's peaks around the circle of a semitone. Null when too little sounds, or when the pitches
 * agree on nothing.
 */
export function tuningOf({ count, contours }: Activations): number | null {
	let [across, along, mass, frames] = [0, 0, 0, 0];
	for (let frame = 0; frame < count; frame++) {
		const row = frame * BINS;
		let peaks = 0;
		for (let bin = 1; bin < BINS - 1; bin++) {
			const here = contours[row + bin]!;
			const [before, after] = [contours[row + bin - 1]!, contours[row + bin + 1]!];
			if (here < SOUNDING || here <= before || here < after) continue;
			const bend = before - 2 * here + after;
			const place = bin + (bend < 0 ? (0.5 * (before - after)) / bend : 0);
			const angle = (2 * Math.PI * (place - 1)) / BINS_A_KEY;
			across += here * Math.sin(angle);
			along += here * Math.cos(angle);
			mass += here;
			peaks++;
		}
		if (peaks > 0) frames++;
	}
	if (frames < FEWEST_FRAMES || Math.hypot(across, along) < 0.3 * mass) return null;
	return (Math.atan2(across, along) / (2 * Math.PI)) * BINS_A_KEY * CENTS_A_BIN;
}
