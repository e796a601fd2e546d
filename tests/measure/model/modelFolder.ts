import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
	fetchMusicModel,
	MANIFEST_FILE,
	type MusicModel
} from '../../../src/composer/transformer/modelManifest';

/** What the composer does not need to know of a manifest. */
interface Origin {
	readonly parameters: number;
	readonly weights: { readonly file: string; readonly sha256: string };
	readonly training: { readonly split_hash: string };
}

export interface Size {
	readonly parameters: number;
	readonly bytes: number;
}

export const folderOf = (model: string) =>
	fileURLToPath(new URL(`../../../models/${model}`, import.meta.url));

export const hasModel = (model: string) => existsSync(`${folderOf(model)}/${MANIFEST_FILE}`);

export const readJson = (model: string, file: string): unknown =>
	JSON.parse(readFileSync(`${folderOf(model)}/${file}`, 'utf8'));

export const originOf = (model: string) => readJson(model, MANIFEST_FILE) as Origin;

export const openModel = (model: string): Promise<MusicModel> =>
	fetchMusicModel(folderOf(model), (file) =>
		Promise.resolve(new Response(new Uint8Array(readFileSync(file))))
	);

/** Bytes as they lie on the disk. */
export function sizeOf(model: string): Size {
	const { parameters, weights } = originOf(model);
	return { parameters, bytes: statSync(`${folderOf(model)}/${weights.file}`).size };
}

/** The same of our MelodyRNN, which has a format of its own. */
export function melodyRnnSize(): Size {
	const groups = readJson('melody-rnn', 'weights_manifest.json') as readonly {
		readonly paths: readonly string[];
		readonly weights: readonly { readonly shape: readonly number[] }[];
	}[];
	const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
	const shapes = groups.flatMap(({ weights }) => weights.map(({ shape }) => shape));
	const files = groups.flatMap(({ paths }) => paths);
	return {
		parameters: sum(shapes.map((shape) => shape.reduce((size, side) => size * side, 1))),
		bytes: sum(files.map((file) => statSync(`${folderOf('melody-rnn')}/${file}`).size))
	};
}
