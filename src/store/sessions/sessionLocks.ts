export type GiveBack = () => Promise<void>;

/** What keeps two tabs from writing to one session. */
export interface SessionLocks {
	/**
	 * The function that gives the session back, which resolves when others can have it; or null while
	 * another tab has it.
	 */
	take(session: string): Promise<GiveBack | null>;
}

/** Locks of the browser, which end with the tab; where there are none, or they are refused, every session is free. */
export class WebSessionLocks implements SessionLocks {
	readonly #locks: LockManager | undefined;

	constructor(locks: LockManager | undefined) {
		this.#locks = locks;
	}

	take(session: string): Promise<GiveBack | null> {
		const locks = this.#locks;
		if (locks === undefined) return Promise.resolve(() => Promise.resolve());
		return new Promise((resolve) => {
			const isOver = locks.request(lockOf(session), { ifAvailable: true }, (lock) => {
				if (lock === null) {
					resolve(null);
					return Promise.resolve();
				}
				return new Promise<void>((release) => {
					resolve(() => {
						release();
						return isGivenBack;
					});
				});
			});
			const isGivenBack = isOver.catch((cause: unknown) => {
				console.warn(cause);
				resolve(() => Promise.resolve());
			});
		});
	}
}

const lockOf = (session: string) => `continuo-session-${session}`;

/** The sessions that this page holds; each is taken once, however often it is asked for. */
export class HeldSessions {
	readonly #locks: SessionLocks;
	readonly #held = new Map<string, Promise<GiveBack | null>>();
	/** Those that are on their way back. */
	readonly #leaving = new Map<string, Promise<void>>();

	constructor(locks: SessionLocks) {
		this.#locks = locks;
	}

	/** False while another tab has it. */
	async take(session: string): Promise<boolean> {
		const taking = this.#held.get(session) ?? this.#taken(session);
		this.#held.set(session, taking);
		const isTaken = (await taking) !== null;
		if (!isTaken) this.#held.delete(session);
		return isTaken;
	}

	give(session: string): void {
		const held = this.#held.get(session);
		if (held === undefined) return;
		this.#held.delete(session);
		this.#leaving.set(
			session,
			held.then((giveBack) => giveBack?.())
		);
	}

	async #taken(session: string): Promise<GiveBack | null> {
		await this.#leaving.get(session);
		return this.#locks.take(session);
	}
}
