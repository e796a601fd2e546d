import type { Metre } from '../../music/metre';
import type { Note } from '../../music/note';
import type { Ticks } from '../../music/units';
import type { ChordSpan } from '../protocol';

/** What is wanted of a measured value. */
export interface Wanted {
	readonly low: number;
	readonly high: number;
}

/** What an answer is judged by. Positions count from the call's first bar line and the answer's. */
export interface Brief {
	readonly call: readonly Note[];
	readonly answerLength: Ticks;
	readonly metre: Metre;
	/**
	 * `line`: goes on where the call ends. `counterline`: sounds with the call. `chords`: so too, and
	 * carries it. `rhythm`: has no pitch.
	 */
	readonly role: 'line' | 'counterline' | 'chords' | 'rhythm';
	/** Only these pitch classes were allowed, so they are the key. */
	readonly keyLock?: readonly number[];
	readonly chordLock?: readonly ChordSpan[];
	/** Onsets a quarter note; as many as the call has unless said. */
	readonly density?: Wanted;
	/** Mean MIDI pitch. */
	readonly register?: Wanted;
	/** 1 for the closest to the call of all candidates, 0 for the farthest. */
	readonly closeness?: number;
}
