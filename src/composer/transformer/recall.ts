import type { Tensor3D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** Keys and values [heads, events, width of a head] of one layer and some events in a row. */
export interface Block {
	readonly keys: Tensor3D;
	readonly values: Tensor3D;
}

/** An open block takes so many events; then the next one begins. */
const BLOCK_EVENTS = 32;

const disposeAll = (blocks: readonly Block[]) => {
	for (const { keys, values } of blocks) tf.dispose([keys, values]);
};

/**
 * What attention looks back on: per layer the keys and values of all events so far, in blocks.
 *
 * A tfjs tensor cannot be written into, so that a cache of fixed size would be copied whole at every
 * step (0.1 ms for 100 KB on wasm, twice a layer). Here only the last, small block is copied; the
 * blocks before it stay as they are, and all candidates share the prompt's.
 */
export class Recall {
	readonly #layers: readonly Block[][];
	/** How many blocks of each layer belong to another recall. */
	readonly #borrowed: number;
	#events: number;
	#openEvents = 0;

	private constructor(layers: readonly Block[][], borrowed: number, events: number) {
		this.#layers = layers;
		this.#borrowed = borrowed;
		this.#events = events;
	}

	/** Owns the blocks of a prompt, one a layer. */
	static of(prompt: readonly Block[], events: number): Recall {
		return new Recall(
			prompt.map((block) => [block]),
			0,
			events
		);
	}

	/** How many events are remembered. */
	get events(): number {
		return this.#events;
	}

	/** One that goes on from here. Dispose of it before this one, which must not grow meanwhile. */
	fork(): Recall {
		const layers = this.#layers.map((blocks) => [...blocks]);
		return new Recall(layers, this.#layers[0]?.length ?? 0, this.#events);
	}

	/** The blocks of a layer once an event's keys and values are put behind them; call it in a tidy. */
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

	/** Takes over the last block of every layer as `with` gave it. */
	commit(last: readonly Block[]): void {
		for (const [layer, blocks] of this.#layers.entries()) {
			if (this.#openEvents > 0) disposeAll(blocks.splice(-1));
			blocks.push(last[layer]!);
		}
		this.#events++;
		this.#openEvents = (this.#openEvents + 1) % BLOCK_EVENTS;
	}

	dispose(): void {
		for (const blocks of this.#layers) disposeAll(blocks.splice(this.#borrowed));
	}
}
