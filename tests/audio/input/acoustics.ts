import { fourier, powerOfTwo } from '../../../src/audio/input/fourier';
import { seededRandom, type Random } from '../../../src/lib/random';

/** Of a room or a loudspeaker, by frequency in hertz: real and imaginary part. */
export type Response = (hertz: number) => readonly [number, number];

/** Roughly normal, with a standard deviation of 1. */
export function normal(random: Random): number {
	let sum = 0;
	for (let count = 0; count < 6; count++) sum += random();
	return (sum - 3) * Math.SQRT2;
}

/** Through a linear system; what rings on past the end is lost. */
export function filtered(samples: Float32Array, sampleRate: number, response: Response) {
	const size = powerOfTwo(2 * samples.length);
	const transform = fourier(size);
	const padded = new Float64Array(size);
	padded.set(samples);
	const spectrum = new Float64Array(2 * size);
	transform.realTransform(spectrum, padded);
	const changed = new Float64Array(2 * size);
	for (let bin = 0; bin < size / 2; bin++) {
		const [gain, turn] = response((bin / size) * sampleRate);
		const [real, imaginary] = [spectrum[2 * bin]!, spectrum[2 * bin + 1]!];
		// The other half of the spectrum is left out, so each bin counts twice, but bin 0.
		const share = bin === 0 ? 1 : 2;
		changed[2 * bin] = share * (real * gain - imaginary * turn);
		changed[2 * bin + 1] = share * (real * turn + imaginary * gain);
	}
	const result = new Float64Array(2 * size);
	transform.inverseTransform(result, changed);
	return Float32Array.from(samples, (_, frame) => result[2 * frame]!);
}

/** Later by any number of frames, between the samples too. */
export const delayed = (samples: Float32Array, frames: number) =>
	filtered(samples, 1, (cycles) => {
		const angle = -2 * Math.PI * cycles * frames;
		return [Math.cos(angle), Math.sin(angle)];
	});

/** Later, with echoes: each `[frames, gain]` after the direct sound. */
export const echoed = (samples: Float32Array, echoes: readonly (readonly [number, number])[]) =>
	filtered(samples, 1, (cycles) => {
		let [real, imaginary] = [1, 0];
		for (const [frames, gain] of echoes) {
			const angle = -2 * Math.PI * cycles * frames;
			real += gain * Math.cos(angle);
			imaginary += gain * Math.sin(angle);
		}
		return [real, imaginary];
	});

/** The direct sound, a dozen early echoes of up to half its size, and a tail like noise. */
export function inRoom(samples: Float32Array, sampleRate: number, seed: number): Float32Array {
	const random = seededRandom(seed);
	const size = powerOfTwo(0.3 * sampleRate);
	const impulse = new Float32Array(size);
	for (let echo = 0; echo < 12; echo++) {
		const at = Math.floor((0.001 + 0.04 * random()) * sampleRate);
		impulse[at] = (impulse[at] ?? 0) + random() - 0.5;
	}
	for (let frame = Math.floor(0.008 * sampleRate); frame < size; frame++) {
		const gain = 0.03 * Math.exp((-16 * frame) / sampleRate);
		impulse[frame] = impulse[frame]! + gain * normal(random);
	}
	impulse[0] = 1;
	return convolved(samples, impulse);
}

function convolved(samples: Float32Array, impulse: Float32Array): Float32Array {
	const size = powerOfTwo(2 * samples.length);
	const padded = new Float64Array(size);
	padded.set(impulse.subarray(0, size));
	const spectrum = new Float64Array(2 * size);
	fourier(size).realTransform(spectrum, padded);
	return filtered(samples, size, (bin) => [spectrum[2 * bin]!, spectrum[2 * bin + 1]!]);
}

/** A laptop's loudspeaker: nothing below 300 Hz, less above 14 kHz, and bent when it is loud. */
export function throughLaptop(samples: Float32Array, sampleRate: number): Float32Array {
	const bent = samples.map((sample) => Math.tanh(6 * sample) / 6);
	return filtered(bent, sampleRate, (hertz) => {
		const [low, high] = [(hertz / 300) ** 2, (hertz / 14_000) ** 2];
		const [a, b] = [1 - low, (Math.SQRT2 * hertz) / 300];
		const [c, d] = [1 - high, (Math.SQRT2 * hertz) / 14_000];
		const [real, imaginary] = [a * c - b * d, a * d + b * c];
		const size = real * real + imaginary * imaginary;
		return [(-low * real) / size, (low * imaginary) / size];
	});
}

/** What an input hears that is not ours. */
export const NOISES = [
	'white',
	'pink',
	'hum',
	'chords',
	'clicks',
	'drums',
	'whistle',
	'voice'
] as const;
export type Noise = (typeof NOISES)[number];

export function noise(kind: Noise, length: number, sampleRate: number, seed: number) {
	const random = seededRandom(seed);
	const hiss = (): Float32Array => Float32Array.from({ length }, () => normal(random));
	switch (kind) {
		case 'white':
			return hiss();
		case 'pink':
			return filtered(hiss(), sampleRate, (hertz) => [1 / Math.sqrt(Math.max(20, hertz)), 0]);
		case 'hum':
			return tone(length, sampleRate, random() < 0.5 ? 50 : 60, random);
		case 'chords':
			return struck(length, 0.02, () => chord(sampleRate, random));
		case 'clicks': {
			const spacing = Math.floor((0.2 + 0.8 * random()) * sampleRate);
			return Float32Array.from({ length }, (_, frame) => (frame % spacing < 8 ? 1 : 0));
		}
		case 'drums': {
			const beat = Math.floor((0.2 + 0.3 * random()) * sampleRate);
			const hit = hiss();
			return Float32Array.from(
				{ length },
				(_, frame) => hit[frame % beat]! * Math.exp((-20 * (frame % beat)) / sampleRate)
			);
		}
		case 'whistle': {
			const [from, to] = [500 + 1500 * random(), 500 + 3000 * random()];
			let phase = 0;
			return Float32Array.from({ length }, (_, frame) => {
				phase += (2 * Math.PI * (from + ((to - from) * frame) / length)) / sampleRate;
				return Math.sin(phase);
			});
		}
		case 'voice':
			return voice(length, sampleRate, random);
	}
}

/** A pitch and its harmonics, with a little hiss. */
function tone(length: number, sampleRate: number, hertz: number, random: Random): Float32Array {
	const phases = Array.from({ length: 20 }, () => 2 * Math.PI * random());
	return Float32Array.from({ length }, (_, frame) => {
		const turn = (2 * Math.PI * hertz * frame) / sampleRate;
		const sum = phases.reduce(
			(all, phase, n) => all + Math.sin(turn * (n + 1) + phase) / (n + 1),
			0
		);
		return sum + 0.02 * normal(random);
	});
}

/** Notes of `make` that begin so many times their own length apart. */
function struck(length: number, density: number, make: () => Float32Array): Float32Array {
	const samples = new Float32Array(length);
	for (let at = 0; at < length;) {
		const note = make();
		note.forEach((sample, frame) => {
			if (at + frame < length) samples[at + frame] = samples[at + frame]! + sample;
		});
		at += Math.max(1, Math.floor(note.length * (0.2 + density)));
	}
	return samples;
}

function chord(sampleRate: number, random: Random): Float32Array {
	const pitches = Array.from({ length: 3 }, () => 110 * 2 ** (Math.floor(random() * 30) / 12));
	return Float32Array.from({ length: Math.floor(sampleRate) }, (_, frame) => {
		const time = frame / sampleRate;
		let sum = 0;
		for (const hertz of pitches) {
			for (let harmonic = 1; harmonic < 6; harmonic++) {
				sum += Math.sin(2 * Math.PI * hertz * harmonic * time) / harmonic;
			}
		}
		return sum * Math.exp(-4 * time);
	});
}

/** Harmonics under formants, with vibrato and syllables. */
function voice(length: number, sampleRate: number, random: Random): Float32Array {
	const base = 100 + 200 * random();
	let phase = 0;
	return Float32Array.from({ length }, (_, frame) => {
		const time = frame / sampleRate;
		const hertz = base * (1 + 0.03 * Math.sin(2 * Math.PI * 5.5 * time));
		phase += (2 * Math.PI * hertz) / sampleRate;
		let sum = 0;
		for (let harmonic = 1; harmonic < 16; harmonic++) {
			const pitch = hertz * harmonic;
			const formant =
				Math.exp(-(((pitch - 600) / 250) ** 2)) + Math.exp(-(((pitch - 1800) / 400) ** 2));
			sum += (0.05 + formant) * Math.sin(harmonic * phase);
		}
		return sum * (0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * time));
	});
}

/** Mean square. */
export const power = (samples: Float32Array) =>
	samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;

/** Both together, the second so loud that the first is `snrDb` above it. */
export function mixed(sound: Float32Array, other: Float32Array, snrDb: number): Float32Array {
	const gain = Math.sqrt(power(sound) / power(other)) * 10 ** (-snrDb / 20);
	return sound.map((sample, frame) => sample + gain * other[frame]!);
}

/** Scaled so that its loudest sample is `peak`. */
export function levelled(samples: Float32Array, peak: number): Float32Array {
	const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
	return samples.map((sample) => (sample / loudest) * peak);
}
