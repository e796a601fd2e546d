import type { Answerer } from './answerer';
import { ComposerError } from './composerError';
import type { Engines } from './engines/engines';
import { modelFolder, type FetchFile } from './modelFiles';
import { fetchMusicModel } from './transformer/modelManifest';
import { TransformerAnswerer } from './transformer/transformerAnswerer';

/** What answerers are made with. */
export interface AnswererParts {
	readonly fetchFile: FetchFile;
	readonly engines: Engines;
	/** Opens a checkpoint of Magenta.js in a folder. */
	readonly openMelodyRnn: (folder: string, fetchFile: FetchFile) => Promise<Answerer>;
}

/**
 * The answerer for what lies at an address, which names a folder, its manifest.json (a Music
 * Transformer) or its config.json (a MelodyRNN). A folder is looked through for the one, then for the
 * other. Throws a ComposerError when neither is there and whole.
 */
export async function openAnswerer(
	url: string,
	{ fetchFile, engines, openMelodyRnn: open }: AnswererParts
): Promise<Answerer> {
	const folder = modelFolder(url);
	const openMelodyRnn = () => open(folder, fetchFile);
	const openTransformer = async () =>
		new TransformerAnswerer(await fetchMusicModel(folder, fetchFile), engines);
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
