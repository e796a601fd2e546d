import { seededRandom, type Random } from '../../../src/lib/random';
import { Throat, VOWELS } from './formants';

export const BAD_INPUTS = ['silence', 'noise', 'hum', 'speech'] as const;
/** Sound that has no notes: the room alone, hiss, a badly shielded cable, somebody who talks. */
export type BadInput = (typeof BAD_INPUTS)[number];

/** Mono, so many seconds at `rate`. */
export function badInput(
	kind: BadInput,
	seconds: number,
	rate: number,
	seed: number
): Float32Array {
	return MAKERS[kind](Math.round(seconds * rate), rate, seededRandom(seed));
}

const MAKERS: Readonly<
	Record<BadInput, (length: number, rate: number, random: Random) => Float32Array>
> = {
	silence: (length, _, random) => Float32Array.from({ length }, () => (random() - 0.5) * 1e-4),
	noise: (length, _, random) => Float32Array.from({ length }, () => (random() - 0.5) * 0.3),
	hum,
	speech
};

/** 50 Hz with the harmonics of a mains supply. */
function hum(length: number, rate: number, random: Random): Float32Array {
	const levels = [0.1, 0.05, 0.04, 0.02, 0.025, 0.01, 0.015];
	const phases = levels.map(() => 2 * Math.PI * random());
	return Float32Array.from({ length }, (_, frame) =>
		levels.reduce(
			(sum, level, index) => {
				const angle = (2 * Math.PI * 50 * (index + 1) * frame) / rate;
				return sum + level * Math.sin(angle + phases[index]!);
			},
			0.002 * (random() - 0.5)
		)
	);
}

/**
 * Syllables as a voice that talks makes them: glottal pulses whose pitch glides within each, through the
 * formants of a vowel, and a hiss before every other one; pauses as between words.
 */
function speech(length: number, rate: number, random: Random): Float32Array {
	const sound = new Float32Array(length);
	const voice = 95 + 110 * random();
	for (let at = 0; at < length;) {
		const syllable = Math.round((0.11 + 0.14 * random()) * rate);
		const to = Math.min(length, at + syllable);
		if (random() < 0.5) addHiss(sound, at, Math.min(to, at + Math.round(0.07 * rate)), random);
		const from = voice * (0.85 + 0.4 * random());
		const glide = from * (0.7 + 0.6 * random());
		addVowel(sound, { at, to, from, glide, rate }, VOWELS[Math.floor(VOWELS.length * random())]!);
		at = to + (random() < 0.25 ? Math.round((0.1 + 0.3 * random()) * rate) : 0);
	}
	const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
	return sound.map((sample) => (0.3 * sample) / peak);
}

interface Syllable {
	readonly at: number;
	readonly to: number;
	/** Hz, at its beginning and its end. */
	readonly from: number;
	readonly glide: number;
	readonly rate: number;
}

function addVowel(
	sound: Float32Array,
	{ at, to, from, glide, rate }: Syllable,
	formants: readonly number[]
): void {
	const throat = new Throat(formants, rate);
	let phase = 0;
	for (let frame = at; frame < to; frame++) {
		const share = (frame - at) / (to - at);
		phase += (from + (glide - from) * share) / rate;
		const pulse = phase >= 1 ? 1 : 0;
		phase -= pulse;
		const level = Math.sin(Math.PI * share);
		sound[frame]! += level * throat.next(pulse);
	}
}

function addHiss(sound: Float32Array, from: number, to: number, random: Random): void {
	for (let frame = from; frame < to; frame++) sound[frame]! += 6 * (random() - 0.5);
}
