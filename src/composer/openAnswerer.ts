import { fetchCheckpoint } from './checkpoint';
import { ComposerError } from './composerError';
import type { Answerer } from './answerer';
import { makeTfjsEngine } from './engines/tfjs/tfjsEngine';
import { MelodyRnn } from './melodyRnn';
import { modelFolder, type FetchFile } from './modelFiles';
import type { SeededDraws } from './seededMultinomial';
import { fetchMusicModel } from './transformer/modelManifest';
import { TransformerAnswerer } from './transformer/transformerAnswerer';

/**
 * The answerer for what lies at an address, which names a folder, its manifest.json (a Music
 * Transformer) or its config.json (a MelodyRNN). A folder is looked through for the one, then for the
 * other. Throws a ComposerError when neither is there and whole.
 */
export async function openAnswerer(
	url: string,
	fetchFile: FetchFile,
	draws: SeededDraws
): Promise<Answerer> {
	const folder = modelFolder(url);
	const openMelodyRnn = async () => new MelodyRnn(await fetchCheckpoint(folder, fetchFile), draws);
	const openTransformer = async () =>
		new TransformerAnswerer(await fetchMusicModel(folder, fetchFile), makeTfjsEngine);
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
