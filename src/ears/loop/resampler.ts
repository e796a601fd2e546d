import { joined } from '../../lib/joined';
import { kaiser, sinc } from '../../lib/kaiser';

/** Zero crossings of the kernel on either side. */
const CROSSINGS = 16;
/** Places of the kernel between two samples; between them it is interpolated. */
const PHASES = 256;
/** Kaiser's window: −80 dB in the stop band. */
const BETA = 8;
/** The share of the band that is kept: the rest is the kernel's slope. */
const PASSED = 0.94;

/**
 * Sound at another rate, piece by piece: windowed sinc interpolation (Julius O. Smith, "Digital audio
 * resampling", CCRMA). `step` input samples make one output sample; any step from 0.25 on.
 */
export class Resampler {
	readonly #step: number;
	readonly #kernel: Float32Array;
	/** Samples of the input on either side that an output sample takes in. */
	readonly #reach: number;
	/** Input from frame #from on, as far as it is still needed. */
	#held: Float32Array;
	#from: number;
	/** Output samples that were made. */
	#made = 0;

	constructor(step: number) {
		const cut = Math.min(1, 1 / step) * PASSED;
		this.#step = step;
		this.#reach = Math.ceil(CROSSINGS / cut);
		this.#kernel = kernelOf(cut, this.#reach);
		// Before the beginning there was silence.
		this.#held = new Float32Array(this.#reach);
		this.#from = -this.#reach;
	}

	/** All output that the input so far decides. */
	push(input: Float32Array): Float32Array {
		const held = joined([this.#held, input]);
		const end = this.#from + held.length;
		const last = Math.floor((end - 1 - this.#reach) / this.#step);
		const output = new Float32Array(Math.max(0, last + 1 - this.#made));
		for (let index = 0; index < output.length; index++) {
			output[index] = this.#at((this.#made + index) * this.#step, held);
		}
		this.#made += output.length;
		const keepFrom = Math.floor(this.#made * this.#step) - this.#reach;
		const drop = Math.max(0, Math.min(held.length, keepFrom - this.#from));
		this.#held = held.slice(drop);
		this.#from += drop;
		return output;
	}

	/** The rest, with silence after it. */
	end(): Float32Array {
		return this.push(new Float32Array(this.#reach + 1));
	}

	#at(place: number, held: Float32Array): number {
		const middle = Math.floor(place);
		const fraction = place - middle;
		let sum = 0;
		for (let tap = 1 - this.#reach; tap <= this.#reach; tap++) {
			const sample = held[middle + tap - this.#from] ?? 0;
			if (sample !== 0) sum += sample * this.#weight(Math.abs(tap - fraction));
		}
		return sum;
	}

	#weight(distance: number): number {
		const place = distance * PHASES;
		const index = Math.floor(place);
		const below = this.#kernel[index] ?? 0;
		return below + (place - index) * ((this.#kernel[index + 1] ?? 0) - below);
	}
}

/** One half of the kernel, PHASES values an input sample. */
function kernelOf(cut: number, reach: number): Float32Array {
	return Float32Array.from({ length: reach * PHASES + 1 }, (_, index) => {
		const distance = index / PHASES;
		return cut * sinc(distance * cut) * kaiser(distance / reach, BETA);
	});
}
