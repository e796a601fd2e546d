import type { Reading } from '../../transformer/answerWriter';
import type { BatchDrawing, BatchEvent } from '../batch';
import { askedTable } from './askedTable';
import { locksOf, settingOf } from './batchDrawing';
import { DRAWN_WORDS, newLines, writtenOf } from './batchLines';
import { bind } from './pipelines';
import type { BoundMemory, Memory, Workspace } from './trunk';
import { WgslRecall, type Reader } from './wgslRecall';

/** More at once are no batch. */
export const MOST_CANDIDATES = 32;
/** So many events a candidate are remembered at most; an answer that needs more is `full`. */
const MOST_EVENTS = 256;
/** Memories come in steps of so many events, so that the pool has few sizes. */
const ROOM_STEP = 32;
const EVENTS_AT_ONCE = 8;

/** Writes many answers to one prompt, all a step at a time, on the device. */
export class BatchWriter {
	readonly #reader: Reader;
	readonly #lines: number;
	readonly #room: number;
	readonly #atOnce: number;
	readonly #work: Workspace;
	readonly #memory: Memory;
	readonly #bound: BoundMemory;
	readonly #draw: GPUBindGroup;
	readonly #drawn: GPUBuffer;
	readonly #staging: GPUBuffer;
	/** What goes back to the pool. */
	readonly #buffers: readonly GPUBuffer[];
	/** Rejects where the device refused the batch. */
	readonly #ready: Promise<void>;
	/** Events drawn so far, by each candidate. */
	#steps = 0;
	/** Who has not ended. */
	readonly #going: Set<number>;

	constructor(reader: Reader, reading: Reading, drawing: BatchDrawing) {
		const { recall } = reading;
		if (!(recall instanceof WgslRecall)) throw new TypeError('the prompt was read elsewhere');
		this.#reader = reader;
		this.#lines = drawing.seeds.length;
		this.#atOnce = drawing.eventsAtOnce ?? EVENTS_AT_ONCE;
		this.#going = new Set(drawing.seeds.keys());
		this.#room = roomFor(reader, this.#lines, recall.events);
		const { trunk, life } = reader;
		const { made, done } = life.watched(() => {
			const work = trunk.openWorkspace(this.#lines);
			const memory = trunk.openMemory(this.#lines, this.#room);
			return { work, memory, bound: trunk.bindMemory(work, memory, recall.memory) };
		});
		this.#work = made.work;
		this.#memory = made.memory;
		this.#bound = made.bound;
		this.#ready = done;
		const stepBytes = this.#lines * DRAWN_WORDS * 4;
		this.#drawn = trunk.pool.take('storage', (this.#room + 1) * stepBytes);
		this.#staging = trunk.pool.take('readback', this.#atOnce * stepBytes);
		const { seeds } = drawing;
		const { model, prompt } = reading;
		const lines = newLines(seeds, prompt, model.vocabulary, model.config);
		const given = [
			this.#filled('uniform', settingOf(reading, drawing)),
			this.#filled('storage', askedTable(reading, locksOf(drawing))),
			this.#filled('storage', lines)
		] as const;
		this.#buffers = [...given, this.#drawn, this.#staging];
		this.#draw = this.#bindDraw(given);
		this.#fillRows(recall.events, reading.hidden);
	}

	/** Pieces as they come; a candidate's last event is `ended` or `full`. */
	async *pieces(): AsyncGenerator<readonly BatchEvent[]> {
		const { life } = this.#reader;
		await this.#ready;
		while (this.#going.size > 0) {
			life.check();
			const count = Math.min(this.#atOnce, this.#room + 1 - this.#steps);
			if (count === 0) {
				yield [...this.#going].map((candidate) => ({ candidate, event: { kind: 'full' } }));
				return;
			}
			yield this.#eventsIn(await this.#run(count), count);
		}
	}

	dispose(): void {
		const { trunk } = this.#reader;
		for (const buffer of this.#buffers) trunk.pool.give(buffer);
		trunk.pool.give(this.#memory.buffer);
		trunk.closeWorkspace(this.#work);
	}

	/** Draws so many events, for all candidates, and reads them back. */
	#run(count: number): Promise<ArrayBuffer> {
		const { trunk, life } = this.#reader;
		const encoder = trunk.device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		for (let step = this.#steps; step < this.#steps + count; step++) {
			if (step > 0) trunk.encode(pass, this.#work, this.#bound, this.#lines);
			trunk.encodeDraw(pass, this.#draw, this.#lines);
		}
		pass.end();
		const stepBytes = this.#lines * DRAWN_WORDS * 4;
		const bytes = count * stepBytes;
		encoder.copyBufferToBuffer(this.#drawn, this.#steps * stepBytes, this.#staging, 0, bytes);
		trunk.submit(encoder);
		this.#steps += count;
		trunk.stats.readbacks++;
		return life.read(this.#staging, bytes);
	}

	#eventsIn(drawn: ArrayBuffer, count: number): BatchEvent[] {
		const events: BatchEvent[] = [];
		for (let index = 0; index < count * this.#lines; index++) {
			const event = writtenOf(drawn, index);
			if (event === null) continue;
			const candidate = index % this.#lines;
			events.push({ candidate, event });
			if (event.kind === 'ended') this.#going.delete(candidate);
		}
		return events;
	}

	#filled(
		use: 'storage' | 'uniform',
		values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>
	) {
		const { trunk } = this.#reader;
		const buffer = trunk.pool.take(use, values.byteLength);
		trunk.device.queue.writeBuffer(buffer, 0, values);
		return buffer;
	}

	#bindDraw([setting, asked, lines]: readonly [GPUBuffer, GPUBuffer, GPUBuffer]): GPUBindGroup {
		const { trunk } = this.#reader;
		const { x, turns, places } = this.#work;
		const weights = { buffer: trunk.arena, offset: trunk.packed.heads };
		return bind(trunk.device, trunk.kernels.draw, [
			setting,
			weights,
			asked,
			x,
			turns,
			places,
			lines,
			this.#drawn
		]);
	}

	/** Every candidate begins with the state after the prompt. */
	#fillRows(prefix: number, hidden: Float32Array): void {
		const { device, config } = this.#reader.trunk;
		const sizes = [this.#lines, prefix, config.context, this.#room];
		device.queue.writeBuffer(this.#work.pass, 0, Uint32Array.from(sizes));
		const rows = new Float32Array(this.#lines * hidden.length);
		for (let line = 0; line < this.#lines; line++) rows.set(hidden, line * hidden.length);
		device.queue.writeBuffer(this.#work.x, 0, rows);
	}
}

/** How many events of each candidate can be remembered. */
function roomFor({ trunk }: Reader, lines: number, prefix: number): number {
	const { limits } = trunk.device;
	const most = Math.min(
		limits.maxStorageBufferBindingSize,
		limits.maxBufferSize / trunk.config.layers
	);
	const eventBytes = lines * 2 * trunk.config.width * 4;
	const room = Math.min(trunk.config.context - prefix, MOST_EVENTS, Math.floor(most / eventBytes));
	return room < ROOM_STEP ? room : room - (room % ROOM_STEP);
}
