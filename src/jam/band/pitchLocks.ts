import type { ChordSpan } from '../../music/harmony/chord';
import { pitchClassesOf, type Key } from '../../music/key';
import { beatLength, type Metre } from '../../music/metre';
import { ticks, type Ticks } from '../../music/units';
import type { PitchLock } from '../ports';
import type { ChairName } from './face';

/** What a chair's pitches are held to. */
export interface Harmony {
	/** Tile the loop. */
	readonly spans: readonly ChordSpan[];
	readonly key: Key | null;
}

/** These build the harmony, and play the chords that were found as well as those that were pinned. */
const BUILDERS: readonly ChairName[] = ['keys', 'bass'];

/**
 * The pitch classes that a chair may play, span by span. Pinned chords hold for everybody. The bass
 * begins each chord on its lowest note, and may walk to the next one over the last beat.
 */
export function pitchLocks(
	chair: ChairName,
	{ spans, key }: Harmony,
	metre: Metre
): readonly PitchLock[] {
	if (chair === 'drums') return [];
	const isBuilder = BUILDERS.includes(chair);
	return spans.flatMap(({ from, to, chord, isPinned }): PitchLock[] => {
		if (chord === null || !(isPinned || isBuilder)) return [];
		const { pitchClasses } = chord;
		if (chair !== 'bass') return [{ from, to, pitchClasses }];
		return bassLocks(
			{ from, to, pitchClasses, bass: chord.bass, key: isPinned ? null : key },
			metre
		);
	});
}

function bassLocks(
	span: {
		readonly from: Ticks;
		readonly to: Ticks;
		readonly pitchClasses: readonly number[];
		readonly bass: number;
		/** Whose notes lead on; null for the chord's alone. */
		readonly key: Key | null;
	},
	metre: Metre
): PitchLock[] {
	const { from, to, pitchClasses, bass, key } = span;
	const beat = beatLength(metre);
	const settled = ticks(Math.min(to, from + beat / 2));
	const leading = ticks(to - from > 2 * beat ? to - beat : to);
	const own = [...new Set([bass, ...pitchClasses])];
	const walk = key === null ? own : [...new Set([...own, ...pitchClassesOf(key)])];
	return [
		{ from, to: settled, pitchClasses: [bass] },
		{ from: settled, to: leading, pitchClasses: own },
		{ from: leading, to, pitchClasses: walk }
	].filter((lock) => lock.to > lock.from);
}
