import type { Made } from './lab/subject';
import type { Place } from './rungs';

/** What was measured of one batch size: every list has a value for each run. */
export interface BatchSamples {
	readonly made: Made[];
	/** To the first note, the longest prompt remembered. */
	readonly firstKept: number[];
	/** Of the page's timer of 10 ms while answers were made. */
	readonly gaps: number[];
	/** The time that the calling thread had a processor, in all answers of each round. */
	readonly cpuMs: number[];
}

/** What was measured of a rung with a model. Times are in milliseconds. */
export interface PlaceSamples {
	readonly place: Place;
	/** Its weights are random: the speed does not depend on them. */
	readonly isRandom: boolean;
	/** WebGPU by the processor. */
	readonly isSoftware: boolean;
	/** Until it can be asked, in a new worker, all files in the browser's cache; less what inventing weights took. */
	readonly loadMs: number;
	/** What the worker added to the page's; null where the browser does not tell. */
	readonly memoryBytes: number | null;
	readonly prefill: number[];
	/** To the first note, the longest prompt read before. */
	readonly firstAnew: number[];
	readonly batches: Map<number, BatchSamples>;
}

export const noSamples = (): BatchSamples => ({
	made: [],
	firstKept: [],
	gaps: [],
	cpuMs: []
});
