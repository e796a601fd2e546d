import type { Sound } from './sound';

/** Why an audio file was not read. */
export type AudioRefusal = 'not-audio' | 'damaged' | 'too-long' | 'empty' | 'unsupported';

/** What reading an audio file came to. */
export type AudioReading =
	| {
			readonly kind: 'read';
			/** Left and right, in buffers of their own. */
			readonly sound: Sound;
			/** Sentences for the player: what was done to the sound on the way in. */
			readonly remarks: readonly string[];
	  }
	| { readonly kind: 'refused'; readonly reason: AudioRefusal; readonly sentence: string };

/** Thrown inside this folder only; the reader turns it into its answer. */
export class AudioRefused extends Error {
	readonly reason: AudioRefusal;

	constructor(reason: AudioRefusal, sentence: string) {
		super(sentence);
		this.reason = reason;
	}
}

/** The most that one file may come to once it is decoded. */
export interface AudioLimit {
	readonly seconds: number;
	/** Of 32-bit floats, all channels together. */
	readonly bytes: number;
}

/** Half an hour of stereo at 48 kHz. */
export const AUDIO_LIMIT: AudioLimit = { seconds: 30 * 60, bytes: 700e6 };

/** In Hz. What browsers must be able to play lies well inside; the lower is also the least they decode. */
export const MIN_RATE = 3_000;
export const MAX_RATE = 768_000;
/** What Web Audio's nodes carry. */
export const MAX_CHANNELS = 32;

/** Throws an AudioRefused if so long a sound passes the limit. `decodedRate`: as it will be held. */
export function checkLength(
	{ seconds, channels }: { readonly seconds: number; readonly channels: number },
	decodedRate: number,
	limit: AudioLimit
): void {
	const bytes = seconds * decodedRate * Math.max(2, channels) * 4;
	if (seconds <= limit.seconds && bytes <= limit.bytes) return;
	const most = Math.min(limit.seconds, limit.bytes / (decodedRate * Math.max(2, channels) * 4));
	throw new AudioRefused(
		'too-long',
		`This file lasts ${inWords(seconds)}, and a track takes ${inWords(most)} of it at most: cut it in an audio editor and bring in the part that you need.`
	);
}

function inWords(seconds: number): string {
	if (seconds < 120) return `${Math.round(seconds)} seconds`;
	const minutes = Math.round(seconds / 60);
	return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
