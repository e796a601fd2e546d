import { QUANTUM } from '../../lib/frameCounter';
import { pitchOf } from '../../music/pitchOf';
import { Decimator } from './decimator';
import { LineNotes, type LineListener } from './lineNotes';
import { Loudness } from './loudness';
import { OnsetWatch } from './onsetWatch';
import { Periodicity } from './periodicity';

/** How much lower than the highest peak that of the period may be; an attack's thump adds lower ones. */
const NEARLY = 0.03;
const NEARLY_IN_ATTACK = 0.12;

/** Silence is listened to for so long once nothing comes in: until what sounded has gone from all windows. */
const EMPTIES_SECONDS = 0.25;

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
	readonly #silence = new Float32Array(QUANTUM);
	readonly #emptyBlocks: number;
	/** Blocks since something came in. */
	#idleBlocks = 0;

	constructor(sampleRate: number, listener: LineListener) {
		this.#decimator = new Decimator(sampleRate);
		const { rate, length } = this.#decimator;
		this.#share = rate / sampleRate;
		this.#block = new Float64Array(length);
		this.#periodicity = new Periodicity(rate, length);
		this.#loudness = new Loudness(rate, length);
		this.#onsets = new OnsetWatch(sampleRate);
		this.#notes = new LineNotes(sampleRate, listener);
		this.#emptyBlocks = Math.ceil((EMPTIES_SECONDS * sampleRate) / QUANTUM);
	}

	/** Of the moment, in semitones with a fraction, 69 for 440 Hz; NaN while none is clear. */
	get pitch(): number {
		return this.#notes.clearPitch;
	}

	/** One block of QUANTUM frames that begins at the frame `now` of the master counter. */
	process(now: number, input: Float32Array): void {
		this.#idleBlocks = 0;
		this.#listen(now, input);
	}

	/** A block in which nothing is connected: what sounds ends, and soon it costs nothing. */
	rest(now: number): void {
		this.stop(now);
		if (this.#idleBlocks === this.#emptyBlocks) return;
		this.#idleBlocks++;
		this.#listen(now, this.#silence);
	}

	#listen(now: number, input: Float32Array): void {
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
		this.#notes.hear(pitchOf(hertz), clarity, rival);
	}

	/** What sounds ends now: nothing more comes. */
	stop(now: number): void {
		this.#notes.stop(now);
	}
}
