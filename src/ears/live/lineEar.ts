import { QUANTUM } from '../../lib/frameCounter';
import { Decimator } from './decimator';
import { LineNotes, type LineListener } from './lineNotes';
import { Loudness } from './loudness';
import { OnsetWatch } from './onsetWatch';
import { Periodicity } from './periodicity';

const A4_HERTZ = 440;
const A4_PITCH = 69;
const SEMITONES = 12;
/** How much lower than the highest peak that of the period may be; an attack's thump adds lower ones. */
const NEARLY = 0.03;
const NEARLY_IN_ATTACK = 0.12;

/** What the tuner shows of the moment. */
export interface Reading {
	/** In semitones with a fraction, 69 for 440 Hz; NaN while no pitch is clear. */
	readonly pitch: number;
	/** How far the instrument is from concert pitch, in semitones. */
	readonly tuning: number;
}

/**
 * Follows a single line, sound in and notes out: whoever listens is told of each as soon as it is
 * known, with the frame at which it began. Runs on the audio thread, and does not allocate there.
 */
export class LineEar {
	readonly #decimator: Decimator;
	readonly #share: number;
	readonly #block: Float64Array;
	readonly #periodicity: Periodicity;
	readonly #loudness: Loudness;
	readonly #onsets: OnsetWatch;
	readonly #notes: LineNotes;

	constructor(sampleRate: number, listener: LineListener) {
		this.#decimator = new Decimator(sampleRate);
		const { rate, length } = this.#decimator;
		this.#share = rate / sampleRate;
		this.#block = new Float64Array(length);
		this.#periodicity = new Periodicity(rate, length);
		this.#loudness = new Loudness(rate, length);
		this.#onsets = new OnsetWatch(sampleRate);
		this.#notes = new LineNotes(sampleRate, listener);
	}

	/** Not for `process`: it allocates. */
	get reading(): Reading {
		return { pitch: this.#notes.clearPitch, tuning: this.#notes.tuning };
	}

	/** One block of QUANTUM frames that begins at the frame `now` of the master counter. */
	process(now: number, input: Float32Array): void {
		const loudness = this.#loudness;
		const onsets = this.#onsets;
		const notes = this.#notes;
		this.#decimator.run(input, this.#block);
		this.#periodicity.write(this.#block);
		loudness.write(this.#block, notes.isHeld);
		const hasBegun = onsets.listen(now, input);
		notes.begin(now + QUANTUM, loudness);
		if (hasBegun) notes.strike(onsets.onset);
		notes.hearPower(onsets);
		this.#find(now + QUANTUM);
	}

	/** Right after an attack only what began with it is looked at. */
	#find(end: number): void {
		const periodicity = this.#periodicity;
		if (this.#notes.isStruck) {
			const samples = Math.max(0, (end - this.#onsets.onset) * this.#share);
			periodicity.find(NEARLY_IN_ATTACK, periodicity.lagWithin(samples));
		} else {
			periodicity.find(NEARLY, Infinity);
		}
		const { period, clarity, rival } = periodicity;
		const hertz = period > 0 ? this.#decimator.rate / period : NaN;
		this.#notes.hear(A4_PITCH + SEMITONES * Math.log2(hertz / A4_HERTZ), clarity, rival);
	}

	/** What sounds ends now: nothing more comes. */
	stop(now: number): void {
		this.#notes.stop(now);
	}
}
