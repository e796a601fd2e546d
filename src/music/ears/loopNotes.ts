import { barLength, type Metre } from '../metre';
import type { Note } from '../note';
import { pitch, ticks, velocity } from '../units';
import type { EarNote } from './heard';
import type { BarsReading } from './readBars';

/** What is struck so shortly before the loop's first bar line, or the next round's, was meant for it. */
const EARLY_SECONDS = 0.05;
const SHORTEST_TICKS = 20;

/** A heard note in the loop. */
export interface LoopNote extends Note {
	/** Its place among those that were heard. */
	readonly heard: number;
}

/**
 * Heard notes as notes of the loop, from its first bar line on. What lies before that line, or after the
 * round, is where it comes round, unless it is so near before the line that it was meant for it.
 */
export function loopNotes(
	heard: readonly EarNote[],
	{ bars, downbeat }: Pick<BarsReading, 'bars' | 'downbeat'>,
	loop: { readonly seconds: number; readonly metre: Metre }
): readonly LoopNote[] {
	const length = bars * barLength(loop.metre);
	const { seconds } = loop;
	const second = length / seconds;
	return heard
		.map(({ onset, end, pitch: number, strength }, place): LoopNote => {
			const away = onset - downbeat;
			const inRound = ((away % seconds) + seconds) % seconds;
			const start = inRound >= seconds - EARLY_SECONDS ? 0 : Math.round(inRound * second);
			const duration = Math.max(SHORTEST_TICKS, (end - onset) * second);
			return {
				start: ticks(start),
				duration: ticks(Math.round(Math.min(duration, length - start))),
				pitch: pitch(number),
				velocity: velocity(strength),
				heard: place
			};
		})
		.sort((one, other) => one.start - other.start || one.pitch - other.pitch);
}
