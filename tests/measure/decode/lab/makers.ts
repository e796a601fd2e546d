import ortWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { MusicModel } from '../../../../src/composer/transformer/modelManifest';
import type { RungName } from '../rungs';
import type { Arithmetic } from './countedEngine';

/** Sets tfjs to a backend; what draws for it. Its code is loaded only where it is used. */
export async function useTfjs(backend: 'wasm' | 'webgpu') {
	const [{ TfBackends }, { SeededDraws }] = await Promise.all([
		import('../../../../src/composer/tfBackends'),
		import('../../../../src/composer/seededMultinomial')
	]);
	const draws = new SeededDraws();
	const backends = new TfBackends(draws, { simd: simdWasm, plain: plainWasm });
	if (!(await backends.use(backend))) throw new Error(`there is no ${backend} here`);
	return draws;
}

async function makeTfjs(backend: 'wasm' | 'webgpu', model: MusicModel): Promise<Arithmetic> {
	await useTfjs(backend);
	const { makeTfjsEngine } = await import('../../../../src/composer/engines/tfjs/tfjsEngine');
	return makeTfjsEngine(model);
}

/** How the engine of each rung is made on this thread. */
export const MAKERS: Readonly<Record<RungName, (model: MusicModel) => Promise<Arithmetic>>> = {
	async simd(model) {
		const { makeSimdEngine } = await import('../../../../src/composer/engines/simd/simdEngine');
		return makeSimdEngine(model);
	},
	'tfjs-wasm': (model) => makeTfjs('wasm', model),
	'tfjs-webgpu': (model) => makeTfjs('webgpu', model),
	async wgsl(model) {
		await useTfjs('webgpu');
		const { makeOnTfjsDevice } = await import('../../../../src/composer/engines/wgsl/tfjsDevice');
		const engine = await makeOnTfjsDevice(model);
		if (engine === null) throw new Error('the device does not run the kernels');
		return engine;
	},
	async js(model) {
		const { JsEngine } = await import('../peers/jsEngine');
		return new JsEngine(model);
	},
	async 'ort-wasm'(model) {
		const { OrtEngine } = await import('../peers/ortEngine');
		return OrtEngine.make(model, ortWasm);
	}
};
