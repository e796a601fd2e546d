import type { Note } from '../music/note';
import type { Ticks } from '../music/units';
import type { AnswerRequest } from './protocol';

/** Hears an answer as it is made: each piece, a bar or less of the first one, as soon as it is whole. */
export type BarListener = (
	candidate: number,
	notes: readonly Note[],
	from: Ticks,
	to: Ticks
) => void;

/** A model that answers. Lives in the composer's worker. */
export interface Answerer {
	/** For people: `MelodyRNN`. */
	readonly name: string;
	/** Brings the weights to the tfjs backend that is set now. Call it again when that changes. */
	load(): void;
	/**
	 * Makes the answer in order, the first candidate first. Returns early, between two pieces, once
	 * `isCancelled` says so. The same request gives the same notes on the same backend.
	 */
	generate(request: AnswerRequest, onBar: BarListener, isCancelled: () => boolean): Promise<void>;
	/** Frees the weights. */
	dispose(): void;
}
