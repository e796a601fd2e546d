import { Emitter } from '../../lib/emitter';
import type { DiskKind } from './disk';
import type {
	Answer,
	CallId,
	CallKind,
	SessionCalls,
	SessionReply,
	SessionRequest
} from './protocol';
import { SessionError } from './sessionError';
import type { SessionsThread } from './sessionsThread';

/** So many deaths in a row, without a call that was answered in between, and no new worker is started. */
const MOST_DEATHS = 3;

interface OpenCall {
	resolve(answer: Answer): void;
	reject(error: SessionError): void;
}

/** The page's line to the worker that writes: each call ends once, and a dead worker is replaced. */
export class SessionLine {
	/** The disk was opened, or the line is dead for good. */
	readonly changed = new Emitter<void>();
	readonly #startThread: () => SessionsThread;
	readonly #best: DiskKind;
	readonly #open = new Map<CallId, OpenCall>();
	#thread: SessionsThread | null = null;
	#disk: DiskKind | null = null;
	#lastId: CallId = 0;
	#deaths = 0;

	constructor(startThread: () => SessionsThread, best: DiskKind) {
		this.#startThread = startThread;
		this.#best = best;
	}

	/** Null until it is known. */
	get disk(): DiskKind | null {
		return this.#disk;
	}

	/** The worker died too often. */
	get isDead(): boolean {
		return this.#deaths > MOST_DEATHS;
	}

	start(): void {
		const thread = this.#startThread();
		this.#thread = thread;
		thread.addEventListener('message', ({ data }) => {
			if (thread === this.#thread) this.#receive(data);
		});
		const die = () => {
			if (thread === this.#thread) this.#replace();
		};
		thread.addEventListener('error', die);
		thread.addEventListener('messageerror', die);
		void this.call('start', { best: this.#best }).then(
			(disk) => {
				this.#disk = disk;
				this.changed.emit();
			},
			() => undefined
		);
	}

	/** Ends the worker; what is open fails with `stopped`. */
	dispose(): void {
		this.#thread?.terminate();
		this.#thread = null;
		this.#failAll();
	}

	/** Rejects with a SessionError. */
	call<Kind extends CallKind>(
		kind: Kind,
		asks: SessionCalls[Kind]['asks']
	): Promise<SessionCalls[Kind]['answers']> {
		return new Promise<Answer>((resolve, reject) => {
			const id = ++this.#lastId;
			if (this.#thread === null) {
				reject(new SessionError('stopped', kind));
				return;
			}
			this.#open.set(id, { resolve, reject });
			try {
				this.#thread.postMessage({ kind, id, ...asks } as unknown as SessionRequest);
			} catch (cause) {
				this.#end(id, (call) => {
					call.reject(new SessionError('broken', `${kind} cannot be sent`, cause));
				});
			}
		});
	}

	#receive(reply: SessionReply): void {
		this.#end(reply.id, (call) => {
			if (reply.kind === 'failed') {
				call.reject(new SessionError(reply.reason, 'in the worker'));
				return;
			}
			// That the disk was opened is no proof of health: the next call may kill the worker again.
			if (typeof reply.answer !== 'string') this.#deaths = 0;
			call.resolve(reply.answer);
		});
	}

	#end(id: CallId, end: (call: OpenCall) => void): void {
		const call = this.#open.get(id);
		this.#open.delete(id);
		if (call !== undefined) end(call);
	}

	#replace(): void {
		this.#thread?.terminate();
		this.#thread = null;
		this.#deaths++;
		this.#failAll();
		if (!this.isDead) this.start();
		this.changed.emit();
	}

	#failAll(): void {
		for (const id of [...this.#open.keys()]) {
			this.#end(id, (call) => {
				call.reject(new SessionError('stopped', 'the worker died'));
			});
		}
	}
}
