import { expect, test } from 'vitest';
import { fetchCheckpoint } from '../../src/composer/checkpoint';
import { ComposerError } from '../../src/composer/composerError';
import { modelFolder } from '../../src/composer/modelFiles';
import { fetchFrom, tinyCheckpoint, type CheckpointFiles } from './tinyCheckpoint';

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const page = new TextEncoder().encode('<!doctype html><title>Not here</title>');
const configOf = (files: CheckpointFiles) =>
	JSON.parse(new TextDecoder().decode(files.get('config.json'))) as Record<string, unknown>;

async function reasonFor(files: CheckpointFiles): Promise<string> {
	try {
		await fetchCheckpoint('https://models.test/tiny', fetchFrom(files));
		return 'none';
	} catch (cause) {
		if (cause instanceof ComposerError) return cause.reason;
		throw cause;
	}
}

test.each([
	['https://a.test/m', 'https://a.test/m'],
	['https://a.test/m/', 'https://a.test/m'],
	['https://a.test/m/config.json', 'https://a.test/m'],
	['https://a.test/m/manifest.json', 'https://a.test/m'],
	['https://a.test/m/config.json?v=1#top', 'https://a.test/m']
])('the folder of %s is %s', (address, folder) => {
	expect(modelFolder(address)).toBe(folder);
});

test.each([
	['plain', {}],
	['two cells', { units: [8, 12] }],
	['a step counter', { counterBits: 7 }],
	['half precision', { isHalf: true }],
	['chords', { chordEncoder: 'PitchChordEncoder' }],
	['five shards', { shards: 5 }]
])('a whole checkpoint is taken: %s', async (_, options) => {
	expect(await reasonFor(tinyCheckpoint(options))).toBe('none');
});

const cut = (bytes: Uint8Array<ArrayBuffer> | undefined, from: number, to: number) =>
	bytes?.slice(from, to) ?? new Uint8Array();

test.each<[string, string, (files: CheckpointFiles) => unknown]>([
	[
		'model-missing',
		'nothing is there',
		(files) => {
			files.clear();
		}
	],
	[
		'model-missing',
		'a page is sent instead of config.json',
		(files) => files.set('config.json', page)
	],
	[
		'model-missing',
		'a page is sent instead of the manifest',
		(files) => files.set('weights_manifest.json', page)
	],
	['model-missing', 'a shard is not there', (files) => files.delete('group1-shard2')],
	[
		'model-damaged',
		'config.json is cut',
		(files) => files.set('config.json', cut(files.get('config.json'), 0, 40))
	],
	[
		'model-damaged',
		'the manifest is no list',
		(files) => files.set('weights_manifest.json', json({}))
	],
	[
		'model-damaged',
		'a group has no paths',
		(files) => files.set('weights_manifest.json', json([{ weights: [] }]))
	],
	[
		'model-damaged',
		'a shard is cut',
		(files) => files.set('group1-shard1', cut(files.get('group1-shard1'), 0, 100))
	],
	[
		'model-damaged',
		'a shard is too long',
		(files) => files.set('group1-shard1', new Uint8Array(99_999))
	],
	[
		'model-damaged',
		'the range of pitches is upside down',
		(files) =>
			files.set(
				'config.json',
				json({
					...configOf(files),
					dataConverter: { type: 'MelodyConverter', args: { minPitch: 80, maxPitch: 20 } }
				})
			)
	],
	[
		'model-damaged',
		'the counter is not in the weights',
		(files) =>
			files.set(
				'config.json',
				json({ ...configOf(files), auxInputs: [{ type: 'BinaryCounter', args: { numBits: 3 } }] })
			)
	],
	[
		'model-foreign',
		'it is a MusicVAE',
		(files) => files.set('config.json', json({ type: 'MusicVAE', dataConverter: {} }))
	],
	['model-foreign', 'it is some JSON', (files) => files.set('config.json', json([1, 2]))],
	[
		'model-foreign',
		'it plays drums',
		(files) =>
			files.set(
				'config.json',
				json({ type: 'MusicRNN', dataConverter: { type: 'DrumsConverter', args: {} } })
			)
	],
	[
		'model-foreign',
		'the weights are of another network',
		(files) =>
			files.set(
				'weights_manifest.json',
				json([{ paths: [], weights: [{ name: 'dense/kernel', shape: [2, 2], dtype: 'float32' }] }])
			)
	],
	[
		'model-foreign',
		'it wants inputs that we have not',
		(files) =>
			files.set(
				'config.json',
				json({ ...configOf(files), auxInputs: [{ type: 'Weather', args: {} }] })
			)
	]
])('%s when %s', async (reason, _, damage) => {
	const files = tinyCheckpoint();
	damage(files);
	expect(await reasonFor(files)).toBe(reason);
});

test('a network that is away counts as missing', async () => {
	const offline = () => Promise.reject(new TypeError('Failed to fetch'));
	await expect(fetchCheckpoint('https://models.test/tiny', offline)).rejects.toMatchObject({
		reason: 'model-missing'
	});
});
