import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SeededDraws } from '../../src/composer/seededMultinomial';
import { TfBackends } from '../../src/composer/tfBackends';

const wasmFolder = dirname(
	createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')
);
const wasmFile = (name: string) => join(wasmFolder, 'dist', name);

/** tfjs in Node, once a test file: its wasm backend can be told only once where its files lie. */
export const draws = new SeededDraws();
export const backends = new TfBackends(draws, {
	simd: wasmFile('tfjs-backend-wasm-simd.wasm'),
	plain: wasmFile('tfjs-backend-wasm.wasm')
});
