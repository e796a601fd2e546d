import { chordAt, type Chord, type ChordSpan } from '../../../music/harmony/chord';
import { COMMON_TIME, type Metre } from '../../../music/metre';
import type { Note } from '../../../music/note';
import { PPQ, ticks, type Pitch } from '../../../music/units';
import { accentsOf } from './accents';
import { pitchesOf } from './nearest';

/** A note this near to a beat is on it: a 32nd. */
const NEAR_BEAT = PPQ / 8;
/** No chord tone is farther away than this. */
const REACH = 6;

/**
 * Bars of before over the chords of now: what is on a beat or as long as a quarter moves to the
 * nearest tone of its chord that no other voice has; the rest stays.
 */
export function adaptToChords(
	notes: readonly Note[],
	spans: readonly ChordSpan[],
	metre: Metre = COMMON_TIME
): readonly Note[] {
	const { bar, beats } = accentsOf(metre);
	const isOnBeat = (note: Note) =>
		[...beats, bar].some((beat) => Math.abs((note.start % bar) - beat) <= NEAR_BEAT);
	const taken = new Map<number, Set<Pitch>>();
	return notes.map((note) => {
		const chord = chordAt(spans, ticks(note.start));
		const voices = taken.get(note.start) ?? new Set<Pitch>();
		taken.set(note.start, voices);
		const isMoved = chord !== null && (isOnBeat(note) || note.duration >= PPQ);
		const pitch = isMoved ? nearestFree(note.pitch, chord, voices) : note.pitch;
		voices.add(pitch);
		return { ...note, pitch };
	});
}

function nearestFree(from: Pitch, { pitchClasses }: Chord, taken: ReadonlySet<Pitch>): Pitch {
	const compass = { low: Math.max(0, from - REACH), high: Math.min(127, from + REACH) };
	const [nearest] = pitchesOf(pitchClasses, compass)
		.filter((candidate) => !taken.has(candidate))
		.sort((left, right) => Math.abs(left - from) - Math.abs(right - from) || left - right);
	return nearest ?? from;
}
