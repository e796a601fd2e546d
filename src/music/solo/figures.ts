import type { Note } from '../note';
import type { Pitch, Ticks } from '../units';

/** A note as far as a report looks at it. */
export type SoloNote = Pick<Note, 'start' | 'duration' | 'pitch'>;

/** A stretch of a chorus, [from, to), counted from its first bar line. */
export interface Stretch {
	readonly from: Ticks;
	readonly to: Ticks;
}

/** One onset on a strong beat, and the chord that it met. Bars and beats count from 1. */
export interface StrongBeat {
	readonly bar: number;
	readonly beat: number;
	readonly pitch: Pitch;
	/** As players write it: `Dm7`. */
	readonly chord: string;
	/** Its pitch classes, the root first. */
	readonly pitchClasses: readonly number[];
	readonly isChordTone: boolean;
}

/** Notes that came back: the same steps in the same rhythm, wherever they began. */
export interface Lick {
	/** As it was first played in this chorus. */
	readonly pitches: readonly Pitch[];
	/** The bars of this chorus in which it began, from 1. */
	readonly bars: readonly number[];
	/** The earlier choruses in which it was played. */
	readonly earlier: readonly number[];
}

/** Where the onsets lay to their nearest grid lines. Negative is early. */
export interface Timing {
	readonly grid: SoloGridKind;
	readonly meanMs: number;
	/** The mean distance from that mean. */
	readonly spreadMs: number;
}

/** Which lines of the beat the player played to. */
export type SoloGridKind = 'sixteenths' | 'triplets' | 'swing';

/** What can be counted of one chorus, as far as it was the player's. */
export interface ChorusFigures {
	/** How many notes began. */
	readonly notes: number;
	/** How many bars were the player's. */
	readonly bars: number;
	/** Those of them in which nothing began, from 1. */
	readonly emptyBars: readonly number[];
	/** Every onset on a strong beat where a chord is known; null where none is known at all. */
	readonly strongBeats: readonly StrongBeat[] | null;
	readonly range: { readonly lowest: Pitch; readonly highest: Pitch } | null;
	readonly space: {
		/** Without the player's sound, 0–1. */
		readonly share: number;
		readonly longestRestBeats: number;
	};
	readonly rhythm: {
		/** How many different rhythms the bars had in which something began. */
		readonly distinct: number;
		/** The bars of the commonest rhythm, from 1. */
		readonly commonest: readonly number[];
	};
	readonly licks: readonly Lick[];
	/** Null where too little was played to tell. */
	readonly timing: Timing | null;
}
