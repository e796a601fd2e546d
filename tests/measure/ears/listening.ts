import { LOWEST_KEY } from '../../../src/ears/loop/activations';
import { LATE_FRAMES } from '../../../src/ears/loop/hearNotes';
import type { HearWindow } from '../../../src/ears/loop/pitchNetwork';
import { Take } from '../../../src/ears/loop/take';
import type { Phrase } from './phrase';
import { RENDERED_RATE } from './render';
import type { Onset } from './scores';

/** As the looper hands its tapes out. */
export const PIECE_FRAMES = 9600;

/** The recording as the worker gets it. */
export async function takeOf(sound: Float32Array, hear: HearWindow): Promise<Take> {
	const take = new Take(hear, RENDERED_RATE);
	for (let at = 0; at < sound.length; at += PIECE_FRAMES) {
		await take.push(sound.slice(at, at + PIECE_FRAMES));
	}
	return take;
}

/** What is played within the loop, from its start; an attack that the pedal cut off begins there. */
export const onsetsOf = ({ notes, downbeat, seconds }: Phrase): readonly Onset[] =>
	notes
		.map(({ onset, pitch }) => ({ onset: Math.max(0, onset + downbeat), pitch }))
		.filter(({ onset }) => onset < seconds);

/** Where a place that the network tells is in a recording that begins with the loop. */
export const placeOf = (at: number, key: number, hop: number): Onset => ({
	onset: ((at - LATE_FRAMES) * hop) / RENDERED_RATE,
	pitch: key + LOWEST_KEY
});
