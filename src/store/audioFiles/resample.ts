import { kaiser, sinc } from '../../lib/kaiser';
import { MAX_RATE } from './audioReading';
import { inSlices } from './inSlices';

/** To each side of a sample, in periods of the lower rate: a fall-off 88 dB deep and 8 % wide. */
const ZERO_CROSSINGS = 48;
/** Kaiser's shape for that depth: 0.1102 (A - 8.7). */
const KAISER_BETA = 8.7;
/** Half the width of the fall-off, as a share of the lower rate's half: it ends where aliases begin. */
const CUTOFF = 0.94;
/** Between two of so many phases of the kernel lies a straight line, 110 dB below the sound at worst. */
const MAX_PHASES = 1024;
const SLICE_FRAMES = 2 ** 16;

/** For each phase the weights of the input frames around an output frame, phase by phase. */
interface Kernel {
	readonly weights: Float32Array;
	readonly phases: number;
	readonly taps: number;
}

/**
 * The same sound at another sample rate, in place to the frame: band-limited interpolation with a
 * Kaiser-windowed sinc (J. O. Smith, "Digital Audio Resampling Home Page", 2002; J. F. Kaiser, 1974).
 * Around the sound lies silence. Rates in Hz; the result has round(length * to / from) frames.
 * Throws a RangeError for rates that are not whole or not real.
 */
export async function resample(
	channels: readonly Float32Array[],
	from: number,
	to: number
): Promise<readonly Float32Array[]> {
	for (const rate of [from, to]) {
		if (!Number.isInteger(rate) || rate < 1 || rate > MAX_RATE) {
			throw new RangeError(`no sample rate: ${rate}`);
		}
	}
	if (from === to) return channels.map((samples) => samples.slice());
	const kernel = kernelFor(from, to);
	const resampled: Float32Array[] = [];
	for (const samples of channels) {
		const output = new Float32Array(Math.round((samples.length * to) / from));
		await inSlices(output.length, SLICE_FRAMES, (start, end) => {
			fill(output, samples, { kernel, from, to, start, end });
		});
		resampled.push(output);
	}
	return resampled;
}

interface Stretch {
	readonly kernel: Kernel;
	readonly from: number;
	readonly to: number;
	/** Frames [start, end) of the output. */
	readonly start: number;
	readonly end: number;
}

function fill(output: Float32Array, input: Float32Array, stretch: Stretch): void {
	const { kernel, from, to, start, end } = stretch;
	for (let frame = start; frame < end; frame++) {
		const before = Math.floor((frame * from) / to);
		// Whole numbers throughout, so that an hour in nothing has drifted.
		const place = ((frame * from - before * to) * kernel.phases) / to;
		const phase = Math.floor(place);
		const share = place - phase;
		const near = weigh(input, before, kernel, phase);
		output[frame] =
			share === 0 ? near : near + share * (weigh(input, before, kernel, phase + 1) - near);
	}
}

/** The sum of the input frames around `before`, each by its weight in that phase. */
function weigh(input: Float32Array, before: number, kernel: Kernel, phase: number): number {
	const { weights, taps } = kernel;
	const first = before - taps / 2 + 1;
	const row = phase * taps - first;
	const last = Math.min(input.length, first + taps);
	let sum = 0;
	for (let at = Math.max(0, first); at < last; at++) sum += input[at]! * weights[row + at]!;
	return sum;
}

/** The cutoff lies under half the lower of the two rates. */
function kernelFor(from: number, to: number): Kernel {
	const phases = Math.min(MAX_PHASES, to / greatestDivisor(from, to));
	const scale = Math.min(1, to / from);
	const half = Math.ceil(ZERO_CROSSINGS / scale);
	const taps = 2 * half;
	const weights = new Float32Array((phases + 1) * taps);
	for (let phase = 0; phase <= phases; phase++) {
		for (let tap = 0; tap < taps; tap++) {
			const distance = (tap - half + 1 - phase / phases) * scale;
			const height = kaiser(distance / ZERO_CROSSINGS, KAISER_BETA);
			weights[phase * taps + tap] = CUTOFF * scale * sinc(CUTOFF * distance) * height;
		}
	}
	return { weights, phases, taps };
}

function greatestDivisor(a: number, b: number): number {
	while (b !== 0) [a, b] = [b, a % b];
	return a;
}
