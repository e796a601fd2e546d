import type { BaseLoop } from '../../music/looper';
import type { Metre } from '../../music/metre';
import { bpm, frames, type Bpm, type Frames } from '../../music/units';
import { canHaveBars, guessBars, tempoWith } from './tempoGuess';
import type { TrackBars } from './tracksFace';

/** What a first loop is known to be. */
interface KnownLoop {
	readonly length: Frames;
	readonly bars: number;
	/** The loop set the tempo, not the metronome. */
	readonly isGuessed: boolean;
	/** How far behind the loop's start its first bar line lies. */
	readonly shift: Frames;
	/** The first layer of the recording whose bar line that is; null for the one that comes next. */
	readonly layer: number | null;
	/** Nobody said so: what is heard in the loop may say better. */
	readonly isOpen: boolean;
}

/** What the bars of a first loop depend on. */
export interface FirstLoopParts {
	readonly sampleRate: number;
	readonly metre: () => Metre;
	/** How long the player wants a new loop. */
	readonly wishedBars: () => TrackBars;
}

/** Remembers how many bars the first loop has, also while it is cleared and may come back. */
export class FirstLoop {
	readonly #parts: FirstLoopParts;
	#known: KnownLoop | null = null;

	constructor(parts: FirstLoopParts) {
		this.#parts = parts;
	}

	/** What is known of a loop of this length; null for any other. */
	knownOf({ length }: BaseLoop): KnownLoop | null {
		return this.#known?.length === length ? this.#known : null;
	}

	/** The loop has so many bars, as was said. What was known of its guess and bar line stays. */
	learn(base: BaseLoop, bars: number, isGuessed: boolean): void {
		const known = this.knownOf(base);
		if (known?.bars === bars) return;
		const { shift, layer } = known ?? { shift: frames(0), layer: null };
		this.#known = { length: base.length, bars, shift, layer, isGuessed, isOpen: false };
	}

	/** How far behind its start the first bar line of the loop lies; 0 where that is not known. */
	shiftOf(base: BaseLoop): Frames {
		return this.knownOf(base)?.shift ?? frames(0);
	}

	/**
	 * The first bar line of a loop that is known lies so far behind its start, a whole loop more or less.
	 * `layer` is its first; null if it has not come yet.
	 */
	shift(base: BaseLoop, by: Frames, layer: number | null): void {
		const known = this.knownOf(base);
		const { length } = base;
		if (known === null) return;
		this.#known = { ...known, shift: frames(by - length * Math.round(by / length)), layer };
	}

	/** A loop with this first layer comes, or comes back: the bar line of another of its length is not its own. */
	meet(base: BaseLoop, layer: number | null): void {
		const known = this.knownOf(base);
		if (known === null || layer === null) return;
		const isAnother = known.layer !== null && known.layer !== layer;
		this.#known = { ...known, layer, shift: isAnother ? frames(0) : known.shift };
	}

	/**
	 * Counts a loop that set the tempo: by the bars that are known, wished for or guessed. Null when
	 * none make a tempo that we can play.
	 */
	count(base: BaseLoop): number | null {
		const wished = this.#parts.wishedBars();
		const known = this.knownOf(base)?.bars;
		if (known !== undefined) return known;
		const isOpen = wished === 'free' || !this.canHave(base, wished);
		const bars = isOpen ? guessBars(this.#measured(base)) : wished;
		if (bars !== null)
			this.#known = {
				length: base.length,
				bars,
				shift: frames(0),
				layer: null,
				isGuessed: true,
				isOpen
			};
		return bars;
	}

	/** Nobody but the player changes the count any more. */
	settle(): void {
		if (this.#known !== null) this.#known = { ...this.#known, isOpen: false };
	}

	canHave(base: BaseLoop, bars: number): boolean {
		return canHaveBars(this.#measured(base), bars);
	}

	/** Exactly, for bars that the loop can have. */
	tempoOf(base: BaseLoop, bars: number): Bpm {
		return bpm(tempoWith(this.#measured(base), bars));
	}

	#measured({ length }: BaseLoop) {
		const { sampleRate, metre } = this.#parts;
		return { length, metre: metre(), sampleRate };
	}
}
