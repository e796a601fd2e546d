import type { Note } from '../music/note';
import type { Ticks } from '../music/units';
import type { CallId, ComposerFailure } from './protocol';

/** Hears an answer while it is made. Ends with exactly one of `done` or `failed`. */
export interface AnswerListener {
	bar(candidate: number, notes: readonly Note[], from: Ticks, to: Ticks): void;
	/** The whole candidates so far, the best first. */
	ranked(order: readonly number[]): void;
	done(): void;
	failed(reason: ComposerFailure): void;
}

/** A call that the worker has not ended yet. `end` hears null for `done`. */
export interface OpenCall {
	readonly bar?: (candidate: number, notes: readonly Note[], from: Ticks, to: Ticks) => void;
	readonly ranked?: (order: readonly number[]) => void;
	readonly end: (failure: ComposerFailure | null) => void;
}

/** What the page still waits for. Each call is ended once; what comes later for it is not heard. */
export class OpenCalls {
	readonly #open = new Map<CallId, OpenCall>();
	#lastId: CallId = 0;

	add(call: OpenCall): CallId {
		const id = ++this.#lastId;
		this.#open.set(id, call);
		return id;
	}

	get(id: CallId): OpenCall | undefined {
		return this.#open.get(id);
	}

	end(id: CallId, failure: ComposerFailure | null): void {
		const call = this.#open.get(id);
		this.#open.delete(id);
		call?.end(failure);
	}

	endAll(failure: ComposerFailure): void {
		for (const id of [...this.#open.keys()]) this.end(id, failure);
	}
}
