import type { SessionReply, SessionRequest } from './protocol';

/** As much of a Worker as the page's side of the sessions needs. */
export interface SessionsThread {
	postMessage(request: SessionRequest): void;
	terminate(): void;
	addEventListener(
		type: 'message',
		listener: (event: { readonly data: SessionReply }) => void
	): void;
	addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
}

/** The worker that writes sessions to the disk. */
export const startSessionsThread = (): SessionsThread =>
	new Worker(new URL('./sessions.worker.ts', import.meta.url), {
		type: 'module',
		name: 'sessions'
	});
