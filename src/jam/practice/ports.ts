import type { Emitter } from '../../lib/emitter';
import type { ChordSpan } from '../../music/harmony/chord';
import type { Key } from '../../music/key';
import type { Metre } from '../../music/metre';
import type { PracticeEntry } from '../../music/solo/practiceEntry';
import type { Bpm, Ticks } from '../../music/units';
import type { HeardNote, SectionName } from '../face';
import type { PracticeForm, Trade } from './plan';

/** What a practice is played to: the transport, and the ear on its timeline. */
export interface PracticeMusic {
	readonly isRunning: boolean;
	readonly bpm: Bpm;
	readonly metre: Metre;
	/** A loop of sound or another machine's clock holds the tempo. */
	readonly isTempoFixed: boolean;
	/** The first bar line of the music, behind the count-in: that of the loop where there is one. */
	readonly origin: Ticks;
	/** By the audio clock. */
	position(): Ticks;
	/** The notes that the player began since `from`. */
	heardNotes(from: Ticks): readonly HeardNote[];
	/** Starts as the player does, with the count-in. It may not start: look at `isRunning`. */
	start(): void;
	stop(): void;
	/** From a position on that lies a little ahead; null is at once. */
	setBpm(bpm: Bpm, at: Ticks | null): void;
}

/** What is played over in one chorus. */
export interface FormChords {
	readonly spans: readonly ChordSpan[];
	/** Null where it is not known. */
	readonly key: Key | null;
}

/** Who accompanies the form and trades with the player. */
export interface PracticeBand {
	/** Gets ready, before the music starts. Returns why it cannot, in a sentence; empty when it can. */
	begin(form: PracticeForm, trade: Trade): string;
	/** The player's first stretch began or begins at `position`, which may lie before the music. */
	countTurnsFrom(position: Ticks): void;
	/** From the chorus line `at` on these chords hold, counted from it; told a bar ahead. */
	setChords(chords: FormChords, at: Ticks): void;
	/** All is as it was before `begin`. */
	end(): void;
}

/** What can be practised over now. */
export interface PracticeForms {
	/** The list, or the section, is another. */
	readonly changed: Emitter<void>;
	/** The section of the song that sounds: a loop and chords of its own. */
	readonly section: SectionName;
	/** Each name once. */
	readonly list: readonly PracticeForm[];
}

/** Where practices are written down. */
export interface PracticeBook {
	/** Replaces what was kept of the same practice. */
	keep(entry: PracticeEntry): void;
}
