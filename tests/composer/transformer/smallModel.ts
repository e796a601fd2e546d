import { readFileSync } from 'node:fs';
import { fetchMusicModel, type MusicModel } from '../../../src/composer/transformer/modelManifest';

/** The small model as it is shipped. */
export const smallModel = (): Promise<MusicModel> =>
	fetchMusicModel('models/small', (file) =>
		Promise.resolve(new Response(new Uint8Array(readFileSync(file))))
	);
