import type { StepNote } from './prompt';
import { ONSET_STEPS, PITCHES } from './vocabulary';

const SILENT = 255;
/** How far back the call tells what to expect after it. */
const RECENT_STEPS = 192;
const CLASSES = 12;

/** The call as it may be heard: rolls over the steps of the window, as moments.py makes them. */
export class CallMoments {
	/** [length + ONSET_STEPS] 1 where the call begins a note, or a drum. */
	readonly onsets: Uint8Array;
	readonly drums: Uint8Array;
	readonly #length: number;
	readonly #aheadSteps: number;
	/** [length, 12] 1 for each pitch class that sounds. */
	readonly #sounding: Uint8Array;
	/** [length + 1, 12] how many steps before this one it sounded. */
	readonly #heardUntil: Float32Array;
	/** [length] the lowest pitch. */
	readonly #lowest: Uint8Array;

	constructor(call: readonly StepNote[], length: number, aheadSteps: number) {
		this.#length = length;
		this.#aheadSteps = aheadSteps;
		this.onsets = new Uint8Array(length + ONSET_STEPS);
		this.drums = new Uint8Array(length + ONSET_STEPS);
		this.#sounding = new Uint8Array(length * CLASSES);
		this.#lowest = new Uint8Array(length).fill(SILENT);
		for (const note of call) this.#add(note);
		this.#heardUntil = new Float32Array((length + 1) * CLASSES);
		for (let at = 0; at < length * CLASSES; at++) {
			this.#heardUntil[at + CLASSES] = this.#heardUntil[at]! + this.#sounding[at]!;
		}
	}

	#add({ onset, duration, symbol }: StepNote): void {
		if (symbol >= PITCHES) {
			this.drums[onset] = 1;
			return;
		}
		this.onsets[onset] = 1;
		for (let step = onset; step < Math.min(onset + duration, this.#length); step++) {
			this.#sounding[step * CLASSES + (symbol % CLASSES)] = 1;
			this.#lowest[step] = Math.min(this.#lowest[step]!, symbol);
		}
	}

	/** Writes [36] from the front of `out`: classes sounding, the lowest one, the share of what comes. */
	write(step: number, out: Float32Array): void {
		if (step >= this.#length) return;
		const lowest = this.#lowest[step]!;
		if (lowest !== SILENT) out[CLASSES + (lowest % CLASSES)] = 1;
		const ahead = Math.min(step + this.#aheadSteps, this.#length);
		for (let pitchClass = 0; pitchClass < CLASSES; pitchClass++) {
			out[pitchClass] = this.#sounding[step * CLASSES + pitchClass]!;
			const heard =
				this.#heardUntil[ahead * CLASSES + pitchClass]! -
				this.#heardUntil[step * CLASSES + pitchClass]!;
			out[2 * CLASSES + pitchClass] = heard / this.#aheadSteps;
		}
	}

	/**
	 * [12] the share of each pitch class in the next steps of the call, of which `heard` are known;
	 * beyond them in the last ones that are.
	 */
	dueAt(step: number, heard: number): Float32Array {
		const isKnown = step < heard;
		const since = isKnown ? step : Math.max(0, heard - RECENT_STEPS);
		const until = isKnown ? Math.min(step + this.#aheadSteps, heard) : heard;
		return new Float32Array(CLASSES).map((_, pitchClass) => {
			const sounded =
				this.#heardUntil[until * CLASSES + pitchClass]! -
				this.#heardUntil[since * CLASSES + pitchClass]!;
			return sounded / Math.max(1, until - since);
		});
	}
}
