import { ComposerError } from '../composerError';
import { fetchBytes, fetchJson, type FetchFile } from '../modelFiles';
import { parseManifest, type Manifest } from './manifestFormat';
import { readTensor, type Matrix } from './weights';

export const MANIFEST_FILE = 'manifest.json';

/** A Music Transformer in memory, found whole: its manifest and its weights. */
export interface MusicModel extends Manifest {
	readonly tensorOf: (name: string) => Matrix;
}

/** `subtle` is missing on insecure origins; null then. */
async function sha256Of(bytes: ArrayBuffer): Promise<string | null> {
	const { subtle } = crypto as { subtle?: SubtleCrypto };
	if (subtle === undefined) return null;
	const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
	return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Fetches a Music Transformer and checks it before use. Throws a ComposerError: `model-missing` when
 * a file is not there, `model-damaged` when its parts do not fit together, `model-foreign` when it is
 * no model of ours or of another version.
 */
export async function fetchMusicModel(folder: string, fetchFile: FetchFile): Promise<MusicModel> {
	const manifest = parseManifest(await fetchJson(`${folder}/${MANIFEST_FILE}`, fetchFile));
	const { file, bytes, sha256 } = manifest.weights;
	const data = await fetchBytes(`${folder}/${file}`, fetchFile);
	if (data.byteLength !== bytes) {
		throw new ComposerError('model-damaged', `${data.byteLength} bytes instead of ${bytes}`);
	}
	const digest = await sha256Of(data);
	if (digest !== null && digest !== sha256) {
		throw new ComposerError('model-damaged', `the sha256 of ${file} is ${digest}`);
	}
	const tensors = new Map(manifest.tensors.map((entry) => [entry.name, readTensor(data, entry)]));
	return {
		...manifest,
		tensorOf(name) {
			const tensor = tensors.get(name);
			if (tensor === undefined) throw new RangeError(`no tensor ${name}`);
			return tensor;
		}
	};
}
