/** Something that is done once, whenever nobody has wanted anything else for a while. */
export class IdleTask {
	readonly #idleMs: number;
	readonly #run: () => void;
	#isWanted = false;
	#lastBusyAt = -Infinity;

	constructor(idleMs: number, run: () => void) {
		this.#idleMs = idleMs;
		this.#run = run;
	}

	/** Somebody wants something else now. */
	busy(): void {
		this.#lastBusyAt = performance.now();
	}

	/** Nobody has wanted anything else for a while. */
	get isIdle(): boolean {
		return performance.now() - this.#lastBusyAt >= this.#idleMs;
	}

	/** Has it done after `preparation`, which may fail; once, however often it is wanted meanwhile. */
	want(preparation: Promise<void>): void {
		if (this.#isWanted) return;
		this.#isWanted = true;
		void preparation.then(() => {
			this.#runWhenIdle();
		});
	}

	#runWhenIdle(): void {
		if (!this.isIdle) {
			setTimeout(() => {
				this.#runWhenIdle();
			}, this.#idleMs);
			return;
		}
		this.#isWanted = false;
		this.#run();
	}
}
