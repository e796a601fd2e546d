import { beforeEach, describe, expect, test } from 'vitest';
import { ComposerClient } from '../../src/composer/composerClient';
import type { ComposerThread } from '../../src/composer/composerThread';
import type { ComposerReply, ComposerRequest, EngineChoice } from '../../src/composer/protocol';
import type { Composer } from '../../src/jam/ports';
import { seconds, ticks } from '../../src/music/units';
import { note, requestOf } from './calls';

type Listener = (event: { readonly data: ComposerReply }) => void;

/** A worker that does nothing but remember, and that the test speaks for. */
class FakeThread implements ComposerThread {
	readonly heard: ComposerRequest[] = [];
	isTerminated = false;
	#hear: Listener = () => undefined;
	readonly #failing = new Map<string, () => void>();

	postMessage(request: ComposerRequest): void {
		this.heard.push(structuredClone(request));
	}

	terminate(): void {
		this.isTerminated = true;
	}

	addEventListener(type: 'message' | 'error' | 'messageerror', listener: Listener): void {
		if (type === 'message') this.#hear = listener;
		else this.#failing.set(type, listener as () => void);
	}

	say(reply: ComposerReply): void {
		this.#hear({ data: reply });
	}

	fail(type: 'error' | 'messageerror'): void {
		this.#failing.get(type)?.();
	}

	/** The id of the newest call of a kind. */
	lastId(kind: 'load' | 'answer'): number {
		const call = this.heard.findLast((request) => request.kind === kind);
		return call !== undefined && 'id' in call ? call.id : -1;
	}

	becomeReady(name = 'MelodyRNN'): void {
		const firstBarSeconds = seconds(0.04);
		this.say({ kind: 'model', name, canAccompany: false, engine: 'tfjs-webgpu', firstBarSeconds });
		this.say({ kind: 'done', id: this.lastId('load') });
	}
}

let threads: FakeThread[];
let now: number;
let client: ComposerClient;
let log: string[];
let remembered: EngineChoice | null;
let written: (EngineChoice | null)[];
const thread = () => threads.at(-1)!;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

const listener = {
	bar: (candidate: number) => log.push(`bar ${candidate}`),
	ranked: (order: readonly number[]) => log.push(`ranked ${order.join()}`),
	done: () => log.push('done'),
	failed: (reason: string) => log.push(reason)
};

beforeEach(() => {
	threads = [];
	log = [];
	remembered = null;
	written = [];
	now = 1000;
	client = new ComposerClient({
		startThread: () => {
			threads.push(new FakeThread());
			return thread();
		},
		base: 'https://continuo.test/app/',
		models: ['models/melody-rnn'],
		engine: 'auto',
		memory: { read: () => remembered, write: (choice) => written.push(choice) },
		now: () => now
	});
});

function started(): void {
	client.start();
	thread().becomeReady();
}

const sayBar = (candidate: number, from = 0) => {
	thread().say({
		kind: 'bar',
		id: thread().lastId('answer'),
		candidate,
		notes: [note(from, 480, 60)],
		from: ticks(from),
		to: ticks(from + 1920)
	});
};

test('the client is the composer that the jam asks for', () => {
	const composer: Composer = client;
	expect(composer.status.kind).toBe('loading');
});

describe('a client', () => {
	test('starts the worker with its wish and the address of the model', () => {
		client.start();
		expect(thread().heard).toEqual([
			{ kind: 'start', engine: 'auto', remembered: null },
			{ kind: 'load', id: 1, url: 'https://continuo.test/app/models/melody-rnn' }
		]);
		expect(client.status).toMatchObject({ kind: 'loading', engine: null });
	});

	test('says when the model is ready and how fast it is', () => {
		const kinds: string[] = [];
		client.changed.on(() => kinds.push(client.status.kind));
		started();
		expect(kinds).toEqual(['ready']);
		expect(client.status).toEqual({
			kind: 'ready',
			model: 'MelodyRNN',
			canAccompany: false,
			engine: 'tfjs-webgpu',
			figures: [],
			sentence: '',
			firstBarSeconds: 0.04
		});
	});

	test('passes on bars and the end, each call for itself', () => {
		started();
		client.ask(requestOf(), listener);
		sayBar(0);
		sayBar(1);
		thread().say({ kind: 'done', id: thread().lastId('answer') });
		thread().say({ kind: 'done', id: thread().lastId('answer') });
		sayBar(2);
		expect(log).toEqual(['bar 0', 'bar 1', 'done']);
	});

	test('fails a call that comes before the model, after `ask` has returned', async () => {
		client.ask(requestOf(), listener);
		expect(log).toEqual([]);
		await settled();
		expect(log).toEqual(['not-ready']);
	});

	test('cancels at once, once, and hears nothing more', () => {
		started();
		const cancel = client.ask(requestOf(), listener);
		cancel();
		cancel();
		sayBar(0);
		thread().say({ kind: 'failed', id: thread().lastId('answer'), reason: 'cancelled' });
		expect(log).toEqual(['cancelled']);
		expect(thread().heard.at(-1)).toEqual({ kind: 'cancel', id: thread().lastId('answer') });
	});

	test('passes on which candidates are the best', () => {
		started();
		client.ask(requestOf(), listener);
		thread().say({ kind: 'ranked', id: thread().lastId('answer'), order: [2, 0, 1] });
		expect(log).toEqual(['ranked 2,0,1']);
	});

	test('tells the worker what will be asked, once there is a model', () => {
		client.prepare(requestOf());
		started();
		client.prepare(requestOf());
		client.measure();
		const [prepared, measured] = thread().heard.slice(-2);
		expect(prepared).toEqual({ kind: 'prepare', request: requestOf() });
		expect(measured).toEqual({ kind: 'measure' });
		expect(thread().heard.filter(({ kind }) => kind === 'prepare')).toHaveLength(1);
	});

	test('remembers which engine was the fastest, and hands it to the next worker', () => {
		started();
		const figures = [{ engine: 'tfjs-webgpu', notesPerSecond: 900 }] as const;
		const choice = { machine: '1 nvidia', figures };
		thread().say({ kind: 'chosen', engine: 'tfjs-webgpu', choice });
		expect(client.status).toMatchObject({ engine: 'tfjs-webgpu', figures });
		expect(written).toEqual([choice]);
		remembered = choice;
		thread().fail('error');
		expect(thread().heard[0]).toMatchObject({ kind: 'start', remembered: choice });
	});

	test('learns how long the first bar usually takes', () => {
		started();
		for (let answer = 1; answer <= 40; answer++) {
			client.ask(requestOf(), listener);
			now += answer === 38 ? 900 : 100;
			sayBar(0);
			now += 500;
			sayBar(0, 1920);
			sayBar(1);
			thread().say({ kind: 'done', id: thread().lastId('answer') });
		}
		expect(client.status.firstBarSeconds).toBeCloseTo(0.1);
	});
});

describe('a checkpoint of the player', () => {
	test.each([
		['model-missing', 'There is no checkpoint at my model; MelodyRNN keeps answering.'],
		[
			'model-damaged',
			'The checkpoint at my model is damaged or incomplete; MelodyRNN keeps answering.'
		],
		[
			'model-foreign',
			'The checkpoint at my model is not a Music Transformer of ours and is not a melody model of Magenta.js; MelodyRNN keeps answering.'
		],
		['broken', 'The checkpoint at my model could not be started; MelodyRNN keeps answering.']
	] as const)('that is %s: "%s"', async (reason, sentence) => {
		started();
		const using = client.useCheckpoint('my model');
		expect(thread().heard.at(-1)).toMatchObject({ url: 'https://continuo.test/app/my%20model' });
		thread().say({ kind: 'failed', id: thread().lastId('load'), reason });
		expect(await using).toBe(reason);
		expect(client.status).toMatchObject({ kind: 'ready', model: 'MelodyRNN', sentence });
	});

	test('that is no address is missing', async () => {
		started();
		expect(await client.useCheckpoint('http://')).toBe('model-missing');
	});

	test('answers from then on, after a crash too', async () => {
		started();
		const using = client.useCheckpoint('https://models.test/basic_rnn/');
		thread().becomeReady('MelodyRNN basic_rnn');
		expect(await using).toBeNull();
		expect(client.status).toMatchObject({ model: 'MelodyRNN basic_rnn', sentence: '' });
		thread().fail('error');
		expect(thread().heard.at(-1)).toMatchObject({ url: 'https://models.test/basic_rnn' });
	});

	test('when none answers, the status is failed and says so', async () => {
		client.start();
		thread().say({ kind: 'failed', id: 1, reason: 'model-missing' });
		await settled();
		expect(client.status).toMatchObject({
			kind: 'failed',
			sentence:
				'There is no checkpoint at models/melody-rnn; the partner plays from your own phrase.'
		});
	});
});

describe('when the worker dies', () => {
	test.each(['error', 'messageerror'] as const)(
		'by %s, all calls fail and a new one starts on the processor',
		async (type) => {
			started();
			client.ask(requestOf(), listener);
			client.ask(requestOf(), listener);
			const [first] = threads;
			first!.fail(type);
			expect(log).toEqual(['broken', 'broken']);
			expect(first!.isTerminated).toBe(true);
			expect(thread()).not.toBe(first);
			expect(thread().heard[0]).toEqual({ kind: 'start', engine: 'simd', remembered: null });
			expect(client.status).toMatchObject({ kind: 'loading', engine: null });
			await settled();
			expect(client.status.kind).toBe('loading');
			thread().becomeReady();
			expect(client.status).toMatchObject({ kind: 'ready', sentence: '' });
		}
	);

	test('because its engine was lost, the calls say so', () => {
		started();
		client.ask(requestOf(), listener);
		thread().say({ kind: 'lost' });
		expect(log).toEqual(['engine-lost']);
		expect(threads).toHaveLength(2);
	});

	test('what the dead one still says is not heard', () => {
		started();
		client.ask(requestOf(), listener);
		const [first] = threads;
		first!.fail('error');
		first!.becomeReady('ghost');
		first!.fail('error');
		expect(client.status.kind).toBe('loading');
		expect(threads).toHaveLength(2);
	});

	test('again and again, the client gives up and says so', () => {
		started();
		for (let crash = 0; crash < 4; crash++) thread().fail('error');
		expect(threads).toHaveLength(4);
		expect(client.status.kind).toBe('failed');
		expect(client.status.sentence).toMatch(/reload the page/);
	});

	test('a move to the processor is told, and the calls go on', () => {
		started();
		client.ask(requestOf(), listener);
		thread().say({ kind: 'moved', engine: 'simd' });
		expect(client.status).toMatchObject({ kind: 'ready', engine: 'simd', figures: [] });
		expect(client.status.sentence).not.toBe('');
		expect(written).toEqual([null]);
		expect(log).toEqual([]);
	});

	test('a disposed client ends its calls', () => {
		started();
		client.ask(requestOf(), listener);
		client.dispose();
		expect(log).toEqual(['cancelled']);
		expect(thread().isTerminated).toBe(true);
	});
});
