/**
 * `foreign`: written by a newer version. `busy`: another tab has it open. `stopped`: the thread that
 * writes died.
 */
export type SessionFailure =
	'missing' | 'damaged' | 'foreign' | 'full' | 'busy' | 'stopped' | 'broken';

/** An expected failure on its way through the worker; only its reason crosses to the page. */
export class SessionError extends Error {
	readonly reason: SessionFailure;

	constructor(reason: SessionFailure, detail: string, cause?: unknown) {
		super(`${reason}: ${detail}`, { cause });
		this.name = 'SessionError';
		this.reason = reason;
	}
}

/** What is no expected failure is `broken`. */
export const reasonOf = (cause: unknown): SessionFailure =>
	cause instanceof SessionError ? cause.reason : 'broken';
