import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ComposerClient } from '../../../src/composer/composerClient';
import { ComposerCore } from '../../../src/composer/composerCore';
import type { ComposerThread } from '../../../src/composer/composerThread';
import { openAnswerer } from '../../../src/composer/openAnswerer';
import type { ComposerReply, ComposerRequest } from '../../../src/composer/protocol';
import type { Note } from '../../../src/music/note';
import { requestOf } from '../calls';
import { partsFrom } from '../answererParts';
import { backends } from '../tfNode';
import { fetchFrom, tinyCheckpoint, type CheckpointFiles } from '../tinyCheckpoint';
import { MANIFEST, smallFiles, WEIGHTS } from './smallFiles';

/** The worker, on this thread. */
class SameThread implements ComposerThread {
	readonly #core: ComposerCore;
	#hear: (event: { readonly data: ComposerReply }) => void = () => undefined;

	constructor(fetchFile: (url: string) => Promise<Response>) {
		this.#core = new ComposerCore(
			(url) => openAnswerer(url, partsFrom(fetchFile)),
			() => Promise.resolve('test'),
			(data) => {
				this.#hear({ data });
			}
		);
	}

	postMessage(request: ComposerRequest): void {
		this.#core.receive(request);
	}

	terminate(): void {
		this.#hear = () => undefined;
	}

	addEventListener(
		type: string,
		listener: (event: { readonly data: ComposerReply }) => void
	): void {
		if (type === 'message') this.#hear = listener;
	}
}

const encoded = (value: string) => new TextEncoder().encode(value);
let small: CheckpointFiles;
let melodyRnn: CheckpointFiles;
let client: ComposerClient;

function started(models: readonly string[] = ['models/small', 'models/melody-rnn']) {
	const fetchFile = (url: string) => fetchFrom(url.includes('/small/') ? small : melodyRnn)(url);
	client = new ComposerClient({
		startThread: () => new SameThread(fetchFile),
		base: 'https://continuo.test/',
		models,
		engine: 'tfjs-wasm',
		memory: { read: () => null, write: () => undefined },
		now: () => 0
	});
	client.start();
	return vi.waitFor(
		() => {
			expect(client.status.kind).not.toBe('loading');
			return client.status;
		},
		{ timeout: 120_000 }
	);
}

beforeEach(async () => {
	expect(await backends.use('wasm')).toBe(true);
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	small = smallFiles();
	melodyRnn = tinyCheckpoint();
});
afterEach(() => {
	client.dispose();
});

const answer = () =>
	new Promise<readonly Note[]>((resolve, reject) => {
		const notes: Note[] = [];
		client.ask(requestOf(), {
			bar: (_candidate, more) => notes.push(...more),
			ranked: () => undefined,
			done: () => {
				resolve(notes);
			},
			failed: reject
		});
	});

test('a Music Transformer that is whole answers, and there is nothing to say', async () => {
	expect(await started()).toMatchObject({
		kind: 'ready',
		model: 'Music Transformer (small)',
		sentence: ''
	});
	expect((await answer()).length).toBeGreaterThan(0);
});

const FAULTS: readonly [string, string, () => void][] = [
	[
		'is not there',
		'There is no checkpoint at models/small',
		() => {
			small.clear();
		}
	],
	[
		'has weights that are cut',
		'The checkpoint at models/small is damaged or incomplete',
		() => small.set('weights.bin', WEIGHTS.slice(0, -100))
	],
	[
		'has a manifest that is cut',
		'The checkpoint at models/small is damaged or incomplete',
		() => small.set('manifest.json', encoded(MANIFEST.slice(0, -100)))
	],
	[
		'is of a newer version',
		'The checkpoint at models/small is not a Music Transformer of ours and is not a melody model of Magenta.js',
		() => small.set('manifest.json', encoded(MANIFEST.replace('"version": 1', '"version": 2')))
	]
];

describe.each(FAULTS)('where the first model %s', (_, complaint, damage) => {
	test('the next one answers, and the status says why', async () => {
		damage();
		expect(await started()).toMatchObject({
			kind: 'ready',
			model: 'MelodyRNN',
			sentence: `${complaint}; MelodyRNN answers instead.`
		});
		expect((await answer()).length).toBeGreaterThan(0);
	});

	test('and no other is there, the status says that too', async () => {
		damage();
		melodyRnn.clear();
		expect(await started()).toMatchObject({
			kind: 'failed',
			sentence: `${complaint}; the partner plays from your own phrase.`
		});
		await expect(answer()).rejects.toBe('not-ready');
	});
});

test('a model that is whole goes on answering when another one is broken', async () => {
	await started(['models/melody-rnn']);
	small.set('weights.bin', new Uint8Array(WEIGHTS.length));
	expect(await client.useCheckpoint('models/small')).toBe('model-damaged');
	expect(client.status).toMatchObject({ kind: 'ready', model: 'MelodyRNN' });
	expect(client.status.sentence).toMatch(/damaged or incomplete; MelodyRNN keeps answering\.$/);
	expect((await answer()).length).toBeGreaterThan(0);
});
