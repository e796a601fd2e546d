import { keyOf, type Key } from '../music/key';
import type { Note } from '../music/note';
import { ticks, type Ticks } from '../music/units';
import type { PlanSource } from './face';
import { fitAnswer, transposeInKey } from './fit';

/** What the partner plays when the model has nothing. */
export interface Fallback {
	readonly notes: readonly Note[];
	readonly source: Exclude<PlanSource, 'model' | 'variation'>;
}

/** Scale steps to try: a third or a fourth up or down keeps the phrase's shape in another light. */
const STEPS = [2, -2, 3, -3, 4, -4];
/** Beside the tonic, the degrees of its triad, counted in semitones. */
const TRIADS = [
	[0, 4, 7],
	[0, 3, 7]
];

/**
 * The rungs below the model, in order: the partner's last plan if it fits the call's key, the
 * phrase moved inside its key so that it lands on the tonic chord, the phrase as it was played.
 * Positions count from the bar line. Empty only when the call is.
 */
export function fallbackAnswer(
	call: readonly Note[],
	length: Ticks,
	lastPlan: readonly Note[] | null
): Fallback {
	const phrase = call
		.filter(({ start }) => start >= 0 && start < length)
		.map((note) => ({ ...note, duration: ticks(Math.min(note.duration, length - note.start)) }));
	const key = keyOf(phrase);
	if (lastPlan !== null && lastPlan.length > 0 && key !== null && isIn(key, lastPlan)) {
		return { notes: fitAnswer(lastPlan, { notes: call }, length), source: 'cached plan' };
	}
	if (key === null || phrase.length === 0) return { notes: phrase, source: 'phrase' };
	const steps = bestSteps(phrase, key);
	const notes = phrase.map((note) => ({ ...note, pitch: transposeInKey(note.pitch, key, steps) }));
	return { notes, source: 'transposed phrase' };
}

const isIn = (key: Key, notes: readonly Note[]) =>
	notes.every((note) => key.has[note.pitch % 12] === true);

/** The move after which most of the phrase's time lies on the tonic triad. */
function bestSteps(phrase: readonly Note[], key: Key): number {
	const triad = TRIADS.find((intervals) =>
		intervals.every((interval) => key.has[(key.tonic + interval) % 12])
	);
	const isChordTone = (pitchClass: number) =>
		triad?.includes((((pitchClass - key.tonic) % 12) + 12) % 12) ?? false;
	const share = (steps: number) =>
		phrase.reduce((sum, note) => {
			const moved = transposeInKey(note.pitch, key, steps);
			return sum + (isChordTone(moved % 12) ? note.duration : 0);
		}, 0);
	return STEPS.reduce((best, steps) => (share(steps) > share(best) ? steps : best));
}
