import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ComposerCore } from '../../src/composer/composerCore';
import { ComposerError } from '../../src/composer/composerError';
import type { ComposerReply, EngineChoice, EngineWish } from '../../src/composer/protocol';
import { ticks } from '../../src/music/units';
import { requestOf } from './calls';
import { FakeAnswerer, FakeMachine } from './fakeAnswerer';

const IDLE_MS = 5;
/** Nothing here takes long but on a busy machine. */
const PATIENCE = { timeout: 20_000 };

let machine: FakeMachine;
let answerers: Map<string, FakeAnswerer>;
let replies: ComposerReply[];
let core: ComposerCore;

beforeEach(() => {
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	machine = new FakeMachine();
	answerers = new Map(['one', 'two'].map((url) => [url, new FakeAnswerer(url, machine)]));
	replies = [];
	const openAnswerer = (url: string) => {
		const answerer = answerers.get(url);
		if (answerer) return Promise.resolve(answerer);
		return Promise.reject(new ComposerError('model-missing', url));
	};
	core = new ComposerCore(
		openAnswerer,
		() => Promise.resolve('test'),
		(reply) => replies.push(reply),
		IDLE_MS
	);
	machine.onLost = () => {
		core.loseDevice();
	};
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
	}, PATIENCE);

async function load(
	url: string,
	id = 1,
	engine: EngineWish = 'simd',
	remembered: EngineChoice | null = null
) {
	core.receive({ kind: 'start', engine, remembered });
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
		expect(replies[0]).toMatchObject({ name: 'one', engine: 'simd' });
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
		}, PATIENCE);
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

describe('the engine', () => {
	const chosen = () => replies.filter(({ kind }) => kind === 'chosen');

	test('is chosen by measuring once a model is loaded, and again when told to', async () => {
		await load('one', 1, 'auto');
		await vi.waitFor(() => {
			expect(chosen()).toHaveLength(1);
		}, PATIENCE);
		core.receive({ kind: 'measure' });
		core.receive({ kind: 'measure' });
		await vi.waitFor(() => {
			expect(chosen()).toHaveLength(2);
		}, PATIENCE);
		expect(chosen()[0]).toMatchObject({ engine: 'simd', choice: { machine: 'test one' } });
	});

	test('is compiled before it is measured', async () => {
		let compiled: () => void = () => undefined;
		answerers.get('one')!.warming = new Promise((resolve) => {
			compiled = resolve;
		});
		await load('one', 1, 'auto');
		ask(2);
		expect(await endOf(2)).toMatchObject({ kind: 'done' });
		expect(answerers.get('one')?.chosen).toBe(0);
		compiled();
		await vi.waitFor(() => {
			expect(answerers.get('one')?.chosen).toBe(1);
		}, PATIENCE);
	});

	test('that is lost while it is measured keeps nobody waiting', async () => {
		answerers.get('one')!.sticksWhenChosen = true;
		await load('one', 1, 'auto');
		await vi.waitFor(() => {
			expect(answerers.get('one')?.chosen).toBe(1);
		}, PATIENCE);
		machine.lose();
		ask(2);
		expect(await endOf(2)).toMatchObject({ kind: 'done' });
		expect(answerers.get('one')?.loadedOn).toEqual(['simd', 'simd']);
	});

	test('of the processor goes on when the graphics card is lost, and nothing is said', async () => {
		await load('one');
		ask(2);
		machine.lose();
		expect(await endOf(2)).toMatchObject({ kind: 'done' });
		expect(answerers.get('one')?.loadedOn).toEqual(['simd']);
		expect(replies.map(({ kind }) => kind)).not.toContain('moved');
	});

	test('of the graphics card that refuses is left, its device lost or not', async () => {
		await load('one', 1, 'tfjs-webgpu');
		answerers.get('one')!.refusesOn = 'tfjs-webgpu';
		ask(2);
		expect(await endOf(2)).toMatchObject({ kind: 'done' });
		expect(replies).toContainEqual({ kind: 'moved', engine: 'simd' });
	});

	test('that refuses while it is loaded is passed over', async () => {
		answerers.get('one')!.refusesOn = 'tfjs-webgpu';
		expect(await load('one', 1, 'tfjs-webgpu')).toMatchObject({ kind: 'done' });
		expect(answerers.get('one')?.loadedOn).toEqual(['tfjs-webgpu', 'simd']);
	});

	test('that another model was measured with says nothing of this one', async () => {
		await load('two', 1, 'auto', { machine: 'test one', figures });
		expect(answerers.get('two')?.loadedOn).toEqual(['simd']);
	});

	test('that is wished for is not measured', async () => {
		await load('one', 1, 'simd');
		core.receive({ kind: 'measure' });
		ask(2);
		await endOf(2);
		expect(answerers.get('one')?.chosen).toBe(0);
	});

	const figures = [{ engine: 'tfjs-webgpu', notesPerSecond: 9000 }] as const;

	test('that was the fastest here before is taken without measuring', async () => {
		await load('one', 1, 'auto', { machine: 'test one', figures });
		expect(answerers.get('one')).toMatchObject({ loadedOn: ['tfjs-webgpu'], chosen: 0 });
		expect(chosen()).toHaveLength(1);
	});

	test('that was the fastest on another machine is not', async () => {
		await load('one', 1, 'auto', { machine: 'another', figures });
		await vi.waitFor(() => {
			expect(answerers.get('one')).toMatchObject({ loadedOn: ['simd'], chosen: 1 });
		}, PATIENCE);
	});

	test('is not measured while somebody waits, but after that', async () => {
		await load('one', 1, 'simd');
		core.receive({ kind: 'start', engine: 'auto', remembered: null });
		ask(2, 20);
		core.receive({ kind: 'measure' });
		ask(3, 20);
		await vi.waitFor(() => {
			expect(chosen()).toHaveLength(1);
		}, PATIENCE);
		const order = replies.map((reply) => reply.kind);
		expect(order.indexOf('chosen')).toBeGreaterThan(order.lastIndexOf('done'));
	});
});

describe('a call that will be asked', () => {
	test('is read while nobody waits, the newest alone', async () => {
		await load('one');
		for (const seed of [1, 2, 3]) {
			core.receive({ kind: 'prepare', request: requestOf({ seed }) });
		}
		ask(2);
		core.receive({ kind: 'prepare', request: requestOf({ seed: 4 }) });
		await endOf(2);
		await vi.waitFor(() => {
			expect(answerers.get('one')?.prepared.map(({ seed }) => seed)).toEqual([4]);
		}, PATIENCE);
	});
});

describe('when the device is lost', () => {
	test('a call without a bar yet is answered on the processor, and the waiting one after it', async () => {
		await load('one', 1, 'tfjs-webgpu');
		answerers.get('one')!.sticksAtBar = 0;
		ask(2);
		ask(3);
		await vi.waitFor(() => {
			expect(answerers.get('one')?.isStuck).toBe(true);
		}, PATIENCE);
		answerers.get('one')!.sticksAtBar = Infinity;
		machine.lose();
		expect(await endOf(2)).toMatchObject({ kind: 'done' });
		expect(await endOf(3)).toMatchObject({ kind: 'done' });
		expect(answerers.get('one')?.loadedOn).toEqual(['tfjs-webgpu', 'simd']);
		expect(replies).toContainEqual({ kind: 'moved', engine: 'simd' });
		expect([2, 3].map(barsOf)).toEqual([2, 2]);
	});

	test('a call that has begun goes on where it was, and tells no bar twice', async () => {
		await load('one', 1, 'tfjs-webgpu');
		answerers.get('one')!.sticksAtBar = 1;
		ask(2);
		await vi.waitFor(() => {
			expect(barsOf(2)).toBe(1);
		}, PATIENCE);
		answerers.get('one')!.sticksAtBar = Infinity;
		machine.lose();
		expect(await endOf(2)).toMatchObject({ kind: 'done' });
		const told = replies.flatMap((reply) => (reply.kind === 'bar' ? [reply.from] : []));
		expect(told).toEqual([0, 1920]);
	});

	test('a model that was being loaded is loaded on the processor', async () => {
		answerers.get('one')!.sticksAtBar = 0;
		const loading = load('one', 1, 'tfjs-webgpu');
		await vi.waitFor(() => {
			expect(answerers.get('one')?.loadedOn).toEqual(['tfjs-webgpu']);
		}, PATIENCE);
		await vi.waitFor(() => {
			expect(answerers.get('one')?.isStuck).toBe(true);
		}, PATIENCE);
		answerers.get('one')!.sticksAtBar = Infinity;
		machine.lose();
		expect(await loading).toMatchObject({ kind: 'done' });
		expect(replies).toContainEqual(expect.objectContaining({ kind: 'model', engine: 'simd' }));
	});

	test('and nothing else runs, a new worker is asked for', async () => {
		await load('one', 1, 'tfjs-webgpu');
		machine.running.clear();
		machine.lose();
		await vi.waitFor(() => {
			expect(replies.at(-1)).toEqual({ kind: 'lost' });
		}, PATIENCE);
	});
});
