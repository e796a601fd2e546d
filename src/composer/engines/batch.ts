import type { ChordSpan } from '../protocol';
import type { Reading, Written } from '../transformer/answerWriter';
import type { Prompt } from '../transformer/prompt';
import type { Engine } from './engine';

/** How the candidates of a batch are drawn. */
export interface BatchDrawing {
	/** One for each candidate, 1–32. */
	readonly seeds: readonly number[];
	/** Above 0; `null` takes the likeliest always. */
	readonly temperature: number | null;
	readonly topP: number;
	readonly minP: number;
	/** `window`: notes begin inside the window, in the parts asked for; `all`: what Rules has beside. */
	readonly rules: 'window' | 'all';
	readonly keyLock?: readonly number[];
	/** Its spans count from `origin`, in steps of the window. */
	readonly chordLock?: readonly ChordSpan[];
	readonly origin?: number;
	/** Whether the controls and the call steer what is drawn. */
	readonly isSteered: boolean;
	/** Events a candidate and readback; 8 unless said otherwise. */
	readonly eventsAtOnce?: number;
}

/** What a candidate of a batch wrote next. */
export interface BatchEvent {
	readonly candidate: number;
	readonly event: Written;
}

/** An engine that writes many answers to a prompt at once, heads and draws included. */
export interface BatchEngine extends Engine {
	/** Whether it can write to this prompt; else AnswerWriter writes, on any engine. */
	canWrite(prompt: Prompt): boolean;
	/**
	 * Writes in pieces of a few events each. To return the generator, which happens between pieces,
	 * cancels it. Dispose of the reading afterwards.
	 */
	writeBatch(reading: Reading, drawing: BatchDrawing): AsyncGenerator<readonly BatchEvent[]>;
}

export const isBatchEngine = (engine: Engine): engine is BatchEngine => 'writeBatch' in engine;
