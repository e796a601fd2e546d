import type { Pitch } from '../units';

const NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'] as const;

/** `Eb4`; middle C is C4. */
export const pitchWords = (pitch: Pitch) =>
	`${pitchClassWords(pitch)}${Math.floor(pitch / 12) - 1}`;

/** `Eb`, of a pitch or a pitch class. */
export const pitchClassWords = (pitch: number) => NAMES[((pitch % 12) + 12) % 12]!;
