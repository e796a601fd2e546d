import type { Emitter } from '../lib/emitter';
import type { LoopRegion } from '../music/loopRegion';
import type { Note } from '../music/note';
import type { Sound } from '../music/score';
import type { Bpm, PerfTime, Pitch, Ticks } from '../music/units';
import type { BandFace, ChairName } from './band/face';
import type { ChordsFace } from './chordFace';
import type { HeardMusic } from './heardMusic';
import type { Settings } from './settings';

/** The words of a pedal. `muted` waits for tracks. */
export type LoopState =
	'empty' | 'armed' | 'recording' | 'closing' | 'playing' | 'overdubbing' | 'stopped';

/** What can be asked of the loop. Each happens on a bar line while the transport runs. */
export type LoopAction =
	'record' | 'close' | 'overdub' | 'finish' | 'play' | 'stop' | 'undo' | 'redo' | 'clear';

/** The sections of a song: each is a loop of its own, with its own chords. */
export const SECTIONS = ['A', 'B'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** What waits for its bar line: an action, or the change to another section. */
export interface Pending {
	readonly action: LoopAction | 'section';
	readonly due: Ticks;
	/** Where `section` leads. */
	readonly section?: SectionName;
	/** The end of a loop of fixed length, which nobody pressed for. */
	readonly isAutomatic: boolean;
}

export interface LayerView {
	readonly id: number;
	readonly by: 'player' | 'partner';
	/** Whose part it was; null for the player's, and where that is not known. */
	readonly chair: ChairName | null;
	readonly sound: Sound;
	/** As they will sound, quantised; starts lie in [0, length of the loop). */
	readonly notes: readonly Note[];
	/** Still being recorded. */
	readonly isOpen: boolean;
}

export interface LoopView {
	readonly state: LoopState;
	/** Null while there is no loop, or its length is not known yet. */
	readonly region: LoopRegion | null;
	/** Where a recording began whose length is not known yet. */
	readonly recordingFrom: Ticks | null;
	readonly layers: readonly LayerView[];
	readonly pending: Pending | null;
	readonly canUndo: boolean;
	readonly canRedo: boolean;
}

/** One section, as much of it as can be seen while another one sounds. */
export interface SectionView {
	readonly name: SectionName;
	/** It sounds, and the pedal works it. */
	readonly isPresent: boolean;
	/** Nothing was played in it yet: whoever turns to it records. */
	readonly isBlank: boolean;
	/** Of its loop; 0 without one, or while it is open. */
	readonly length: Ticks;
	readonly layers: readonly LayerView[];
}

/**
 * Where the partner's notes come from: the model, or a rung of the ladder below it; `rules` fill a turn to
 * which nobody played a call; a `variation` is one of these changed by rules, because the player commanded it and nothing else was at hand.
 */
export type PlanSource =
	'model' | 'cached plan' | 'transposed phrase' | 'phrase' | 'rules' | 'variation';

/** What the partner intends to play, or is playing. */
export interface PlanView {
	/** The bar line where it begins. */
	readonly start: Ticks;
	readonly length: Ticks;
	/** Starts count from the plan's start. */
	readonly notes: readonly Note[];
	readonly source: PlanSource;
	/** The answer may still change: the call is not over. */
	readonly isProvisional: boolean;
	/** Which candidate plays, from 1, and how many there are. */
	readonly candidate: number;
	readonly candidates: number;
	readonly isKept: boolean;
}

/** Whose turn it is. */
export type Turn =
	| { readonly kind: 'idle' }
	| { readonly kind: 'counting-in'; readonly until: Ticks }
	/** The partner is switched off, or waits for a loop to play along with. */
	| { readonly kind: 'alone' }
	| { readonly kind: 'listening'; readonly until: Ticks }
	/** Still the player's turn, and an answer to it is being made. */
	| { readonly kind: 'thinking'; readonly answerAt: Ticks }
	| { readonly kind: 'answering'; readonly until: Ticks }
	| { readonly kind: 'along'; readonly until: Ticks }
	/** Its plan was thrown away; it comes back at `until`. */
	| { readonly kind: 'silenced'; readonly until: Ticks };

/** Whether the partner plays in its turn. */
export const isPlaying = (turn: Turn): turn is Extract<Turn, { kind: 'answering' | 'along' }> =>
	turn.kind === 'answering' || turn.kind === 'along';

/** The turn where the partner keeps its plan to itself. */
export const unheard = (turn: Turn): Turn =>
	isPlaying(turn) ? { kind: 'listening', until: turn.until } : turn;

/** What happened since the page opened, for the status line. */
export interface Counts {
	readonly answers: number;
	readonly bySource: Readonly<Record<PlanSource, number>>;
	/** Answers for which the model missed the deadline. */
	readonly misses: number;
}

/** A note that the player holds or held, on the running timeline. */
export interface HeardNote {
	readonly pitch: Pitch;
	readonly start: Ticks;
	/** Null while it is held. */
	readonly end: Ticks | null;
}

/** All that the page sees of the jam. Positions move on without an event: read them per animation frame. */
export interface JamFace {
	/** Something other than the position changed. */
	readonly changed: Emitter<void>;
	readonly settings: Settings;
	readonly bpm: Bpm;
	readonly isRunning: boolean;
	/** Of the present section. */
	readonly loop: LoopView;
	readonly sections: readonly SectionView[];
	/** What was heard in the audio tracks that sound; null for nothing. */
	readonly heard: HeardMusic | null;
	readonly turn: Turn;
	readonly plan: PlanView | null;
	readonly band: BandFace;
	readonly counts: Counts;
	/** The chords under the loop of the present section: another object for each. */
	readonly chords: ChordsFace;
	/** One plain sentence when the last command could not be carried out; empty otherwise. */
	readonly notice: string;
	/** Where the music is that is heard now; negative in the count-in. */
	heardPosition(): Ticks;
	/** What the player played since `from`. */
	heardNotes(from: Ticks): readonly HeardNote[];

	change(settings: Partial<Settings>): void;
	setBpm(bpm: Bpm): void;
	/** One tap; two or more set the tempo. */
	tap(at: PerfTime): void;
	/** Starts the transport without recording, or stops everything at once. */
	startStop(): void;
	/** Throws nothing: what cannot be done now sets `notice`. Pressed twice, a pending action is cancelled; a pending stop happens at once. */
	press(action: LoopAction, at: PerfTime): void;
	/**
	 * Turns to a section: at the end of this pass of the loop; pressed again, at the next bar line; once
	 * more, not at all. Into a blank one the player records. At once while nothing runs.
	 */
	chooseSection(section: SectionName, at: PerfTime): void;
	/** The one-button pedal: what the button would do now. */
	readonly pedalAction: LoopAction;
	cancelPending(): void;
	/** Silence now, everything: no note goes on. */
	panic(): void;
}
