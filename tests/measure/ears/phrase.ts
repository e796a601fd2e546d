import type { ChordSpan } from '../../../src/music/harmony/chord';
import type { Metre } from '../../../src/music/metre';
import type { Ticks } from '../../../src/music/units';

export const TEXTURES = ['single', 'arpeggio', 'strum'] as const;
/**
 * One note at a time; broken chords and fingerpicking; chords struck at once. To learn from: what a
 * piece's player has, as it is written.
 */
export type Texture = (typeof TEXTURES)[number] | 'score';

/** General MIDI programs, from 0. */
export const PRESETS = {
	nylon: 24,
	clean: 27,
	distorted: 30,
	bass: 33,
	piano: 0,
	voice: 53
} as const;
export type Preset = keyof typeof PRESETS;

export const ROOMS = ['quiet', 'noise', 'drums'] as const;
/** Nothing else; noise 20 dB below; a drum loop that bleeds into the microphone, 15 dB below. */
export type Room = (typeof ROOMS)[number];

/** A note that is played, in seconds from the loop's first bar line. */
export interface PlayedNote {
	readonly onset: number;
	readonly end: number;
	readonly pitch: number;
	/** 1–127. */
	readonly velocity: number;
}

/** A phrase that is played into the looper, and what is true of it. */
export interface Phrase {
	readonly id: string;
	readonly texture: Texture;
	readonly preset: Preset;
	readonly room: Room;
	readonly notes: readonly PlayedNote[];
	readonly metre: Metre;
	readonly bars: number;
	readonly bpm: number;
	/** Of the loop, by the player's pedal. */
	readonly seconds: number;
	/** Where the first bar line is in the loop: the pedal is pressed a little early or late. */
	readonly downbeat: number;
	/** In ticks from the first bar line. */
	readonly length: Ticks;
	readonly spans: readonly ChordSpan[];
	readonly key: string | null;
	/** How far the instrument is from A = 440 Hz. */
	readonly cents: number;
	readonly seed: number;
}
