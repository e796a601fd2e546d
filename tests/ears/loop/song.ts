import { seededRandom, type Random } from '../../../src/lib/random';
import { Throat, VOWELS } from './formants';

/** A note that is sung. */
export interface Sung {
	/** Seconds. */
	readonly onset: number;
	readonly end: number;
	/** MIDI, with its fraction. */
	readonly pitch: number;
	/** 0–1. */
	readonly strength: number;
}

/** How somebody sings. */
interface Singer {
	/** The voice takes so long to swell, and to glide to the next note, in seconds. */
	readonly swell: number;
	readonly glide: number;
	/** Hz, and semitones to either side. */
	readonly vibrato: { readonly rate: number; readonly depth: number };
	/** How likely a note is sung on the vowel of the last one, without a consonant. */
	readonly slurs: number;
}

/** A vibrato begins so long after its note, in seconds. */
const VIBRATO_DELAY = 0.2;
/** A note that begins so soon after the last ended is bound to it, in seconds. */
const BOUND = 0.06;
/** A consonant closes the mouth for so long, in seconds, and lets so much through. */
const CLOSED_SECONDS = 0.045;
const CLOSED_LEVEL = 0.12;

/**
 * One voice that sings: glottal pulses through a vowel's formants, whose pitch glides from note to note
 * and trembles on long ones. Mono, at `rate`; the singer and the words come from the seed.
 */
export function song(
	notes: readonly Sung[],
	seconds: number,
	rate: number,
	seed: number
): Float32Array {
	const random = seededRandom(seed);
	const singer: Singer = {
		swell: 0.02 + 0.07 * random(),
		glide: 0.02 + 0.07 * random(),
		vibrato: { rate: 4.8 + 1.6 * random(), depth: 0.5 * random() },
		slurs: 0.6 * random()
	};
	const sound = new Float32Array(Math.round(seconds * rate));
	const lines = [...notes].sort((one, other) => one.onset - other.onset);
	let vowel = wordOf(random);
	for (const [index, note] of lines.entries()) {
		const last = lines[index - 1];
		const bound = last !== undefined && note.onset - last.end < BOUND ? last : null;
		const isSlurred = bound !== null && bound.pitch !== note.pitch && random() < singer.slurs;
		if (!isSlurred) vowel = wordOf(random);
		const next = lines[index + 1];
		const end = Math.min(note.end, next?.onset ?? Infinity);
		addNote(sound, { ...note, end }, { from: bound?.pitch ?? note.pitch - random(), isSlurred });
	}
	const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
	return sound.map((sample) => (0.3 * sample) / peak);

	function addNote(
		into: Float32Array,
		{ onset, end, pitch, strength }: Sung,
		{ from, isSlurred }: { readonly from: number; readonly isSlurred: boolean }
	): void {
		const throat = new Throat(vowel, rate);
		const { swell, glide, vibrato } = singer;
		// The mouth is closed before the beat, and the voice arrives on it.
		const begins = isSlurred ? onset : onset - CLOSED_SECONDS / 2;
		const first = Math.max(0, Math.round(begins * rate));
		const to = Math.min(into.length, Math.round(end * rate));
		let [phase, carried] = [0, 0];
		for (let frame = first; frame < to; frame++) {
			const time = frame / rate - onset;
			const left = end - frame / rate;
			const trembling = Math.min(1, Math.max(0, (time - VIBRATO_DELAY) / VIBRATO_DELAY));
			const bend = vibrato.depth * trembling * Math.sin(2 * Math.PI * vibrato.rate * time);
			const share = Math.min(1, Math.max(0, 0.5 + time / glide));
			const hertz = 440 * 2 ** ((from + (pitch - from) * share + bend - 69) / 12);
			phase += hertz / rate;
			let pulse = carried;
			carried = 0;
			if (phase >= 1) {
				phase -= 1;
				// A pulse between two samples is shared by them.
				const late = (phase * rate) / hertz;
				pulse += late;
				carried = 1 - late;
			}
			const opened = isSlurred ? 1 : Math.min(1, Math.max(CLOSED_LEVEL, time / swell));
			const level = strength * opened * Math.min(1, Math.max(0, left / 0.03));
			into[frame]! += level * throat.next(pulse);
		}
	}
}

const wordOf = (random: Random) => VOWELS[Math.floor(VOWELS.length * random())]!;
