import type { Metre } from '../music/metre';
import type { Sound } from '../music/score';
import type { Settings } from './settings';

/** What the loop needs to know of the settings when something is pressed. */
export interface PressContext {
	readonly metre: Metre;
	/** Null: as long as the player plays. */
	readonly bars: number | null;
	readonly sound: Sound;
}

/**
 * What is pressed by these settings. A loop lasts as long as the form of typed chords, if there is one,
 * and takes whole rounds of the recorded audio loop, `baseBars` long.
 */
export function pressContextOf(
	{ metre, loopBars, playerSound }: Settings,
	formBars: number | null,
	baseBars: number
): PressContext {
	const wanted = formBars ?? (loopBars === 'free' ? null : loopBars);
	const bars = wanted === null ? null : Math.ceil(wanted / baseBars) * baseBars;
	return { metre, bars, sound: playerSound };
}
