import { fetchCheckpoint } from '../../src/composer/checkpoint';
import { MelodyRnn } from '../../src/composer/melodyRnn';
import type { FetchFile } from '../../src/composer/modelFiles';
import type { AnswererParts } from '../../src/composer/openAnswerer';
import { onCurrentBackend } from './engines/currentBackend';
import { backends, draws } from './tfNode';

/** What answerers are made with in Node: all on tfjs. */
export const partsFrom = (fetchFile: FetchFile): AnswererParts => ({
	fetchFile,
	engines: onCurrentBackend,
	openMelodyRnn: async (folder, fetch) =>
		new MelodyRnn(await fetchCheckpoint(folder, fetch), draws, backends)
});
