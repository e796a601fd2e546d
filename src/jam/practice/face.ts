import type { Emitter } from '../../lib/emitter';
import type { ChorusFigures } from '../../music/solo/figures';
import type { Bpm, Ticks } from '../../music/units';
import type { KeyStep, PracticeForm, Trade } from './plan';

/** What the player sets before a practice. */
export interface PracticeSetup {
	/** The name of a form; another stands in where it is not there. */
	readonly form: string;
	readonly trade: Trade;
	readonly startBpm: Bpm;
	/** 0 keeps the tempo. */
	readonly stepBpm: number;
	readonly stepChoruses: number;
	readonly ceilingBpm: Bpm;
	readonly keyStep: KeyStep;
	readonly keyChoruses: number;
	/** Null goes on until it is ended. */
	readonly choruses: number | null;
}

/** One chorus, for people. */
export interface ChorusView {
	/** From 1. */
	readonly number: number;
	readonly bpm: Bpm;
	/** `F`, `A minor`; empty where the key is not known. */
	readonly key: string;
}

/** Whose turn it is, and for how many bars more, counting the present one. */
export interface PracticeTurn {
	readonly by: 'player' | 'band';
	readonly bars: number;
}

/** The chord that sounds and the next that is another, as players write them. */
export interface PracticeChords {
	readonly now: string;
	readonly next: string;
}

/** All that the page sees of a practice. It changes with the choruses; turns move on without an event. */
export interface PracticeFace {
	readonly changed: Emitter<void>;
	readonly state: 'idle' | 'running' | 'paused';
	readonly setup: PracticeSetup;
	readonly forms: readonly PracticeForm[];
	/** One plain sentence when the last command could not be carried out, or a practice was changed. */
	readonly sentence: string;
	/** Null while idle. */
	readonly chorus: ChorusView | null;
	/** Null while idle, and in the last chorus. */
	readonly next: ChorusView | null;
	/** The next chorus is a bar away at most. */
	readonly isNextNear: boolean;
	/** Of how many choruses; null where it goes on until it is ended. */
	readonly choruses: number | null;
	/** Of the last chorus that was the player's. */
	readonly report: {
		readonly chorus: number;
		readonly text: string;
		readonly figures: ChorusFigures;
	} | null;
	/** Null while nothing is counted: idle, paused, or counting in. */
	turnAt(position: Ticks): PracticeTurn | null;
	/** In the count-in the first of them. Null while idle, and where no chord is known. */
	chordsAt(position: Ticks): PracticeChords | null;

	change(setup: Partial<PracticeSetup>): void;
	/** Begins a new practice. */
	start(): void;
	/** The music stops; the present chorus will be begun anew. */
	pause(): void;
	goOn(): void;
	end(): void;
	/** The report was read. */
	dismissReport(): void;
}
