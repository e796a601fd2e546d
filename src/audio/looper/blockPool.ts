import { BLOCK_FLOATS } from './protocol';

/** Empty blocks for tapes. The main thread supplies them; the audio thread takes and gives back. */
export class BlockPool {
	/** Blocks in all, taken and free. */
	total = 0;
	#free = 0;
	#blocks: (Float32Array | null)[] = [];

	get free(): number {
		return this.#free;
	}

	/** Grows the list: not for `process`. Throws a RangeError for a block of another size. */
	supply(blocks: readonly ArrayBuffer[]): void {
		for (const buffer of blocks) {
			const block = new Float32Array(buffer);
			if (block.length !== BLOCK_FLOATS) throw new RangeError(`a block of ${block.length} floats`);
			this.total++;
			this.giveBack(block);
		}
	}

	/** Null when none is left. Does not allocate. */
	take(): Float32Array | null {
		if (this.#free === 0) return null;
		const block = this.#blocks[--this.#free]!;
		this.#blocks[this.#free] = null;
		return block;
	}

	giveBack(block: Float32Array): void {
		this.#blocks[this.#free++] = block;
	}
}
