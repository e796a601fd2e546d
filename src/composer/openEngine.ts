import { fetchCheckpoint } from './checkpoint';
import { ComposerError } from './composerError';
import type { Engine } from './engine';
import { MelodyRnn } from './melodyRnn';
import { modelFolder, type FetchFile } from './modelFiles';
import type { SeededDraws } from './seededMultinomial';
import { fetchMusicModel } from './transformer/modelManifest';
import { TransformerEngine } from './transformer/transformerEngine';

/**
 * The engine for what lies at an address, which names a folder, its manifest.json (a Music
 * Transformer) or its config.json (a MelodyRNN). A folder is looked through for the one, then for the
 * other. Throws a ComposerError when neither is there and whole.
 */
export async function openEngine(
	url: string,
	fetchFile: FetchFile,
	draws: SeededDraws
): Promise<Engine> {
	const folder = modelFolder(url);
	const openMelodyRnn = async () => new MelodyRnn(await fetchCheckpoint(folder, fetchFile), draws);
	const openTransformer = async () =>
		new TransformerEngine(await fetchMusicModel(folder, fetchFile));
	if (url.endsWith('/config.json')) return openMelodyRnn();
	if (url.endsWith('/manifest.json')) return openTransformer();
	try {
		return await openTransformer();
	} catch (cause) {
		if (!isNoneOfOurs(cause)) throw cause;
		return await openMelodyRnn().catch((other: unknown) => {
			const isNothing = other instanceof ComposerError && other.reason === 'model-missing';
			throw isNothing ? cause : other;
		});
	}
}

const isNoneOfOurs = (cause: unknown) =>
	cause instanceof ComposerError &&
	(cause.reason === 'model-missing' || cause.reason === 'model-foreign');
