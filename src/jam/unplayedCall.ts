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

/** The same call as long as it is asked for over the same chords. */
export class UnplayedCall {
	#known: { readonly over: TurnChords; readonly call: ReturnType<typeof unplayedCall> } | null =
		null;

	over(chords: TurnChords): ReturnType<typeof unplayedCall> {
		if (this.#known === null || !areSame(this.#known.over, chords)) {
			this.#known = { over: chords, call: unplayedCall(chords) };
		}
		return this.#known.call;
	}
}

const areSame = (one: TurnChords, other: TurnChords) =>
	one.length === other.length &&
	one.metre === other.metre &&
	areSameSpans(one.own, other.own) &&
	areSameSpans(one.before, other.before);

const areSameSpans = (one: readonly ChordSpan[], other: readonly ChordSpan[]) =>
	one.length === other.length &&
	one.every(({ from, to, chord }, index) => {
		const same = other[index]!;
		return same.from === from && same.to === to && same.chord === chord;
	});
