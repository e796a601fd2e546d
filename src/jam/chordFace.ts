import type { ChordSpan } from '../music/harmony/chord';
import type { Key } from '../music/key';
import type { Ticks } from '../music/units';

/** The chord track, as the page and the band see it. It changes with the jam. */
export interface ChordsFace {
	/** They tile [0, length); what is not pinned is what was found in the loop. Empty while there is nothing to tell. */
	readonly spans: readonly ChordSpan[];
	/** Of the loop; without one, of the typed form; 0 without both. */
	readonly length: Ticks;
	/** Set by the player, else found; null while nobody can tell. */
	readonly key: Key | null;
	readonly isKeySet: boolean;
	/** How many bars a typed progression has; null without one. */
	readonly formBars: number | null;
	readonly isAnyPinned: boolean;
	readonly canUndo: boolean;
	/** Why what was typed was refused, in plain words; empty otherwise. */
	readonly sentence: string;
	/** The spans as they can be typed. */
	readonly text: string;

	/** Pins chords such as `Dm7 G7 Cmaj7` or `| Dm7 G7 | Cmaj7 % |` over the whole loop. Returns whether they are chords. */
	type(text: string): boolean;
	/** Pins a common progression, by its name, in the key on `tonic`, and sets the key. Returns whether it fits. */
	choose(name: string, tonic: string): boolean;
	/** Pins one chord, or several that share the beats of [from, to); nothing typed unpins. Returns whether they are chords. */
	retype(from: Ticks, to: Ticks, text: string): boolean;
	/** What is told of [from, to) now holds from now on. */
	pin(from: Ticks, to: Ticks): void;
	/** Over [from, to) the chords are those that are found. */
	unpin(from: Ticks, to: Ticks): void;
	/** No pins, and no key but the one that is found. */
	clear(): void;
	/** `F# minor`; null leaves it to the ear. */
	setKey(name: string | null): void;
	/** Takes back the last change of the player's. */
	undo(): void;
	/** Nothing is wrong any more with what was typed. */
	forgetSentence(): void;
}

/** What is kept of the chord track. */
export interface SavedChords {
	readonly length: Ticks;
	readonly pins: readonly {
		readonly from: Ticks;
		readonly to: Ticks;
		/** Null for no chord. */
		readonly symbol: string | null;
	}[];
	/** The name of the key, if the player set one. */
	readonly key: string | null;
}
