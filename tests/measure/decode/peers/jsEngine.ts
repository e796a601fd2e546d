import type { Embedded, Recall } from '../../../../src/composer/engines/engine';
import type { HeadMatrix } from '../../../../src/composer/transformer/heads';
import type { MusicModel } from '../../../../src/composer/transformer/modelManifest';
import type { NetworkConfig } from '../../../../src/composer/transformer/networkShapes';
import { writeTurns } from '../../../../src/composer/transformer/rotary';
import { product, rectify } from '../../../../src/composer/transformer/vectors';
import type { Arithmetic } from '../lab/countedEngine';
import { multiply, norm, turned, turnPairs, type Turned } from './jsLayer';

const EPSILON = 1e-6;

interface Layer {
	readonly joint: Turned;
	readonly attended: Turned;
	readonly widen: Turned;
	readonly narrow: Turned;
}

/** Keys and values [context, width] of a layer. */
interface Cache {
	readonly keys: Float32Array;
	readonly values: Float32Array;
}

/** The same transformer in plain JavaScript on Float32Arrays, an event at a time. */
export class JsEngine implements Arithmetic {
	readonly #config: NetworkConfig;
	readonly #tensorOf: MusicModel['tensorOf'];
	readonly #layers: readonly Layer[];

	constructor({ config, tensorOf }: MusicModel) {
		this.#config = config;
		this.#tensorOf = tensorOf;
		this.#layers = Array.from({ length: config.layers }, (_, index) => {
			const matrix = (name: string) => turned(tensorOf(`trunk.blocks.${index}.${name}`));
			return {
				joint: matrix('query_key_value'),
				attended: matrix('attended'),
				widen: matrix('widen'),
				narrow: matrix('narrow')
			};
		});
	}

	open(): Recall {
		return new JsRecall(this.#config, this.#layers, 0);
	}

	product(vector: Float32Array, matrix: HeadMatrix): Float32Array {
		return product(vector, this.#tensorOf(`heads.${matrix}`));
	}

	dispose(): void {
		// The collector has it.
	}
}

class JsRecall implements Recall {
	readonly #config: NetworkConfig;
	readonly #layers: readonly Layer[];
	readonly #caches: readonly Cache[];
	readonly #scores: Float32Array;
	#events: number;

	constructor(config: NetworkConfig, layers: readonly Layer[], events: number) {
		const size = config.context * config.width;
		this.#config = config;
		this.#layers = layers;
		this.#caches = layers.map(() => ({
			keys: new Float32Array(size),
			values: new Float32Array(size)
		}));
		this.#scores = new Float32Array(config.context);
		this.#events = events;
	}

	get events(): number {
		return this.#events;
	}

	read({ x, at, barSteps }: Embedded): Promise<Float32Array> {
		const { width } = this.#config;
		let hidden = new Float32Array(width);
		for (const [row, step] of at.entries()) {
			const place = { at: step, order: this.#events, barSteps };
			hidden = this.#step(x.slice(row * width, (row + 1) * width), place);
		}
		return Promise.resolve(hidden);
	}

	cut(events: number): void {
		this.#events = Math.min(events, this.#events);
	}

	fork(): Recall {
		const fork = new JsRecall(this.#config, this.#layers, this.#events);
		const used = this.#events * this.#config.width;
		for (const [index, { keys, values }] of this.#caches.entries()) {
			fork.#caches[index]!.keys.set(keys.subarray(0, used));
			fork.#caches[index]!.values.set(values.subarray(0, used));
		}
		return fork;
	}

	dispose(): void {
		// The collector has it.
	}

	/** Reads one embedded event, which it overwrites. */
	#step(x: Float32Array, place: { at: number; order: number; barSteps: number }) {
		const { width, heads, hidden } = this.#config;
		const cosines = new Float32Array(2 * width);
		const sines = new Float32Array(2 * width);
		writeTurns(place, this.#config, cosines, sines);
		const normed = new Float32Array(width);
		const joint = new Float32Array(3 * width);
		const heard = new Float32Array(width);
		const added = new Float32Array(width);
		const wide = new Float32Array(hidden);
		for (const [index, layer] of this.#layers.entries()) {
			norm(x, normed, EPSILON);
			multiply(normed, layer.joint, joint);
			turnPairs(joint.subarray(0, 2 * width), width / heads, cosines, sines);
			const { keys, values } = this.#caches[index]!;
			keys.set(joint.subarray(width, 2 * width), this.#events * width);
			values.set(joint.subarray(2 * width), this.#events * width);
			this.#attend(joint, this.#caches[index]!, heard);
			multiply(heard, layer.attended, added);
			for (let at = 0; at < width; at++) x[at]! += added[at]!;
			norm(x, normed, EPSILON);
			multiply(normed, layer.widen, wide);
			multiply(rectify(wide), layer.narrow, added);
			for (let at = 0; at < width; at++) x[at]! += added[at]!;
		}
		this.#events++;
		norm(x, normed, EPSILON);
		return normed;
	}

	/** Writes into `heard` [width] what queries [width] find in the cache, the present event's included. */
	#attend(queries: Float32Array, { keys, values }: Cache, heard: Float32Array): void {
		const { width, heads } = this.#config;
		const scores = this.#scores;
		const headWidth = width / heads;
		heard.fill(0);
		for (let head = 0; head < width; head += headWidth) {
			let highest = -Infinity;
			for (let event = 0; event <= this.#events; event++) {
				let score = 0;
				const row = event * width;
				for (let at = head; at < head + headWidth; at++) score += queries[at]! * keys[row + at]!;
				scores[event] = score;
				highest = Math.max(highest, score);
			}
			let total = 0;
			for (let event = 0; event <= this.#events; event++) {
				total += scores[event] = Math.exp(scores[event]! - highest);
			}
			for (let event = 0; event <= this.#events; event++) {
				const share = scores[event]! / total;
				const row = event * width;
				for (let at = head; at < head + headWidth; at++) heard[at]! += share * values[row + at]!;
			}
		}
	}
}
