import type { CallMoments } from './callMoments';
import type { Rhythm } from './heads';
import { MOMENT_FEATURES } from './networkShapes';
import { OWN_FEATURES, OwnLine } from './ownLine';
import type { Prompt, PromptEvent, StepNote } from './prompt';
import {
	ANSWER_NOTE,
	durationClass,
	ONSET_STEPS,
	PARTS,
	symbolsOf,
	type Vocabulary
} from './vocabulary';

/** The last of the moment features: whether the call is known here. */
const IS_KNOWN = MOMENT_FEATURES - 1;

/** One answer on its way, and what the heads are told of each moment of it. */
export class AnswerLine {
	readonly prompt: Prompt;
	readonly #call: CallMoments;
	readonly #vocabulary: Vocabulary;
	readonly #own = new OwnLine();
	/** [length + 2 · ONSET_STEPS] from ONSET_STEPS before the window on: 1 where this line begins a note. */
	readonly #onsets: Uint8Array;
	readonly #notes: StepNote[] = [];
	#at: number;
	/** The last event was no note, so that it is not known whether one begins there. */
	#isSilent = true;

	constructor(prompt: Prompt, call: CallMoments, vocabulary: Vocabulary) {
		this.prompt = prompt;
		this.#call = call;
		this.#vocabulary = vocabulary;
		this.#at = prompt.answerBar * prompt.barSteps;
		this.#onsets = new Uint8Array(this.length + 2 * ONSET_STEPS);
		for (const { onset, part } of prompt.call) {
			if (prompt.askedParts[part] === true) this.#onsets[onset + ONSET_STEPS] = 1;
		}
	}

	/** Where the last event is, in steps from the window's beginning. */
	get at(): number {
		return this.#at;
	}

	/** The window's, in steps. */
	get length(): number {
		return this.prompt.bars * this.prompt.barSteps;
	}

	get notes(): readonly StepNote[] {
		return this.#notes;
	}

	/** What begins in the steps after the last event. */
	rhythm(): Rhythm {
		const { barSteps } = this.prompt;
		const ownOnsets = new Uint8Array(ONSET_STEPS);
		const known = Math.min(ONSET_STEPS, barSteps + (this.#isSilent ? 0 : 1));
		const barAgo = this.#at - barSteps + ONSET_STEPS;
		ownOnsets.set(this.#onsets.subarray(barAgo, barAgo + known));
		return {
			callOnsets: this.#call.onsets.subarray(this.#at, this.#at + ONSET_STEPS),
			callDrums: this.#call.drums.subarray(this.#at, this.#at + ONSET_STEPS),
			ownOnsets
		};
	}

	/** [MOMENT_FEATURES] what sounds at a step, which is not before the last event. */
	momentAt(step: number): Float32Array {
		const moment = new Float32Array(MOMENT_FEATURES);
		this.#call.write(step, moment);
		this.#own.write(step, moment);
		moment[IS_KNOWN] = step < this.prompt.heardBars * this.prompt.barSteps ? 1 : 0;
		return moment;
	}

	/** [12] what of the call is due from a step on, as the share of each pitch class. */
	dueAt(step: number): Float32Array {
		return this.#call.dueAt(step, this.prompt.heardBars * this.prompt.barSteps);
	}

	/** [12] 1 for each pitch class of this line that sounds at a step, not before the last event. */
	ownAt(step: number): Float32Array {
		return this.momentAt(step).slice(OWN_FEATURES, OWN_FEATURES + 12);
	}

	/** A bar goes by; returns the event for the trunk. */
	passBar(): PromptEvent {
		this.#at += this.prompt.barSteps;
		this.#isSilent = true;
		const noNote = { part: PARTS.length, symbol: symbolsOf(this.#vocabulary) };
		const moment = this.momentAt(this.#at);
		return { kind: ANSWER_NOTE, at: this.#at, ...noNote, duration: 0, velocity: 0, moment };
	}

	/** Takes a note; `moment` is the one it was placed in. Returns the event for the trunk. */
	add(note: StepNote, moment: Float32Array): PromptEvent {
		const { onset, symbol, velocity, part } = note;
		const length = durationClass(note.duration, this.#vocabulary);
		this.#at = onset;
		this.#isSilent = false;
		this.#onsets[onset + ONSET_STEPS] = 1;
		this.#own.add(onset, this.#vocabulary.durations[length]!, symbol);
		this.#notes.push(note);
		return { kind: ANSWER_NOTE, at: onset, part, symbol, duration: 1 + length, velocity, moment };
	}
}
