import type { Key } from '../key';
import { beatLength, type Metre } from '../metre';
import type { Note } from '../note';
import { ticks, type Ticks } from '../units';
import { chordOf, type Chord, type ChordSpan } from './chord';
import { likelyKey, worthsOf } from './chordNetwork';
import { chordPath } from './chordPath';
import { joined } from './chordSpans';
import { CHORD_STATES, NO_CHORD, QUALITIES, qualityOf, rootOf } from './chordStates';
import { hear, placeOf, type Heard } from './heard';
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

/** One pitch class is no harmony. */
const FEWEST_CLASSES = 2;
/** A bass below C3 that stays on one note of the chord, and not its root, for most of a span, is written. */
const BASS_REGISTER = 48;
const STEADY_BASS = 0.8;

/** The chords of a loop: see `findHarmony`. */
export const findChords = (notes: readonly Note[], frame: HarmonyFrame): readonly ChordSpan[] =>
	findHarmony(notes, frame).spans;

/**
 * The chords and the key of a loop, found from its notes. A small network says the key; another one,
 * in front of a chain of chords, how well each chord suits each written beat of a loop in that key and
 * how good the beat is for a change (a conditional random field: Lafferty, McCallum and Pereira, 2001).
 * Both are learnt: see models/training/chord_finder.
 */
export function findHarmony(notes: readonly Note[], { length, metre, key }: HarmonyFrame): Harmony {
	if (length <= 0) return { spans: [], key: null };
	const heard = hear(notes, length, metre);
	const classes = new Set(notes.map(({ pitch }) => pitch % 12)).size;
	if (classes < FEWEST_CLASSES) return { spans: [silence(length)], key: null };
	const tonality = key ?? likelyKey(heard);
	const { tonic, mode } = tonality;
	const places = Array.from({ length: heard.count }, (_, beat) => placeOf(beat, metre));
	const path = chordPath(worthsOf(heard, tonic, mode), places, mode);
	const states = soundingStates(path, heard, tonality);
	// Two pitch classes tell no key.
	const isTold = states.some((state) => state !== NO_CHORD) && classes > FEWEST_CLASSES;
	return { spans: spansOf(states, heard, tonality, length), key: isTold ? tonality : null };
}

const silence = (length: Ticks): ChordSpan => ({
	from: ticks(0),
	to: length,
	chord: null,
	isPinned: false
});

/** States counted from C; a bar in which nothing sounds has no chord. */
function soundingStates(
	states: readonly number[],
	{ voices, metre: { beats } }: Heard,
	{ tonic }: Key
): readonly number[] {
	return states.map((state, at) => {
		const bar = at - (at % beats);
		const isSounding = voices.subarray(bar, bar + beats).some((voice) => voice > 0);
		if (state === NO_CHORD || !isSounding) return NO_CHORD;
		return (state + tonic * QUALITIES.length) % CHORD_STATES;
	});
}

function spansOf(
	states: readonly number[],
	{ lowest, metre }: Heard,
	key: Key,
	length: Ticks
): readonly ChordSpan[] {
	const beat = beatLength(metre);
	const spans: ChordSpan[] = [];
	for (let first = 0; first < states.length;) {
		const state = states[first]!;
		let end = first + 1;
		while (states[end] === state) end++;
		const [from, to] = [ticks(first * beat), ticks(Math.min(end * beat, length))];
		const chord = state === NO_CHORD ? null : chordIn(state, key, lowest.slice(first, end));
		spans.push({ from, to, chord, isPinned: false });
		first = end;
	}
	return joined(spans);
}

/** The state's chord as it is written in that key, over the bass that its beats keep. */
function chordIn(state: number, key: Key, lowest: Heard['lowest']): Chord {
	const { suffix, intervals } = qualityOf(state);
	const root = rootOf(state);
	const symbol = `${rootName(root, key, suffix)}${suffix}`;
	const bass = steadyBass(lowest);
	const isInversion = bass !== null && intervals.indexOf((bass - root + 12) % 12) > 0;
	const chord = chordOf(isInversion ? `${symbol}/${rootName(bass, key)}` : symbol);
	if (chord === null) throw new Error(`no chord: ${symbol}`);
	return chord;
}

function steadyBass(lowest: Heard['lowest']): number | null {
	const low = lowest.flatMap((pitch) =>
		pitch !== null && pitch < BASS_REGISTER ? [pitch % 12] : []
	);
	const [first] = low;
	if (first === undefined || low.length < STEADY_BASS * lowest.length) return null;
	return low.filter((bass) => bass === first).length >= STEADY_BASS * low.length ? first : null;
}
