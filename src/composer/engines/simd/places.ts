/** Where the rows or the columns of a matrix go; between them lie zeros. */
export interface Places {
	/** A multiple of 16. */
	readonly count: number;
	readonly of: (index: number) => number;
}

const filled = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/** One after the other. */
export const inOrder = (count: number): Places => ({
	count: filled(count, 16),
	of: (index) => index
});

/** The pairs of a head, filled up to whole vectors. */
export const pairPlaces = (headWidth: number): number => filled(headWidth / 2, 4);

/** Columns [parts][heads][2][pairs], of which the pairs are filled up. */
export function byPairs(parts: number, heads: number, headWidth: number): Places {
	const pairs = headWidth / 2;
	const places = pairPlaces(headWidth);
	return {
		count: filled(2 * parts * heads * places, 16),
		of: (index) => Math.floor(index / pairs) * places + (index % pairs)
	};
}
