import type { Answerer } from './answerer';
import { fetchCheckpoint } from './checkpoint';
import type { TfjsParts } from './engines/browserEngines';
import { makeTfjsEngine } from './engines/tfjs/tfjsEngine';
import { MelodyRnn } from './melodyRnn';
import type { FetchFile } from './modelFiles';
import { SeededDraws } from './seededMultinomial';
import { TfBackends, type WasmFiles } from './tfBackends';

/** All that is built on tfjs. */
export interface Tfjs extends TfjsParts {
	openMelodyRnn(folder: string, fetchFile: FetchFile): Promise<Answerer>;
}

/** Starts tfjs; call it once. `onLost` hears when the device under its backend is lost. */
export function openTfjs(wasmFiles: WasmFiles, onLost: () => void): Tfjs {
	const draws = new SeededDraws();
	const backends = new TfBackends(draws, wasmFiles);
	backends.onLost = onLost;
	return {
		backends,
		makeEngine: makeTfjsEngine,
		makeWgslEngine: async (model) => {
			const { makeOnTfjsDevice } = await import('./engines/wgsl/tfjsDevice');
			return makeOnTfjsDevice(model);
		},
		openMelodyRnn: async (folder, fetchFile) =>
			new MelodyRnn(await fetchCheckpoint(folder, fetchFile), draws, backends)
	};
}
