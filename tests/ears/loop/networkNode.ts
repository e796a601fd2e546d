import type { io } from '@tensorflow/tfjs-core';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { graphHandler, openNetwork, type HearWindow } from '../../../src/ears/loop/pitchNetwork';

const folder = join(
	dirname(createRequire(import.meta.url).resolve('@spotify/basic-pitch/package.json')),
	'model'
);

const files = {
	graph: async () => JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as unknown,
	weights: async () => {
		const { buffer, byteOffset, byteLength } = await readFile(join(folder, 'group1-shard1of1.bin'));
		return buffer.slice(byteOffset, byteOffset + byteLength);
	},
	wasm: null
};

export const graphInNode: io.IOHandler = graphHandler(files);

/** The app's network, in Node, on the same wasm. */
export const networkInNode = (): Promise<HearWindow> => openNetwork(files);
