import FFT from 'fft.js';

/** Spectra are interleaved: real and imaginary part of bin 0, of bin 1, and so on. */
export interface Fourier {
	readonly size: number;
	/** Fills bins 0 to size / 2 of `spectrum`, 2 × size long, from `size` samples. Allocates nothing. */
	realTransform(spectrum: Float64Array, samples: Float64Array): void;
	/** Both 2 × size long; the result is divided by size. Allocates nothing. */
	inverseTransform(result: Float64Array, spectrum: Float64Array): void;
}

/** `size` is a power of two, at least 2. The library's own types say `any`. */
export function fourier(size: number): Fourier {
	if (!Number.isInteger(Math.log2(size)) || size < 2) {
		throw new RangeError(`no power of two: ${size}`);
	}
	return new FFT(size);
}

/** The smallest power of two that is not below `length`. */
export const powerOfTwo = (length: number) => 2 ** Math.ceil(Math.log2(length));
