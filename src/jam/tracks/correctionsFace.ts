import type { Sensitivity } from '../../music/ears/sensitivity';
import type { Ticks } from '../../music/units';

/** A heard note under the player's hand. */
export interface SelectedNote {
	/** The id of its layer in what is heard. */
	readonly layer: number;
	/** Its place among the notes that count of the layer. */
	readonly heard: number;
	/** Of the looper, from 0. */
	readonly track: number;
	/** `Eb4`. */
	readonly name: string;
	/** In what is heard, from the start of its region. */
	readonly start: Ticks;
	/** From 1, of how many. */
	readonly place: number;
	readonly count: number;
}

/** Takes notes out of what was heard: the recording stays as it is. */
export interface CorrectionsFace {
	/** The player corrects: `clear` and `undo` are for notes. */
	readonly isOpen: boolean;
	/** Null while none is, also when none is left. */
	readonly selected: SelectedNote | null;
	readonly canUndo: boolean;
	/** How much of what was heard counts, in all loops of the session. */
	readonly sensitivity: Sensitivity;
	setSensitivity(sensitivity: Sensitivity): void;
	/** The note at this place of a heard layer. */
	select(layer: number, heard: number): void;
	/** The next note in time, or the one before with -1; the first or last of the loop where none is selected. */
	step(by: 1 | -1): void;
	/** The selected note was not played; the next one is selected. */
	remove(): void;
	/** The note that was removed last was played after all. */
	undo(): void;
	close(): void;
}
