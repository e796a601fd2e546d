import type { ComposerReply, ComposerRequest } from './protocol';

/** As much of a Worker as the page's side of the composer needs. */
export interface ComposerThread {
	postMessage(request: ComposerRequest): void;
	terminate(): void;
	addEventListener(
		type: 'message',
		listener: (event: { readonly data: ComposerReply }) => void
	): void;
	addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
}

/** The composer's worker, which loads tfjs and Magenta: start it after the first sound. */
export const startComposerThread = (): ComposerThread =>
	new Worker(new URL('./composer.worker.ts', import.meta.url), {
		type: 'module',
		name: 'composer'
	});
