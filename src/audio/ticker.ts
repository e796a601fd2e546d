/** Wakes the scheduler again and again; when exactly does not matter. */
export interface Ticker {
	start(tick: () => void): void;
	stop(): void;
}

/** A fortieth of the lookahead and more; a hidden page still gets it, because a worker keeps it. */
export const TICK_MILLISECONDS = 25;

/** A timer in a worker: the timers of a hidden page's main thread run once a second at best. */
export class WorkerTicker implements Ticker {
	#worker: Worker | null = null;

	start(tick: () => void): void {
		this.stop();
		this.#worker = new Worker(new URL('./ticker.worker.ts', import.meta.url), { type: 'module' });
		this.#worker.onmessage = tick;
		this.#worker.postMessage(TICK_MILLISECONDS);
	}

	stop(): void {
		this.#worker?.terminate();
		this.#worker = null;
	}
}
