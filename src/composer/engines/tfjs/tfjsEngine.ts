import * as tf from '@tensorflow/tfjs';
import type { HeadMatrix } from '../../transformer/heads';
import type { MusicModel } from '../../transformer/modelManifest';
import type { NetworkConfig } from '../../transformer/networkShapes';
import { writeTurns } from '../../transformer/rotary';
import { product } from '../../transformer/vectors';
import { engineOn, type BackendName } from '../../backend';
import type { EngineName } from '../../protocol';
import type { Embedded, Engine, MakeEngine } from '../engine';
import { loadLayers, type Layer } from './layers';
import { TfjsRecall, type Block } from './tfjsRecall';

const EPSILON = 1e-6;
/** Added to the scores of what comes later: its share becomes 0. */
const HIDDEN = -1e9;

/** RMSNorm without gain. */
const normed = (x: tf.Tensor2D): tf.Tensor2D =>
	tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), EPSILON)));

/** The reference: all on tfjs's ops, on the backend that was set when it was made. W width, H heads, T events. */
class TfjsEngine implements Engine {
	readonly name: EngineName;
	readonly #config: NetworkConfig;
	readonly #tensorOf: MusicModel['tensorOf'];
	readonly #layers: readonly Layer[];

	constructor(model: MusicModel) {
		this.name = engineOn(tf.getBackend() as BackendName);
		this.#config = model.config;
		this.#tensorOf = model.tensorOf;
		this.#layers = loadLayers(model);
	}

	open(): TfjsRecall {
		return TfjsRecall.empty((events, recall) => this.#read(events, recall), this.#layers.length);
	}

	product(vector: Float32Array, matrix: HeadMatrix): Float32Array {
		return product(vector, this.#tensorOf(`heads.${matrix}`));
	}

	dispose(): void {
		for (const layer of this.#layers) tf.dispose({ ...layer });
	}

	async #read(events: Embedded, recall: TfjsRecall): Promise<Float32Array> {
		const { width } = this.#config;
		const count = events.at.length;
		const grown: Block[] = [];
		const last = tf.tidy(() => {
			const turns = this.#turns(events, recall.events);
			const mask = count > 1 ? laterHidden(count, recall.events) : null;
			let x = tf.tensor2d(events.x, [count, width]);
			for (const [index, layer] of this.#layers.entries()) {
				const { queries, ...block } = this.#project(layer, x, turns);
				const blocks = recall.with(index, block);
				const { keys, values } = blocks.at(-1)!;
				grown.push({ keys: tf.keep(keys), values: tf.keep(values) });
				const heard = tf.matMul<tf.Tensor2D>(attend(queries, blocks, mask), layer.attended);
				x = this.#widened(layer, tf.add(x, heard));
			}
			return normed(tf.slice2d(x, [count - 1, 0], [1, width]));
		});
		recall.commit(grown, count);
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

	/** Turned queries and keys, and values, [H, T, W / H] each. */
	#project(layer: Layer, x: tf.Tensor2D, [cosines, sines]: [tf.Tensor2D, tf.Tensor2D]) {
		const { width } = this.#config;
		const input = normed(x);
		const straight = tf.mul(tf.matMul(input, layer.queriesKeys), cosines);
		const quarter = tf.mul(tf.matMul(input, layer.quarterTurned), sines);
		const queriesKeys = tf.add<tf.Tensor2D>(straight, quarter);
		const count = x.shape[0];
		return {
			queries: this.#byHead(tf.slice2d(queriesKeys, [0, 0], [count, width])),
			keys: this.#byHead(tf.slice2d(queriesKeys, [0, width], [count, width])),
			values: this.#byHead(tf.matMul(input, layer.values))
		};
	}

	/** [T, W] as [H, T, W / H]. */
	#byHead(rows: tf.Tensor2D): tf.Tensor3D {
		const { width, heads } = this.#config;
		const count = rows.shape[0];
		if (count === 1) return tf.reshape(rows, [heads, 1, width / heads]);
		return tf.transpose(tf.reshape(rows, [count, heads, width / heads]), [1, 0, 2]);
	}

	/** Adds what the ReLU layer makes of it. */
	#widened({ widen, narrow }: Layer, x: tf.Tensor2D): tf.Tensor2D {
		const wide = tf.fused.matMul({ a: normed(x), b: widen, activation: 'relu' });
		return tf.add(x, tf.matMul(wide, narrow));
	}
}

/** [T, W] what queries [H, T, W / H] find in the blocks. */
function attend(
	queries: tf.Tensor3D,
	blocks: readonly Block[],
	mask: tf.Tensor2D | null
): tf.Tensor2D {
	const [heads, count, headWidth] = queries.shape;
	const found = blocks.map(({ keys }) => tf.matMul<tf.Tensor3D>(queries, keys, false, true));
	const scores = tf.concat(found, 2);
	const shares = tf.softmax(mask === null ? scores : tf.add<tf.Tensor3D>(scores, mask));
	const sizes = blocks.map(({ keys }) => keys.shape[1]);
	const parts = tf.split(shares, sizes, 2);
	const heard = blocks.map(({ values }, index) => tf.matMul<tf.Tensor3D>(parts[index]!, values));
	const joint = tf.addN(heard);
	const rows = count === 1 ? joint : tf.transpose(joint, [1, 0, 2]);
	return tf.reshape(rows, [count, heads * headWidth]);
}

/** [T, before + T] to be added to scores: nobody hears what comes later. */
function laterHidden(count: number, before: number): tf.Tensor2D {
	const columns = before + count;
	const mask = new Float32Array(count * columns);
	for (let row = 0; row < count; row++) {
		mask.fill(HIDDEN, row * columns + before + row + 1, (row + 1) * columns);
	}
	return tf.tensor2d(mask, [count, columns]);
}

/** On the backend that is set now. */
export const makeTfjsEngine: MakeEngine = (model) => new TfjsEngine(model);

async function readBack(tensor: tf.Tensor2D): Promise<Float32Array> {
	const values = (await tensor.data()) as Float32Array;
	tensor.dispose();
	return values;
}
