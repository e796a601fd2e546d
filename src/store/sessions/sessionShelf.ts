import type { SessionSummary } from './protocol';
import { SessionError } from './sessionError';
import type { SessionLine } from './sessionLine';
import type { HeldSessions } from './sessionLocks';

/** So many removed sessions can be brought back; the oldest goes for good. */
const MOST_REMOVED = 10;

/**
 * The sessions on the disk that this page does not record to. Every promise rejects with a
 * SessionError: `busy` for a session that another tab has open.
 */
export class SessionShelf {
	readonly #line: SessionLine;
	readonly #held: HeldSessions;
	/** Removed on this page, the last one last. */
	readonly #removed: string[] = [];

	constructor(line: SessionLine, held: HeldSessions) {
		this.#line = line;
		this.#held = held;
	}

	get canUndoRemove(): boolean {
		return this.#removed.length > 0;
	}

	/** The newest first, without those that were removed. */
	async list(): Promise<readonly SessionSummary[]> {
		const all = await this.#line.call('list', {});
		return all.filter(({ isRemoved }) => !isRemoved);
	}

	/** Removes for good what was removed on an earlier visit. */
	async clean(): Promise<void> {
		for (const { id, isRemoved } of await this.#line.call('list', {})) {
			if (!isRemoved || this.#removed.includes(id) || !(await this.#held.take(id))) continue;
			await this.#purge(id);
		}
	}

	rename(session: string, name: string): Promise<void> {
		return this.#with(session, async () => {
			await this.#line.call('amend', { session, change: { name } });
		});
	}

	/** Returns the id of the copy, which is named after the original. `now`: in milliseconds since 1970. */
	async duplicate(session: string, now: number): Promise<string> {
		const original = (await this.list()).find(({ id }) => id === session);
		if (original === undefined) throw new SessionError('missing', session);
		const created = new Date(now).toISOString();
		const id = `${session.slice(0, 40)}-${now.toString(36)}`;
		const copy = { id, name: `${original.name} (copy)`, created, changed: created };
		await this.#line.call('duplicate', { session, copy });
		return id;
	}

	/** Nobody can open it from now on, but `undoRemove` brings it back. */
	async remove(session: string): Promise<void> {
		await this.#take(session);
		await this.#line.call('bury', { session });
		this.#removed.push(session);
		if (this.#removed.length > MOST_REMOVED) await this.#purgeOldest();
	}

	/** Brings back what was removed last on this page; returns its id, or null when there is none. */
	async undoRemove(): Promise<string | null> {
		const session = this.#removed.at(-1);
		if (session === undefined) return null;
		await this.#line.call('unbury', { session });
		this.#removed.splice(this.#removed.lastIndexOf(session), 1);
		this.#held.give(session);
		return session;
	}

	/** Removes for good what could still be brought back; true if there was any. */
	async makeRoom(): Promise<boolean> {
		if (this.#removed.length === 0) return false;
		try {
			await this.#purgeOldest();
			return true;
		} catch (cause) {
			console.warn(cause);
			return false;
		}
	}

	/** Of those with content, the newest that no tab has open and `isOwn` does not know. */
	async unfinished(isOwn: (session: string) => boolean): Promise<SessionSummary | null> {
		for (const summary of await this.list()) {
			const { id, failure, hasContent } = summary;
			if (failure !== null || !hasContent || isOwn(id)) continue;
			if (!(await this.#held.take(id))) continue;
			this.#held.give(id);
			return summary;
		}
		return null;
	}

	async #with(session: string, change: () => Promise<void>): Promise<void> {
		await this.#take(session);
		try {
			await change();
		} finally {
			this.#held.give(session);
		}
	}

	async #take(session: string): Promise<void> {
		if (!(await this.#held.take(session))) throw new SessionError('busy', session);
	}

	async #purgeOldest(): Promise<void> {
		const session = this.#removed.shift();
		if (session !== undefined) await this.#purge(session);
	}

	async #purge(session: string): Promise<void> {
		await this.#line.call('purge', { session });
		this.#held.give(session);
	}
}
