import type { Metre } from '../music/metre';
import type { Note } from '../music/note';
import type { Seconds, Ticks } from '../music/units';

/** Who plays a note, and what the partner may play. */
export type PartName = 'melody' | 'lead' | 'harmony' | 'comp' | 'bass' | 'drums';

/**
 * `continue` and `answer` go on where the call ends, `answer` as long as the call was. The others
 * accompany the call from its first bar line on; `complete` writes whichever part is asked for.
 */
export type TaskName =
	'continue' | 'answer' | 'harmonise' | 'comp' | 'bass' | 'lead' | 'drums' | 'complete';

/** What an answer can be asked to be; each is measured as models/training/controls.py says. */
export type ControlName =
	| 'density'
	| 'register'
	| 'syncopation'
	| 'chord_rate'
	| 'polyphony'
	| 'closeness'
	| 'style'
	| 'key';

/**
 * A measured value; the name of a style; or a class of the model's vocabulary, 1 for the least. The
 * value of a key is 0–11 for C major to B major, 12–23 for C minor to B minor.
 */
export type ControlWish = number | string | { readonly class: number };

/** Only these pitch classes, 0 for C, may begin or sound over [from, to). */
export interface ChordSpan {
	readonly from: Ticks;
	readonly to: Ticks;
	readonly pitchClasses: readonly number[];
}

/**
 * A phrase to be answered. Positions count from the call's first bar line; lengths are whole bars.
 * What MelodyRNN does not know of, it does not heed: it continues a melody.
 */
export interface AnswerRequest {
	/** In any order, chordal or not. A pickup has negative starts. */
	readonly call: readonly Note[];
	readonly callLength: Ticks;
	readonly answerLength: Ticks;
	readonly metre: Metre;
	/** 0.1–2; 1 is as the model learned. */
	readonly temperature: number;
	/** How many answers are wanted at most; the first is made first. */
	readonly candidates: number;
	/** When it is to be heard, from asking on. Only so many candidates are ranked as are whole by then. */
	readonly dueIn?: Seconds;
	/** How close to the call the best candidate is: 1 the closest of them, 0 the farthest. */
	readonly closeness?: number;
	readonly seed: number;
	/** `answer` where the answer is as long as the call, else `continue`, unless said otherwise. */
	readonly task?: TaskName;
	/** Which part to write: the task's own, or the one that the call goes on with, unless said. */
	readonly part?: PartName;
	/** The part of each note of the call; all are of the melody unless said. */
	readonly callParts?: readonly PartName[];
	readonly controls?: Readonly<Partial<Record<ControlName, ControlWish>>>;
	/** Live: how much of what it accompanies has been heard; the rest of the call is not looked at. */
	readonly heardLength?: Ticks;
	/** Only these pitch classes, 0 for C, may be played. Drums are free. */
	readonly keyLock?: readonly number[];
	/** From the answer's bar line; where a chord shares nothing with `keyLock`, the chord holds. */
	readonly chordLock?: readonly ChordSpan[];
}

export type ComposerFailure =
	| 'not-ready'
	| 'model-missing'
	| 'model-damaged'
	| 'model-foreign'
	| 'engine-lost'
	| 'cancelled'
	| 'broken';

/**
 * What the arithmetic runs on: our own kernels on the processor or the graphics card, or TensorFlow.js
 * on a backend.
 */
export const ENGINES = ['simd', 'wgsl', 'tfjs-webgpu', 'tfjs-wasm', 'tfjs-cpu'] as const;
export type EngineName = (typeof ENGINES)[number];

/** How fast an engine was when it was measured here. */
export interface EngineFigure {
	readonly engine: EngineName;
	readonly notesPerSecond: number;
}

/** Which engine was the fastest, and of which machine that is true. */
export interface EngineChoice {
	/** The adapter and the version of the engines. */
	readonly machine: string;
	readonly figures: readonly EngineFigure[];
}

/** What the status line says of the composer. */
export interface ComposerStatus {
	readonly kind: 'loading' | 'ready' | 'failed';
	/** Which model answers, for people: `MelodyRNN`. */
	readonly model: string;
	/** It writes whichever part is asked for, and not melodies alone. */
	readonly canAccompany: boolean;
	readonly engine: EngineName | null;
	/** Of the engines that were measured, the fastest first. */
	readonly figures: readonly EngineFigure[];
	/** One plain sentence; empty when there is nothing to say. */
	readonly sentence: string;
	/** The usual time from asking to the first bar. */
	readonly firstBarSeconds: Seconds;
}

/** `auto` measures what there is and takes the fastest; the others are tried first. */
export type EngineWish = 'auto' | EngineName;

/** Names one call. A call ends with exactly one `done` or `failed`. */
export type CallId = number;

/** Page to worker. `load` and `answer` open a call. */
export type ComposerRequest =
	| {
			readonly kind: 'start';
			readonly engine: EngineWish;
			/** What was chosen at an earlier visit; heeded where it is of this machine. */
			readonly remembered: EngineChoice | null;
	  }
	/** Something may have changed how fast the engines are: measure again when there is time. */
	| { readonly kind: 'measure' }
	/** This will be asked soon: read what is known of the call. */
	| { readonly kind: 'prepare'; readonly request: AnswerRequest }
	| { readonly kind: 'load'; readonly id: CallId; readonly url: string }
	| { readonly kind: 'answer'; readonly id: CallId; readonly request: AnswerRequest }
	| { readonly kind: 'cancel'; readonly id: CallId };

/** Worker to page. */
export type ComposerReply =
	/** This model answers from now on; comes before the `done` of its `load`. */
	| {
			readonly kind: 'model';
			readonly name: string;
			/** It writes whichever part is asked for, and not melodies alone. */
			readonly canAccompany: boolean;
			readonly engine: EngineName;
			/** How long a dry answer's first bar took. */
			readonly firstBarSeconds: Seconds;
	  }
	/** The engines were measured; the model runs on this one. */
	| { readonly kind: 'chosen'; readonly engine: EngineName; readonly choice: EngineChoice }
	/** The notes of a candidate that begin in [from, to), counted from the answer's bar line. */
	| {
			readonly kind: 'bar';
			readonly id: CallId;
			readonly candidate: number;
			readonly notes: readonly Note[];
			readonly from: Ticks;
			readonly to: Ticks;
	  }
	/** The whole candidates so far, the best first. */
	| { readonly kind: 'ranked'; readonly id: CallId; readonly order: readonly number[] }
	| { readonly kind: 'done'; readonly id: CallId }
	| { readonly kind: 'failed'; readonly id: CallId; readonly reason: ComposerFailure }
	/** The graphics device went away; the model now runs on this engine. */
	| { readonly kind: 'moved'; readonly engine: EngineName }
	/** The engine went away and no other could take over: a new worker is needed. */
	| { readonly kind: 'lost' };
