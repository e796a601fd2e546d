/** One of the candidates that were asked for together. */
export interface Ranked {
	/** Which request it belongs to; a later one knows more. */
	readonly request: number;
	readonly index: number;
	/** Its place among those of its request, 0 for the best; null before they are ranked. */
	rank: number | null;
}

const rankOf = ({ rank }: Ranked) => rank ?? Number.MAX_SAFE_INTEGER;

/** Of the latest request first; those that are not ranked stand last, in the order they were begun. */
export const byRequestAndRank = (one: Ranked, other: Ranked) =>
	other.request - one.request || rankOf(one) - rankOf(other) || one.index - other.index;
