import { readFileSync } from 'node:fs';

/** One melody of tests/fixtures/melodies.json, with the bits that Python counted. */
export interface Excerpt {
	readonly set: string;
	readonly notes: number;
	readonly bits: Readonly<Record<'unigram' | 'fivegram' | 'melody_rnn', number>>;
	readonly events: readonly number[];
}

export const OWN_MODEL = new URL('../../../models/melody-rnn/', import.meta.url);
const MELODIES = new URL('../../fixtures/melodies.json', import.meta.url);

/** A JSON file beside our own model. */
export const readModelJson = (name: string): unknown =>
	JSON.parse(readFileSync(new URL(name, OWN_MODEL), 'utf8'));

export const readExcerpts = (): readonly Excerpt[] =>
	(JSON.parse(readFileSync(MELODIES, 'utf8')) as { melodies: readonly Excerpt[] }).melodies;
