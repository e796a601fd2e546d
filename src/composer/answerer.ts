import type { Note } from '../music/note';
import type { Ticks } from '../music/units';
import type { AnswerRequest, EngineChoice, EngineName, EngineWish } from './protocol';

/** Hears answers as they are made. */
export interface AnswerTelling {
	/** A piece, a bar or less of the first one, as soon as it is whole. */
	bar(candidate: number, notes: readonly Note[], from: Ticks, to: Ticks): void;
	/** The whole candidates so far, the best first. */
	ranked(order: readonly number[]): void;
}

/** A model that answers. Lives in the composer's worker. */
export interface Answerer {
	/** For people: `MelodyRNN`. */
	readonly name: string;
	/** It writes whichever part is asked for, and not melodies alone. */
	readonly canAccompany: boolean;
	/**
	 * Brings the weights to the engine that is wished for, or to the first other one that runs, and
	 * returns which. Call it again to move. Throws a ComposerError `engine-lost` when none runs.
	 */
	load(wish: EngineWish): Promise<EngineName>;
	/**
	 * Lets the graphics card compile what it will be measured with, while the model still answers: only
	 * where our own kernels do that, because tfjs runs on one backend at a time.
	 */
	warm(): Promise<void>;
	/**
	 * Measures the engines that there are and moves to the fastest; null where there is no choice, or
	 * once `isOver` says, between two engines, that there is no time.
	 */
	choose(
		isOver: () => boolean
	): Promise<{ readonly engine: EngineName; readonly choice: EngineChoice } | null>;
	/** Reads what is known of a call that will be asked about. */
	prepare(request: AnswerRequest, isCancelled: () => boolean): Promise<void>;
	/**
	 * Makes the answers in order, the first candidate first, and ranks them. Returns early, between two
	 * steps, once `isCancelled` says so. The same request gives the same notes on the same engine.
	 */
	generate(
		request: AnswerRequest,
		telling: AnswerTelling,
		isCancelled: () => boolean
	): Promise<void>;
	/** Frees the weights. */
	dispose(): void;
}
