import type { NetworkConfig } from '../../transformer/networkShapes';
import { writeTurns } from '../../transformer/rotary';
import type { Embedded, Recall } from '../engine';
import type { GpuLife } from './gpuLife';
import type { BoundMemory, Memory, Trunk, Workspace } from './trunk';

/** So many events are read in one run at most. */
export const RUN_EVENTS = 128;
const FLOAT_BYTES = 4;
const EPSILON = 1e-6;

/** What recalls read with: one workspace for all of them, one run after the other. */
export interface Reader {
	readonly trunk: Trunk;
	readonly life: GpuLife;
	readonly work: Workspace;
	/** Rejects where the device refused the engine. */
	readonly ready: Promise<void>;
}

/** Keys and values in a buffer with room for a whole context, of which a fork gets a copy. */
export class WgslRecall implements Recall {
	readonly memory: Memory;
	readonly #reader: Reader;
	readonly #bound: BoundMemory;
	/** Rejects where the device refused the memory. */
	readonly #ready: Promise<void>;
	#events: number;

	constructor(reader: Reader, source: WgslRecall | null = null) {
		const { trunk, work, life } = reader;
		this.#reader = reader;
		const { made, done } = life.watched(() => {
			const memory = trunk.openMemory(1, trunk.config.context);
			return { memory, bound: trunk.bindMemory(work, memory, memory) };
		});
		this.memory = made.memory;
		this.#bound = made.bound;
		this.#ready = done;
		this.#events = source?.events ?? 0;
		if (source === null) return;
		const encoder = trunk.device.createCommandEncoder();
		const { buffer } = this.memory;
		encoder.copyBufferToBuffer(source.memory.buffer, 0, buffer, 0, buffer.size);
		trunk.submit(encoder);
	}

	get events(): number {
		return this.#events;
	}

	async read(events: Embedded): Promise<Float32Array> {
		const { trunk, life, ready } = this.#reader;
		const count = events.at.length;
		const { context, width } = trunk.config;
		if (this.#events + count > context) {
			throw new RangeError(`${this.#events} and ${count} events, with room for ${context}`);
		}
		life.check();
		await Promise.all([ready, this.#ready]);
		const staging = trunk.pool.take('readback', width * FLOAT_BYTES);
		try {
			for (let from = 0; from < count; from += RUN_EVENTS) {
				this.#run(events, from, Math.min(count, from + RUN_EVENTS), staging);
			}
			this.#events += count;
			trunk.stats.readbacks++;
			return normed(new Float32Array(await life.read(staging, width * FLOAT_BYTES)));
		} finally {
			trunk.pool.give(staging);
		}
	}

	cut(events: number): void {
		this.#events = Math.min(this.#events, events);
	}

	fork(): WgslRecall {
		return new WgslRecall(this.#reader, this);
	}

	dispose(): void {
		this.#reader.trunk.pool.give(this.memory.buffer);
	}

	/** Reads some of the events; the state after the last of them goes to `staging`. */
	#run({ x, at, barSteps }: Embedded, from: number, to: number, staging: GPUBuffer): void {
		const { trunk, work } = this.#reader;
		const { width, context } = trunk.config;
		const { queue } = trunk.device;
		const rows = to - from;
		const first = this.#events + from;
		queue.writeBuffer(work.pass, 0, new Uint32Array([rows, 0, context, context]));
		queue.writeBuffer(work.x, 0, x.slice(from * width, to * width));
		const steps = at.slice(from, to);
		queue.writeBuffer(work.turns, 0, turnsOf(steps, first, barSteps, trunk.config));
		const places = Uint32Array.from({ length: 2 * rows }, (_, index) =>
			index % 2 === 0 ? 0 : first + (index - 1) / 2
		);
		queue.writeBuffer(work.places, 0, places);
		const encoder = trunk.device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		trunk.encode(pass, work, this.#bound, rows);
		pass.end();
		const rowBytes = width * FLOAT_BYTES;
		encoder.copyBufferToBuffer(work.x, (rows - 1) * rowBytes, staging, 0, rowBytes);
		trunk.submit(encoder);
	}
}

/** [events, pairs of a head, 2] cosines and sines. */
function turnsOf(
	at: readonly number[],
	first: number,
	barSteps: number,
	config: NetworkConfig
): Float32Array<ArrayBuffer> {
	const pairs = config.width / config.heads / 2;
	const cosines = new Float32Array(pairs);
	const sines = new Float32Array(pairs);
	const turns = new Float32Array(at.length * pairs * 2);
	for (const [row, step] of at.entries()) {
		writeTurns({ at: step, order: first + row, barSteps }, config, cosines, sines);
		for (let pair = 0; pair < pairs; pair++) {
			turns[2 * (row * pairs + pair)] = cosines[pair]!;
			turns[2 * (row * pairs + pair) + 1] = sines[pair]!;
		}
	}
	return turns;
}

/** RMSNorm without gain. */
function normed(x: Float32Array): Float32Array {
	const mean = x.reduce((sum, value) => sum + value * value, 0) / x.length;
	return x.map((value) => value / Math.sqrt(mean + EPSILON));
}
