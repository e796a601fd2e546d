/** First formants of vowels, in Hz. */
export const VOWELS = [
	[730, 1090, 2440],
	[270, 2290, 3010],
	[300, 870, 2240],
	[530, 1840, 2480],
	[570, 840, 2410]
] as const;
const BANDWIDTH = 90;

/** The throat of one vowel: glottal pulses in, sound out, sample by sample at `rate`. */
export class Throat {
	readonly #radius: number;
	readonly #states: { readonly turn: number; one: number; two: number }[];

	constructor(formants: readonly number[], rate: number) {
		const radius = Math.exp((-Math.PI * BANDWIDTH) / rate);
		this.#radius = radius;
		this.#states = formants.map((hertz) => ({
			turn: 2 * radius * Math.cos((2 * Math.PI * hertz) / rate),
			one: 0,
			two: 0
		}));
	}

	next(pulse: number): number {
		let sum = 0;
		for (const state of this.#states) {
			const next = pulse + state.turn * state.one - this.#radius ** 2 * state.two;
			state.two = state.one;
			state.one = next;
			sum += next;
		}
		return sum;
	}
}
