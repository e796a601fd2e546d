import type { ChorusFigures } from './figures';

/** One practice, as the log keeps it. */
export interface PracticeEntry {
	/** When it began, in milliseconds since 1970; no two are alike. */
	readonly when: number;
	readonly minutes: number;
	/** How many were played to their end. */
	readonly choruses: number;
	/** Of the first and of the last chorus, in quarter notes a minute. */
	readonly tempoFrom: number;
	readonly tempoTo: number;
	/** In the order in which they came, each once; empty where the key is not known. */
	readonly keys: readonly string[];
	/** What it was played over: `12-bar blues`. */
	readonly form: string;
	/** Of each chorus in which the player had bars, or of the last of very many. */
	readonly figures: readonly ChorusFigures[];
}

/** The share of strong beats with a chord tone in all choruses; null where none was counted. */
export function chordToneShare({ figures }: Pick<PracticeEntry, 'figures'>): number | null {
	const beats = figures.flatMap(({ strongBeats }) => strongBeats ?? []);
	if (beats.length === 0) return null;
	return beats.filter(({ isChordTone }) => isChordTone).length / beats.length;
}

/** `C F`; with commas where a key has two words: `A minor, D minor`. */
export const keysText = (keys: readonly string[]) =>
	keys.join(keys.some((key) => key.includes(' ')) ? ', ' : ' ');
