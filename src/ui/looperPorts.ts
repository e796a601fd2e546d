import type { PerfTime } from '../music/units';
import type { Watchable } from './watchable';

/** The microphone or line in. */
export interface InputPort extends Watchable {
	readonly status: {
		readonly kind: 'off' | 'asking' | 'open' | 'refused' | 'missing' | 'unplugged' | 'failed';
		/** One plain sentence; empty when there is nothing to say. */
		readonly sentence: string;
	};
	readonly devices: readonly { readonly id: string; readonly name: string }[];
	/** The id of a device, or empty for the browser's choice. */
	readonly selected: string;
	select(device: string): void;
	/** Asks the browser for the microphone. Its fate is told by the status. */
	open(): unknown;
	close(): void;
}

/** The ear on the input that follows a single line: the player's notes without MIDI. */
export interface FollowPort extends Watchable {
	/** What the input plays counts as played on keys. */
	readonly isOn: boolean;
	/** One plain sentence; empty when there is nothing to say. */
	readonly sentence: string;
	/** Opens the input if it is not open. */
	switchTo(isOn: boolean): void;
	/** Listens for the tuner, if the input is open, until the function that it returns is called. */
	tune(): () => void;
	/** In semitones with a fraction, 69 for 440 Hz; NaN while no pitch is clear. Read at each animation frame. */
	readonly pitch: number;
}

/** The ear that hears the notes of recordings. */
export interface EarPort extends Watchable {
	/** What is to be said of the last recording, one plain sentence; empty when there is nothing. */
	readonly sentence: string;
}

/** How far the calibration is. */
export interface CalibrationState {
	/**
	 * `estimated`: by what the browser says; `tapped`: from the player's taps; `kept`: what was found or
	 * tapped is in use.
	 */
	readonly kind:
		| 'none'
		| 'estimated'
		| 'kept'
		| 'playing'
		| 'measuring'
		| 'found'
		| 'refused'
		| 'tapping'
		| 'tapped';
	/** One plain sentence. */
	readonly sentence: string;
	/** The round trip in milliseconds. */
	readonly ms?: number;
	/** How sure it is, 0–1. */
	readonly confidence?: number;
	/** So far. */
	readonly taps?: number;
}

/** Finds how long sound takes out and back in. */
export interface CalibrationPort extends Watchable {
	readonly state: CalibrationState;
	/** Plays the test sound and listens. */
	start(): unknown;
	startTapping(): void;
	tap(at: PerfTime): void;
	/** What was found or tapped is used from now on. */
	accept(): void;
	cancel(): void;
}

/** One session on the disk. */
export interface SessionView {
	readonly id: string;
	readonly name: string;
	readonly changed: Date;
	/** Of sound, all tracks together. */
	readonly seconds: number;
	readonly isOpen: boolean;
}

/** The sessions on the disk. What comes of a command is told by the status. */
export interface SessionsPort extends Watchable {
	readonly status: {
		readonly kind: 'loading' | 'saved' | 'saving' | 'full' | 'memory' | 'failed';
		/** One plain sentence; empty when there is nothing to say. */
		readonly sentence: string;
	};
	/** The session of the last visit, until it is opened or dismissed. */
	readonly offered: {
		readonly id: string;
		readonly name: string;
		readonly when: Date;
		readonly seconds: number;
	} | null;
	readonly list: readonly SessionView[];
	/** The name of the session that was deleted last, while that can be undone. */
	readonly removed: string | null;
	/** Reads the list anew: call it when the list is to be seen. */
	look(): unknown;
	open(id: string): unknown;
	dismissOffer(): void;
	rename(id: string, name: string): unknown;
	duplicate(id: string): unknown;
	remove(id: string): unknown;
	undoRemove(): unknown;
	/** Downloads the open session as one file. */
	saveFile(): unknown;
	openFile(file: File): unknown;
}

/** How the samples of a WAV file are written: 16 or 24 bits, or 32-bit floats. */
export const WAV_FORMATS = ['16', '24', '32f'] as const;
export type WavFormat = (typeof WAV_FORMATS)[number];

/** Sound and notes, out and in. */
export interface FilesPort extends Watchable {
	readonly status: {
		readonly kind: 'idle' | 'busy' | 'done' | 'failed';
		/** One plain sentence; empty when there is nothing to say. */
		readonly sentence: string;
		/** How much is done while it is busy, 0–1; null where that is not known. */
		readonly share: number | null;
	};
	exportMix(format: WavFormat): unknown;
	exportStems(format: WavFormat): unknown;
	/** `stretch`: to whole bars of the present tempo. */
	importAudio(file: File, track: number, stretch: boolean): unknown;
	importMidi(file: File): unknown;
	/** Calls off what is busy: nothing of it is left. */
	cancel(): void;
}

/** What MIDI devices and footswitches do. */
export interface MappingsPort extends Watchable {
	/** `binding` is for people, and empty while there is none. */
	readonly actions: readonly {
		readonly id: string;
		readonly title: string;
		readonly binding: string;
	}[];
	/** The id of the action that waits for a touch. */
	readonly learning: string | null;
	/** One plain sentence when what was touched does something else already. */
	readonly conflict: string | null;
	learn(id: string): void;
	cancel(): void;
	clear(id: string): void;
	reset(): void;
	/** What was touched does the new thing, and the old no more. */
	confirm(): void;
}

/** The clock that comes in and goes out by MIDI. */
export interface MidiClockPort extends Watchable {
	readonly status: {
		readonly kind: 'off' | 'waiting' | 'following' | 'lost';
		/** One plain sentence; empty when there is nothing to say. */
		readonly sentence: string;
		/** Of the clock that comes in. */
		readonly bpm: number | null;
	};
	readonly isFollowing: boolean;
	setFollowing(isOn: boolean): void;
	readonly outputs: readonly { readonly id: string; readonly name: string }[];
	/** The id of the device that our clock goes to. */
	readonly output: string | null;
	setOutput(id: string | null): void;
}
