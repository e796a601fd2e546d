import { barLength, beatLength, type Metre } from '../../music/metre';
import { seconds, secondsToTicks, ticks, type Bpm, type Ticks } from '../../music/units';

/** A press so little before a bar line was meant for it; never more than half a beat. */
export const FORGIVEN_SECONDS = seconds(0.25);

/** What decides which bars were meant. */
export interface KeptBarsContext {
	readonly metre: Metre;
	readonly bpm: Bpm;
}

/**
 * The last `bars` whole bars, [from, to), for a player who asks at the position `heard`: up to the bar
 * line heard last, or to the next one where that is nearly there.
 */
export function keptBars(
	heard: Ticks,
	bars: number,
	{ metre, bpm }: KeptBarsContext
): { from: Ticks; to: Ticks } {
	const bar = barLength(metre);
	const forgiven = Math.min(secondsToTicks(FORGIVEN_SECONDS, bpm), beatLength(metre) / 2);
	const to = Math.floor((heard + forgiven) / bar) * bar;
	return { from: ticks(to - bars * bar), to: ticks(to) };
}
