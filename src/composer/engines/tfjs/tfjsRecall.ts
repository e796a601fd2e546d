import * as tf from '@tensorflow/tfjs';
import type { Embedded, Recall } from '../engine';

/** Keys and values [heads, events, width of a head] of one layer and some events in a row. */
export interface Block {
	readonly keys: tf.Tensor3D;
	readonly values: tf.Tensor3D;
}

/** Reads events [T] behind a recall: the hidden state after the last, and their block of each layer. */
export type ReadEvents = (events: Embedded, recall: TfjsRecall) => Promise<Float32Array>;

/** An open block takes so many events; then the next one begins. */
const BLOCK_EVENTS = 32;

const disposeAll = (blocks: readonly Block[]) => {
	for (const { keys, values } of blocks) tf.dispose([keys, values]);
};

const eventsOf = ({ keys }: Block) => keys.shape[1];

/** The first events of a block. */
function beginningOf({ keys, values }: Block, events: number): Block {
	const [heads, , width] = keys.shape;
	const size: [number, number, number] = [heads, events, width];
	return { keys: tf.slice3d(keys, [0, 0, 0], size), values: tf.slice3d(values, [0, 0, 0], size) };
}

/**
 * What attention looks back on, in blocks.
 *
 * A tfjs tensor cannot be written into, so that a cache of fixed size would be copied whole at every
 * step (0.1 ms for 100 KB on wasm, twice a layer). Here only the last, small block is copied; the
 * blocks before it stay as they are, and all forks share them.
 */
export class TfjsRecall implements Recall {
	readonly #readEvents: ReadEvents;
	readonly #layers: readonly Block[][];
	/** How many blocks of each layer belong to another recall. */
	readonly #borrowed: number;
	#events: number;
	/** How many events the last block has, if it may grow; else 0. */
	#openEvents = 0;

	private constructor(readEvents: ReadEvents, layers: readonly Block[][], events: number) {
		this.#readEvents = readEvents;
		this.#layers = layers;
		this.#borrowed = layers[0]?.length ?? 0;
		this.#events = events;
	}

	static empty(readEvents: ReadEvents, layers: number): TfjsRecall {
		return new TfjsRecall(
			readEvents,
			Array.from({ length: layers }, () => []),
			0
		);
	}

	get events(): number {
		return this.#events;
	}

	read(events: Embedded): Promise<Float32Array> {
		return this.#readEvents(events, this);
	}

	fork(): TfjsRecall {
		const layers = this.#layers.map((blocks) => [...blocks]);
		return new TfjsRecall(this.#readEvents, layers, this.#events);
	}

	cut(events: number): void {
		if (events >= this.#events) return;
		for (const blocks of this.#layers) cutBlocks(blocks, events);
		this.#events = events;
		this.#openEvents = Math.max(0, ...this.#layers.map((blocks) => sizeOfLast(blocks)));
	}

	/** The blocks of a layer once those of new events are put behind them; call it in a tidy. */
	with(layer: number, { keys, values }: Block): Block[] {
		const blocks = this.#layers[layer]!;
		const open = this.#openEvents === 0 ? undefined : blocks.at(-1);
		if (open === undefined) return [...blocks, { keys, values }];
		const grown = {
			keys: tf.concat([open.keys, keys], 1),
			values: tf.concat([open.values, values], 1)
		};
		return [...blocks.slice(0, -1), grown];
	}

	/** Takes over the last block of every layer as `with` gave it, which holds so many new events. */
	commit(last: readonly Block[], events: number): void {
		for (const [layer, blocks] of this.#layers.entries()) {
			if (this.#openEvents > 0) disposeAll(blocks.splice(-1));
			blocks.push(last[layer]!);
		}
		this.#events += events;
		const open = this.#openEvents + events;
		this.#openEvents = open < BLOCK_EVENTS ? open : 0;
	}

	dispose(): void {
		for (const blocks of this.#layers) disposeAll(blocks.splice(this.#borrowed));
	}
}

const sizeOfLast = (blocks: readonly Block[]) => {
	const last = blocks.at(-1);
	return last === undefined ? 0 : eventsOf(last);
};

/** Leaves the first so many events in the blocks. */
function cutBlocks(blocks: Block[], events: number): void {
	let left = events;
	for (const [index, block] of blocks.entries()) {
		const size = eventsOf(block);
		if (size <= left) {
			left -= size;
			continue;
		}
		const whole = blocks.splice(index);
		if (left > 0) blocks.push(beginningOf(block, left));
		disposeAll(whole);
		return;
	}
}
