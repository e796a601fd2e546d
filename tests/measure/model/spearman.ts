/** The rank of each value from 1; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
	const sorted = [...values].sort((one, other) => one - other);
	return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}

const mean = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Rank correlation with ties: Pearson's of the ranks (Spearman 1904). NaN when fewer than two values
 * differ on either side.
 */
export function spearman(asked: readonly number[], measured: readonly number[]): number {
	const [first, second] = [asked, measured].map((values) => {
		const ranked = ranks(values);
		const middle = mean(ranked);
		return ranked.map((rank) => rank - middle);
	}) as [number[], number[]];
	const product = (one: readonly number[], other: readonly number[]) =>
		one.reduce((sum, value, index) => sum + value * other[index]!, 0);
	const size = Math.sqrt(product(first, first) * product(second, second));
	return size > 0 ? product(first, second) / size : NaN;
}
