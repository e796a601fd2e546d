import type { HeardLoop } from '../../music/ears/heard';
import type { CallId, ListenFailure, ListenReply, ListenRequest } from './protocol';

/** As much of a Worker as the ear needs. */
export interface ListenThread {
	postMessage(request: ListenRequest, transfer: Transferable[]): void;
	terminate(): void;
	addEventListener(
		type: 'message',
		listener: (event: { readonly data: ListenReply }) => void
	): void;
	addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
}

const startListenThread = (): ListenThread =>
	new Worker(new URL('./listen.worker.ts', import.meta.url), { type: 'module', name: 'listen' });

/** Why a loop was not heard. */
export class ListenError extends Error {
	readonly reason: ListenFailure;

	constructor(reason: ListenFailure) {
		super(SENTENCES[reason]);
		this.reason = reason;
	}
}

const SENTENCES: Readonly<Record<ListenFailure, string>> = {
	'network-missing': 'What hears notes in a recording could not be loaded. The recording plays on.',
	'take-unknown': 'This recording was not listened to from its beginning.',
	broken: 'The notes of this recording could not be told. The recording plays on.'
};

/** A question that is open. */
interface Asked {
	readonly resolve: (loop: HeardLoop) => void;
	readonly reject: (error: ListenError) => void;
}

/**
 * The ear that hears whole loops: the page's end of the worker, which is started once an input is open.
 * A recording is sent while it is made, so that only its last window is left when it is asked for.
 */
export class OfflineEar {
	readonly #start: () => ListenThread;
	readonly #asked = new Map<CallId, Asked>();
	#thread: ListenThread | null = null;
	#lastId: CallId = 0;

	constructor(start: () => ListenThread = startListenThread) {
		this.#start = start;
	}

	/** Starts the worker and fetches the network, half a second that the first recording then saves. */
	prepare(): void {
		this.#send({ kind: 'prepare' });
	}

	/** More of a take: mono, in order, from its frame 0 on. The samples are given away. */
	listen(take: number, from: number, samples: Float32Array, rate: number): void {
		this.#send({ kind: 'sound', take, from, rate, samples }, [samples.buffer]);
	}

	/** What is in frames [from, from + length) of a take, all of which was sent. Rejects with a ListenError. */
	hear(take: number, from: number, length: number): Promise<HeardLoop> {
		const id = ++this.#lastId;
		return new Promise((resolve, reject) => {
			this.#asked.set(id, { resolve, reject });
			this.#send({ kind: 'hear', id, take, from, length });
		});
	}

	forget(take: number): void {
		if (this.#thread !== null) this.#send({ kind: 'forget', take });
	}

	#send(request: ListenRequest, transfer: ArrayBufferLike[] = []): void {
		this.#thread ??= this.#open();
		this.#thread.postMessage(request, transfer as Transferable[]);
	}

	#open(): ListenThread {
		const thread = this.#start();
		thread.addEventListener('message', ({ data }) => {
			this.#receive(data);
		});
		const lost = () => {
			if (thread === this.#thread) this.#fail('broken');
		};
		thread.addEventListener('error', lost);
		thread.addEventListener('messageerror', lost);
		return thread;
	}

	#receive(reply: ListenReply): void {
		const asked = this.#asked.get(reply.id);
		this.#asked.delete(reply.id);
		if (reply.kind === 'heard') asked?.resolve(reply.loop);
		else asked?.reject(new ListenError(reply.reason));
	}

	#fail(reason: ListenFailure): void {
		this.#thread?.terminate();
		this.#thread = null;
		for (const { reject } of this.#asked.values()) reject(new ListenError(reason));
		this.#asked.clear();
	}
}
