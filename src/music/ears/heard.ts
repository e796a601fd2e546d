/** A note that was heard in a loop, in seconds from the loop's start. */
export interface EarNote {
	readonly onset: number;
	readonly end: number;
	/** MIDI. */
	readonly pitch: number;
	/** 0–1, the loudest is 1. */
	readonly strength: number;
	/** How sure we are, 0–1. */
	readonly likelihood: number;
}

/** Why a loop has no notes. */
export type Deafness =
	/** It is silent, or so quiet that nothing can be told. */
	| 'too-quiet'
	/** There is sound, and hardly a note in it: noise, speech, hum. */
	| 'no-notes';

/** What was heard of a loop. */
export type HeardLoop =
	| { readonly kind: 'nothing'; readonly why: Deafness }
	| {
			readonly kind: 'notes';
			/** By onset. */
			readonly notes: readonly EarNote[];
			/** What was left out for a doubt that not every player shares; by onset. */
			readonly doubtful: readonly EarNote[];
			/** How far the instrument is from A = 440 Hz. */
			readonly cents: number;
			/** The input was too loud: what was heard may be wrong. */
			readonly isClipped: boolean;
	  };
