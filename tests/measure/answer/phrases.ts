import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A phrase file as it lies in tests/fixtures/phrases. */
export interface PhraseFixture {
	readonly name: string;
	readonly style: string;
	readonly metre: readonly [number, number];
	readonly bars: 1 | 2 | 4 | 8;
	/** Start, duration, pitch, velocity; in ticks, MIDI and 0–1. */
	readonly notes: readonly (readonly [number, number, number, number])[];
}

const folder = fileURLToPath(new URL('../../fixtures/phrases/', import.meta.url));

export const allPhrases = (): readonly PhraseFixture[] =>
	readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as PhraseFixture);
