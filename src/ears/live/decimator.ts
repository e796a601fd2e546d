import { QUANTUM } from '../../lib/frameCounter';
import { Biquad } from './biquad';

/** What is analysed has at least so many samples a second: eight to the period of a high whistle. */
const LEAST_RATE = 20_000;
const GREATEST_FACTOR = 8;
/** Below the lowest string lies rumble, above the highest whistle hiss. In hertz. */
const RUMBLE_HERTZ = 28;
const HISS_HERTZ = 3500;

/** Thins a block of the input out to 20,000–40,000 samples a second, without rumble and hiss. */
export class Decimator {
	/** Samples a second that come out. */
	readonly rate: number;
	/** Samples that come out of a block. */
	readonly length: number;
	readonly #factor: number;
	readonly #rumble: Biquad;
	readonly #hiss: Biquad;

	constructor(sampleRate: number) {
		const octaves = Math.max(0, Math.floor(Math.log2(sampleRate / LEAST_RATE)));
		this.#factor = Math.min(GREATEST_FACTOR, 2 ** octaves);
		this.rate = sampleRate / this.#factor;
		this.length = QUANTUM / this.#factor;
		this.#rumble = new Biquad('highpass', RUMBLE_HERTZ, sampleRate);
		this.#hiss = new Biquad('lowpass', Math.min(HISS_HERTZ, sampleRate / 4), sampleRate);
	}

	/** QUANTUM samples in, `length` out. What is no number counts as silence. Does not allocate. */
	run(input: Float32Array, output: Float64Array): void {
		const factor = this.#factor;
		for (let frame = 0; frame < QUANTUM; frame++) {
			const sample = input[frame]!;
			const filtered = this.#hiss.next(this.#rumble.next(Number.isFinite(sample) ? sample : 0));
			if (frame % factor === factor - 1) output[(frame - factor + 1) / factor] = filtered;
		}
	}
}
