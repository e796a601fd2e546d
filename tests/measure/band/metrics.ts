import type { ChairName } from '../../../src/jam/band/face';
import { accentsOf, placesIn } from '../../../src/jam/band/rules/accents';
import { isSemitoneApart } from '../../../src/jam/band/rules/nearest';
import { chordAt, type Chord, type ChordSpan } from '../../../src/music/harmony/chord';
import type { Metre } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { PPQ, ticks, type Ticks } from '../../../src/music/units';
import { NOTHING, sumOf, type Share } from './share';

/** What a loop is: all positions count from its start. */
export interface LoopFrame {
	readonly metre: Metre;
	readonly length: Ticks;
	readonly spans: readonly ChordSpan[];
}

/** Played notes are on a beat if they are this near: a 32nd. */
const NEAR = PPQ / 8;
const SIXTEENTH = PPQ / 4;

const isTone = ({ pitchClasses, bass }: Chord, pitch: number) =>
	pitchClasses.includes(pitch % 12) || bass === pitch % 12;

/** How far a position is from the nearest of these places of a bar, or the next bar line. */
function distanceTo(places: readonly Ticks[], position: Ticks, bar: Ticks): number {
	const inBar = ((position % bar) + bar) % bar;
	return Math.min(...[...places, bar].map((place) => Math.abs(inBar - place)));
}

const isOnStrong = ({ start }: Note, metre: Metre): boolean => {
	const { strong, bar } = accentsOf(metre);
	return distanceTo(strong, start, bar) <= NEAR;
};

/** How much of the notes' time falls on tones of the chord that sounds, in ticks; no chord does not count. */
export function chordToneShare(notes: readonly Note[], { spans }: LoopFrame): Share {
	return sumOf(
		notes.flatMap(({ start, duration, pitch }) =>
			spans.map(({ from, to, chord }) => {
				const time = Math.min(to, start + duration) - Math.max(from, start);
				if (chord === null || time <= 0) return NOTHING;
				return { hits: isTone(chord, pitch) ? time : 0, of: time };
			})
		)
	);
}

/** The same of the notes that begin on a strong beat, each over its whole length. */
export const strongToneShare = (notes: readonly Note[], frame: LoopFrame): Share =>
	chordToneShare(
		notes.filter((note) => isOnStrong(note, frame.metre)),
		frame
	);

/** On how many bar lines the bass has the chord's root or lowest tone, of those on which it begins a note. */
export function bassRootShare(bass: readonly Note[], { metre, length, spans }: LoopFrame): Share {
	const { bar } = accentsOf(metre);
	return sumOf(
		placesIn(length, bar, [ticks(0)]).map((line) => {
			const chord = chordAt(spans, line);
			const pitches = bass
				.filter(({ start }) => Math.abs(start - line) <= NEAR)
				.map(({ pitch }) => pitch);
			if (chord === null || pitches.length === 0) return NOTHING;
			const lowest = Math.min(...pitches) % 12;
			return { hits: lowest === chord.root || lowest === chord.bass ? 1 : 0, of: 1 };
		})
	);
}

/** Semitones that the voices move where the chord changes: the sum, of so many voices. */
export function voiceMotion(notes: readonly Note[], { spans }: LoopFrame): Share {
	const struck = chordsStruck(notes);
	const changes = spans.filter(
		({ from, chord }, index) => from > 0 && chord?.symbol !== spans[index - 1]?.chord?.symbol
	);
	return sumOf(
		changes.map(({ from, to }) => {
			const before = struck.findLast(({ at }) => at < from - NEAR);
			const after = struck.find(({ at }) => at >= from - NEAR && at < to);
			if (before === undefined || after === undefined) return NOTHING;
			return motion(before.pitches, after.pitches);
		})
	);
}

/** From the lowest voice up where there are as many, else each from the nearest voice. */
function motion(before: readonly number[], after: readonly number[]): Share {
	const moves = after.map((pitch, voice) =>
		before.length === after.length
			? Math.abs(pitch - before[voice]!)
			: Math.min(...before.map((other) => Math.abs(other - pitch)))
	);
	return { hits: moves.reduce((sum, move) => sum + move, 0), of: after.length };
}

/** Notes that begin together, within a 32nd, from the lowest. */
function chordsStruck(notes: readonly Note[]): { at: number; pitches: number[] }[] {
	const struck: { at: number; pitches: number[] }[] = [];
	for (const { start, pitch } of [...notes].sort((left, right) => left.start - right.start)) {
		const last = struck.at(-1);
		if (last !== undefined && start - last.at <= NEAR) last.pitches.push(pitch);
		else struck.push({ at: start, pitches: [pitch] });
	}
	for (const { pitches } of struck) pitches.sort((left, right) => left - right);
	return struck;
}

/** Hats and rides, which sound all the time and agree with everything. */
const TIMEKEEPERS: readonly number[] = [42, 44, 46, 51, 53, 59];

/**
 * How many of the melody's strong notes, those on a beat or longer than one, meet a drum within a
 * sixteenth; what keeps time does not count.
 */
export function drumAgreement(
	melody: readonly Note[],
	drums: readonly Note[],
	{ metre }: LoopFrame
): Share {
	const { beats, bar } = accentsOf(metre);
	const beat = beats[1] ?? bar;
	const isStrong = ({ start, duration }: Note) =>
		duration >= beat || distanceTo(beats, start, bar) <= NEAR;
	const hits = drums.filter(({ pitch }) => !TIMEKEEPERS.includes(pitch));
	const strong = melody.filter(isStrong);
	const met = strong.filter(({ start }) =>
		hits.some((drum) => Math.abs(drum.start - start) < SIXTEENTH)
	);
	return { hits: met.length, of: strong.length };
}

/** Everybody who sounds; the melody is the player's loop. */
export type Voices = Readonly<Partial<Record<ChairName | 'melody', readonly Note[]>>>;

/** Pairs of two voices that are a semitone apart, octaves aside, on strong beats; of so many bars. */
export function clashes(voices: Voices, { metre, length }: LoopFrame): Share {
	const { bar, strong } = accentsOf(metre);
	const pitched = Object.entries(voices).filter(([name]) => name !== 'drums');
	const found = placesIn(length, bar, strong).map((place) => {
		const sounding = pitched.flatMap(([name, notes]) =>
			notes
				.filter(({ start, duration }) => start <= place + NEAR && start + duration > place + NEAR)
				.map(({ pitch }) => ({ name, pitch }))
		);
		return sounding.flatMap((one, index) =>
			sounding
				.slice(index + 1)
				.filter((other) => one.name !== other.name && isSemitoneApart(one.pitch, other.pitch))
		).length;
	});
	return { hits: found.reduce((sum, count) => sum + count, 0), of: length / bar };
}
