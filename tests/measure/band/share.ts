/** So much of a whole; shares of several loops add up. */
export interface Share {
	readonly hits: number;
	readonly of: number;
}

export const NOTHING: Share = { hits: 0, of: 0 };

export const sumOf = (shares: readonly Share[]): Share =>
	shares.reduce((sum, { hits, of }) => ({ hits: sum.hits + hits, of: sum.of + of }), NOTHING);

/** NaN of nothing. */
export const ratioOf = ({ hits, of }: Share) => hits / of;
