import { boxOf } from './drawNotes';
import type { RollFrame } from './rollFrame';
import type { HeardVoice } from './rollScene';

/** A heard note, as corrections name it. */
export interface HeardPlace {
	readonly layer: number;
	readonly heard: number;
}

/** A finger is so wide, in CSS pixels from its middle; rows may be thinner than that. */
const REACH = 22;

/** The heard note that is drawn nearest to a point, in CSS pixels; null where none is within reach. */
export function nearestHeard(
	frame: RollFrame,
	voices: readonly HeardVoice[],
	point: { readonly x: number; readonly y: number }
): HeardPlace | null {
	let nearest: HeardPlace | null = null;
	let least = REACH;
	for (const { layer, notes } of voices) {
		for (const note of notes) {
			const { x, y, width, height } = boxOf(frame, note, false);
			const away = Math.hypot(beside(point.x, x, width), beside(point.y, y, height));
			if (away >= least) continue;
			least = away;
			nearest = { layer, heard: note.heard };
		}
	}
	return nearest;
}

/** How far a place is from [from, from + length). */
const beside = (at: number, from: number, length: number) =>
	Math.max(0, from - at, at - from - length);
