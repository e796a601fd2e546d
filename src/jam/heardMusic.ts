import type { LoopNote } from '../music/ears/loopNotes';
import type { LoopRegion } from '../music/loopRegion';
import { loopedOver } from './loopedOver';

/** What was heard of one recording that sounds in an audio track. */
export interface HeardLayer {
	/** Of the layer; below 0, so that it is no layer's of the keys. */
	readonly id: number;
	/** From 0. */
	readonly track: number;
	/** Starts lie in [0, length of the region). A note that comes round more than once is told each time. */
	readonly notes: readonly LoopNote[];
}

/** What was heard in the audio tracks that sound. Nobody plays these notes: the recording sounds itself. */
export interface HeardMusic {
	/** Whole bars, after which all of it comes round. */
	readonly region: LoopRegion;
	/** At least one. */
	readonly layers: readonly HeardLayer[];
}

/** The notes of some layers over `region`, counted from its start; none where they do not come round with it. */
export function heardIn(
	heard: HeardMusic | null,
	region: LoopRegion,
	layers: readonly HeardLayer[] = heard?.layers ?? []
): readonly LoopNote[] {
	if (heard === null || region.length % heard.region.length !== 0) return [];
	const notes = layers.flatMap((layer) => layer.notes);
	return loopedOver(notes, heard.region, region.start, region.length);
}
