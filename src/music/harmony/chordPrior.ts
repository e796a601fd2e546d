import type { Mode } from '../key';
import { QUALITIES } from './chordStates';

/** One row a semitone above the tonic, one column a quality, in the order of QUALITIES; in per cent. */
type DegreeTable = readonly (readonly number[])[];

/**
 * How often songs go to each degree, counted in the McGill Billboard charts (Burgoyne, Wild and
 * Fujinaga, 2011) and in OpenEWLD, rounded.
 */
const DEGREES: Readonly<Record<Mode, DegreeTable>> = {
	major: [
		[26, 0.4, 2.6, 1.8, 0.2, 0.1, 0.05, 0.8, 0.1],
		[0.6, 0.1, 0.1, 0.15, 0.05, 0.3, 0.05, 0.05, 0.05],
		[1.5, 3.2, 3, 0.1, 3.6, 0.1, 0.1, 0.27, 0.05],
		[1.1, 0.1, 0.1, 0.1, 0.14, 0.3, 0.05, 0.05, 0.05],
		[0.7, 1.6, 1, 0.05, 1.4, 0.1, 0.05, 0.05, 0.05],
		[17, 0.5, 1, 1.5, 0.3, 0.05, 0.05, 0.27, 0.05],
		[0.34, 0.05, 0.1, 0.05, 0.1, 0.4, 0.2, 0.05, 0.05],
		[11, 0.7, 7, 0.25, 0.8, 0.05, 0.05, 1.8, 0.3],
		[0.7, 0.05, 0.3, 0.1, 0.05, 0.2, 0.05, 0.05, 0.05],
		[0.7, 4.2, 1.4, 0.05, 2.6, 0.1, 0.1, 0.15, 0.05],
		[3.5, 0.1, 0.3, 0.3, 0.1, 0.05, 0.05, 0.1, 0.05],
		[0.2, 0.15, 0.1, 0.05, 0.2, 0.3, 0.2, 0.05, 0.05]
	],
	minor: [
		[2, 20, 0.4, 0.05, 7, 0.1, 0.05, 0.7, 0.05],
		[1.2, 0.3, 0.1, 0.2, 0.05, 0.2, 0.05, 0.05, 0.05],
		[0.7, 0.6, 0.3, 0.05, 0.6, 0.3, 0.5, 0.05, 0.05],
		[7, 0.2, 0.4, 1.2, 0.1, 0.05, 0.05, 0.2, 0.1],
		[0.3, 0.05, 0.05, 0.05, 0.05, 0.2, 0.05, 0.05, 0.05],
		[4, 5, 2.8, 0.1, 3.3, 0.05, 0.05, 0.4, 0.05],
		[0.5, 0.05, 0.05, 0.26, 0.17, 0.2, 0.05, 0.05, 0.05],
		[4, 2, 5, 0.05, 2.1, 0.1, 0.05, 0.9, 0.2],
		[10, 0.05, 0.5, 2.5, 0.45, 0.05, 0.05, 0.05, 0.05],
		[0.3, 0.05, 0.4, 0.05, 0.1, 0.2, 0.24, 0.05, 0.05],
		[10, 0.9, 1, 0.3, 0.6, 0.05, 0.05, 1.2, 0.05],
		[0.3, 0.05, 0.05, 0.05, 0.05, 0.5, 0.1, 0.05, 0.05]
	]
};

/** How often the root goes up by 0–11 semitones where the chord changes, in the same charts; in per cent. */
const MOTIONS = [6, 2.1, 14.1, 3.8, 2.3, 29.1, 0.8, 20.8, 3.7, 5, 10.3, 2.4] as const;

/** How much the charts weigh against what is heard. */
const DEGREE_WEIGHT = 0.8;
const MOTION_WEIGHT = 0.25;

/** How much better than any other it is to go to a chord: one number a state, counted from the tonic. */
const worthOf = (mode: Mode) =>
	Float64Array.from(
		DEGREES[mode].flat(),
		(percent) => DEGREE_WEIGHT * Math.log((percent / 100) * 12 * QUALITIES.length)
	);

export const DEGREE_WORTH: Readonly<Record<Mode, Float64Array>> = {
	major: worthOf('major'),
	minor: worthOf('minor')
};

/** The same for the step from root to root, in semitones up. */
export const MOTION_WORTH = Float64Array.from(
	MOTIONS,
	(percent) => MOTION_WEIGHT * Math.log((percent / 100) * 12)
);
