/** The sine cardinal, normalised: zero at every whole number but 0. */
export const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/**
 * Kaiser's window at `share` of the way from its middle to its end: 1 at 0, and 0 from 1 on. `beta` is its
 * shape (J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function", 1974).
 */
export function kaiser(share: number, beta: number): number {
	const inside = 1 - share * share;
	return inside <= 0 ? 0 : bessel(beta * Math.sqrt(inside)) / bessel(beta);
}

/** The modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x: number): number {
	let [sum, term] = [1, 1];
	for (let order = 1; term > sum * Number.EPSILON; order++) {
		term *= (x / (2 * order)) ** 2;
		sum += term;
	}
	return sum;
}
