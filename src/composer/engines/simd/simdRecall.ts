import type { Embedded, Recall } from '../engine';
import type { Trunk } from './trunk';

/** A slot of the trunk's memory. A fork has one of its own, into which what is remembered is copied. */
export class SimdRecall implements Recall {
	readonly #trunk: Trunk;
	#slot: number | null;
	#events: number;

	constructor(trunk: Trunk, events = 0) {
		this.#trunk = trunk;
		this.#slot = trunk.slots.take();
		this.#events = events;
	}

	get events(): number {
		return this.#events;
	}

	/** Is done when it returns. Fails with a RangeError where the context has no room for so many. */
	read(events: Embedded): Promise<Float32Array> {
		return new Promise((resolve) => {
			const hidden = this.#trunk.read(events, this.#slotInUse(), this.#events);
			this.#events += events.at.length;
			resolve(hidden);
		});
	}

	cut(events: number): void {
		this.#events = Math.min(this.#events, events);
	}

	fork(): SimdRecall {
		const from = this.#slotInUse();
		const fork = new SimdRecall(this.#trunk, this.#events);
		this.#trunk.copyEvents(from, fork.#slotInUse(), this.#events);
		return fork;
	}

	dispose(): void {
		if (this.#slot !== null) this.#trunk.slots.giveBack(this.#slot);
		this.#slot = null;
	}

	#slotInUse(): number {
		if (this.#slot === null) throw new Error('a recall is used after it was disposed of');
		return this.#slot;
	}
}
