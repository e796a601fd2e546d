import type { Emitter } from '../../lib/emitter';
import type {
	BarGrid,
	BaseLoop,
	TrackAction,
	TrackReport,
	TrackSettings
} from '../../music/looper';
import type { Frames, PerfTime } from '../../music/units';

/** What comes with a press on an audio track. */
export interface TrackPress {
	/** Of a new loop; null is as long as the player plays. */
	readonly length: Frames | null;
	/** Record when the input is louder than this, 0–1; null begins at the line. */
	readonly threshold: number | null;
	/** Something else plays: a recording that a sound starts far from a line waits for the next. */
	readonly needsLine: boolean;
	/** After a recording without a fixed length: go on as an overdub instead of playing. */
	readonly thenOverdub: boolean;
}

/** The audio thread's looper, as the jam drives it. Moments are frames of its master counter. */
export interface AudioLooper {
	/** A report came in which something changed. */
	readonly changed: Emitter<void>;
	readonly sampleRate: number;
	readonly tracks: readonly TrackReport[];
	/** Null while every track is empty. */
	readonly base: BaseLoop | null;
	/** The loudest input sample of the last moments, 0–1. */
	readonly inputPeak: number;
	/** The master counter, as near as the page knows. */
	now(): Frames;
	/** The frame that the player was hearing at `moment`. */
	heardAt(moment: PerfTime): Frames;
	press(track: number, action: TrackAction, at: Frames, options: TrackPress): void;
	/** Takes what waits off. */
	cancel(track: number): void;
	/** The last press on the track turned out to be another gesture: as if it had not been. */
	takeBack(track: number): void;
	/** `isHushed`: another track is soloed. */
	configure(track: number, settings: TrackSettings, isHushed: boolean): void;
	setGrid(grid: BarGrid | null): void;
	/** Every track that has a loop plays from its start at the frame `at`. */
	start(at: Frames): void;
	/** The base loop counts as begun `by` frames later: the next start plays it from there. What sounds is not moved. */
	moveBase(by: Frames): void;
	/** Open recordings are closed, everything stops. */
	halt(): void;
	/** What the player heard and played over [from, to) becomes the loop of an empty track. */
	capture(track: number, from: Frames, to: Frames): void;
	setMonitoring(isOn: boolean): void;
	/** Peaks of what sounds in the track, 0–1, evenly over one pass. */
	peaks(track: number, count: number): Float32Array;
}
