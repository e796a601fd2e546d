import * as tf from '@tensorflow/tfjs';
import type { MusicModel } from './modelManifest';
import type { NetworkConfig } from './networkShapes';
import { Recall, type Block } from './recall';
import { writeTurns } from './rotary';
import { loadLayers, type Layer } from './trunkWeights';

const EPSILON = 1e-6;
/** Added to the scores of what comes later: its share becomes 0. */
const HIDDEN = -1e9;

/** Embedded events in a row. */
export interface Embedded {
	/** [events, width] */
	readonly x: Float32Array;
	/** [events] steps from the window's beginning. */
	readonly at: readonly number[];
	readonly barSteps: number;
}

/** RMSNorm without gain. */
const normed = (x: tf.Tensor2D): tf.Tensor2D =>
	tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), EPSILON)));

/** The decoder on tfjs's ops: events go in, a hidden state comes out. W width, H heads, T events. */
export class Trunk {
	readonly #config: NetworkConfig;
	readonly #layers: readonly Layer[];

	/** Brings the weights to the backend that is set now. */
	constructor(model: MusicModel) {
		this.#config = model.config;
		this.#layers = loadLayers(model);
	}

	dispose(): void {
		for (const layer of this.#layers) tf.dispose({ ...layer });
	}

	/** Reads a prompt: the last event's hidden state [W], and what is remembered of all. */
	async prefill(prompt: Embedded): Promise<{ hidden: Float32Array; recall: Recall }> {
		const { width } = this.#config;
		const count = prompt.at.length;
		const blocks: Block[] = [];
		const last = tf.tidy(() => {
			const turns = this.#turns(prompt, 0);
			const mask = laterHidden(count);
			let x = tf.tensor2d(prompt.x, [count, width]);
			for (const layer of this.#layers) {
				const read = this.#readAll(layer, x, turns, mask);
				blocks.push({ keys: tf.keep(read.keys), values: tf.keep(read.values) });
				x = this.#widened(layer, read.x);
			}
			return normed(tf.slice2d(x, [count - 1, 0], [1, width]));
		});
		return { hidden: await readBack(last), recall: Recall.of(blocks, count) };
	}

	/** The hidden state [W] after one more event, which is put into what is remembered. */
	async step(event: Embedded, recall: Recall): Promise<Float32Array> {
		const { width } = this.#config;
		const grown: Block[] = [];
		const last = tf.tidy(() => {
			const turns = this.#turns(event, recall.events);
			let x = tf.tensor2d(event.x, [1, width]);
			for (const [index, layer] of this.#layers.entries()) {
				const read = this.#readOne(layer, x, turns);
				const blocks = recall.with(index, read);
				const open = blocks.at(-1)!;
				grown.push({ keys: tf.keep(open.keys), values: tf.keep(open.values) });
				const heard = tf.matMul(this.#attend(read.queries, blocks), layer.attended);
				x = this.#widened(layer, tf.add(x, heard));
			}
			return normed(x);
		});
		recall.commit(grown);
		return readBack(last);
	}

	/** Cosines and sines [T, 2W]. */
	#turns({ at, barSteps }: Embedded, first: number): [cosines: tf.Tensor2D, sines: tf.Tensor2D] {
		const columns = 2 * this.#config.width;
		const cosines = new Float32Array(at.length * columns);
		const sines = new Float32Array(at.length * columns);
		for (const [row, step] of at.entries()) {
			const place = { at: step, order: first + row, barSteps };
			const [from, to] = [row * columns, (row + 1) * columns];
			writeTurns(place, this.#config, cosines.subarray(from, to), sines.subarray(from, to));
		}
		return [tf.tensor2d(cosines, [at.length, columns]), tf.tensor2d(sines, [at.length, columns])];
	}

	/** Turned queries and keys [T, 2W], and values [T, W]. */
	#project(layer: Layer, x: tf.Tensor2D, [cosines, sines]: [tf.Tensor2D, tf.Tensor2D]) {
		const input = normed(x);
		const straight = tf.mul(tf.matMul(input, layer.queriesKeys), cosines);
		const quarter = tf.mul(tf.matMul(input, layer.quarterTurned), sines);
		return {
			queriesKeys: tf.add<tf.Tensor2D>(straight, quarter),
			values: tf.matMul<tf.Tensor2D>(input, layer.values)
		};
	}

	/** One event: queries, keys and values [H, 1, W / H]. */
	#readOne(layer: Layer, x: tf.Tensor2D, turns: [tf.Tensor2D, tf.Tensor2D]) {
		const { width, heads } = this.#config;
		const { queriesKeys, values } = this.#project(layer, x, turns);
		const shape: [number, number, number] = [heads, 1, width / heads];
		return {
			queries: tf.reshape<tf.Rank.R3>(tf.slice2d(queriesKeys, [0, 0], [1, width]), shape),
			keys: tf.reshape<tf.Rank.R3>(tf.slice2d(queriesKeys, [0, width], [1, width]), shape),
			values: tf.reshape<tf.Rank.R3>(values, shape)
		};
	}

	/** [1, W] what one event's queries find in the blocks. */
	#attend(queries: tf.Tensor3D, blocks: readonly Block[]): tf.Tensor2D {
		const scores = blocks.map(({ keys }) => tf.matMul<tf.Tensor3D>(queries, keys, false, true));
		const shares = tf.softmax(tf.concat(scores, 2));
		const sizes = blocks.map(({ keys }) => keys.shape[1]);
		const parts = tf.split(shares, sizes, 2);
		const heard = blocks.map(({ values }, index) => tf.matMul<tf.Tensor3D>(parts[index]!, values));
		return tf.reshape(tf.addN(heard), [1, this.#config.width]);
	}

	/** All events of a prompt through one layer's attention; keys and values [H, T, W / H]. */
	#readAll(layer: Layer, x: tf.Tensor2D, turns: [tf.Tensor2D, tf.Tensor2D], mask: tf.Tensor2D) {
		const { width, heads } = this.#config;
		const { queriesKeys, values } = this.#project(layer, x, turns);
		const columns = tf.split(queriesKeys, 2 * heads, 1);
		const [queries, keys] = [columns.slice(0, heads), columns.slice(heads)];
		const valuesOf = tf.split(values, heads, 1);
		const heard = queries.map((query, head) => {
			const scores = tf.matMul(query, tf.transpose(keys[head]!));
			return tf.matMul(tf.softmax(tf.add(scores, mask)), valuesOf[head]!);
		});
		const joint = tf.concat(heard, 1);
		return {
			keys: tf.stack(keys) as tf.Tensor3D,
			values: tf.stack(valuesOf) as tf.Tensor3D,
			x: tf.add<tf.Tensor2D>(x, tf.matMul(tf.reshape(joint, [-1, width]), layer.attended))
		};
	}

	/** Adds what the ReLU layer makes of it. */
	#widened({ widen, narrow }: Layer, x: tf.Tensor2D): tf.Tensor2D {
		const wide = tf.fused.matMul({ a: normed(x), b: widen, activation: 'relu' });
		return tf.add(x, tf.matMul(wide, narrow));
	}
}

/** [T, T] to be added to scores: nobody hears what comes later. */
function laterHidden(count: number): tf.Tensor2D {
	const mask = new Float32Array(count * count);
	for (let row = 0; row < count; row++) mask.fill(HIDDEN, row * count + row + 1, (row + 1) * count);
	return tf.tensor2d(mask, [count, count]);
}

async function readBack(tensor: tf.Tensor2D): Promise<Float32Array> {
	const values = (await tensor.data()) as Float32Array;
	tensor.dispose();
	return values;
}
