import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { WINDOW_FRAMES, WINDOW_SAMPLES, type Contoured } from './activations';

/** Hears a window of WINDOW_SAMPLES samples at NETWORK_RATE, and tells WINDOW_FRAMES frames. */
export type HearWindow = (samples: Float32Array) => Promise<Contoured>;

/** The files of the network and of the wasm backend. */
export interface NetworkFiles {
	/** The graph, as TensorFlow.js's converter writes it. */
	readonly graph: () => Promise<unknown>;
	readonly weights: () => Promise<ArrayBuffer>;
	/** Addresses, with SIMD and without; null where the backend finds them itself, as in Node. */
	readonly wasm: { readonly simd: string; readonly plain: string } | null;
}

/** What is read of the graph's file. */
interface GraphFile {
	readonly modelTopology: object;
	readonly weightsManifest: readonly {
		readonly weights: readonly { name: string; shape: number[]; dtype: 'float32' }[];
	}[];
}

/** The outputs, as the converter called them. */
const FRAMES = 'Identity_1';
const ONSETS = 'Identity_2';
const CONTOURS = 'Identity';

/**
 * Opens the network of Bittner, Bosch, Rubinstein, Meseguer-Brocal and Ewert, "A lightweight
 * instrument-agnostic model for polyphonic note transcription and multipitch estimation", ICASSP 2022,
 * as `@spotify/basic-pitch` (Apache-2.0) ships it: 17,000 weights that look at a constant-Q transform.
 * On wasm: on software WebGPU it ends the page, and a window takes a tenth of its own time as it is.
 */
export async function openNetwork(files: NetworkFiles): Promise<HearWindow> {
	const { wasm } = files;
	if (wasm !== null) {
		setWasmPaths({
			'tfjs-backend-wasm-simd.wasm': wasm.simd,
			'tfjs-backend-wasm.wasm': wasm.plain,
			// It must have an entry, but is never fetched.
			'tfjs-backend-wasm-threaded-simd.wasm': wasm.simd
		});
	}
	// A minified build with threads breaks under COOP and COEP, and they gained nothing.
	tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
	tf.enableProdMode();
	if (!(await tf.setBackend('wasm'))) throw new Error('this browser runs no WebAssembly');
	const model = await loadGraphModel(graphHandler(files));
	return (samples) => hear(model, samples);
}

/** Hands TensorFlow.js the files of the graph. */
export const graphHandler = ({ graph, weights }: Pick<NetworkFiles, 'graph' | 'weights'>) => ({
	load: async () => {
		const [file, weightData] = await Promise.all([graph(), weights()]);
		const { modelTopology, weightsManifest } = file as GraphFile;
		const weightSpecs = weightsManifest.flatMap((group) => [...group.weights]);
		return { modelTopology, weightSpecs, weightData };
	}
});

/** The graph's own loops keep tensors, which the scope lets go of. */
async function hear(model: GraphModel, samples: Float32Array): Promise<Contoured> {
	const engine = tf.engine();
	engine.startScope();
	try {
		const input = tf.tensor3d(samples, [1, WINDOW_SAMPLES, 1]);
		const told = model.execute(input, [FRAMES, ONSETS, CONTOURS]) as tf.Tensor[];
		const [frames, onsets, contours] = (await Promise.all(told.map((tensor) => tensor.data()))) as [
			Float32Array,
			Float32Array,
			Float32Array
		];
		return { count: WINDOW_FRAMES, frames, onsets, contours };
	} finally {
		engine.endScope();
	}
}
