import type { KernelMemory } from './kernelMemory';

/** Where recalls keep their keys and values; a slot that is given back is the next to be taken. */
export class SlotPool {
	readonly #memory: KernelMemory;
	readonly #slotBytes: number;
	readonly #free: number[] = [];

	constructor(memory: KernelMemory, slotBytes: number) {
		this.#memory = memory;
		this.#slotBytes = slotBytes;
	}

	/** Throws a RangeError when there is no memory for one more. */
	take(): number {
		return this.#free.pop() ?? this.#memory.take(this.#slotBytes);
	}

	giveBack(slot: number): void {
		this.#free.push(slot);
	}
}
