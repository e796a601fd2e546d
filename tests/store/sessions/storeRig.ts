import { expect, vi } from 'vitest';
import { frames } from '../../../src/music/units';
import type { Disk } from '../../../src/store/sessions/disk';
import type { SessionReply, SessionRequest } from '../../../src/store/sessions/protocol';
import type { GiveBack, SessionLocks } from '../../../src/store/sessions/sessionLocks';
import { SessionsCore } from '../../../src/store/sessions/sessionsCore';
import type { SessionsThread } from '../../../src/store/sessions/sessionsThread';
import {
	SessionStore,
	type Outcome,
	type SessionStoreOptions
} from '../../../src/store/sessions/sessionStore';
import { FillingDisk, rampPiece } from './disks';
import { trackOf } from './manifests';

/** A quarter of a second at 48 kHz. */
export const PIECE = 12_000;

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
	readonly disk: FillingDisk;
	/** The page that is open. */
	store: SessionStore;
	readonly locks = new FakeLocks();
	readonly threads: FakeThread[] = [];
	/** Bytes, as the browser says them. */
	free = 1e12;
	isPersistent = true;
	persistCalls = 0;
	now = Date.UTC(2026, 4, 3, 12, 0, 0);

	constructor(disk = new FillingDisk()) {
		this.disk = disk;
		this.store = this.visit();
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

	/** The tab is killed: nothing more is written, its locks are free, and the next visit begins. */
	kill(options: Partial<SessionStoreOptions> = {}): void {
		this.store.dispose();
		this.locks.taken.clear();
		this.store = this.visit(options);
	}

	/** Lets time pass in which the disk works. */
	async pass(milliseconds = 300): Promise<void> {
		this.now += milliseconds;
		await vi.advanceTimersByTimeAsync(milliseconds);
	}

	/** Records so many pieces on a tape, the first of them the piece number `from`. */
	record(pieces: number, tape = 1, from = 0): void {
		for (let piece = from; piece < from + pieces; piece++) {
			this.store.tape(rampPiece(tape, piece * PIECE, PIECE));
		}
	}

	/** A session of so many pieces, all on the disk, whose recording is still open. Returns its id. */
	async recorded(pieces = 4, tape = 1): Promise<string> {
		this.store.begin(48_000);
		this.record(pieces, tape);
		const motion = { at: frames(0), position: 0, rate: 1 };
		const open = { tape, from: frames(9000), motion, mode: null };
		this.store.note({ tracks: [trackOf({ open })] });
		expect(await this.store.settle()).toBe(true);
		return this.store.current!.id;
	}

	/** The left side of a tape, as the page reads it. */
	async openedTape(session: string, tape = 1): Promise<number[]> {
		const opened = result(await this.store.open(session));
		const samples: number[] = [];
		for await (const piece of opened.pieces(tape)) samples.push(...piece.left);
		opened.close();
		return samples;
	}
}

/** Throws where it failed. */
export function result<Result>(outcome: Outcome<Result>): Result {
	if (outcome.kind === 'failed') throw new Error(outcome.reason);
	return outcome.result;
}
