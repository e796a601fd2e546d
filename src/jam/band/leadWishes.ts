import type { Harmony } from '../../music/harmony/findChords';
import { offsetIn, type LoopRegion } from '../../music/loopRegion';
import type { Metre } from '../../music/metre';
import { ticks, type Ticks } from '../../music/units';
import type { AnswerWishes } from '../answer';
import type { PitchLock } from '../ports';
import { controlsOf } from './dials';
import type { ChairSettings } from './face';
import { pitchLocks } from './pitchLocks';

/** What the lead is asked for beside its call: its closeness ranks the candidates, and is no control. */
export function leadWishes(
	settings: ChairSettings,
	style: string | null,
	locks: readonly PitchLock[]
): AnswerWishes {
	return {
		controls: controlsOf('lead', { ...settings, closeness: null }, style),
		chordLock: locks
	};
}

/** The chords that hold for the lead over `length` from a position of the timeline on. */
export function leadLocks(
	harmony: Harmony,
	metre: Metre,
	grid: LoopRegion | null,
	{ start, length }: { readonly start: Ticks; readonly length: Ticks }
): PitchLock[] {
	if (grid === null) return [];
	const locks = pitchLocks('lead', harmony, metre);
	const offset = offsetIn(grid, start);
	const rounds = Math.ceil((offset + length) / grid.length);
	return Array.from({ length: rounds }, (_, round) =>
		locks.map(({ from, to, pitchClasses }) => ({
			from: ticks(Math.max(0, from + round * grid.length - offset)),
			to: ticks(Math.min(length, to + round * grid.length - offset)),
			pitchClasses
		}))
	)
		.flat()
		.filter(({ from, to }) => to > from);
}
