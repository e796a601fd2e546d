const PAGE_BYTES = 65_536;
/** A cache line: no vector lies across two. */
const ALIGNMENT = 64;

/** Room in the memory of the kernels. It grows and never shrinks; places are bytes. */
export class KernelMemory {
	readonly #memory: WebAssembly.Memory;
	#used = ALIGNMENT;
	#floats: Float32Array;
	#integers: Int32Array;
	#bytes: Int8Array;

	constructor(memory: WebAssembly.Memory) {
		this.#memory = memory;
		this.#floats = new Float32Array(memory.buffer);
		this.#integers = new Int32Array(memory.buffer);
		this.#bytes = new Int8Array(memory.buffer);
	}

	/** The whole memory, until more is taken. */
	get floats(): Float32Array {
		return this.#floats;
	}

	get integers(): Int32Array {
		return this.#integers;
	}

	get bytes(): Int8Array {
		return this.#bytes;
	}

	/** Takes so many bytes, which are 0. Throws a RangeError when there are no more. */
	take(bytes: number): number {
		const place = this.#used;
		const end = place + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
		const missing = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE_BYTES);
		if (missing > 0) this.#grow(missing);
		this.#used = end;
		return place;
	}

	#grow(pages: number): void {
		this.#memory.grow(pages);
		const { buffer } = this.#memory;
		this.#floats = new Float32Array(buffer);
		this.#integers = new Int32Array(buffer);
		this.#bytes = new Int8Array(buffer);
	}
}
