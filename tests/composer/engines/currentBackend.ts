import type { Engines } from '../../../src/composer/engines/engines';
import { makeTfjsEngine } from '../../../src/composer/engines/tfjs/tfjsEngine';

/** tfjs on the backend that the test has set, and nothing else. */
export const onCurrentBackend: Engines = {
	machine: () => Promise.resolve('test'),
	toTry: () => ['tfjs-wasm'],
	offered: () => Promise.resolve(['tfjs-wasm']),
	open: (_name, model) => Promise.resolve(makeTfjsEngine(model))
};
