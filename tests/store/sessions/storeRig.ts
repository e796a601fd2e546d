import type { Disk } from '../../../src/store/sessions/disk';
import type { SessionReply, SessionRequest } from '../../../src/store/sessions/protocol';
import type { GiveBack, SessionLocks } from '../../../src/store/sessions/sessionLocks';
import { SessionsCore } from '../../../src/store/sessions/sessionsCore';
import type { SessionsThread } from '../../../src/store/sessions/sessionsThread';
import { SessionStore, type SessionStoreOptions } from '../../../src/store/sessions/sessionStore';

/** The worker's own core, in this thread; messages are copied on the way, and can be lost with it. */
export class FakeThread implements SessionsThread {
	readonly heard: SessionRequest[] = [];
	isTerminated = false;
	/** The next request of this kind kills the thread before it is carried out. */
	dieAt: SessionRequest['kind'] | null = null;
	readonly #core: SessionsCore;
	#hear: (reply: SessionReply) => void = () => undefined;
	#die: () => void = () => undefined;

	constructor(disk: Disk) {
		this.#core = new SessionsCore(
			() => Promise.resolve(disk),
			(reply) => {
				if (!this.isTerminated) this.#hear(structuredClone(reply));
			}
		);
	}

	postMessage(request: SessionRequest): void {
		if (this.isTerminated) return;
		this.heard.push(request);
		if (request.kind === this.dieAt) {
			this.dieAt = null;
			queueMicrotask(this.#die);
		} else this.#core.receive(structuredClone(request));
	}

	terminate(): void {
		this.isTerminated = true;
	}

	addEventListener(
		...[type, listener]:
			| [type: 'message', listener: (event: { readonly data: SessionReply }) => void]
			| [type: 'error' | 'messageerror', listener: () => void]
	): void {
		if (type === 'message')
			this.#hear = (data) => {
				listener({ data });
			};
		else if (type === 'error') this.#die = listener;
	}
}

/** Locks that several tabs share. */
export class FakeLocks implements SessionLocks {
	readonly taken = new Set<string>();

	take(session: string): Promise<GiveBack | null> {
		if (this.taken.has(session)) return Promise.resolve(null);
		this.taken.add(session);
		return Promise.resolve(async () => {
			// The browser takes its time.
			await Promise.resolve();
			this.taken.delete(session);
		});
	}
}

/** A browser's disk and locks, and the pages that use them one after the other or at once. */
export class StoreRig {
	readonly disk: Disk;
	readonly locks = new FakeLocks();
	readonly threads: FakeThread[] = [];
	/** Bytes, as the browser says them. */
	free = 1e12;
	isPersistent = true;
	persistCalls = 0;
	now = Date.UTC(2026, 4, 3, 12, 0, 0);

	constructor(disk: Disk) {
		this.disk = disk;
	}

	get thread(): FakeThread {
		return this.threads.at(-1)!;
	}

	/** A page that has started and waits for its first take. */
	visit(options: Partial<SessionStoreOptions> = {}): SessionStore {
		const store = new SessionStore({
			startThread: () => {
				const thread = new FakeThread(this.disk);
				this.threads.push(thread);
				return thread;
			},
			locks: this.locks,
			room: {
				estimate: () => Promise.resolve({ usage: 0, quota: this.free }),
				persist: () => {
					this.persistCalls++;
					return Promise.resolve(this.isPersistent);
				}
			},
			now: () => this.now++,
			shape: { preRoll: 512, grain: 64 },
			...options
		});
		store.start();
		store.begin(48_000);
		return store;
	}

	/** As when the tab is killed: nothing more is written, and its locks are free. */
	kill(store: SessionStore): void {
		store.dispose();
		this.locks.taken.clear();
	}
}
