import type { ComposerReply, ComposerRequest } from './protocol';

/** As much of a Worker as the client needs. */
export interface ComposerThread {
	postMessage(request: ComposerRequest): void;
	terminate(): void;
	addEventListener(
		type: 'message',
		listener: (event: { readonly data: ComposerReply }) => void
	): void;
	addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
}
