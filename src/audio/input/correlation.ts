import { fourier, powerOfTwo, type Fourier } from './fourier';

/** Below it is rumble, above it hardly a loudspeaker plays. */
const LOWEST_HERTZ = 100;
const HIGHEST_HERTZ = 20_000;
/** Bins on either side over which power is averaged: hum stays narrow, a single bin's luck does not count. */
const SMOOTHING = 6;
/** Neighbours on either side from which a value between two lags is made. */
const REACH = 32;
/** Golden sections until the peak is narrowed down to a millionth of a sample. */
const SECTIONS = 30;
const GOLDEN = 0.381966;

/**
 * Finds one signal in others by generalised cross-correlation (Knapp and Carter 1976). The spectrum is
 * whitened by the smoothed power of both, so that neither hum nor a loudspeaker's colour hides the peak.
 */
export class Correlator {
	/** The standard deviation of what is found of the signal in noise; 1 is the signal itself. */
	readonly floor: number;
	readonly #fourier: Fourier;
	readonly #lags: number;
	readonly #first: number;
	readonly #last: number;
	readonly #signal: Float64Array;
	readonly #signalPower: Float64Array;

	/** `maxLag` in samples. */
	constructor(signal: Float32Array, maxLag: number, sampleRate: number) {
		const size = powerOfTwo(signal.length + maxLag + REACH);
		this.#fourier = fourier(size);
		this.#lags = maxLag + 1;
		this.#first = Math.ceil((LOWEST_HERTZ / sampleRate) * size);
		this.#last = Math.floor(Math.min(HIGHEST_HERTZ / sampleRate, 0.49) * size);
		this.floor = Math.sqrt(0.5 / (this.#last - this.#first + 1));
		this.#signal = this.#spectrum(signal);
		this.#signalPower = smoothedPower(this.#signal, size / 2);
	}

	/** How alike the signal and `input` are, -1 to 1, for each lag from 0, with some before and after. */
	correlate(input: Float32Array): Correlation {
		const { size } = this.#fourier;
		const spectrum = this.#spectrum(input);
		const power = smoothedPower(spectrum, size / 2);
		const cross = new Float64Array(2 * size);
		const bins = this.#last - this.#first + 1;
		for (let bin = this.#first; bin <= this.#last; bin++) {
			const [real, imaginary] = [2 * bin, 2 * bin + 1];
			const [a, b] = [this.#signal[real]!, this.#signal[imaginary]!];
			const [c, d] = [spectrum[real]!, spectrum[imaginary]!];
			const weight = Math.sqrt(power[bin]! * this.#signalPower[bin]!) * bins;
			if (weight === 0) continue;
			// Only one half of the spectrum: the real part of the result is the correlation.
			cross[real] = ((a * c + b * d) * size) / weight;
			cross[imaginary] = ((a * d - b * c) * size) / weight;
		}
		const result = new Float64Array(2 * size);
		this.#fourier.inverseTransform(result, cross);
		const lag = (index: number) => result[2 * ((index - REACH + size) % size)] ?? 0;
		return new Correlation(
			Float64Array.from({ length: this.#lags + 2 * REACH }, (_, index) => lag(index))
		);
	}

	#spectrum(samples: Float32Array): Float64Array {
		const padded = new Float64Array(this.#fourier.size);
		padded.set(samples.subarray(0, padded.length));
		const spectrum = new Float64Array(2 * padded.length);
		this.#fourier.realTransform(spectrum, padded);
		return spectrum;
	}
}

/** The power of each bin up to `last`, averaged with its neighbours'. */
function smoothedPower(spectrum: Float64Array, last: number): Float64Array {
	const sums = new Float64Array(last + 2);
	for (let bin = 0; bin <= last; bin++) {
		sums[bin + 1] = sums[bin]! + spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
	}
	return Float64Array.from({ length: last + 1 }, (_, bin) => {
		const from = Math.max(0, bin - SMOOTHING);
		const to = Math.min(last, bin + SMOOTHING) + 1;
		return (sums[to]! - sums[from]!) / (to - from);
	});
}

/** A lag between samples, and how alike the two are there, with its sign. */
export interface Peak {
	readonly lag: number;
	readonly value: number;
}

/** Likeness by lag. */
export class Correlation {
	/** Begins REACH lags before 0 and goes on as many after the last. */
	readonly #values: Float64Array;

	constructor(values: Float64Array) {
		this.#values = values;
	}

	/** Of several, lag by lag. Throws for none. */
	static mean(all: readonly Correlation[]): Correlation {
		const [first, ...others] = all.map((one) => one.#values);
		if (first === undefined) throw new RangeError('the mean of no correlations');
		const mean = first.map((value, index) =>
			others.reduce((sum, values) => sum + values[index]!, value)
		);
		return new Correlation(mean.map((sum) => sum / all.length));
	}

	/** The largest value of either sign that is at least `distance` from the lag `from`, if one is given. */
	highest(from = 0, distance = 0): Peak {
		let best = -1;
		const last = this.#values.length - REACH - 1;
		for (let index = REACH; index <= last; index++) {
			if (Math.abs(index - REACH - from) < distance) continue;
			if (best < 0 || Math.abs(this.#values[index]!) > Math.abs(this.#values[best]!)) best = index;
		}
		return best < 0 ? { lag: 0, value: 0 } : { lag: best - REACH, value: this.#values[best]! };
	}

	/**
	 * Where between the samples `peak` really lies: the band-limited curve through them is searched. A
	 * parabola through three samples was up to 0.13 of a sample off.
	 */
	refine({ lag, value }: Peak): Peak {
		const sign = Math.sign(value);
		let [from, to] = [lag - 1, lag + 1];
		for (let section = 0; section < SECTIONS; section++) {
			const left = from + GOLDEN * (to - from);
			const right = to - GOLDEN * (to - from);
			if (sign * this.#between(left) < sign * this.#between(right)) from = left;
			else to = right;
		}
		const middle = (from + to) / 2;
		return { lag: middle, value: this.#between(middle) };
	}

	/** Interpolated by a sinc under a Hann window. */
	#between(lag: number): number {
		const base = Math.floor(lag);
		let sum = 0;
		for (let at = base - REACH + 1; at <= base + REACH; at++) {
			const distance = Math.PI * (lag - at);
			const sinc = distance === 0 ? 1 : Math.sin(distance) / distance;
			const window = 0.5 + 0.5 * Math.cos(distance / (REACH + 1));
			sum += (this.#values[at + REACH] ?? 0) * sinc * window;
		}
		return sum;
	}
}
