import type { HeadMatrix } from '../../transformer/heads';
import type { MusicModel } from '../../transformer/modelManifest';
import type { NetworkConfig } from '../../transformer/networkShapes';
import { anglesAt } from '../../transformer/rotary';
import type { Embedded } from '../engine';
import { KernelMemory } from './kernelMemory';
import { startKernels, type Kernels } from './kernels';
import { layPlan, MOST_ROWS, type Plan } from './plan';
import { SlotPool } from './slotPool';

const F32_BYTES = 4;

/** The weights of a network and what it remembers, in one memory of WebAssembly. */
export class Trunk {
	readonly slots: SlotPool;
	readonly #config: NetworkConfig;
	readonly #kernels: Kernels;
	readonly #memory: KernelMemory;
	readonly #plan: Plan;

	constructor(model: MusicModel) {
		this.#config = model.config;
		this.#kernels = startKernels();
		this.#memory = new KernelMemory(this.#kernels.memory);
		this.#plan = layPlan(model, this.#memory);
		this.slots = new SlotPool(this.#memory, this.#plan.slotBytes);
	}

	/** How much memory it holds; it never shrinks. */
	get bytes(): number {
		return this.#kernels.memory.buffer.byteLength;
	}

	/** Reads events behind the first `before` that a slot remembers: the hidden state [width] after them. */
	read(events: Embedded, slot: number, before: number): Float32Array {
		const { width, context } = this.#config;
		const count = events.at.length;
		if (count === 0 || events.x.length !== count * width) {
			throw new RangeError(`${events.x.length} numbers of ${count} events`);
		}
		if (before + count > context) {
			throw new RangeError(`${before + count} events in a context of ${context}`);
		}
		for (let from = 0; from < count; from += MOST_ROWS) {
			const to = Math.min(from + MOST_ROWS, count);
			this.#write(events, from, to, before);
			this.#kernels.read(this.#plan.at, slot, before + from, to - from, to === count ? 1 : 0);
		}
		return this.#result(width);
	}

	product(vector: Float32Array, matrix: HeadMatrix): Float32Array {
		const { at, inputs, columns } = this.#plan.heads[matrix];
		const { floats } = this.#memory;
		const from = this.#plan.vector / F32_BYTES;
		floats.set(vector, from);
		floats.fill(0, from + vector.length, from + inputs);
		this.#kernels.product(this.#plan.at, at);
		return this.#result(columns);
	}

	copyEvents(from: number, to: number, events: number): void {
		this.#kernels.copyEvents(this.#plan.at, from, to, events);
	}

	/** Puts the rows [from, to) and their turns where the kernels read them. */
	#write({ x, at, barSteps }: Embedded, from: number, to: number, before: number): void {
		const { width } = this.#config;
		const { floats } = this.#memory;
		for (let event = from; event < to; event++) {
			const row = event - from;
			const into = this.#plan.x / F32_BYTES + row * this.#plan.xWidth;
			floats.set(x.subarray(event * width, (event + 1) * width), into);
			this.#writeTurns({ at: at[event]!, order: before + event, barSteps }, row);
		}
	}

	#writeTurns(place: { at: number; order: number; barSteps: number }, row: number): void {
		const { turns, pairs } = this.#plan;
		const { floats } = this.#memory;
		const into = turns / F32_BYTES + row * 2 * pairs;
		for (const [pair, angle] of anglesAt(place, this.#config).entries()) {
			floats[into + pair] = Math.cos(angle);
			floats[into + pairs + pair] = Math.sin(angle);
		}
	}

	#result(count: number): Float32Array {
		const from = this.#plan.result / F32_BYTES;
		return this.#memory.floats.slice(from, from + count);
	}
}
