import { findHarmony, type Harmony } from '../harmony/findChords';
import { barLength } from '../metre';
import type { Note } from '../note';
import { ticks, type Ticks } from '../units';
import type { EarNote } from './heard';
import { loopNotes } from './loopNotes';
import { readBars, type BarsReading, type FreeLoop } from './readBars';

/** What a loop of sound means to the band. */
export interface LoopReading extends Harmony {
	/** How it is counted. */
	readonly count: BarsReading;
	/** Other ways to count it, the likeliest first. */
	readonly others: readonly BarsReading[];
	readonly length: Ticks;
	/** From its first bar line on. */
	readonly notes: readonly Note[];
}

/**
 * Counts a loop that was played without a click, and finds its chords and key. `bars` is what the player
 * says; null, the likeliest. Null for a loop without notes, and for bars that give no tempo we can play.
 */
export function readLoop(
	heard: readonly EarNote[],
	loop: FreeLoop,
	bars: number | null = null
): LoopReading | null {
	const readings = readBars(heard, loop);
	const count = bars === null ? readings[0] : readings.find((one) => one.bars === bars);
	if (count === undefined) return null;
	const { metre } = loop;
	const length = ticks(count.bars * barLength(metre));
	const notes = loopNotes(heard, count, loop);
	const others = readings.filter((one) => one !== count);
	return { count, others, length, notes, ...findHarmony(notes, { length, metre }) };
}
