import type { EarNote } from './heard';

/** How much the ear takes for a note, from the least. */
export const SENSITIVITIES = ['fewest', 'fewer', 'usual', 'more', 'most'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** What is likelier than this counts: `usual` misses as much as it adds. */
export const LEAST_LIKELIHOODS: Readonly<Record<Sensitivity, number>> = {
	fewest: 0.85,
	fewer: 0.7,
	usual: 0.5,
	more: 0.3,
	most: 0.15
};

/**
 * The notes that count, in the same order. A key that is struck again ends its note: only what counts
 * is struck.
 */
export function countingNotes(
	heard: readonly EarNote[],
	sensitivity: Sensitivity
): readonly EarNote[] {
	const least = LEAST_LIKELIHOODS[sensitivity];
	const counting = heard.filter(({ likelihood }) => likelihood > least);
	return counting.map((note) => {
		const again = counting.reduce(
			(first, { pitch, onset }) =>
				pitch === note.pitch && onset > note.onset ? Math.min(first, onset) : first,
			Infinity
		);
		return again < note.end ? { ...note, end: again } : note;
	});
}
