import { keyOf, type Key } from '../music/key';
import type { Note } from '../music/note';
import { pitch, ticks, type Pitch, type Ticks } from '../music/units';
import type { PitchLock } from './ports';

/** A pitch moved to the nearest one that `isWanted`, downwards if two are as near. */
function nearest(from: Pitch, isWanted: (pitchClass: number) => boolean): Pitch {
	for (let step = 0; step <= 6; step++) {
		for (const candidate of [from - step, from + step]) {
			if (candidate >= 0 && candidate <= 127 && isWanted(candidate % 12)) return pitch(candidate);
		}
	}
	return from;
}

/** What an answer is to fit: the call and the loop, and the chords that hold for everybody. */
interface Context {
	readonly notes: readonly Note[];
	readonly locks?: readonly PitchLock[];
}

/**
 * The answer as it may be played beside what sounds: inside [0, length), and in the key of the
 * context, whose own chromatic notes and chords stay allowed.
 */
export function fitAnswer(
	answer: readonly Note[],
	{ notes, locks = [] }: Context,
	length: Ticks
): readonly Note[] {
	const key = keyOf(notes);
	const played = new Set([
		...notes.map((note) => note.pitch % 12),
		...locks.flatMap(({ pitchClasses }) => pitchClasses)
	]);
	const isWanted = (pitchClass: number) =>
		key === null || key.has[pitchClass] === true || played.has(pitchClass);
	return answer
		.filter(({ start, duration }) => start >= 0 && start < length && duration > 0)
		.map((note) => ({
			...note,
			pitch: nearest(note.pitch, isWanted),
			duration: ticks(Math.min(note.duration, length - note.start))
		}));
}

/** A pitch `steps` degrees higher in the key; a note outside the key moves like the one below it. */
export function transposeInKey(from: Pitch, key: Key, steps: number): Pitch {
	const inKey = nearest(from, (pitchClass) => key.has[pitchClass] === true);
	const chromatic = from - inKey;
	let moved: number = inKey;
	for (let left = Math.abs(steps); left > 0; left--) {
		do moved += Math.sign(steps);
		while (key.has[((moved % 12) + 12) % 12] !== true);
	}
	const result = moved + chromatic;
	return result >= 0 && result <= 127 ? pitch(result) : from;
}
