/** Second-order Butterworth: the quality at which a filter's band is flattest. */
const FLATTEST = Math.SQRT1_2;

/**
 * One second-order filter, a sample at a time, in the transposed direct form II; coefficients after
 * R. Bristow-Johnson (Cookbook formulae for audio EQ biquad filter coefficients). Does not allocate.
 */
export class Biquad {
	readonly #b0: number;
	readonly #b1: number;
	readonly #b2: number;
	readonly #a1: number;
	readonly #a2: number;
	#first = 0;
	#second = 0;

	/** `cutoff` in hertz, below half of the sample rate. */
	constructor(kind: 'lowpass' | 'highpass', cutoff: number, sampleRate: number) {
		const angle = (2 * Math.PI * cutoff) / sampleRate;
		const alpha = Math.sin(angle) / (2 * FLATTEST);
		const cosine = Math.cos(angle);
		const a0 = 1 + alpha;
		const edge = (kind === 'lowpass' ? 1 - cosine : 1 + cosine) / a0;
		this.#b0 = edge / 2;
		this.#b1 = kind === 'lowpass' ? edge : -edge;
		this.#b2 = edge / 2;
		this.#a1 = (-2 * cosine) / a0;
		this.#a2 = (1 - alpha) / a0;
	}

	next(sample: number): number {
		const filtered = this.#b0 * sample + this.#first;
		this.#first = this.#b1 * sample - this.#a1 * filtered + this.#second;
		this.#second = this.#b2 * sample - this.#a2 * filtered;
		return filtered;
	}
}
