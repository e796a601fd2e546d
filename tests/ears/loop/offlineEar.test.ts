import { expect, test } from 'vitest';
import { ListenError, OfflineEar, type ListenThread } from '../../../src/ears/loop/offlineEar';
import type { ListenReply, ListenRequest } from '../../../src/ears/loop/protocol';

class FakeThread implements ListenThread {
	readonly requests: ListenRequest[] = [];
	isTerminated = false;
	readonly #listeners = new Map<string, (event: { readonly data: ListenReply }) => void>();

	postMessage(request: ListenRequest): void {
		this.requests.push(request);
	}

	terminate(): void {
		this.isTerminated = true;
	}

	addEventListener(
		type: 'message' | 'error' | 'messageerror',
		listener: (event: { readonly data: ListenReply }) => void
	): void {
		this.#listeners.set(type, listener);
	}

	say(data: ListenReply): void {
		this.#listeners.get('message')?.({ data });
	}

	crash(): void {
		this.#listeners.get('error')?.({ data: { kind: 'failed', id: 0, reason: 'broken' } });
	}
}

function rig() {
	const threads: FakeThread[] = [];
	const ear = new OfflineEar(() => {
		threads.push(new FakeThread());
		return threads.at(-1)!;
	});
	return { ear, threads };
}

const NOTHING = { kind: 'nothing', why: 'no-notes' } as const;

test('no worker is started before there is something to hear, nor to forget', () => {
	const { ear, threads } = rig();
	ear.forget(1);
	expect(threads).toHaveLength(0);
	ear.listen(1, 0, new Float32Array(10), 48_000);
	expect(threads).toHaveLength(1);
});

test('each question gets its own answer, in whatever order they come', async () => {
	const { ear, threads } = rig();
	const [one, other] = [ear.hear(1, 0, 100), ear.hear(2, 0, 100)];
	threads[0]!.say({ kind: 'failed', id: 2, reason: 'take-unknown' });
	threads[0]!.say({ kind: 'heard', id: 1, loop: NOTHING });
	await expect(one).resolves.toEqual(NOTHING);
	await expect(other).rejects.toMatchObject({ reason: 'take-unknown' });
});

test('a worker that dies fails what is open in a sentence, and the next sound starts another', async () => {
	const { ear, threads } = rig();
	const question = ear.hear(1, 0, 100);
	threads[0]!.crash();
	await expect(question).rejects.toBeInstanceOf(ListenError);
	expect(threads[0]!.isTerminated).toBe(true);
	ear.listen(2, 0, new Float32Array(10), 48_000);
	expect(threads).toHaveLength(2);
});
