/**
 * The master frame counter. `currentFrame` of a worklet stands still for whole blocks while the main
 * thread changes the graph, and jumps when the audio thread skipped some; counting blocks is exact.
 */
export class FrameCounter {
	readonly #quantum: number;
	#blocks = 0;
	#base = -Infinity;

	constructor(quantum: number) {
		this.#quantum = quantum;
	}

	/** The first frame of this block; call once a block with the context's own count. Does not allocate. */
	next(currentFrame: number): number {
		const counted = this.#blocks * this.#quantum;
		this.#base = Math.max(this.#base, currentFrame - counted);
		this.#blocks++;
		return this.#base + counted;
	}
}
