/** Frames that the audio thread renders at a time, by the Web Audio standard. */
export const QUANTUM = 128;

/**
 * The audio thread's frame counter, right also while the graph changes: the browser's own `currentFrame`
 * then lags by whole quanta, but is never ahead. One a processor, called once a block.
 */
export class FrameCounter {
	#base = -Infinity;
	#blocks = 0;

	/** The frame of this block's first sample. Does not allocate. */
	next(currentFrame: number): number {
		this.#base = Math.max(this.#base, currentFrame - this.#blocks * QUANTUM);
		const frame = this.#base + this.#blocks * QUANTUM;
		this.#blocks++;
		return frame;
	}
}
