import { rankedKeys, type Key, type Mode } from '../key';
import type { Metre } from '../metre';
import type { Note } from '../note';
import { ticks, type Ticks } from '../units';
import { chordOf, type Chord, type ChordSpan } from './chord';
import { chordPath, type ChordPath } from './chordPath';
import { joined } from './chordSpans';
import { CHORD_STATES, NO_CHORD, QUALITIES, qualityOf, rootOf } from './chordStates';
import { beatsOf, placeOf, type Beat } from './evidence';
import { fitsOf, type Texture } from './likelihood';
import { rootName } from './spelling';

/** The loop whose chords are looked for. */
export interface HarmonyFrame {
	readonly length: Ticks;
	readonly metre: Metre;
	/** What the player said; else it is found as well. */
	readonly key?: Key;
}

/** What was found. */
export interface Harmony {
	/** They tile [0, length); null where nothing sounds for a whole bar, or where no chord fits. */
	readonly spans: readonly ChordSpan[];
	readonly key: Key | null;
}

/** So many keys, the best by their notes alone, are tried with their chords. */
const KEYS_TRIED = 3;
/** How much a key's fit to the notes alone, a correlation, counts beside its chords. */
const KEY_WEIGHT = 4;
/** From this share of beats with more than one voice on the loop is more than a tune. */
const CHORDAL_SHARE = 0.4;
/** One pitch class is no harmony. */
const FEWEST_CLASSES = 2;
/** A bass below C3 that stays on one note of the chord, and not its root, for most of a span, is written. */
const BASS_REGISTER = 48;
const STEADY_BASS = 0.8;

/** The chords of a loop: see `findHarmony`. */
export const findChords = (notes: readonly Note[], frame: HarmonyFrame): readonly ChordSpan[] =>
	findHarmony(notes, frame).spans;

/**
 * The chords and the key of a loop, found together. Every key's chords are the states of a hidden
 * Markov model over the written beats, as in Raphael and Stoddard, "Functional harmonic analysis using
 * probabilistic models" (2004): a chord with the scale around it says how likely each pitch class is,
 * and what is heard, weighted by length, velocity and place in the bar (Pardo and Birmingham,
 * "Algorithms for chordal analysis", 2002), says which chord. Changes cost by their place.
 */
export function findHarmony(notes: readonly Note[], { length, metre, key }: HarmonyFrame): Harmony {
	if (length <= 0) return { spans: [], key: null };
	const beats = beatsOf(notes, length, metre);
	const weights = classWeights(beats);
	if (weights.filter((weight) => weight > 0).length < FEWEST_CLASSES) {
		return { spans: [silence(length)], key: null };
	}
	const tried = key === undefined ? rankedKeys(weights).slice(0, KEYS_TRIED) : [{ key, fit: 0 }];
	const texture = textureOf(beats);
	let best: { path: ChordPath; score: number; key: Key } | null = null;
	for (const { key: tonality, fit } of tried) {
		const path = pathIn(beats, tonality, metre, texture);
		const score = path.score + KEY_WEIGHT * fit;
		if (best === null || score > best.score) best = { path, score, key: tonality };
	}
	if (best === null) return { spans: [silence(length)], key: null };
	const states = soundingStates(best.path.states, beats, best.key, metre);
	const isTold = states.some((state) => state !== NO_CHORD) && isTonal(weights);
	return { spans: spansOf(states, beats, best.key, length), key: isTold ? best.key : null };
}

const silence = (length: Ticks): ChordSpan => ({
	from: ticks(0),
	to: length,
	chord: null,
	isPinned: false
});

function classWeights(beats: readonly Beat[]): readonly number[] {
	return Array.from({ length: 12 }, (_, pitchClass) =>
		beats.reduce((sum, { weights }) => sum + weights[pitchClass]!, 0)
	);
}

/** Two pitch classes tell no key. */
const isTonal = (weights: readonly number[]) => weights.filter((weight) => weight > 0).length > 2;

function textureOf(beats: readonly Beat[]): Texture {
	const sounding = beats.filter(({ isSounding }) => isSounding);
	const chordal = sounding.filter(({ lowest }) => lowest !== null);
	return chordal.length > CHORDAL_SHARE * sounding.length ? 'chords' : 'tune';
}

function pathIn(beats: readonly Beat[], key: Key, metre: Metre, texture: Texture): ChordPath {
	const mode: Mode = key.name.endsWith('minor') ? 'minor' : 'major';
	const fits = beats.map((beat) => fitsOf(beat, key.tonic, mode, texture));
	const places = beats.map((_, index) => placeOf(index, metre));
	return chordPath(fits, places, mode);
}

/** States counted from C; a bar in which nothing sounds has no chord. */
function soundingStates(
	states: readonly number[],
	beats: readonly Beat[],
	{ tonic }: Key,
	{ beats: perBar }: Metre
): readonly number[] {
	return states.map((state, at) => {
		const bar = at - (at % perBar);
		const isSounding = beats.slice(bar, bar + perBar).some((beat) => beat.isSounding);
		if (state === NO_CHORD || !isSounding) return NO_CHORD;
		return (state + tonic * QUALITIES.length) % CHORD_STATES;
	});
}

function spansOf(
	states: readonly number[],
	beats: readonly Beat[],
	key: Key,
	length: Ticks
): readonly ChordSpan[] {
	const spans: ChordSpan[] = [];
	for (let first = 0; first < states.length;) {
		const state = states[first]!;
		let end = first + 1;
		while (states[end] === state) end++;
		const to = beats[end]?.from ?? length;
		const chord = state === NO_CHORD ? null : chordIn(state, key, beats.slice(first, end));
		spans.push({ from: beats[first]!.from, to, chord, isPinned: false });
		first = end;
	}
	return joined(spans);
}

/** The state's chord as it is written in that key, over the bass that its beats keep. */
function chordIn(state: number, key: Key, beats: readonly Beat[]): Chord {
	const { suffix, intervals } = qualityOf(state);
	const root = rootOf(state);
	const symbol = `${rootName(root, key, suffix)}${suffix}`;
	const bass = steadyBass(beats);
	const isInversion = bass !== null && intervals.indexOf((bass - root + 12) % 12) > 0;
	const chord = chordOf(isInversion ? `${symbol}/${rootName(bass, key)}` : symbol);
	if (chord === null) throw new Error(`no chord: ${symbol}`);
	return chord;
}

function steadyBass(beats: readonly Beat[]): number | null {
	const low = beats.flatMap(({ lowest }) =>
		lowest !== null && lowest < BASS_REGISTER ? [lowest % 12] : []
	);
	const [first] = low;
	if (first === undefined || low.length < STEADY_BASS * beats.length) return null;
	return low.filter((bass) => bass === first).length >= STEADY_BASS * low.length ? first : null;
}
