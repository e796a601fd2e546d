import { BINS, BINS_A_KEY, type Contoured } from './activations';

/** A contour bin that is less likely tells nothing. */
const SOUNDING = 0.35;
/** Fewer frames that sound tell no tuning: a second's worth. */
const FEWEST_FRAMES = 40;
const CENTS_A_BIN = 100 / BINS_A_KEY;

/** What some frames say of the tuning; those of more frames are added up. */
export interface TuningSums {
	/** Of the peaks' directions around the circle of a semitone, each by how likely it is. */
	readonly across: number;
	readonly along: number;
	readonly mass: number;
	/** In which something sounds. */
	readonly frames: number;
}

export const NO_TUNING: TuningSums = { across: 0, along: 0, mass: 0, frames: 0 };

export const addedUp = (one: TuningSums, other: TuningSums): TuningSums => ({
	across: one.across + other.across,
	along: one.along + other.along,
	mass: one.mass + other.mass,
	frames: one.frames + other.frames
});

/** Of frames [from, to). */
export function tuningSums({ contours }: Contoured, from: number, to: number): TuningSums {
	let [across, along, mass, frames] = [0, 0, 0, 0];
	for (let frame = from; frame < to; frame++) {
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
	return { across, along, mass, frames };
}

/**
 * How far, in cents, what sounds is from equal temperament at A = 440 Hz, −50 to 50: the mean direction
 * of the contour's peaks around the circle of a semitone. Null when too little sounds, or when the pitches
 * agree on nothing.
 */
export function tuningOf({ across, along, mass, frames }: TuningSums): number | null {
	if (frames < FEWEST_FRAMES || Math.hypot(across, along) < 0.3 * mass) return null;
	return (Math.atan2(across, along) / (2 * Math.PI)) * BINS_A_KEY * CENTS_A_BIN;
}
