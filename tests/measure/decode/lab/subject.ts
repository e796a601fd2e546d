/** One answer, as far as it was made. Its candidates are made of one prompt. */
export interface Made {
	readonly notes: number;
	readonly steps: number;
	readonly ms: number;
	readonly dispatches: number;
	readonly readbacks: number;
}

/** Whether the prompt is remembered from the time before. */
export type Reading = 'kept' | 'anew';

/** What is measured: an engine with a model, ready to answer. Lives on the thread that it is measured on. */
export interface Subject {
	/** Reads PREFILL_EVENTS events anew; in milliseconds. */
	prefill(): Promise<number>;
	/**
	 * From asking until the first note is told, in milliseconds: after the longest prompt, read anew or
	 * remembered since, or after the usual prompt, if that was read last.
	 */
	firstNote(batch: number, reading: Reading, seed: number): Promise<number>;
	/** Reads the prompt of the usual request, if it can be remembered; in milliseconds. */
	readPrompt(): Promise<number>;
	/** Answers the usual request in at most so many steps, reading its prompt only if it must. */
	answer(batch: number, seed: number, mostSteps: number): Promise<Made>;
}
