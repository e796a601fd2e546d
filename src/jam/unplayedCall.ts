import type { ChordSpan } from '../music/harmony/chord';
import type { Metre } from '../music/metre';
import type { Ticks } from '../music/units';
import type { Call } from './answer';
import { rulePart } from './band/rules/rulePart';

/** The chords of a turn, counted from its beginning, and how it is counted. */
interface TurnChords {
	readonly before: readonly ChordSpan[];
	readonly own: readonly ChordSpan[];
	readonly length: Ticks;
	readonly metre: Metre;
}

/**
 * What stands in for a call that nobody played, so that the lead fills its turn all the same: a plain
 * line over the chords of the turn before is answered, and below the model such a line over the turn's
 * own chords. Null where no chords are known.
 */
export function unplayedCall({
	before,
	own,
	length,
	metre
}: TurnChords): Omit<Call, 'wishes'> | null {
	if (!own.some(({ chord }) => chord !== null)) return null;
	const line = (spans: readonly ChordSpan[]) =>
		rulePart('lead', { spans, length, metre, melody: [], key: null });
	return { notes: line(before), loop: [], standIn: line(own) };
}
