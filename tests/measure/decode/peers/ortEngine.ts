import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { Embedded, Recall } from '../../../../src/composer/engines/engine';
import type { HeadMatrix } from '../../../../src/composer/transformer/heads';
import type { MusicModel } from '../../../../src/composer/transformer/modelManifest';
import type { NetworkConfig } from '../../../../src/composer/transformer/networkShapes';
import { writeTurns } from '../../../../src/composer/transformer/rotary';
import { product } from '../../../../src/composer/transformer/vectors';
import type { Arithmetic } from '../lab/countedEngine';
import { encodeModel } from './onnx';
import { grown, isKeys, keysOf, trunkGraph, valuesOf } from './trunkGraph';

/** Added to the scores of what comes later: its share becomes 0. */
const HIDDEN = -1e9;

type Tensors = Readonly<Record<string, Tensor>>;

/** The same transformer through onnxruntime-web on wasm, one thread; the heads in JavaScript. */
export class OrtEngine implements Arithmetic {
	readonly #model: MusicModel;
	readonly #session: InferenceSession;

	private constructor(model: MusicModel, session: InferenceSession) {
		this.#model = model;
		this.#session = session;
	}

	/** `wasmFile` is the address of its module, if it cannot find that itself. */
	static async make(model: MusicModel, wasmFile?: string): Promise<OrtEngine> {
		env.wasm.numThreads = 1;
		if (wasmFile !== undefined) env.wasm.wasmPaths = { wasm: wasmFile };
		const bytes = encodeModel(trunkGraph(model));
		const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'] });
		return new OrtEngine(model, session);
	}

	open(): Recall {
		const { width, heads, layers } = this.#model.config;
		const caches: Record<string, Tensor> = {};
		for (let layer = 0; layer < layers; layer++) {
			const none = new Float32Array();
			caches[keysOf(layer)] = new Tensor('float32', none, [heads, width / heads, 0]);
			caches[valuesOf(layer)] = new Tensor('float32', none, [heads, 0, width / heads]);
		}
		return new OrtRecall(this.#model.config, this.#session, caches, 0);
	}

	product(vector: Float32Array, matrix: HeadMatrix): Float32Array {
		return product(vector, this.#model.tensorOf(`heads.${matrix}`));
	}

	dispose(): void {
		void this.#session.release();
	}
}

class OrtRecall implements Recall {
	readonly #config: NetworkConfig;
	readonly #session: InferenceSession;
	#caches: Tensors;
	#events: number;

	constructor(config: NetworkConfig, session: InferenceSession, caches: Tensors, events: number) {
		this.#config = config;
		this.#session = session;
		this.#caches = caches;
		this.#events = events;
	}

	get events(): number {
		return this.#events;
	}

	async read(events: Embedded): Promise<Float32Array> {
		const { width } = this.#config;
		const count = events.at.length;
		const inputs = {
			x: new Tensor('float32', events.x, [count, width]),
			...this.#turns(events),
			mask: this.#mask(count),
			...this.#caches
		};
		const outputs = await this.#session.run(inputs);
		this.#caches = Object.fromEntries(
			Object.keys(this.#caches).map((name) => [name, outputs[grown(name)]!])
		);
		this.#events += count;
		return outputs.hidden!.data as Float32Array;
	}

	cut(events: number): void {
		if (events >= this.#events) return;
		this.#caches = Object.fromEntries(
			Object.entries(this.#caches).map(([name, cache]) => [
				name,
				shortened(cache, events, isKeys(name))
			])
		);
		this.#events = events;
	}

	/** Tensors are never written to, so that forks share them. */
	fork(): Recall {
		return new OrtRecall(this.#config, this.#session, this.#caches, this.#events);
	}

	dispose(): void {
		// The collector has it.
	}

	#turns({ at, barSteps }: Embedded) {
		const columns = 2 * this.#config.width;
		const cosines = new Float32Array(at.length * columns);
		const sines = new Float32Array(at.length * columns);
		for (const [row, step] of at.entries()) {
			const place = { at: step, order: this.#events + row, barSteps };
			const [from, to] = [row * columns, (row + 1) * columns];
			writeTurns(place, this.#config, cosines.subarray(from, to), sines.subarray(from, to));
		}
		const shape = [at.length, columns];
		return {
			cosines: new Tensor('float32', cosines, shape),
			sines: new Tensor('float32', sines, shape)
		};
	}

	#mask(count: number): Tensor {
		const columns = this.#events + count;
		const mask = new Float32Array(count * columns);
		for (let row = 0; row < count; row++) {
			mask.fill(HIDDEN, row * columns + this.#events + row + 1, (row + 1) * columns);
		}
		return new Tensor('float32', mask, [count, columns]);
	}
}

/** Keeps the first events of keys [H, W / H, events] or of values [H, events, W / H]. */
function shortened(cache: Tensor, events: number, isKeys: boolean): Tensor {
	const [heads = 0, rows = 0, columns = 0] = cache.dims;
	const [stripes, length] = isKeys ? [heads * rows, columns] : [heads, rows * columns];
	const kept = isKeys ? events : events * columns;
	const all = cache.data as Float32Array;
	const values = new Float32Array(stripes * kept);
	for (let stripe = 0; stripe < stripes; stripe++) {
		values.set(all.subarray(stripe * length, stripe * length + kept), stripe * kept);
	}
	return new Tensor('float32', values, isKeys ? [heads, rows, events] : [heads, events, columns]);
}
