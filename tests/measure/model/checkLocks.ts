import type { ChordSpan } from '../../../src/composer/protocol';
import { barLength } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { ticks } from '../../../src/music/units';
import type { Excerpt } from './excerpts';
import type { Partner } from './partner';

const MAJOR = [0, 2, 4, 5, 7, 9, 11];
const TRIAD = [0, 4, 7];
/** From chord to chord, so that a held note soon meets one that it is not in. */
const FOURTH = 5;

interface LocksCheck {
	readonly violations: number;
	readonly notes: number;
}

const from = (tonic: number, steps: readonly number[]) => steps.map((step) => (tonic + step) % 12);

/** A triad a bar over the whole answer. */
function chordsOf({ metre: [beats, unit], bars, answer_bar }: Excerpt, tonic: number): ChordSpan[] {
	const bar = barLength({ beats, unit });
	return Array.from({ length: bars - answer_bar }, (_, index) => ({
		from: ticks(index * bar),
		to: ticks((index + 1) * bar),
		pitchClasses: from(tonic + FOURTH * index, TRIAD)
	}));
}

/** The notes that begin or still sound where a chord is without them. */
export const outsideChords = (notes: readonly Note[], spans: readonly ChordSpan[]) =>
	notes.filter(({ start, duration, pitch }) =>
		spans.some(
			(span) =>
				start < span.to && start + duration > span.from && !span.pitchClasses.includes(pitch % 12)
		)
	);

/** Notes that are outside of a key lock or a chord lock; both must hold whatever the network says. */
export async function checkLocks(
	partner: Partner,
	excerpts: readonly Excerpt[]
): Promise<LocksCheck> {
	let violations = 0;
	let count = 0;
	for (const [index, excerpt] of excerpts.entries()) {
		const keyLock = from(index, MAJOR);
		const inKey = await partner.answer(excerpt, index, { keyLock });
		const chordLock = chordsOf(excerpt, index);
		const inChords = await partner.answer(excerpt, index, { chordLock });
		violations += inKey.filter(({ pitch }) => !keyLock.includes(pitch % 12)).length;
		violations += outsideChords(inChords, chordLock).length;
		count += inKey.length + inChords.length;
	}
	return { violations, notes: count };
}
