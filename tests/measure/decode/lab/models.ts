import { ComposerError } from '../../../../src/composer/composerError';
import { fetchCheckpoint, type Checkpoint } from '../../../../src/composer/checkpoint';
import {
	fetchMusicModel,
	type MusicModel
} from '../../../../src/composer/transformer/modelManifest';
import { fetchFrom, tinyCheckpoint } from '../../../composer/tinyCheckpoint';
import { BASE_SIZE, randomModel } from './randomModel';

/** A model, and how long it took to make up its weights where nobody trained them. */
export interface Found<Model> {
	readonly model: Model;
	readonly isRandom: boolean;
	readonly inventedMs: number;
}

const fetchFile = (url: string) => fetch(url);

const invented = <Model>(model: Model, begun: number): Found<Model> => ({
	model,
	isRandom: true,
	inventedMs: performance.now() - begun
});

/** `small` as it is shipped, `base` too if it is there, and else of base's size. */
export async function findModel(folder: string, name: string): Promise<Found<MusicModel>> {
	try {
		const model = await fetchMusicModel(`${folder}/${name}`, fetchFile);
		return { model, isRandom: false, inventedMs: 0 };
	} catch (cause) {
		if (name !== 'base' || !(cause instanceof ComposerError)) throw cause;
	}
	const small = await fetchMusicModel(`${folder}/small`, fetchFile);
	const begun = performance.now();
	return invented(randomModel(small, BASE_SIZE), begun);
}

/** Our own checkpoint, or one of the size of Magenta's basic_rnn. */
export async function findCheckpoint(folder: string, name: string): Promise<Found<Checkpoint>> {
	if (name !== 'basic_rnn') {
		const model = await fetchCheckpoint(`${folder}/${name}`, fetchFile);
		return { model, isRandom: false, inventedMs: 0 };
	}
	const begun = performance.now();
	const files = tinyCheckpoint({ units: [512, 512], shards: 1 });
	return invented(await fetchCheckpoint(name, fetchFrom(files)), begun);
}
