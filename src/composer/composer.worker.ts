import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { ComposerCore } from './composerCore';
import { openAnswerer } from './openAnswerer';
import type { ComposerRequest } from './protocol';
import { SeededDraws } from './seededMultinomial';
import { TfBackends } from './tfBackends';

const draws = new SeededDraws();
const core = new ComposerCore(
	new TfBackends(draws, { simd, plain }),
	(url) => openAnswerer(url, (file) => fetch(file), draws),
	(reply) => {
		self.postMessage(reply);
	}
);

self.onmessage = (event: MessageEvent<ComposerRequest>) => {
	core.receive(event.data);
};
