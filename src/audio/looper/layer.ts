import type { LayerWindow } from '../../music/looper';
import { FADE_FRAMES, FIRST_FILED_TAPE } from './protocol';
import { arcOf, type Arc } from './seam';
import { MIN_SEAM_FRAMES, SeamSearch } from './seamSearch';
import type { Tape } from './tape';

/** A layer whose ends are not on the tape yet is taken for unlike. */
const UNKNOWN_LIKENESS = 0;
/** What the ends of a window that is shorter than its round are faded over. */
const EDGE_FRAMES = 512;
/** A seam takes no more of its loop than this share, unless that is too short for any. */
const SEAM_SHARE = 1 / 8;

/** A window on a tape, as it sounds; see LayerWindow. Its sound never changes once its tape is whole. */
export class Layer {
	readonly window: LayerWindow;
	readonly tape: Tape;
	/** How long one round of the layer is, in tape frames. */
	readonly round: number;
	/** It covers its whole round, so that its end is faded into its own beginning. */
	readonly isWhole: boolean;
	#fade: number;
	#likeness: number;
	#arc: Arc;
	#isSettled = false;
	#search: SeamSearch | null = null;

	constructor(window: LayerWindow, tape: Tape) {
		this.window = window;
		this.tape = tape;
		this.round = window.cycle / Math.abs(window.rate);
		this.isWhole = window.span >= this.round;
		this.#fade = longestFade(window, this.isWhole);
		this.#likeness = this.isWhole ? window.likeness : UNKNOWN_LIKENESS;
		this.#arc = arcOf(this.#likeness);
	}

	/** What its ends are faded over, in tape frames. */
	get fade(): number {
		return this.#fade;
	}

	/** Between its ends, for the seam's gains. */
	get arc(): Arc {
		return this.#arc;
	}

	/** The best seam is known. */
	get isSettled(): boolean {
		return this.#isSettled;
	}

	/**
	 * Compares its ends, if it has a seam, a little at each call once the tape holds them. Returns
	 * whether it just did. Not for `process`.
	 */
	settle(): boolean {
		const { from, span } = this.window;
		if (this.#isSettled || this.tape.written < from + span) return false;
		if (this.isWhole)
			this.#search ??= new SeamSearch(this.tape, { from, span, longest: this.fade });
		if (this.#search === null) {
			this.#isSettled = true;
			return false;
		}
		this.#search.advance();
		const { fade, likeness, isDone } = this.#search;
		this.#fade = fade;
		this.#likeness = likeness;
		this.#arc = arcOf(likeness);
		this.#isSettled = isDone;
		if (isDone) this.#search = null;
		return true;
	}

	/** For the report: as data, with the likeness that was found. */
	describe(): LayerWindow {
		return { ...this.window, likeness: this.#likeness };
	}
}

/** Whole frames of the tape; its past may be shorter than wished, and a file's is silence. */
function longestFade({ tape, span, from }: LayerWindow, isWhole: boolean): number {
	const half = Math.floor(span / 2);
	if (!isWhole) return Math.max(1, Math.min(EDGE_FRAMES, half, from));
	const share = Math.max(MIN_SEAM_FRAMES, Math.floor(span * SEAM_SHARE));
	const most = tape >= FIRST_FILED_TAPE ? MIN_SEAM_FRAMES : FADE_FRAMES;
	return Math.max(1, Math.min(share, most, half, Math.floor(from)));
}

/** What a track sounds, with the tapes at hand. Immutable. */
export interface Content {
	/** Of one pass, in frames; 0 is nothing. */
	readonly length: number;
	readonly layers: readonly Layer[];
}

export const NOTHING: Content = { length: 0, layers: [] };
