import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { fetchCheckpoint } from '../../../src/composer/checkpoint';
import { MelodyNetwork } from '../../../src/composer/melodyNetwork';
import { SeededDraws } from '../../../src/composer/seededMultinomial';
import { TfBackends } from '../../../src/composer/tfBackends';
import { ForcedDraws } from './forcedDraws';

/** How many bits our own model needs for the events after the first. */
export type MelodyBits = (events: readonly number[]) => Promise<number>;

async function open(): Promise<MelodyBits> {
	const backends = new TfBackends(new SeededDraws(), { simd, plain });
	if (!(await backends.use('wasm'))) throw new Error('this browser has no WebAssembly');
	const draws = new ForcedDraws('wasm');
	const url = new URL('models/melody-rnn', document.baseURI).href;
	const network = new MelodyNetwork(await fetchCheckpoint(url, (file) => fetch(file)));
	return (events) => draws.bitsOf(network, events);
}

Object.assign(window, { melodyBits: await open() });
