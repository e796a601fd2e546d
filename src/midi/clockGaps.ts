import type { CountedClock } from './clockFit';

/** A tempo is believed, or believed to be another, by so many gaps between clocks. */
export const GAPS = 6;
/** Two clocks make a gap: twice the jitter of one, in periods, and in milliseconds where these are short. */
const GAP_PERIODS = 0.25;
const GAP_MS = 3.2;
/** Far beyond what anybody plays: 20 and 330 BPM. */
const LONGEST_PERIOD_MS = 125;
const SHORTEST_PERIOD_MS = 7.5;

/** A clock message as it came, accident or not. */
export interface HeardClock extends CountedClock {
	readonly ordinal: number;
	/** It came in its place, as the one after the clock before it. */
	readonly isPlain: boolean;
}

/**
 * The period that a few clocks agree on, some of them lost or doubled; null if they are too few, do
 * not agree, or would have another number than that at which they came in their place.
 */
export function evenPeriod(clocks: readonly HeardClock[]): number | null {
	if (clocks.length <= GAPS) return null;
	const period = median(clocks.slice(1).map(({ at }, place) => at - clocks[place]!.at));
	if (!(period >= SHORTEST_PERIOD_MS && period <= LONGEST_PERIOD_MS)) return null;
	let [ones, all] = [0, 0];
	for (let place = 1; place < clocks.length; place++) {
		const clock = clocks[place]!;
		const step = stepOf(clocks[place - 1]!, clock, period);
		if (!Number.isFinite(step) || (clock.isPlain && step !== 1)) return null;
		if (step === 1) ones++;
		all += step;
	}
	return ones > GAPS / 2 ? (clocks.at(-1)!.at - clocks[0]!.at) / all : null;
}

/** How many clocks, from the last back, follow each other by `period`; at least those that agreed on it. */
export function runLength(clocks: readonly HeardClock[], period: number): number {
	let length = GAPS + 1;
	while (length < clocks.length) {
		const clock = clocks.at(-length)!;
		const step = stepOf(clocks.at(-length - 1)!, clock, period);
		if (!Number.isFinite(step) || (clock.isPlain && step > 1)) break;
		length++;
	}
	return length;
}

/** In whole periods, Infinity where it is none: 0 for a clock that was doubled. */
export function stepOf(from: CountedClock, to: CountedClock, period: number): number {
	const gap = to.at - from.at;
	const step = Math.round(gap / period);
	const limit = step === 0 ? GAP_MS : Math.max(GAP_MS, GAP_PERIODS * period);
	return Math.abs(gap - step * period) <= limit ? step : Infinity;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((left, right) => left - right);
	const middle = sorted.length / 2;
	return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.floor(middle)]!) / 2;
}
