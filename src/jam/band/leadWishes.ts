import type { ChordSpan } from '../../music/harmony/chord';
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
	{ locks, chords }: { readonly locks: readonly PitchLock[]; readonly chords: readonly ChordSpan[] }
): AnswerWishes {
	return {
		controls: controlsOf('lead', { ...settings, closeness: null }, style),
		chordLock: locks,
		chords
	};
}

/** What of the loop's chords holds over `length` from a position of the timeline on. */
export function leadHarmony(
	harmony: Harmony,
	metre: Metre,
	grid: LoopRegion | null,
	span: { readonly start: Ticks; readonly length: Ticks }
): { readonly locks: readonly PitchLock[]; readonly chords: readonly ChordSpan[] } {
	if (grid === null) return { locks: [], chords: [] };
	return {
		locks: over(pitchLocks('lead', harmony, metre), grid, span),
		chords: over(harmony.spans, grid, span)
	};
}

/** Spans that come round with the grid, counted from `start` and cut to `length`. */
function over<Span extends { readonly from: Ticks; readonly to: Ticks }>(
	spans: readonly Span[],
	grid: LoopRegion,
	{ start, length }: { readonly start: Ticks; readonly length: Ticks }
): Span[] {
	const offset = offsetIn(grid, start);
	const rounds = Math.ceil((offset + length) / grid.length);
	return Array.from({ length: rounds }, (_, round) =>
		spans.map((span) => ({
			...span,
			from: ticks(Math.max(0, span.from + round * grid.length - offset)),
			to: ticks(Math.min(length, span.to + round * grid.length - offset))
		}))
	)
		.flat()
		.filter(({ from, to }) => to > from);
}
