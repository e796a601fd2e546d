import { readFileSync } from 'node:fs';
import type { CheckpointFiles } from '../tinyCheckpoint';

export const MANIFEST = readFileSync('models/small/manifest.json', 'utf8');
export const WEIGHTS = new Uint8Array(readFileSync('models/small/weights.bin'));

/** The files of the small model, with another manifest if one is given. */
export const smallFiles = (manifest = MANIFEST): CheckpointFiles =>
	new Map([
		['manifest.json', new TextEncoder().encode(manifest)],
		['weights.bin', WEIGHTS]
	]);
