import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { graphicsOf, type BackendName, type Backends, type Graphics } from './backend';
import { installSeededMultinomial, type SeededDraws } from './seededMultinomial';

/** Where the files of the wasm backend lie, with SIMD and without. */
export interface WasmFiles {
	readonly simd: string;
	readonly plain: string;
}

/** As many steps as tell the backends apart, on cells as large as our own model's. */
const MEASURED_STEPS = 16;
const MEASURED_UNITS = 256;
const MEASURED_CLASSES = 38;

/** The backends of the tfjs in this worker. */
export class TfBackends implements Backends {
	onLost: (() => void) | null = null;
	readonly #draws: SeededDraws;
	#current: BackendName | null = null;
	#webgpu: 'none' | 'running' | 'lost' = 'none';

	constructor(draws: SeededDraws, wasmFiles: WasmFiles) {
		this.#draws = draws;
		setWasmPaths({
			'tfjs-backend-wasm-simd.wasm': wasmFiles.simd,
			'tfjs-backend-wasm.wasm': wasmFiles.plain,
			// It must have an entry, but is never fetched.
			'tfjs-backend-wasm-threaded-simd.wasm': wasmFiles.simd
		});
		// A minified build with threads breaks under COOP and COEP, and they gained nothing.
		tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
		installSeededMultinomial('cpu', draws);
		installSeededMultinomial('wasm', draws);
		tf.enableProdMode();
	}

	get current(): BackendName | null {
		return this.#current;
	}

	async graphics(): Promise<Graphics> {
		const gpu = navigator.gpu as GPU | undefined;
		const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
		return graphicsOf(adapter?.info ?? null);
	}

	async use(backend: BackendName): Promise<boolean> {
		if (backend === this.#current) return true;
		const isThere = backend !== 'webgpu' || (await this.#startWebgpu());
		const isUsed = isThere && (await this.#set(backend));
		if (isUsed) this.#current = backend;
		return isUsed;
	}

	async measure(): Promise<number> {
		await this.#runSteps();
		const start = performance.now();
		await this.#runSteps();
		return performance.now() - start;
	}

	async #set(backend: BackendName): Promise<boolean> {
		try {
			return await tf.setBackend(backend);
		} catch (cause) {
			console.warn(`tfjs has no ${backend}:`, cause);
			return false;
		}
	}

	/** Loads the backend's code only where there is an adapter. */
	async #startWebgpu(): Promise<boolean> {
		if (this.#webgpu === 'lost' || (await this.graphics()) === 'none') return false;
		if (this.#webgpu === 'running') return true;
		await import('@tensorflow/tfjs-backend-webgpu');
		installSeededMultinomial('webgpu', this.#draws);
		if (!(await this.#set('webgpu'))) return false;
		this.#webgpu = 'running';
		const { device } = tf.backend() as unknown as Pick<WebGPUBackend, 'device'>;
		void device.lost.then(() => {
			this.#webgpu = 'lost';
			if (this.#current === 'webgpu') this.#current = null;
			tf.removeBackend('webgpu');
			this.onLost?.();
		});
		return true;
	}

	async #runSteps(): Promise<void> {
		const drawn = tf.tidy(() => {
			const kernel = tf.zeros<tf.Rank.R2>([2 * MEASURED_UNITS, 4 * MEASURED_UNITS]);
			const bias = tf.zeros<tf.Rank.R1>([4 * MEASURED_UNITS]);
			const out = tf.zeros<tf.Rank.R2>([MEASURED_UNITS, MEASURED_CLASSES]);
			let c = tf.zeros<tf.Rank.R2>([1, MEASURED_UNITS]);
			let h = tf.zeros<tf.Rank.R2>([1, MEASURED_UNITS]);
			let draw = tf.zeros<tf.Rank.R1>([1], 'int32');
			for (let step = 0; step < MEASURED_STEPS; step++) {
				[c, h] = tf.basicLSTMCell(tf.scalar(1), kernel, bias, h, c, h);
				draw = tf.multinomial(h.matMul<tf.Tensor2D>(out).as1D(), 1).as1D();
			}
			return draw;
		});
		await drawn.data();
		drawn.dispose();
	}
}
