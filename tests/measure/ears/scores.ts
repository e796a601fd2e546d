/** An onset with a pitch; seconds and MIDI. */
export interface Onset {
	readonly onset: number;
	readonly pitch: number;
}

export interface Counts {
	readonly hits: number;
	readonly found: number;
	readonly played: number;
}

/** As mir_eval and MIREX count a note's onset. */
export const ONSET_TOLERANCE = 0.05;

/**
 * Which of `found` is which of `played`: pitch exact, onset within ONSET_TOLERANCE, each once, the most
 * pairs that there can be. Index into `found` a played note, or -1.
 */
export function matched(played: readonly Onset[], found: readonly Onset[]): readonly number[] {
	const pairs = new Array<number>(played.length).fill(-1);
	const pitches = new Set(played.map(({ pitch }) => pitch));
	for (const pitch of pitches) {
		const order = (notes: readonly Onset[]) =>
			notes
				.map((note, index) => ({ ...note, index }))
				.filter((note) => note.pitch === pitch)
				.sort((one, other) => one.onset - other.onset);
		const rest = order(found);
		// Of equal windows on a line the earliest that fits is always among the most pairs.
		for (const note of order(played)) {
			const at = rest.findIndex(({ onset }) => Math.abs(onset - note.onset) <= ONSET_TOLERANCE);
			if (at < 0) continue;
			pairs[note.index] = rest[at]!.index;
			rest.splice(0, at + 1);
		}
	}
	return pairs;
}

export function countsOf(played: readonly Onset[], found: readonly Onset[]): Counts {
	const hits = matched(played, found).filter((index) => index >= 0).length;
	return { hits, found: found.length, played: played.length };
}

export const NO_COUNTS: Counts = { hits: 0, found: 0, played: 0 };

export const sumCounts = (all: readonly Counts[]): Counts =>
	all.reduce(
		(sum, one) => ({
			hits: sum.hits + one.hits,
			found: sum.found + one.found,
			played: sum.played + one.played
		}),
		NO_COUNTS
	);

/** The harmonic mean of precision and recall; 1 where there was nothing and nothing was found. */
export const f1Of = ({ hits, found, played }: Counts) =>
	found + played === 0 ? 1 : (2 * hits) / (found + played);
