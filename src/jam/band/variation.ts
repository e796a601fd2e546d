import { chordAt, type ChordSpan } from '../../music/harmony/chord';
import { cutTo } from '../../music/harmony/chordSpans';
import { barLength, type Metre } from '../../music/metre';
import { nameOf, type Note } from '../../music/note';
import { pitch, PPQ, ticks, velocity, type Ticks } from '../../music/units';
import type { ChairName } from './face';
import { accentsOf, placesIn } from './rules/accents';
import { classOf } from './rules/nearest';

/** A part and what it is played over. Starts lie in [0, length). */
export interface VariedPart {
	readonly chair: ChairName;
	readonly notes: readonly Note[];
	readonly length: Ticks;
	readonly metre: Metre;
	readonly spans: readonly ChordSpan[];
}

const OCTAVE = 12;
/** The middle of each chair's range: an octave's move goes towards it. */
const MIDDLES: Readonly<Record<Exclude<ChairName, 'drums'>, number>> = {
	lead: 74,
	harmony: 64,
	keys: 60,
	bass: 40
};
/** A sound of General MIDI's kit, and what a drummer strikes for a change. */
const OTHER_SOUNDS: Readonly<Record<number, number>> = {
	35: 36,
	36: 35,
	37: 38,
	38: 37,
	39: 38,
	40: 37,
	42: 51,
	44: 42,
	46: 53,
	49: 57,
	51: 42,
	53: 42,
	57: 49,
	59: 42
};
const LOW_TOM = 45;
const PEDAL_HAT = 44;
/** Onsets that are nearer to each other have no room between them: an eighth of a triplet. */
const LEAST_GAP = (PPQ * 2) / 3;
const MOST_GAP = 2 * PPQ;
const REPEATED = 0.8;
const ADDED = 0.7;
/** An added voice lies this far from the one beside it, in semitones. */
const NEAREST_VOICE = 3;

/** Each bar plays what another bar over the same chords has; a bar that has no such other stays. */
export function otherBars({ notes, length, metre, spans }: VariedPart): readonly Note[] {
	const bar = barLength(metre);
	const count = Math.floor(length / bar);
	const chordsOf = (index: number) =>
		cutTo(spans, ticks(index * bar), ticks((index + 1) * bar))
			.map(({ from, chord }) => `${from - index * bar} ${chord?.symbol ?? ''}`)
			.join();
	const notesOf = (index: number) =>
		notes
			.filter(({ start }) => Math.floor(start / bar) === index)
			.map((note) => ({ ...note, start: ticks(note.start - index * bar) }));
	const bars = Array.from({ length: count }, (_, index) => ({
		chords: chordsOf(index),
		notes: notesOf(index)
	}));
	const moved = bars.flatMap(({ chords, notes: own }, index) => {
		const others = [...bars.slice(index + 1), ...bars.slice(0, index)];
		const other = others.find(
			(one) => one.chords === chords && one.notes.length > 0 && !areAlike(one.notes, own)
		);
		return (other?.notes ?? own).map((note) => withStart(note, note.start + index * bar, length));
	});
	return [...moved, ...notes.filter(({ start }) => start >= count * bar)];
}

/** An octave away, towards the middle of the chair's range; the drums strike other sounds. */
export function inOtherRegister({ chair, notes }: VariedPart): readonly Note[] {
	if (chair === 'drums') {
		return notes.map((note) => ({ ...note, pitch: pitch(OTHER_SOUNDS[note.pitch] ?? LOW_TOM) }));
	}
	const mean = notes.reduce((sum, note) => sum + note.pitch, 0) / Math.max(1, notes.length);
	const step = mean > MIDDLES[chair] ? -OCTAVE : OCTAVE;
	return notes.map((note) => {
		const moved = note.pitch + step;
		return moved < 0 || moved > 127 ? note : { ...note, pitch: pitch(moved) };
	});
}

/** What begins on a beat gets another tone of its chord; the drums, the foot on every beat. */
export function thicker({ chair, notes, length, metre, spans }: VariedPart): readonly Note[] {
	const { bar, beats } = accentsOf(metre);
	if (chair === 'drums') {
		const places = placesIn(length, bar, beats).filter(
			(at) => !notes.some((note) => note.start === at && note.pitch === PEDAL_HAT)
		);
		const strike = { duration: ticks(PPQ / 4), pitch: pitch(PEDAL_HAT), velocity: velocity(0.5) };
		return inOrder([...notes, ...places.map((start) => ({ ...strike, start }))]);
	}
	const added = [...new Set(notes.map(({ start }) => start))]
		.filter((start) => beats.some((beat) => Math.abs((start % bar) - beat) <= PPQ / 8))
		.flatMap((start) => {
			const voices = notes.filter((note) => note.start === start);
			const [lowest] = voices.toSorted((one, other) => one.pitch - other.pitch);
			const found = voiceBeside(lowest!, voices, chair, chordAt(spans, start)?.pitchClasses);
			return found === null ? [] : [found];
		});
	return inOrder([...notes, ...added]);
}

/** Every onset that has room before the next one is struck twice. */
export function doubled({ chair, notes, length, spans }: VariedPart): readonly Note[] {
	const starts = [...new Set(notes.map(({ start }) => start))].sort((one, other) => one - other);
	return inOrder(
		notes.flatMap((note) => {
			const next = starts.find((start) => start > note.start) ?? length;
			const gap = Math.min(MOST_GAP, next - note.start);
			const half = ticks(Math.floor(gap / 2));
			const again = ticks(note.start + half);
			const isSameChord =
				chair === 'drums' || chordAt(spans, again)?.symbol === chordAt(spans, note.start)?.symbol;
			if (gap < LEAST_GAP || !isSameChord) return [note];
			const first = { ...note, duration: ticks(Math.min(note.duration, half)) };
			const repeated = withStart({ ...note, duration: first.duration }, again, length);
			return [first, { ...repeated, velocity: velocity(note.velocity * REPEATED) }];
		})
	);
}

/** One note for each onset: the highest; of the bass and the drums the lowest. */
export function leanest(chair: ChairName, notes: readonly Note[]): readonly Note[] {
	const sign = chair === 'bass' || chair === 'drums' ? -1 : 1;
	return notes.filter(
		(note) =>
			!notes.some((other) => other.start === note.start && sign * (other.pitch - note.pitch) > 0)
	);
}

/** The chord tone next below the lowest voice, or an octave off where no chord is known; null if there is no room. */
function voiceBeside(
	lowest: Note,
	voices: readonly Note[],
	chair: ChairName,
	classes: readonly number[] | undefined
): Note | null {
	const steps = Array.from(
		{ length: OCTAVE - NEAREST_VOICE + 1 },
		(_, step) => step + NEAREST_VOICE
	);
	const step =
		classes === undefined
			? OCTAVE
			: steps.find((one) => classes.includes(classOf(lowest.pitch - one)));
	// Below a bass there is nothing but mud.
	const moved = lowest.pitch + (chair === 'bass' ? OCTAVE : -(step ?? OCTAVE));
	if (moved < 0 || moved > 127 || voices.some((voice) => voice.pitch === moved)) return null;
	return { ...lowest, pitch: pitch(moved), velocity: velocity(lowest.velocity * ADDED) };
}

/** Where the first note begins that is in one of the two alone; null if they sound alike. */
export function firstDifference(one: readonly Note[], other: readonly Note[]): number | null {
	const [left, right] = [new Set(one.map(nameOf)), new Set(other.map(nameOf))];
	const lone = [
		...one.filter((note) => !right.has(nameOf(note))),
		...other.filter((note) => !left.has(nameOf(note)))
	];
	return lone.length === 0 ? null : Math.min(...lone.map(({ start }) => start));
}

const areAlike = (one: readonly Note[], other: readonly Note[]) =>
	firstDifference(one, other) === null;

const withStart = (note: Note, start: number, length: Ticks): Note => ({
	...note,
	start: ticks(start),
	duration: ticks(Math.max(1, Math.min(note.duration, length - start)))
});

const inOrder = (notes: readonly Note[]) =>
	notes.toSorted((one, other) => one.start - other.start || one.pitch - other.pitch);
