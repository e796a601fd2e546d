import type { Metre } from '../music/metre';
import type { Note } from '../music/note';
import type { Seconds, Ticks } from '../music/units';

/** A phrase to be answered. Positions count from the call's first bar line; lengths are whole bars. */
export interface AnswerRequest {
	/** In any order, chordal or not. A pickup has negative starts. */
	readonly call: readonly Note[];
	readonly callLength: Ticks;
	readonly answerLength: Ticks;
	readonly metre: Metre;
	/** 0.1–2; 1 is as the model learned. */
	readonly temperature: number;
	/** How many answers are wanted; the first is made first. */
	readonly candidates: number;
	readonly seed: number;
}

export type ComposerFailure =
	| 'not-ready'
	| 'model-missing'
	| 'model-damaged'
	| 'model-foreign'
	| 'engine-lost'
	| 'cancelled'
	| 'broken';

/** What the arithmetic runs on. */
export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** What the status line says of the composer. */
export interface ComposerStatus {
	readonly kind: 'loading' | 'ready' | 'failed';
	/** Which model answers, for people: `MelodyRNN`. */
	readonly model: string;
	readonly backend: BackendName | null;
	/** One plain sentence; empty when there is nothing to say. */
	readonly sentence: string;
	/** The usual time from asking to the first bar. */
	readonly firstBarSeconds: Seconds;
}

/** `auto` measures what there is and takes the faster; the others are tried first. */
export type BackendWish = 'auto' | 'webgpu' | 'wasm';

/** Names one call. A call ends with exactly one `done` or `failed`. */
export type CallId = number;

/** Page to worker. `load` and `answer` open a call. */
export type ComposerRequest =
	| { readonly kind: 'start'; readonly backend: BackendWish }
	| { readonly kind: 'load'; readonly id: CallId; readonly url: string }
	| { readonly kind: 'answer'; readonly id: CallId; readonly request: AnswerRequest }
	| { readonly kind: 'cancel'; readonly id: CallId };

/** Worker to page. */
export type ComposerReply =
	/** This model answers from now on; comes before the `done` of its `load`. */
	| {
			readonly kind: 'model';
			readonly name: string;
			readonly backend: BackendName;
			/** How long a dry answer's first bar took. */
			readonly firstBarSeconds: Seconds;
	  }
	/** The notes of a candidate that begin in [from, to), counted from the answer's bar line. */
	| {
			readonly kind: 'bar';
			readonly id: CallId;
			readonly candidate: number;
			readonly notes: readonly Note[];
			readonly from: Ticks;
			readonly to: Ticks;
	  }
	| { readonly kind: 'done'; readonly id: CallId }
	| { readonly kind: 'failed'; readonly id: CallId; readonly reason: ComposerFailure }
	/** The graphics device went away; the model now runs on `backend`. */
	| { readonly kind: 'moved'; readonly backend: BackendName }
	/** The engine went away and no other could take over: a new worker is needed. */
	| { readonly kind: 'lost' };
