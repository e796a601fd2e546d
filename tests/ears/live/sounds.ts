import { seededRandom } from '../../../src/lib/random';

export const RATE = 48_000;

/** A note of a phrase, in seconds. */
export interface PlayedNote {
	readonly pitch: number;
	readonly start: number;
	readonly length: number;
	/** 0–1. */
	readonly strength: number;
}

/** How a phrase sounds. */
export interface Voicing {
	readonly cents?: number;
	readonly seed?: number;
	readonly rate?: number;
}

export const hertzOf = (pitch: number) => 440 * 2 ** ((pitch - 69) / 12);

const framesOf = (seconds: number, rate = RATE) => Math.round(seconds * rate);
const endOf = (notes: readonly PlayedNote[]) =>
	notes.reduce((end, { start, length }) => Math.max(end, start + length), 0);

/** Silence before the first note, which starts count from, is the phrase's own. */
export const silence = (seconds: number, rate = RATE) => new Float32Array(framesOf(seconds, rate));

/** One string, plucked again and again: Karplus and Strong with the fractional delay of Jaffe and Smith. */
export function pluck(
	notes: readonly PlayedNote[],
	{ cents = 0, seed = 1, rate = RATE }: Voicing = {}
): Float32Array {
	const out = silence(endOf(notes) + 0.3, rate);
	const random = seededRandom(seed);
	notes.forEach(({ pitch, start, length, strength }, index) => {
		const period = rate / hertzOf(pitch + cents / 100);
		const whole = Math.floor(period - 0.5);
		const fraction = period - 0.5 - whole;
		const line = Float64Array.from({ length: whole + 1 }, () => random() * 2 - 1);
		// Softer by the string's own inertia, struck a fifth of the way along it.
		for (let pass = 0; pass < 2; pass++) {
			for (let n = line.length - 1; n > 0; n--) line[n] = (line[n]! + line[n - 1]!) / 2;
		}
		const mean = line.reduce((sum, sample) => sum + sample, 0) / line.length;
		const comb = Math.max(1, Math.round(line.length / 5));
		const struck = line.map(
			(sample, n) => sample - mean - (line[(n + line.length - comb) % line.length]! - mean)
		);
		const top = struck.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
		let place = 0;
		let last = 0;
		const from = framesOf(start, rate);
		const damped = from + framesOf(length, rate);
		// The next pluck stops the string.
		const stopped = framesOf(notes[index + 1]?.start ?? Infinity, rate);
		const until = Math.min(out.length, damped + framesOf(0.1, rate), stopped);
		for (let frame = from; frame < until; frame++) {
			const now = struck[place]!;
			const next = struck[(place + 1) % struck.length]!;
			const delayed = now * (1 - fraction) + next * fraction;
			const loss = frame > damped ? 0.7 : 0.9985;
			out[frame] = out[frame]! + (strength * 0.6 * now) / top;
			struck[place] = (loss * (delayed + last)) / 2;
			last = delayed;
			place = (place + 1) % struck.length;
		}
	});
	return out;
}

/** A line of one phase: each pitch glides into the next within `glide` seconds, with vibrato in cents. */
export interface Breath {
	readonly glide: number;
	readonly vibrato: number;
	/** Strength of each partial. */
	readonly partials: readonly number[];
	/** The note swells for so long. */
	readonly swell: number;
}

export const VOICE: Breath = {
	glide: 0.05,
	vibrato: 35,
	partials: [0.7, 1, 0.6, 0.35, 0.4, 0.2, 0.1],
	swell: 0.04
};
export const WHISTLE: Breath = { glide: 0.03, vibrato: 20, partials: [1, 0.05], swell: 0.03 };
export const SINE: Breath = { glide: 0, vibrato: 50, partials: [1], swell: 0.005 };

const VIBRATO_HERTZ = 5.5;
/** A singer's vibrato comes after the note. */
const VIBRATO_AFTER = 0.2;

/** Sung, whistled or played on a wheel; between notes that touch there is no new breath. */
export function breathe(
	notes: readonly PlayedNote[],
	{ glide, vibrato, partials, swell }: Breath,
	{ cents = 0 }: Voicing = {}
): Float32Array {
	const out = silence(endOf(notes) + 0.3);
	const total = partials.reduce((sum, part) => sum + part, 0);
	let phase = 0;
	notes.forEach((note, index) => {
		const before = notes[index - 1];
		const after = notes[index + 1];
		const isSlurred = before !== undefined && before.start + before.length >= note.start - 1e-9;
		const goesOn = after !== undefined && note.start + note.length >= after.start - 1e-9;
		const from = framesOf(note.start);
		const until = framesOf(note.start + note.length);
		for (let frame = from; frame < until; frame++) {
			const t = (frame - from) / RATE;
			const left = (until - frame) / RATE;
			const way = isSlurred && glide > 0 ? Math.min(1, t / glide) : 1;
			const pitch = isSlurred ? before.pitch + (note.pitch - before.pitch) * way : note.pitch;
			const sway =
				t > VIBRATO_AFTER ? Math.sin(2 * Math.PI * VIBRATO_HERTZ * (t - VIBRATO_AFTER)) : 0;
			phase += hertzOf(pitch + (cents + vibrato * sway) / 100) / RATE;
			const rise = isSlurred ? 1 : Math.min(1, t / swell);
			const fall = goesOn ? 1 : Math.min(1, left / 0.05);
			let sample = 0;
			partials.forEach((part, n) => {
				sample += part * Math.sin(2 * Math.PI * (n + 1) * phase + n * n);
			});
			out[frame] = (note.strength * 0.5 * rise * fall * sample) / total;
		}
	});
	return out;
}

const power = (samples: Float32Array) => {
	const sounding = samples.filter((sample) => Math.abs(sample) > 1e-4);
	return sounding.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, sounding.length);
};

/** White noise, so many decibels below the sound where it sounds. */
export function withNoise(samples: Float32Array, snrDb: number, seed = 2): Float32Array {
	const random = seededRandom(seed);
	// Uniform noise of ±size has a mean square of size² / 3.
	const size = Math.sqrt(3 * power(samples) * 10 ** (-snrDb / 10));
	return samples.map((sample) => sample + size * (random() * 2 - 1));
}

/** The mains, with the third harmonic of a rectifier. `peak` 0–1. */
export const hum = (seconds: number, peak: number, hertz = 50) =>
	silence(seconds).map((_, frame) => {
		const phase = (2 * Math.PI * hertz * frame) / RATE;
		return (peak / 1.5) * (Math.sin(phase) + 0.5 * Math.sin(3 * phase + 1));
	});

export const mix = (one: Float32Array, other: Float32Array) =>
	one.map((sample, frame) => sample + (other[frame] ?? 0));

/** As an interface does that is turned up too far. */
export const clipped = (samples: Float32Array, gain: number) =>
	samples.map((sample) => Math.max(-1, Math.min(1, gain * sample)));

/** With silence before. */
export function after(seconds: number, samples: Float32Array): Float32Array {
	const out = silence(seconds + samples.length / RATE);
	out.set(samples, framesOf(seconds));
	return out;
}
