import type { Embedded, Recall } from '../engine';
import type { Past, Trunk } from './trunk';

/** The beginning of another recall, which stays where it is. */
interface Shared {
	readonly slot: number;
	readonly events: number;
}

/** A slot of the trunk's memory. A fork has one of its own, for what it reads itself. */
export class SimdRecall implements Recall {
	readonly #trunk: Trunk;
	#shared: Shared | null;
	#slot: number | null;
	#events: number;

	constructor(trunk: Trunk, shared: Shared | null = null) {
		this.#trunk = trunk;
		this.#slot = trunk.slots.take();
		this.#shared = shared;
		this.#events = shared?.events ?? 0;
	}

	get events(): number {
		return this.#events;
	}

	/** Is done when it returns. Fails with a RangeError where the context has no room for so many. */
	read(events: Embedded): Promise<Float32Array> {
		return new Promise((resolve) => {
			const hidden = this.#trunk.read(events, this.#past());
			this.#events += events.at.length;
			resolve(hidden);
		});
	}

	/** Reads an event behind each of different recalls of a trunk. Fails as `read` does, and reads none then. */
	static readRows(
		trunk: Trunk,
		recalls: readonly SimdRecall[],
		events: readonly Embedded[]
	): Float32Array[] {
		const pasts = recalls.map((recall) => recall.#past());
		const states = trunk.readRows(events, pasts);
		for (const recall of recalls) recall.#events++;
		return states;
	}

	cut(events: number): void {
		this.#events = Math.min(this.#events, events);
		const shared = this.#shared;
		if (shared !== null && shared.events > events) this.#shared = { ...shared, events };
	}

	fork(): SimdRecall {
		const { slot, shared } = this.#past();
		if (this.#shared === null) return new SimdRecall(this.#trunk, { slot, events: this.#events });
		const fork = new SimdRecall(this.#trunk, this.#shared);
		this.#trunk.copyEvents(slot, fork.#slot!, this.#events - shared);
		fork.#events = this.#events;
		return fork;
	}

	dispose(): void {
		if (this.#slot !== null) this.#trunk.slots.giveBack(this.#slot);
		this.#slot = null;
	}

	#past(): Past {
		if (this.#slot === null) throw new Error('a recall is used after it was disposed of');
		const { slot, events } = this.#shared ?? { slot: this.#slot, events: 0 };
		return { events: this.#events, slot: this.#slot, shared: events, sharedSlot: slot };
	}
}
