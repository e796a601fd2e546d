/** A kind of chord that can be found. */
export interface Quality {
	/** What players write behind the root. */
	readonly suffix: string;
	/** Semitones above the root. */
	readonly intervals: readonly number[];
	/** How likely each of them is to sound, in the same order; they add up to 1. */
	readonly shares: readonly number[];
}

/** The third tells most; the fifth is often left out; a seventh is seldom doubled. */
export const QUALITIES: readonly Quality[] = [
	{ suffix: '', intervals: [0, 4, 7], shares: [0.36, 0.33, 0.31] },
	{ suffix: 'm', intervals: [0, 3, 7], shares: [0.36, 0.33, 0.31] },
	{ suffix: '7', intervals: [0, 4, 7, 10], shares: [0.28, 0.26, 0.24, 0.22] },
	{ suffix: 'maj7', intervals: [0, 4, 7, 11], shares: [0.26, 0.26, 0.26, 0.22] },
	{ suffix: 'm7', intervals: [0, 3, 7, 10], shares: [0.27, 0.26, 0.24, 0.23] },
	{ suffix: 'dim', intervals: [0, 3, 6], shares: [0.34, 0.33, 0.33] },
	{ suffix: 'm7b5', intervals: [0, 3, 6, 10], shares: [0.25, 0.25, 0.25, 0.25] },
	{ suffix: 'sus4', intervals: [0, 5, 7], shares: [0.34, 0.33, 0.33] },
	{ suffix: 'aug', intervals: [0, 4, 8], shares: [0.34, 0.33, 0.33] }
];

/** A root with a quality is a state; the last one is "no chord". */
export const CHORD_STATES = 12 * QUALITIES.length;
export const NO_CHORD = 12 * QUALITIES.length;

/** Looked up, for it is asked of every state of every beat. */
const ROOTS = Int8Array.from({ length: CHORD_STATES }, (_, state) =>
	Math.floor(state / QUALITIES.length)
);

export const rootOf = (state: number) => ROOTS[state]!;
export const qualityOf = (state: number): Quality => QUALITIES[state % QUALITIES.length]!;
