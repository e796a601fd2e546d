/** A kind of chord that can be found. */
export interface Quality {
	/** What players write behind the root. */
	readonly suffix: string;
	/** Semitones above the root. */
	readonly intervals: readonly number[];
	/** Kinds of one family differ in a seventh: a loop that has one of them has that harmony. */
	readonly family: number;
}

export const QUALITIES: readonly Quality[] = [
	{ suffix: '', intervals: [0, 4, 7], family: 0 },
	{ suffix: 'm', intervals: [0, 3, 7], family: 1 },
	{ suffix: '7', intervals: [0, 4, 7, 10], family: 0 },
	{ suffix: 'maj7', intervals: [0, 4, 7, 11], family: 0 },
	{ suffix: 'm7', intervals: [0, 3, 7, 10], family: 1 },
	{ suffix: 'dim', intervals: [0, 3, 6], family: 2 },
	{ suffix: 'm7b5', intervals: [0, 3, 6, 10], family: 2 },
	{ suffix: 'sus4', intervals: [0, 5, 7], family: 3 },
	{ suffix: 'aug', intervals: [0, 4, 8], family: 4 }
];
export const FAMILIES = 5;

/** Roots with a quality: one state each. */
export const CHORD_STATES = 12 * QUALITIES.length;
/** All states: the last one is "no chord". */
export const EVERYTHING = CHORD_STATES + 1;
export const NO_CHORD = EVERYTHING - 1;

/** Looked up, for it is asked of every state of every beat. */
const ROOTS = Int8Array.from({ length: CHORD_STATES }, (_, state) =>
	Math.floor(state / QUALITIES.length)
);

export const rootOf = (state: number) => ROOTS[state]!;
export const qualityOf = (state: number): Quality => QUALITIES[state % QUALITIES.length]!;
