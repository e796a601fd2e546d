import { describe, expect, test } from 'vitest';
import { openAnswerer } from '../../../src/composer/openAnswerer';
import { partsFrom } from '../answererParts';
import { fetchFrom, tinyCheckpoint, type CheckpointFiles } from '../tinyCheckpoint';
import { MANIFEST, smallFiles } from './smallFiles';

const FOLDER = 'https://models.test/folder';
const TRANSFORMER = 'Music Transformer (small)';
const MELODY_RNN = 'MelodyRNN folder';

const named = async (files: CheckpointFiles, url = FOLDER) =>
	(await openAnswerer(url, partsFrom(fetchFrom(files)))).name;
const both = (manifest?: string) => new Map([...tinyCheckpoint(), ...smallFiles(manifest)]);

describe('a folder', () => {
	test('of either model is that model', async () => {
		expect(await named(smallFiles())).toBe(TRANSFORMER);
		expect(await named(tinyCheckpoint())).toBe(MELODY_RNN);
	});

	test('of both models is a Music Transformer, unless the address says otherwise', async () => {
		expect(await named(both())).toBe(TRANSFORMER);
		expect(await named(both(), `${FOLDER}/manifest.json`)).toBe(TRANSFORMER);
		expect(await named(both(), `${FOLDER}/config.json`)).toBe(MELODY_RNN);
	});

	test('with a manifest of something else is a MelodyRNN', async () => {
		expect(await named(both('{"name": "App", "icons": []}'))).toBe(MELODY_RNN);
	});

	test('with a damaged manifest of ours is damaged, MelodyRNN or not', async () => {
		await expect(named(both(MANIFEST.slice(0, -9)))).rejects.toMatchObject({
			reason: 'model-damaged'
		});
	});

	test('without a MelodyRNN says what is wrong with the manifest', async () => {
		const newer = MANIFEST.replace('"version": 1', '"version": 2');
		await expect(named(smallFiles(newer))).rejects.toMatchObject({ reason: 'model-foreign' });
		await expect(named(new Map())).rejects.toMatchObject({ reason: 'model-missing' });
	});
});
