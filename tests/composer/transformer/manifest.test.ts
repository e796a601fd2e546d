import { createHash } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { ComposerError } from '../../../src/composer/composerError';
import { fetchMusicModel } from '../../../src/composer/transformer/modelManifest';
import { fetchFrom, type CheckpointFiles } from '../tinyCheckpoint';
import { MANIFEST, smallFiles, WEIGHTS } from './smallFiles';

type Json = Record<string, unknown>;
interface Manifest extends Json {
	config: Json;
	vocabulary: Json;
	weights: Json;
	tensors: Json[];
}

const encoded = (value: string) => new TextEncoder().encode(value);

/** The small model with something done to its manifest. */
function changed(change: (manifest: Manifest) => void): CheckpointFiles {
	const manifest = JSON.parse(MANIFEST) as Manifest;
	change(manifest);
	return smallFiles(JSON.stringify(manifest));
}
/** The small model with other weights than the manifest knows of. */
const withWeights = (bytes: Uint8Array<ArrayBuffer>) => smallFiles().set('weights.bin', bytes);

async function reasonFor(files: CheckpointFiles): Promise<string> {
	try {
		await fetchMusicModel('https://models.test/small', fetchFrom(files));
		return 'none';
	} catch (cause) {
		if (cause instanceof ComposerError) return cause.reason;
		throw cause;
	}
}

test('a whole model is taken, with weights that are numbers', async () => {
	const model = await fetchMusicModel('https://models.test/small', fetchFrom(smallFiles()));
	for (const { name, shape } of model.tensors) {
		const { rows, columns, values } = model.tensorOf(name);
		expect([rows, columns]).toEqual(shape);
		expect(values.every(Number.isFinite)).toBe(true);
	}
	expect(() => model.tensorOf('trunk.none')).toThrow(RangeError);
});

const page = encoded('<!doctype html><title>Not here</title>');

describe('model-missing is the reason when', () => {
	test.each<[string, CheckpointFiles]>([
		['nothing is there', new Map()],
		['a page is sent instead of the manifest', smallFiles().set('manifest.json', page)],
		['the weights are not there', new Map([['manifest.json', encoded(MANIFEST)]])]
	])('%s', async (_, files) => {
		expect(await reasonFor(files)).toBe('model-missing');
	});

	test('the network is away', async () => {
		const offline = () => Promise.reject(new TypeError('Failed to fetch'));
		await expect(fetchMusicModel('https://models.test/small', offline)).rejects.toMatchObject({
			reason: 'model-missing'
		});
	});

	test('the weights break off on their way', async () => {
		const whole = fetchFrom(smallFiles());
		const broken = new ReadableStream({
			start: (controller) => {
				controller.error(new TypeError('network error'));
			}
		});
		const cut = (url: string) =>
			url.endsWith('.bin') ? Promise.resolve(new Response(broken)) : whole(url);
		await expect(fetchMusicModel('https://models.test/small', cut)).rejects.toMatchObject({
			reason: 'model-missing'
		});
	});
});

describe('model-foreign is the reason when', () => {
	test.each<[string, CheckpointFiles]>([
		['it is some JSON', smallFiles('[1, 2]')],
		['it is nothing', smallFiles('null')],
		['it is the manifest of a web app', smallFiles('{"name": "App", "icons": []}')],
		['the format is another', changed((manifest) => (manifest.format = 'magenta.js'))],
		['the version is newer', changed((manifest) => (manifest.version = 2))],
		['it counts in other steps', changed(({ vocabulary }) => (vocabulary.ticks_per_step = 30))],
		['it has other parts', changed(({ vocabulary }) => (vocabulary.parts = ['voice']))],
		['it has other tasks', changed(({ vocabulary }) => (vocabulary.tasks = ['sing']))],
		['it knows places otherwise', changed(({ config }) => (config.places = 'learned'))]
	])('%s', async (_, files) => {
		expect(await reasonFor(files)).toBe('model-foreign');
	});
});

describe('model-damaged is the reason when', () => {
	const first = ({ tensors }: Manifest) => tensors[0]!;
	const flipped = WEIGHTS.slice();
	flipped[1000]! ^= 1;

	test.each<[string, CheckpointFiles]>([
		['the manifest is cut', smallFiles(MANIFEST.slice(0, MANIFEST.length / 2))],
		['the weights are cut', withWeights(WEIGHTS.slice(0, -1))],
		['the weights are empty', withWeights(new Uint8Array())],
		['the weights are too long', withWeights(new Uint8Array([...WEIGHTS, 0]))],
		['a bit of the weights is another', withWeights(flipped)],
		['the sha256 is another', changed((manifest) => (manifest.weights.sha256 = '0'.repeat(64)))],
		['the weights have no file', changed((manifest) => delete manifest.weights.file)],
		['it says nothing of weights', changed((manifest) => (manifest.weights = {}))],
		['a tensor is not there', changed(({ tensors }) => tensors.pop())],
		['there are no tensors', changed((manifest) => (manifest.tensors = []))],
		['a tensor is no object', changed(({ tensors }) => tensors.push(7 as never))],
		['a tensor is turned', changed((manifest) => (first(manifest).shape as number[]).reverse())],
		['a tensor is of another size', changed((manifest) => (first(manifest).shape = [17, 160]))],
		['a tensor has no shape', changed((manifest) => delete first(manifest).shape)],
		['a tensor is of another type', changed((manifest) => (first(manifest).type = 'float64'))],
		['a tensor has no scales', changed((manifest) => delete first(manifest).scales_offset)],
		['scales lie along a third axis', changed((manifest) => (first(manifest).scale_axis = 2))],
		['a tensor begins before the file', changed((manifest) => (first(manifest).offset = -1))],
		['a tensor begins amid a byte', changed((manifest) => (first(manifest).offset = 0.5))],
		[
			'a tensor reaches beyond the file',
			changed((manifest) => (first(manifest).offset = WEIGHTS.length - 4))
		],
		['it has no title', changed((manifest) => delete manifest.title)],
		['it has no width', changed(({ config }) => delete config.width)],
		['its width is not that of the weights', changed(({ config }) => (config.width = 320))],
		['its heads do not part the width', changed(({ config }) => (config.heads = 7))],
		['it is larger than any machine', changed(({ config }) => (config.layers = 1e9))],
		['a drum has no pitch', changed(({ vocabulary }) => (vocabulary.drum_sounds = [{}]))],
		['there are no durations', changed(({ vocabulary }) => (vocabulary.durations = []))],
		['a metre is half', changed(({ vocabulary }) => (vocabulary.metres = [[4]]))]
	])('%s', async (_, files) => {
		expect(await reasonFor(files)).toBe('model-damaged');
	});
});

test('where nothing can be hashed, a model is known by its length', async () => {
	vi.stubGlobal('crypto', {});
	expect(await reasonFor(smallFiles())).toBe('none');
	expect(await reasonFor(withWeights(WEIGHTS.slice(0, -1)))).toBe('model-damaged');
	vi.unstubAllGlobals();
});

test('a tensor of half-precision numbers is as good as one of bytes', async () => {
	const manifest = JSON.parse(MANIFEST) as Manifest;
	const entry = manifest.tensors.find(({ name }) => name === 'heads.part')!;
	const [rows, columns] = entry.shape as [number, number];
	const halves = new Uint16Array(rows * columns).fill(0x3e00);
	const bytes = new Uint8Array([...WEIGHTS, ...new Uint8Array(halves.buffer)]);
	Object.assign(entry, { type: 'float16', offset: WEIGHTS.length });
	manifest.weights = {
		file: 'weights.bin',
		bytes: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex')
	};
	const files = smallFiles(JSON.stringify(manifest)).set('weights.bin', bytes);
	const model = await fetchMusicModel('https://models.test/small', fetchFrom(files));
	expect(new Set(model.tensorOf('heads.part').values)).toEqual(new Set([1.5]));
});
