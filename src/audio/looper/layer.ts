import type { LayerWindow } from '../../music/looper';
import { FADE_FRAMES } from './protocol';
import { likenessOf } from './seam';
import type { Tape } from './tape';

/** A layer whose ends are not on the tape yet is taken for unlike. */
export const UNKNOWN_LIKENESS = 0;

/** A window on a tape, as it sounds; see LayerWindow. Its sound never changes once committed. */
export class Layer {
	readonly window: LayerWindow;
	readonly tape: Tape;
	/** How long one round of the layer is, in tape frames. */
	readonly round: number;
	/** What its ends are faded over, in tape frames. */
	readonly fade: number;
	/** It covers its whole round, so that its end is faded into its own beginning. */
	readonly isWhole: boolean;
	#likeness: number | null;

	constructor(window: LayerWindow, tape: Tape) {
		this.window = window;
		this.tape = tape;
		this.round = window.cycle / Math.abs(window.rate);
		this.fade = Math.max(1, Math.min(FADE_FRAMES, Math.floor(window.span / 2), window.from));
		this.isWhole = window.span >= this.round;
		this.#likeness = window.likeness > 0 ? window.likeness : null;
	}

	get likeness(): number {
		return this.#likeness ?? UNKNOWN_LIKENESS;
	}

	/** Compares its ends as soon as the tape holds them. Returns whether it just did. Not for `process`. */
	settle(): boolean {
		if (this.#likeness !== null) return false;
		const { from, span } = this.window;
		if (this.tape.written < from + span) return false;
		this.#likeness = this.isWhole
			? likenessOf(this.tape, from + span - this.fade, from - this.fade, this.fade)
			: UNKNOWN_LIKENESS;
		return true;
	}

	/** For the report: as data, with the likeness that was found. */
	describe(): LayerWindow {
		return { ...this.window, likeness: this.likeness };
	}
}

/** What a track sounds, with the tapes at hand. Immutable. */
export interface Content {
	/** Of one pass, in frames; 0 is nothing. */
	readonly length: number;
	readonly layers: readonly Layer[];
}

export const NOTHING: Content = { length: 0, layers: [] };
