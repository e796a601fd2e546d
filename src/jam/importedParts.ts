import type { Metre } from '../music/metre';
import type { Note } from '../music/note';
import type { ChairName } from './band/face';
import type { Sound } from '../music/score';
import type { Bpm, Ticks } from '../music/units';

/** One part of a file of notes, as a layer. Starts count from the first bar line. */
export interface ImportedPart {
	readonly sound: Sound;
	readonly notes: readonly Note[];
	readonly by: 'player' | 'partner';
	/** Whose part it was, where that is known. */
	readonly chair?: ChairName | null;
}

/** What holds the parts together. */
export interface ImportedFrame {
	readonly metre: Metre;
	readonly bpm: Bpm;
	readonly length: Ticks;
}
