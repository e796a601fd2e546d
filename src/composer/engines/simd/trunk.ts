import type { HeadMatrix } from '../../transformer/heads';
import type { MusicModel } from '../../transformer/modelManifest';
import type { NetworkConfig } from '../../transformer/networkShapes';
import { anglesAt } from '../../transformer/rotary';
import type { Embedded } from '../engine';
import { KernelMemory } from './kernelMemory';
import { startKernels, type Kernels } from './kernels';
import { layPlan, MOST_ROWS, PLACE_INTEGERS, type Plan } from './plan';
import { SlotPool } from './slotPool';

const F32_BYTES = 4;

/** What an event follows: `shared` events in the slot of another recall, and the others in its own. */
export interface Past {
	readonly events: number;
	readonly slot: number;
	readonly shared: number;
	readonly sharedSlot: number;
}

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

	/** Reads events behind those of a past: the hidden state [width] after them. */
	read(events: Embedded, past: Past): Float32Array {
		const count = events.at.length;
		this.#check(events, past);
		let rows = 0;
		for (let from = 0; from < count; from += rows) {
			rows = Math.min(MOST_ROWS, count - from);
			for (let row = 0; row < rows; row++) {
				this.#write(row, events, from + row, { ...past, events: past.events + from + row });
			}
			const isLast = from + rows === count;
			this.#kernels.read(this.#plan.at, rows, isLast ? rows - 1 : rows);
		}
		return this.#state(rows - 1);
	}

	/** Reads an event behind each of different pasts, at most MOST_ROWS: the states [width] after them. */
	readRows(events: readonly Embedded[], pasts: readonly Past[]): Float32Array[] {
		for (const [row, event] of events.entries()) {
			if (event.at.length !== 1) throw new RangeError(`${event.at.length} events in a row`);
			this.#check(event, pasts[row]!);
		}
		for (const [row, event] of events.entries()) this.#write(row, event, 0, pasts[row]!);
		this.#kernels.read(this.#plan.at, events.length, 0);
		return events.map((_, row) => this.#state(row));
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

	#check({ x, at }: Embedded, past: Past): void {
		const { width, context } = this.#config;
		const count = at.length;
		if (count === 0 || x.length !== count * width) {
			throw new RangeError(`${x.length} numbers of ${count} events`);
		}
		if (past.events + count > context) {
			throw new RangeError(`${past.events + count} events in a context of ${context}`);
		}
	}

	/** Puts an event, its place and its turns where the kernels read them. */
	#write(row: number, { x, at, barSteps }: Embedded, event: number, past: Past): void {
		const { width } = this.#config;
		const { floats, integers } = this.#memory;
		const into = this.#plan.x / F32_BYTES + row * this.#plan.xWidth;
		floats.set(x.subarray(event * width, (event + 1) * width), into);
		const place = this.#plan.places / 4 + row * PLACE_INTEGERS;
		integers.set([past.sharedSlot, past.shared, past.slot, past.events], place);
		this.#writeTurns({ at: at[event]!, order: past.events, barSteps }, row);
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

	#state(row: number): Float32Array {
		const from = this.#plan.x / F32_BYTES + row * this.#plan.xWidth;
		return this.#memory.floats.slice(from, from + this.#config.width);
	}

	#result(count: number): Float32Array {
		const from = this.#plan.result / F32_BYTES;
		return this.#memory.floats.slice(from, from + count);
	}
}
