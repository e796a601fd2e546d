import type { HeardLoop, EarNote } from '../../music/ears/heard';
import { LEAST_LIKELIHOODS } from '../../music/ears/sensitivity';
import type { Take } from './take';

/** Frames [from, from + length) of a take, `rate` a second. */
export interface LoopWindow {
	readonly from: number;
	readonly length: number;
	readonly rate: number;
}

/** −50 dB: what is quieter is the room. */
const QUIETEST_PEAK = 0.003;
const FULL_SCALE = 0.985;
/** So many samples at full scale are no accident. */
const CLIPPED_SAMPLES = 20;
/** Fewer notes are none: a knock, a hum that begins. */
const FEWEST_NOTES = 2;
/**
 * The least share of the loud time in which some note sounds: of the phrases that the judges learnt from
 * all but one, a choir's, have 0.40 or more, and what is spoken among them 0.05 or less.
 */
const LEAST_COVER = 0.3;
/** Loud is what is less far below the loudest. */
const LOUD_DB = -15;
/** What is struck a little before the loop's start belongs to it: the attack is cut off. */
const EARLY_SECONDS = 0.04;
/** The stretch after an onset whose level is the note's strength, and what the softest is worth. */
const STRENGTH_SECONDS = 0.08;
const SOFTEST_DB = -30;

/** What is heard in a loop of the take; its last window is heard now, and the rest was. */
export async function hearLoop(take: Take, { from, length, rate }: LoopWindow): Promise<HeardLoop> {
	const samples = await take.samples(from, from + length);
	const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
	if (peak < QUIETEST_PEAK) return { kind: 'nothing', why: 'too-quiet' };
	const { notes: all, hop, cents } = await take.notes();
	const place = (frame: number) => (frame * hop - from) / rate;
	const seconds = length / rate;
	const levels = new Levels(samples, rate);
	const told = all
		.filter(({ at }) => place(at) >= -EARLY_SECONDS && place(at) < seconds - EARLY_SECONDS)
		.map(({ at, end, pitch, likelihood }): EarNote => {
			const onset = Math.max(0, place(at));
			const last = Math.min(seconds, Math.max(place(end), onset + hop / rate));
			return { onset, end: last, pitch, likelihood, strength: levels.strengthAt(onset) };
		});
	const isUsual = ({ likelihood }: EarNote) => likelihood > LEAST_LIKELIHOODS.usual;
	const notes = told.filter(isUsual);
	const doubtful = told.filter((note) => !isUsual(note));
	if (notes.length < FEWEST_NOTES || levels.coverOf(notes) < LEAST_COVER) {
		return { kind: 'nothing', why: 'no-notes' };
	}
	const full = samples.reduce((sum, sample) => sum + (Math.abs(sample) > FULL_SCALE ? 1 : 0), 0);
	return { kind: 'notes', notes, doubtful, cents, isClipped: full >= CLIPPED_SAMPLES };
}

/** How loud a loop is where. */
class Levels {
	readonly #rate: number;
	readonly #energy: Float64Array;
	readonly #span: number;
	readonly #loudest: number;

	constructor(samples: Float32Array, rate: number) {
		this.#rate = rate;
		this.#span = Math.round(STRENGTH_SECONDS * rate);
		this.#energy = new Float64Array(samples.length + 1);
		for (const [index, sample] of samples.entries()) {
			this.#energy[index + 1] = this.#energy[index]! + sample * sample;
		}
		let loudest = 1e-12;
		for (let at = 0; at < samples.length; at += this.#span)
			loudest = Math.max(loudest, this.#of(at));
		this.#loudest = loudest;
	}

	/** 0–1, linear in decibels. */
	strengthAt(onset: number): number {
		const level = this.#of(Math.round(onset * this.#rate));
		const decibels = 10 * Math.log10(Math.max(1e-12, level) / this.#loudest);
		return Math.min(1, Math.max(0.05, 1 - decibels / SOFTEST_DB));
	}

	/** In how much of the loud time a note sounds, 0–1. */
	coverOf(notes: readonly EarNote[]): number {
		let [loud, covered] = [0, 0];
		for (let frame = 0; frame < this.#energy.length - this.#span; frame += this.#span / 4) {
			if (this.#of(Math.round(frame)) < this.#loudest * 10 ** (LOUD_DB / 10)) continue;
			const middle = (frame + this.#span / 2) / this.#rate;
			loud++;
			if (notes.some(({ onset, end }) => onset <= middle && middle < end)) covered++;
		}
		return loud === 0 ? 0 : covered / loud;
	}

	#of(frame: number): number {
		const to = Math.min(this.#energy.length - 1, frame + this.#span);
		const from = Math.min(frame, to);
		return (this.#energy[to]! - this.#energy[from]!) / this.#span;
	}
}
