/** A note in the network's words: times are steps from the window's first bar line. */
export interface StepNote {
	readonly onset: number;
	readonly duration: number;
	readonly symbol: number;
	/** A class; 0 for music without dynamics. */
	readonly velocity: number;
	readonly part: number;
}

/** What the network is asked: a window of bars, what is given of it, and what is wanted. */
export interface Prompt {
	/** In order of onset, part and symbol. */
	readonly call: readonly StepNote[];
	/** Classes of the vocabulary, as are `metre` and `controls`. */
	readonly task: number;
	readonly metre: number;
	readonly barSteps: number;
	readonly bars: number;
	/** The bar in which the answer begins. */
	readonly answerBar: number;
	/** What of the call is known from its beginning on. */
	readonly heardBars: number;
	/** 0 for what is not asked. */
	readonly controls: readonly number[];
	/** Which parts the answer may use. */
	readonly askedParts: readonly boolean[];
}

export const byOnsetPartSymbol = (one: StepNote, other: StepNote) =>
	one.onset - other.onset || one.part - other.part || one.symbol - other.symbol;

/** An event as the trunk reads it: a beginning, a note or a bar that passes. */
export interface PromptEvent {
	readonly kind: number;
	/** Steps from the window's beginning. */
	readonly at: number;
	readonly part: number;
	readonly symbol: number;
	/** 0 for what is no note, else the class and 1. */
	readonly duration: number;
	readonly velocity: number;
	/** [MOMENT_FEATURES] what sounds where it begins; null where nothing is told. */
	readonly moment: Float32Array | null;
}
