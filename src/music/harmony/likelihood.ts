import { SCALES, type Mode } from '../key';
import { CHORD_STATES, NO_CHORD, QUALITIES, qualityOf, rootOf } from './chordStates';
import type { Beat } from './evidence';

/** How freely notes are taken that do not belong to the chord: a tune passes through more than chords do. */
const FOREIGN = { chords: 0.25, tune: 0.3 } as const;
export type Texture = keyof typeof FOREIGN;

/** Of the foreign notes so many lie in the key. */
const IN_KEY = 0.92;
/** How much what is heard weighs against how chords usually go; a tune says less than it seems to. */
const HEARING = { chords: 0.8, tune: 0.7 } as const;
/** A bass that is the root, or another note of the chord. */
const ROOT_IN_BASS = 1.5;
const CHORD_TONE_IN_BASS = 0.3;
/** A chord that makes the notes less likely than this, on average, is none: without a chord they have 1/12. */
const BLIND = Math.log(0.15);

/** Log probability of each pitch class (rows) under each chord (columns), all counted from the tonic. */
type Table = readonly Float64Array[];

const tables = new Map<string, Table>();

function tableOf(mode: Mode, texture: Texture): Table {
	const name = `${mode} ${texture}`;
	const table = tables.get(name) ?? newTable(SCALES[mode], FOREIGN[texture]);
	tables.set(name, table);
	return table;
}

function newTable(scale: readonly number[], foreign: number): Table {
	const background = Array.from({ length: 12 }, (_, pitchClass) =>
		scale.includes(pitchClass) ? IN_KEY / scale.length : (1 - IN_KEY) / (12 - scale.length)
	);
	return background.map((share, pitchClass) =>
		Float64Array.from({ length: CHORD_STATES }, (_, state) => {
			const { intervals, shares } = qualityOf(state);
			const place = intervals.indexOf((pitchClass - rootOf(state) + 12) % 12);
			return Math.log((1 - foreign) * (shares[place] ?? 0) + foreign * share);
		})
	);
}

/** How well each state, counted from the tonic, explains what is heard over the beat: a log likelihood. */
export function fitsOf(beat: Beat, tonic: number, mode: Mode, texture: Texture): Float64Array {
	const table = tableOf(mode, texture);
	const fits = new Float64Array(CHORD_STATES + 1);
	let heard = 0;
	for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
		const weight = HEARING[texture] * beat.weights[(pitchClass + tonic) % 12]!;
		if (weight === 0) continue;
		heard += weight;
		const row = table[pitchClass]!;
		for (let state = 0; state < CHORD_STATES; state++) fits[state]! += weight * row[state]!;
	}
	fits[NO_CHORD] = heard * BLIND;
	if (beat.lowest !== null) addBass(fits, (beat.lowest - tonic + 144) % 12);
	return fits;
}

function addBass(fits: Float64Array, bass: number): void {
	for (let root = 0; root < 12; root++) {
		const interval = (bass - root + 12) % 12;
		QUALITIES.forEach(({ intervals }, quality) => {
			const state = root * QUALITIES.length + quality;
			if (interval === 0) fits[state]! += ROOT_IN_BASS;
			else if (intervals.includes(interval)) fits[state]! += CHORD_TONE_IN_BASS;
		});
	}
}
