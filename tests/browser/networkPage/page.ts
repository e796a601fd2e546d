import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { makeTfjsEngine } from '../../../src/composer/engines/tfjs/tfjsEngine';
import type { BackendName } from '../../../src/composer/backend';
import { SeededDraws } from '../../../src/composer/seededMultinomial';
import { TfBackends } from '../../../src/composer/tfBackends';
import { fetchMusicModel } from '../../../src/composer/transformer/modelManifest';
import { Network } from '../../../src/composer/transformer/network';
import { replay, type GoldenPrompt } from '../../composer/transformer/golden';

const backends = new TfBackends(new SeededDraws(), { simd, plain });

/** What a browser test does with the page. */
const page = {
	/** Says a golden prompt's answer on a backend, by the small model. */
	async replay(backend: BackendName, prompt: GoldenPrompt) {
		if (!(await backends.use(backend))) throw new Error(`there is no ${backend} here`);
		const model = await fetchMusicModel('models/small', (file) => fetch(file));
		const network = new Network(model, makeTfjsEngine(model));
		try {
			return await replay(prompt, network, model);
		} finally {
			network.dispose();
		}
	}
};
export type NetworkPage = typeof page;

Object.assign(window, { network: page });
