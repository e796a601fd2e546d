import { barLength, type Metre } from '../metre';
import type { Note } from '../note';
import { pitch, ticks, velocity } from '../units';
import type { HeardNote } from './heard';
import type { BarsReading } from './readBars';

/** What is struck so shortly before the loop's first bar line was meant for it. */
const EARLY_SECONDS = 0.05;
const SHORTEST_TICKS = 20;

/**
 * Heard notes as notes of the loop, from its first bar line on. What lies before that line is at the end
 * of the loop's round, unless it is so near that it was meant for the line.
 */
export function loopNotes(
	heard: readonly HeardNote[],
	{ bars, downbeat }: Pick<BarsReading, 'bars' | 'downbeat'>,
	loop: { readonly seconds: number; readonly metre: Metre }
): readonly Note[] {
	const length = bars * barLength(loop.metre);
	const second = length / loop.seconds;
	return heard
		.map(({ onset, end, pitch: number, strength }): Note => {
			const away = onset - downbeat;
			const isMeant = away < 0 && away >= -EARLY_SECONDS;
			const isLast = away >= loop.seconds - EARLY_SECONDS;
			const place = isMeant || isLast ? 0 : away * second;
			const start = ((place % length) + length) % length;
			const duration = Math.max(SHORTEST_TICKS, (end - onset) * second);
			return {
				start: ticks(Math.round(start)),
				duration: ticks(Math.round(Math.min(duration, length - start))),
				pitch: pitch(number),
				velocity: velocity(strength)
			};
		})
		.sort((one, other) => one.start - other.start || one.pitch - other.pitch);
}
