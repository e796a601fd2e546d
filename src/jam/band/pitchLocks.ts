import type { Harmony } from '../../music/harmony/findChords';
import { pitchClassesOf, type Key } from '../../music/key';
import { beatLength, type Metre } from '../../music/metre';
import { ticks, type Ticks } from '../../music/units';
import type { PitchLock } from '../ports';
import type { ChairName } from './face';
import { accentsOf, placesIn } from './rules/accents';

/**
 * The pitch classes that a chair may play, span by span. Pinned chords hold for everybody, and those that
 * were found for all but the lead, which on strong beats keeps off their tones by more than a semitone.
 * The bass begins each chord on its lowest note, and may walk to the next one over the last beat.
 */
export function pitchLocks(
	chair: ChairName,
	{ spans, key }: Harmony,
	metre: Metre
): readonly PitchLock[] {
	if (chair === 'drums') return [];
	return spans.flatMap(({ from, to, chord, isPinned }): PitchLock[] => {
		if (chord === null) return [];
		const { pitchClasses } = chord;
		if (chair === 'lead' && !isPinned) return strongLocks({ from, to, pitchClasses }, metre);
		if (chair !== 'bass') return [{ from, to, pitchClasses }];
		return bassLocks(
			{ from, to, pitchClasses, bass: chord.bass, key: isPinned ? null : key },
			metre
		);
	});
}

/** Around each strong beat of a span nothing lies a semitone beside the chord. */
function strongLocks({ from, to, pitchClasses }: PitchLock, metre: Metre): PitchLock[] {
	const allowed = PITCH_CLASSES.filter(
		(one) => pitchClasses.includes(one) || !pitchClasses.some((tone) => isBeside(one, tone))
	);
	const beat = beatLength(metre);
	const { bar, strong } = accentsOf(metre);
	return placesIn(ticks(to + beat), bar, strong).flatMap((at) => {
		const [begin, end] = [Math.max(from, at - beat / 4), Math.min(to, at + beat / 2)];
		if (begin >= end) return [];
		return [{ from: ticks(begin), to: ticks(end), pitchClasses: allowed }];
	});
}

const PITCH_CLASSES = Array.from({ length: 12 }, (_, pitchClass) => pitchClass);

const isBeside = (one: number, other: number) => [1, 11].includes((one - other + 12) % 12);

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
