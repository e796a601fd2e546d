import { seededRandom } from '../../../src/lib/random';

/** A string that is plucked. */
export interface Pluck {
	/** Seconds. */
	readonly onset: number;
	/** MIDI, with its fraction. */
	readonly pitch: number;
	/** 0–1. */
	readonly strength?: number;
	/** It is damped then. */
	readonly end?: number;
}

/** How a string sounds. */
export interface StringSound {
	/** What is left of it after a period. */
	readonly decay: number;
	/** How often the pick's noise is smoothed: a soft pick is dark. */
	readonly softness: number;
}

const USUAL: StringSound = { decay: 0.996, softness: 1 };
const LEVEL = 0.25;

/**
 * Plucked strings: Kevin Karplus and Alex Strong, "Digital synthesis of plucked-string and drum timbres"
 * (1983), with an all-pass filter that tunes them (David Jaffe and Julius Smith, 1983).
 */
export function plucks(
	all: readonly Pluck[],
	seconds: number,
	rate: number,
	sound: StringSound = USUAL
): Float32Array {
	const mixed = new Float32Array(Math.round(seconds * rate));
	for (const [index, pluck] of all.entries())
		addPluck(mixed, pluck, { ...sound, rate, seed: index + 1 });
	return mixed;
}

function addPluck(
	sound: Float32Array,
	{ onset, pitch, strength = 0.8, end = Infinity }: Pluck,
	{ decay, softness, rate, seed }: StringSound & { readonly rate: number; readonly seed: number }
): void {
	const random = seededRandom(seed);
	const period = rate / (440 * 2 ** ((pitch - 69) / 12));
	// The averaging filter delays by half a sample; the all-pass by what is then missing.
	const length = Math.floor(period - 0.6);
	const delay = period - 0.5 - length;
	const pass = (1 - delay) / (1 + delay);
	const string = Float64Array.from({ length }, () => random() - 0.5);
	// A pick is softer than noise.
	for (let frame = 1; frame < length * softness; frame++) {
		const place = frame % length;
		string[place] = 0.5 * (string[place]! + string[(frame - 1) % length]!);
	}
	let [at, last, lastIn, lastOut] = [0, 0, 0, 0];
	const from = Math.round(onset * rate);
	const to = Math.min(sound.length, Math.round(end * rate));
	for (let frame = from; frame < to; frame++) {
		const out = string[at]!;
		sound[frame]! += LEVEL * strength * out;
		const mean = decay * 0.5 * (out + last);
		last = out;
		const passed = pass * mean + lastIn - pass * lastOut;
		lastIn = mean;
		lastOut = passed;
		string[at] = passed;
		at = (at + 1) % length;
	}
}
