import { chordAt, type ChordSpan } from '../../music/harmony/chord';
import { offsetIn, type LoopRegion } from '../../music/loopRegion';
import { barLength, beatLength, type Metre } from '../../music/metre';
import type { Note } from '../../music/note';
import { pitch, PPQ, ticks, type Pitch, type Ticks } from '../../music/units';
import { accentsOf } from './rules/accents';
import { classOf, isSemitoneApart, pitchesOf } from './rules/nearest';

/** What sounds beside a part. Positions count from a bar line, and may lie before it. */
export interface Beside {
	/** What of the player's loop is neither bass nor drums. */
	readonly melody: readonly Note[];
	/** How high the melody reaches in the whole loop; null where there is none. */
	readonly top: Pitch | null;
	/** Whoever else the part gives way to. */
	readonly others: readonly Note[];
	/** The chords of the loop, and where it lies. */
	readonly spans: readonly ChordSpan[];
	readonly loop: LoopRegion;
	readonly metre: Metre;
}

/** What is played so little beside a beat is on it: a 32nd. */
const NEAR = PPQ / 8;
/** What is left of a note that is let go must be worth playing: an eighth. */
const SHORTEST = PPQ / 2;
/** So far a line moves, a voice of two, and one of more, which would rather fall silent. */
const REACH = { line: 7, pair: 5, chord: 2 };
/** A chord keeps so many voices. */
const FEWEST_VOICES = 2;

/**
 * The part without semitones against the others, octaves aside, where they count: where both sound on a
 * strong beat or for a beat together. A note that is held into one is let go before it. One that begins
 * with it moves to the nearest tone of the chord that clashes with nobody; where there is none near,
 * one of several voices falls silent, and a line stays as it is. What rubs inside the part is its own.
 */
export function settled(notes: readonly Note[], beside: Beside): readonly Note[] {
	const result: Note[] = [];
	let [dropped, at] = [0, ticks(-Infinity)];
	for (const [index, note] of notes.entries()) {
		if (note.start > at + NEAR) [dropped, at] = [0, note.start];
		const from = clashFrom(note, beside);
		if (from === null) {
			result.push(note);
			continue;
		}
		const released = { ...note, duration: ticks(from - note.start) };
		if (released.duration >= SHORTEST) {
			result.push(released);
			continue;
		}
		const voices = [
			...result.filter(({ start }) => isTogether(start, note.start)),
			...notes.slice(index + 1).filter(({ start }) => isTogether(start, note.start))
		];
		const moved = movedFrom(note, voices, beside);
		if (moved !== null) result.push(moved);
		else if (voices.length >= FEWEST_VOICES || (voices.length > 0 && dropped === 0)) dropped++;
		else result.push(note);
	}
	return result;
}

const isTogether = (one: Ticks, other: Ticks) => Math.abs(one - other) <= NEAR;

/** The nearest tone that clashes with nobody and that no voice has. */
function movedFrom(note: Note, voices: readonly Note[], beside: Beside): Note | null {
	const reach = [REACH.line, REACH.pair][voices.length] ?? REACH.chord;
	const compass = { low: Math.max(0, note.pitch - reach), high: Math.min(127, note.pitch + reach) };
	const isFree = (pitch: Pitch) => voices.every((voice) => voice.pitch !== pitch);
	const [nearest] = pitchesOf(fittingClasses(note, beside), compass)
		.filter((pitch) => isFree(pitch) && clashFrom({ ...note, pitch }, beside) === null)
		.sort((one, other) => Math.abs(one - note.pitch) - Math.abs(other - note.pitch) || one - other);
	return nearest === undefined ? null : { ...note, pitch: nearest };
}

/** Of the chord; where nobody knows it, what the others sound. */
function fittingClasses(note: Note, { melody, others, spans, loop }: Beside): readonly number[] {
	const chord = chordAt(spans, offsetIn(loop, ticks(note.start + NEAR)));
	if (chord !== null) return chord.pitchClasses;
	const sounding = [...melody, ...others].filter((other) => overlap(note, other) > 0);
	return sounding.map(({ pitch }) => classOf(pitch));
}

/** Where the first clash that counts begins; null for none. */
function clashFrom(note: Note, { melody, others, metre }: Beside): Ticks | null {
	const places = [...melody, ...others]
		.filter(({ pitch }) => isSemitoneApart(pitch, note.pitch))
		.filter((other) => doesCount(note, other, metre))
		.map(({ start }) => Math.max(start, note.start));
	return places.length === 0 ? null : ticks(Math.min(...places));
}

const overlap = (one: Note, other: Note) =>
	Math.min(one.start + one.duration, other.start + other.duration) -
	Math.max(one.start, other.start);

/** Whether two notes sound together on a strong beat, or for a beat. */
function doesCount(one: Note, other: Note, metre: Metre): boolean {
	const shared = overlap(one, other);
	if (shared <= 0) return false;
	if (shared >= beatLength(metre)) return true;
	const from = Math.max(one.start, other.start) - NEAR;
	const { bar, strong } = accentsOf(metre);
	return strong.some((place) => {
		const next = place + bar * Math.ceil((from - place) / bar);
		return next < from + shared;
	});
}

/** Lower than this a voice would be a bass. */
const LOWEST = 43;

/**
 * The part with what lies above the melody an octave or two lower, where that is free and no bass. While
 * the melody rests it is as high as in the rest of the bar, or of the loop where the bar has none.
 */
export function beneath(notes: readonly Note[], melody: Ceiling): readonly Note[] {
	const result: Note[] = [];
	for (const note of notes) {
		const lowered = loweredUnder(note, melody);
		const isTaken = result.some(
			(other) => other.pitch === lowered && isTogether(other.start, note.start)
		);
		if (!isTaken) result.push({ ...note, pitch: lowered });
	}
	return result;
}

/** What a second voice keeps under. */
type Ceiling = Pick<Beside, 'melody' | 'top' | 'metre'>;

function loweredUnder(note: Note, { melody, top, metre }: Ceiling): Pitch {
	const place = ticks(note.start + NEAR);
	const bar = barLength(metre);
	const line = Math.floor(place / bar) * bar;
	const ceiling =
		highest(melody, place, place + 1) ?? highest(melody, line, line + bar) ?? top ?? note.pitch;
	const octaves = Math.ceil(Math.max(0, note.pitch - ceiling) / 12);
	const lowered = note.pitch - 12 * octaves;
	return lowered >= LOWEST ? pitch(lowered) : note.pitch;
}

/** The highest pitch that sounds in [from, to); null for none. */
function highest(notes: readonly Note[], from: number, to: number): Pitch | null {
	const heard = notes.filter(({ start, duration }) => start < to && start + duration > from);
	return topOf(heard);
}

/** The highest pitch of all; null for none. */
export const topOf = (notes: readonly Note[]): Pitch | null =>
	notes.length === 0 ? null : pitch(Math.max(...notes.map((note) => note.pitch)));
