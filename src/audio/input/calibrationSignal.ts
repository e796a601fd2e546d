import { powerOfTwo } from './fourier';

/** What is played for a calibration: the same burst several times, silence between. */
export interface CalibrationSignal {
	readonly sampleRate: number;
	/** All of it, as long as must be recorded from its first frame on. */
	readonly samples: Float32Array;
	/** One burst, which `samples` holds at each of `starts`. */
	readonly burst: Float32Array;
	/** In frames. No two distances are the same, so that nothing periodic fits them all. */
	readonly starts: readonly number[];
	/** A longer delay is not found, in frames. */
	readonly maxDelay: number;
}

/** Every usual round trip, Bluetooth's too. */
const MAX_DELAY_SECONDS = 0.5;
/** With so much noise as signal it gives more than 40 dB back. */
const MIN_BURST_SECONDS = 0.3;
const BURSTS = 4;
/** Each pause is longer by this than the one before it. */
const UNEVEN_SECONDS = 0.017;
/** -12 dBFS: loud enough for a laptop's speakers, below every limiter's knee. */
const LEVEL = 0.25;
const FADE_SECONDS = 0.005;

/** The taps of a shift register that runs through every state but 0, by its length in bits. */
const TAPS: Readonly<Record<number, readonly number[]>> = {
	10: [10, 7],
	11: [11, 9],
	12: [12, 6, 4, 1],
	13: [13, 4, 3, 1],
	14: [14, 5, 3, 1],
	15: [15, 14],
	16: [16, 15, 13, 4],
	17: [17, 14],
	18: [18, 11]
};

/**
 * A maximum length sequence of +1 and -1, 2^order - 1 long (Golomb, Shift Register Sequences). Throws
 * a RangeError for an order that is not 10–18.
 */
export function maximumLengthSequence(order: number): Float32Array {
	const taps = TAPS[order];
	if (taps === undefined) throw new RangeError(`no shift register of ${order} bits`);
	const mask = taps.reduce((bits, tap) => bits | (1 << (tap - 1)), 0);
	let state = 1;
	return Float32Array.from({ length: 2 ** order - 1 }, () => {
		let parity = state & mask;
		for (let shift = 16; shift > 0; shift >>= 1) parity ^= parity >> shift;
		const bit = state & 1;
		state = ((state << 1) | (parity & 1)) & (2 ** order - 1);
		return 2 * bit - 1;
	});
}

/**
 * A burst of noise rather than a sweep: of the two signals that stood 10 dB of noise, hum and music
 * in a measured comparison, it was placed better in rooms and is louder at the same peak.
 */
export function calibrationSignal(sampleRate: number): CalibrationSignal {
	if (!(sampleRate >= 3000 && sampleRate <= 768_000)) {
		throw new RangeError(`no sample rate: ${sampleRate}`);
	}
	const order = Math.min(18, Math.log2(powerOfTwo(MIN_BURST_SECONDS * sampleRate)));
	const burst = shaped(maximumLengthSequence(order), Math.round(FADE_SECONDS * sampleRate));
	const maxDelay = Math.round(MAX_DELAY_SECONDS * sampleRate);
	const period = burst.length + maxDelay;
	const starts = Array.from(
		{ length: BURSTS },
		(_, index) =>
			index * period + Math.round(((index * (index + 1)) / 2) * UNEVEN_SECONDS * sampleRate)
	);
	const samples = new Float32Array((starts.at(-1) ?? 0) + period);
	for (const start of starts) samples.set(burst, start);
	return { sampleRate, samples, burst, starts, maxDelay };
}

/** At our level, its ends faded over so many frames. */
function shaped(sequence: Float32Array, fade: number): Float32Array {
	const last = sequence.length - 1;
	return sequence.map((sample, frame) => {
		const fromEnd = Math.min(frame, last - frame) + 0.5;
		const gain = fromEnd < fade ? Math.sin((Math.PI / 2) * (fromEnd / fade)) ** 2 : 1;
		return LEVEL * gain * sample;
	});
}
