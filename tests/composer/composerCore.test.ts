import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Backends } from '../../src/composer/backend';
import { ComposerCore } from '../../src/composer/composerCore';
import { ComposerError } from '../../src/composer/composerError';
import type { BarListener, Answerer } from '../../src/composer/answerer';
import type { AnswerRequest, BackendName, ComposerReply } from '../../src/composer/protocol';
import { ticks } from '../../src/music/units';
import { requestOf } from './calls';

/** Tells one empty bar a turn of the event loop. Sticks at a bar, as on a dead device, if told to. */
class FakeAnswerer implements Answerer {
	readonly name: string;
	readonly loadedOn: (BackendName | null)[] = [];
	isDisposed = false;
	sticksAtBar = Infinity;
	throwsAtBar = Infinity;
	readonly #backends: FakeBackends;

	constructor(name: string, backends: FakeBackends) {
		this.name = name;
		this.#backends = backends;
	}

	load(): void {
		this.isDisposed = false;
		this.loadedOn.push(this.#backends.current);
	}

	async generate(request: AnswerRequest, onBar: BarListener, isCancelled: () => boolean) {
		const bars = request.answerLength / 1920;
		for (let bar = 0; bar < bars && !isCancelled(); bar++) {
			if (bar === this.throwsAtBar) throw new Error('a tensor is gone');
			if (bar === this.sticksAtBar) await new Promise(() => undefined);
			onBar(0, [], ticks(bar * 1920), ticks((bar + 1) * 1920));
			await new Promise((resolve) => setTimeout(resolve, 0));
		}
	}

	dispose(): void {
		this.isDisposed = true;
	}
}

class FakeBackends implements Backends {
	current: BackendName | null = null;
	onLost: (() => void) | null = null;
	readonly usable = new Set<BackendName>(['webgpu', 'wasm']);

	graphics() {
		return Promise.resolve('none' as const);
	}

	use(backend: BackendName) {
		if (this.usable.has(backend)) this.current = backend;
		return Promise.resolve(this.usable.has(backend));
	}

	measure() {
		return Promise.resolve(1);
	}

	lose(): void {
		this.usable.delete('webgpu');
		this.current = null;
		this.onLost?.();
	}
}

let backends: FakeBackends;
let answerers: Map<string, FakeAnswerer>;
let replies: ComposerReply[];
let core: ComposerCore;

beforeEach(() => {
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	backends = new FakeBackends();
	answerers = new Map(['one', 'two'].map((url) => [url, new FakeAnswerer(url, backends)]));
	replies = [];
	const openAnswerer = (url: string) => {
		const answerer = answerers.get(url);
		if (answerer) return Promise.resolve(answerer);
		return Promise.reject(new ComposerError('model-missing', url));
	};
	core = new ComposerCore(backends, openAnswerer, (reply) => replies.push(reply));
});

const isEnd = ({ kind }: ComposerReply) => kind === 'done' || kind === 'failed';
const endsOf = (id: number) =>
	replies.filter((reply) => isEnd(reply) && 'id' in reply && reply.id === id);
const barsOf = (id: number) =>
	replies.filter((reply) => reply.kind === 'bar' && reply.id === id).length;
const endOf = (id: number) =>
	vi.waitFor(() => {
		const [end] = endsOf(id);
		expect(end).toBeDefined();
		return end;
	});

async function load(url: string, id = 1, backend: 'wasm' | 'webgpu' = 'wasm') {
	core.receive({ kind: 'start', backend });
	core.receive({ kind: 'load', id, url });
	return endOf(id);
}

const ask = (id: number, bars = 2) => {
	core.receive({ kind: 'answer', id, request: requestOf({ answerLength: ticks(bars * 1920) }) });
};

describe('the composer core', () => {
	test('says which model answers before it says that loading is done', async () => {
		await load('one');
		expect(replies.map(({ kind }) => kind)).toEqual(['model', 'done']);
		expect(replies[0]).toMatchObject({ name: 'one', backend: 'wasm' });
	});

	test('ends each of many calls once, in their order', async () => {
		await load('one');
		for (const id of [2, 3, 4]) ask(id);
		await endOf(4);
		expect(replies.filter(isEnd)).toEqual([1, 2, 3, 4].map((id) => ({ kind: 'done', id })));
		expect([2, 3, 4].map(barsOf)).toEqual([2, 2, 2]);
	});

	test('is not ready before there is a model', async () => {
		ask(5);
		expect(await endOf(5)).toMatchObject({ kind: 'failed', reason: 'not-ready' });
	});

	test('keeps the model when the next one is missing', async () => {
		await load('one');
		expect(await load('nowhere', 2)).toMatchObject({ kind: 'failed', reason: 'model-missing' });
		ask(3);
		expect(await endOf(3)).toMatchObject({ kind: 'done' });
		expect(answerers.get('one')?.isDisposed).toBe(false);
	});

	test('frees the model when the next one answers', async () => {
		await load('one');
		await load('two', 2);
		expect(answerers.get('one')?.isDisposed).toBe(true);
		expect(replies.at(-2)).toMatchObject({ kind: 'model', name: 'two' });
	});

	test('keeps the newest of two models that are asked for at once', async () => {
		core.receive({ kind: 'load', id: 1, url: 'one' });
		core.receive({ kind: 'load', id: 2, url: 'two' });
		expect(await endOf(2)).toMatchObject({ kind: 'done' });
		expect(await endOf(1)).toMatchObject({ kind: 'failed', reason: 'cancelled' });
	});

	test('ends a cancelled call once, at once, and tells no more of it', async () => {
		await load('one');
		ask(2, 50);
		ask(3);
		await vi.waitFor(() => {
			expect(barsOf(2)).toBeGreaterThan(0);
		});
		core.receive({ kind: 'cancel', id: 2 });
		const told = barsOf(2);
		expect(endsOf(2)).toEqual([{ kind: 'failed', id: 2, reason: 'cancelled' }]);
		core.receive({ kind: 'cancel', id: 2 });
		expect(await endOf(3)).toMatchObject({ kind: 'done' });
		expect(endsOf(2)).toHaveLength(1);
		expect(barsOf(2)).toBe(told);
	});

	test('a call that waits can be cancelled', async () => {
		await load('one');
		ask(2);
		ask(3);
		core.receive({ kind: 'cancel', id: 3 });
		await endOf(2);
		expect(endsOf(3)).toEqual([{ kind: 'failed', id: 3, reason: 'cancelled' }]);
		expect(barsOf(3)).toBe(0);
	});

	test('an answerer that throws breaks its call and no other', async () => {
		await load('one');
		answerers.get('one')!.throwsAtBar = 1;
		ask(2);
		expect(await endOf(2)).toMatchObject({ kind: 'failed', reason: 'broken' });
		answerers.get('one')!.throwsAtBar = Infinity;
		ask(3);
		expect(await endOf(3)).toMatchObject({ kind: 'done' });
	});
});

describe('when the device is lost', () => {
	test('a call without a bar yet is answered on wasm, and the waiting one after it', async () => {
		await load('one', 1, 'webgpu');
		answerers.get('one')!.sticksAtBar = 0;
		ask(2);
		ask(3);
		await new Promise((resolve) => setTimeout(resolve, 10));
		answerers.get('one')!.sticksAtBar = Infinity;
		backends.lose();
		expect(await endOf(2)).toMatchObject({ kind: 'done' });
		expect(await endOf(3)).toMatchObject({ kind: 'done' });
		expect(answerers.get('one')?.loadedOn).toEqual(['webgpu', 'wasm']);
		expect(replies).toContainEqual({ kind: 'moved', backend: 'wasm' });
		expect([2, 3].map(barsOf)).toEqual([2, 2]);
	});

	test('a call that has begun fails with engine-lost', async () => {
		await load('one', 1, 'webgpu');
		answerers.get('one')!.sticksAtBar = 1;
		ask(2);
		await vi.waitFor(() => {
			expect(barsOf(2)).toBe(1);
		});
		backends.lose();
		expect(await endOf(2)).toMatchObject({ kind: 'failed', reason: 'engine-lost' });
	});

	test('a model that was being loaded is loaded on wasm', async () => {
		answerers.get('one')!.sticksAtBar = 0;
		const loading = load('one', 1, 'webgpu');
		await vi.waitFor(() => {
			expect(backends.current).toBe('webgpu');
		});
		await new Promise((resolve) => setTimeout(resolve, 10));
		answerers.get('one')!.sticksAtBar = Infinity;
		backends.lose();
		expect(await loading).toMatchObject({ kind: 'done' });
		expect(replies).toContainEqual(expect.objectContaining({ kind: 'model', backend: 'wasm' }));
	});

	test('and nothing else runs, a new worker is asked for', async () => {
		await load('one', 1, 'webgpu');
		backends.usable.clear();
		backends.lose();
		await vi.waitFor(() => {
			expect(replies.at(-1)).toEqual({ kind: 'lost' });
		});
	});
});
