import type { Lab } from './lab';

/** Page to worker: which method of the lab is called. */
export interface LabCall {
	readonly id: number;
	readonly method: keyof Lab;
	readonly args: readonly unknown[];
}

/** Worker to page: what it gave, or why it failed. */
export interface LabReply {
	readonly id: number;
	readonly value?: unknown;
	readonly failure?: string;
}

/** A lab in a worker of its own. One call at a time. */
export class LabThread {
	readonly #worker = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module' });
	#calls = 0;

	call(method: keyof Lab, args: readonly unknown[]): Promise<unknown> {
		const id = ++this.#calls;
		return new Promise((resolve, reject) => {
			this.#worker.onerror = ({ message }) => {
				reject(new Error(message || 'the worker did not start'));
			};
			this.#worker.onmessage = ({ data }: MessageEvent<LabReply>) => {
				if (data.id !== id) return;
				if (data.failure === undefined) resolve(data.value);
				else reject(new Error(data.failure));
			};
			this.#worker.postMessage({ id, method, args } satisfies LabCall);
		});
	}
}
