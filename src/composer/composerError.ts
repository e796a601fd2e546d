import type { ComposerFailure } from './protocol';

/** An expected failure on its way through the worker; only its reason crosses to the page. */
export class ComposerError extends Error {
	readonly reason: ComposerFailure;

	constructor(reason: ComposerFailure, detail: string, cause?: unknown) {
		super(`${reason}: ${detail}`, { cause });
		this.name = 'ComposerError';
		this.reason = reason;
	}
}
