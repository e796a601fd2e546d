import type { MusicRNNSpec } from '@magenta/music/esm/music_rnn/model';
import type { io } from '@tensorflow/tfjs';
import { ComposerError } from './composerError';
import { checkNetwork, parseManifest, parseSpec, type ShardGroup } from './checkpointFormat';
import { fetchBytes, fetchJson, folderName, modelFolder, type FetchFile } from './modelFiles';

/** A Magenta.js checkpoint of a melody model in memory, found whole and fitting. */
export interface Checkpoint {
	/** For people: the folder's name. */
	readonly name: string;
	readonly spec: MusicRNNSpec;
	readonly weights: readonly {
		readonly entries: io.WeightsManifestEntry[];
		readonly data: ArrayBuffer;
	}[];
}

function joined(shards: readonly ArrayBuffer[]): ArrayBuffer {
	const whole = new Uint8Array(shards.reduce((sum, shard) => sum + shard.byteLength, 0));
	let at = 0;
	for (const shard of shards) {
		whole.set(new Uint8Array(shard), at);
		at += shard.byteLength;
	}
	return whole.buffer;
}

async function fetchGroup(folder: string, group: ShardGroup, fetchFile: FetchFile) {
	const paths = group.paths.map((path) => `${folder}/${path}`);
	const data = joined(await Promise.all(paths.map((path) => fetchBytes(path, fetchFile))));
	if (data.byteLength !== group.bytes) {
		const sizes = `${data.byteLength} bytes instead of ${group.bytes}`;
		throw new ComposerError('model-damaged', `${sizes} in ${group.paths.join(', ')}`);
	}
	return { entries: group.entries, data };
}

/**
 * Fetches a checkpoint and checks it before use. Throws a ComposerError: `model-missing` when a file
 * is not there, `model-damaged` when its parts do not fit together, `model-foreign` when it is whole
 * but no melody model.
 */
export async function fetchCheckpoint(url: string, fetchFile: FetchFile): Promise<Checkpoint> {
	const folder = modelFolder(url);
	const spec = parseSpec(await fetchJson(`${folder}/config.json`, fetchFile));
	const groups = parseManifest(await fetchJson(`${folder}/weights_manifest.json`, fetchFile));
	checkNetwork(spec, groups);
	const weights = await Promise.all(groups.map((group) => fetchGroup(folder, group, fetchFile)));
	return { name: folderName(folder), spec, weights };
}
