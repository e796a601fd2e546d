import { Emitter } from '../../lib/emitter';
import type { DiskKind } from './disk';
import { FreeSpace, isLow, minutesIn, type StorageRoom } from './freeSpace';
import { HeldPieces } from './heldPieces';
import type { SessionManifest, SessionParts } from './manifest';
import { openedSession, type OpenedSession } from './openedSession';
import type { SessionSummary } from './protocol';
import type { TakeShape } from './recoverOpenTakes';
import { reasonOf, SessionError, type SessionFailure } from './sessionError';
import { SessionLine } from './sessionLine';
import { HeldSessions, type SessionLocks } from './sessionLocks';
import { SessionRecorder } from './sessionRecorder';
import * as sentences from './sessionSentences';
import { SessionShelf } from './sessionShelf';
import type { SessionsThread } from './sessionsThread';
import type { TapePiece } from './tapeFormat';

export interface SessionStoreOptions {
	readonly startThread: () => SessionsThread;
	readonly locks: SessionLocks;
	/** `navigator.storage`; null where there is none. */
	readonly room: StorageRoom | null;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly shape: TakeShape;
	/** Better disks are not tried; `opfs` tries all. */
	readonly best?: DiskKind;
	/** Of what is held while the disk takes nothing. */
	readonly mostHeldBytes?: number;
}

/** How safe what is recorded is. `low`: the disk is nearly full; `memory`: there is no disk at all. */
export interface SessionStatus {
	readonly kind: 'starting' | 'safe' | 'low' | 'full' | 'memory' | 'failed';
	/** One plain sentence; empty when there is nothing to say. */
	readonly sentence: string;
}

/** What something that was asked came to. */
export type Outcome<Result> =
	| { readonly kind: 'done'; readonly result: Result }
	| { readonly kind: 'failed'; readonly reason: SessionFailure; readonly sentence: string };

/** The page's side of the sessions: takes go to the disk while they are recorded. Nothing here rejects. */
export class SessionStore {
	/** The status, the current session or the list changed. */
	readonly changed = new Emitter<void>();
	readonly #options: SessionStoreOptions;
	readonly #line: SessionLine;
	readonly #held: HeldSessions;
	readonly #pieces: HeldPieces;
	readonly #recorder: SessionRecorder;
	readonly #shelf: SessionShelf;
	readonly #space: FreeSpace;
	#sampleRate = 0;

	constructor(options: SessionStoreOptions) {
		this.#options = options;
		this.#line = new SessionLine(options.startThread, options.best ?? 'opfs');
		this.#held = new HeldSessions(options.locks);
		this.#pieces = new HeldPieces(options.mostHeldBytes);
		this.#space = new FreeSpace(options.room, options.now);
		this.#shelf = new SessionShelf(this.#line, this.#held);
		this.#recorder = new SessionRecorder({
			line: this.#line,
			now: options.now,
			held: this.#pieces,
			makeRoom: () => this.#shelf.makeRoom()
		});
		this.#listen();
	}

	get status(): SessionStatus {
		const { trouble } = this.#recorder;
		const { disk, isDead } = this.#line;
		if (trouble === 'full') {
			const { dropped } = this.#pieces;
			return { kind: 'full', sentence: dropped > 0 ? sentences.OVERFULL : sentences.FULL };
		}
		if (trouble !== null || isDead) return { kind: 'failed', sentence: sentences.STOPPED };
		if (disk === null) return { kind: 'starting', sentence: '' };
		if (disk === 'memory') return { kind: 'memory', sentence: sentences.MEMORY_ONLY };
		const free = this.#space.bytes;
		if (free !== null && this.#sampleRate > 0 && isLow(free, this.#sampleRate)) {
			return { kind: 'low', sentence: sentences.low(minutesIn(free, this.#sampleRate)) };
		}
		return { kind: 'safe', sentence: '' };
	}

	/** The session that is recorded to; null before its first take. */
	get current(): Pick<SessionManifest, 'id' | 'name' | 'created'> | null {
		return this.#recorder.current;
	}

	/** Something was recorded that would be gone with the page. */
	get isAtRisk(): boolean {
		const { kind } = this.status;
		const isUnwritten = kind === 'full' || kind === 'failed';
		return kind === 'memory' ? this.current !== null : isUnwritten && !this.#pieces.isEmpty;
	}

	/** The browser promised not to clear our files by itself. */
	get isPersistent(): boolean {
		return this.#space.isPersistent;
	}

	get canUndoRemove(): boolean {
		return this.#shelf.canUndoRemove;
	}

	/** Starts the worker and removes for good what was removed on an earlier visit. Call it once. */
	start(): void {
		this.#line.start();
		void this.#try(() => this.#shelf.clean());
	}

	/** The next take begins a new session; what is written of the one before is finished. In Hz. */
	begin(sampleRate: number): void {
		this.#sampleRate = sampleRate;
		this.#recorder.begin(sampleRate);
	}

	/** Takes the piece over, and the disk gets it at once. Throws a RangeError for a tape of an earlier visit. */
	tape(piece: TapePiece): void {
		this.#recorder.add(piece);
		this.#askToPersist();
	}

	/** What changed in the session; the disk knows within 250 ms. Before the first take it is remembered. */
	note(parts: Partial<SessionParts>): void {
		this.#recorder.note(parts);
	}

	/** There is something to be kept although no tape runs: the session begins now. */
	keep(): void {
		this.#recorder.keep();
		this.#askToPersist();
	}

	/** No take can need the tape any more. */
	released(tape: number): void {
		this.#recorder.release(tape);
	}

	/** Resolves when all is on the disk, or with false when the disk does not take it now. */
	settle(): Promise<boolean> {
		return this.#recorder.settle();
	}

	/** The newest first; those that cannot be opened say why in `failure`. */
	list(): Promise<Outcome<readonly SessionSummary[]>> {
		return this.#try(() => this.#shelf.list());
	}

	/** The newest session with content that this page did not make and no tab has open. */
	unfinished(): Promise<Outcome<SessionSummary | null>> {
		return this.#try(() => this.#shelf.unfinished((id) => this.#recorder.owns(id)));
	}

	/** Reads a session; the current one goes on until `begin` or the opened session's `adopt`. */
	open(session: string): Promise<Outcome<OpenedSession>> {
		return this.#try(async () => {
			const isOwn = this.#recorder.owns(session);
			if (isOwn) await this.#recorder.settle();
			else if (!(await this.#held.take(session))) throw new SessionError('busy', session);
			const give = () => {
				if (!this.#recorder.owns(session)) this.#held.give(session);
			};
			try {
				const contents = await this.#line.call('open', { session });
				return openedSession(
					contents,
					this.#options.shape,
					(tape, from, frames) => this.#line.call('read', { session, tape, from, frames }),
					{
						adopt: (manifest) => {
							this.#recorder.adopt(manifest);
						},
						close: give
					}
				);
			} catch (cause) {
				give();
				throw cause;
			}
		});
	}

	rename(session: string, name: string): Promise<Outcome<void>> {
		return this.#try(async () => {
			if (this.current?.id === session) this.#recorder.rename(name);
			else await this.#shelf.rename(session, name);
			this.changed.emit();
		});
	}

	/** Results in the id of the copy, which is named after the original. */
	duplicate(session: string): Promise<Outcome<string>> {
		return this.#try(async () => {
			if (this.#recorder.owns(session)) await this.#recorder.settle();
			const id = await this.#shelf.duplicate(session, this.#options.now());
			this.changed.emit();
			return id;
		});
	}

	/** The session leaves the list; `undoRemove` brings it back, until ten more are removed or the next visit. */
	remove(session: string): Promise<Outcome<void>> {
		return this.#try(async () => {
			if (this.current?.id === session) this.#recorder.leave();
			if (this.#recorder.owns(session)) await this.#recorder.settle();
			await this.#shelf.remove(session);
			this.changed.emit();
		});
	}

	/** Results in the id of the session that is back; null when there was none. */
	undoRemove(): Promise<Outcome<string | null>> {
		return this.#try(async () => {
			const session = await this.#shelf.undoRemove();
			this.changed.emit();
			return session;
		});
	}

	/** Ends the worker. */
	dispose(): void {
		this.#line.dispose();
	}

	#listen(): void {
		this.#line.changed.on(() => {
			this.#recorder.retry();
			this.changed.emit();
		});
		for (const part of [this.#recorder, this.#space]) {
			part.changed.on(() => {
				this.changed.emit();
			});
		}
		this.#recorder.begun.on((session) => void this.#held.take(session));
		this.#recorder.ended.on((session) => {
			this.#held.give(session);
		});
		this.#recorder.written.on(() => void this.#space.look());
	}

	#askToPersist(): void {
		void this.#space.persist();
		void this.#space.look();
	}

	async #try<Result>(act: () => Promise<Result>): Promise<Outcome<Result>> {
		try {
			return { kind: 'done', result: await act() };
		} catch (cause) {
			console.warn(cause);
			const reason = reasonOf(cause);
			return { kind: 'failed', reason, sentence: sentences.failureSentence(reason) };
		}
	}
}
